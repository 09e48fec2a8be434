/** Airwallex's emulator: cards on its page, transfers, webhooks. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as cards from '../../../tools/demo/cards.ts';
import { pesos } from '../amounts.ts';
import type { PlannedOrder } from '../plan.ts';
import type { Random } from '../random.ts';
import { otherwiseUnder, type Provider, paidUnder, type Reported, type Site } from './contract.ts';
import {
  ACCOUNT,
  type Calls,
  callEmulator,
  disturbNotifications,
  type JournalWords,
  type Json,
  NOTIFY_WAITS_MS,
  orderAt,
  pageOf,
  playDispute,
  readEmulator,
  routesTo,
  troubleCalls,
} from './emulator.ts';

const API = '/api/v1';
const CALLS: Calls = {
  payin: `POST ${API}/pa/payment_intents/create`,
  payout: `POST ${API}/transfers/create`,
  payinQuery: `GET ${API}/pa/payment_intents`,
  payoutQuery: `GET ${API}/transfers`,
};
/** What asking brings to light too; disputes are found in their list. */
const LOSABLE = ['payment_intent.succeeded', 'payout.transfer', 'payment_dispute'];

type Secrets = Readonly<Record<'clientId' | 'apiKey' | 'webhookSecret', string>>;

export function airwallexAt({ options, port, platformUrl }: Site): Provider {
  const url = `http://127.0.0.1:${port}`;
  const secret = () => randomBytes(24).toString('hex');
  const secrets: Secrets = { clientId: 'faults', apiKey: secret(), webhookSecret: secret() };
  const webhookUrl = `${platformUrl}/hooks/airwallex/${ACCOUNT}`;
  return {
    name: 'airwallex',
    url,
    start: {
      name: 'airwallex',
      options: { ...secrets, port, webhookUrl, webhookWaitsMs: NOTIFY_WAITS_MS },
    },
    readyUrl: `${url}/emulator/journal`,
    accounts: [
      { connector: 'airwallex', account: ACCOUNT, mode: 'test', version: 1, baseUrl: url, secrets },
    ],
    routes: routesTo('airwallex', 'AIRWALLEX_PHP'),
    payType: 'airwallex',
    read: () => readEmulator(url, WORDS),
    act: async (order, { platOrderId, page }, signal) => {
      if (order.kind === 'payout') return await sendBack(url, secrets, platOrderId);
      if (!(await pay(url, secrets, order, await pageOf(url, page, signal)))) return false;
      if (order.payer === 'disputes') await playDispute(url, platOrderId, order);
      return true;
    },
    trouble: async (random, until) => {
      const made = await Promise.all([
        troubleCalls(url, CALLS, random, until, options.sabotage?.trouble ?? null),
        disturbNotifications(`${url}/emulator/webhooks`, LOSABLE, random, until),
        troubleLogins(url, random, until),
      ]);
      return made.reduce((sum, one) => sum + one, 0);
    },
  };
}

/** Tokens end before their time, and the next login fails. */
async function troubleLogins(url: string, random: Random, until: AbortSignal): Promise<number> {
  let made = 0;
  for (; !until.aborted; made += 1) {
    const wait = random.integer(1_500, 4_000);
    await delay(wait, undefined, { signal: until }).catch(() => undefined);
    const on = `POST ${API}/authentication/login`;
    if (random.chance(0.3))
      await callEmulator('POST', `${url}/emulator/faults`, { on, kind: 'http_500' });
    await callEmulator('POST', `${url}/emulator/tokens/expire`, {});
  }
  return made;
}

async function pay(
  url: string,
  secrets: Secrets,
  order: PlannedOrder,
  page: string | null,
): Promise<boolean> {
  if (page === null) return false;
  const id = new URLSearchParams(new URL(page).hash.split('?')[1]).get('intent_id') ?? '';
  if (order.payer === 'other') {
    const less = { amount: pesos(order.amountMinor - 7n) };
    await callEmulator('PUT', `${url}/emulator/intents/${id}/captures`, less);
  }
  if (order.payer === 'refused') await cards.payAtAirwallex(page, cards.REFUSED_AT_80_59);
  await cards.payAtAirwallex(page, cards.ALWAYS);
  if (order.payer === 'taken_back') {
    const bearer = await login(url, secrets);
    const disputes = `${url}${API}/simulation/pa/payment_disputes`;
    const facts = { payment_intent_id: id, amount: pesos(order.amountMinor) };
    const { reported } = await callEmulator('POST', `${disputes}/create`, facts, { bearer });
    const lost = { status: 'LOST' };
    await callEmulator('POST', `${disputes}/${reported.id}/resolve`, lost, { bearer });
  }
  return true;
}

/** The payee's bank sends a transfer back. */
async function sendBack(url: string, secrets: Secrets, reference: string): Promise<boolean> {
  const transfer = await orderAt(url, reference);
  if (transfer?.status !== 'PAID') return false;
  const transition = `${url}${API}/simulation/transfers/${transfer.id}/transition`;
  const bearer = await login(url, secrets);
  const failed = { next_status: 'FAILED', failure_type: 'ACCOUNT_CLOSED' };
  return (await callEmulator('POST', transition, failed, { bearer })).ok;
}

async function login(url: string, { clientId, apiKey }: Secrets): Promise<string> {
  const headers = { 'x-client-id': clientId, 'x-api-key': apiKey };
  const path = `${url}${API}/authentication/login`;
  const response = await fetch(path, { method: 'POST', headers });
  return String(((await response.json()) as Json).token);
}

const WORDS: JournalWords = {
  standings: {
    REQUIRES_PAYMENT_METHOD: 'pending',
    REQUIRES_CUSTOMER_ACTION: 'pending',
    SUCCEEDED: 'succeeded',
    CANCELLED: 'closed',
    SCHEDULED: 'processing',
    PAID: 'succeeded',
    FAILED: 'failed',
  },
  payoutsRepeated: ({ repeats }) =>
    repeats.flatMap((pair) => /^transfers (.+)$/.exec(pair)?.[1] ?? []),
  reported: ({ name, data }, referenceOf) =>
    reportedOf(String(name), (data as { object: Json }).object, referenceOf),
  disputeIn: ({ name, data }) =>
    String(name).startsWith(DISPUTE) ? String((data as { object: Json }).object.dispute_id) : null,
  isQuery: (call) => call.startsWith('GET /api/'),
};

const DISPUTE = 'payment_dispute.';

function reportedOf(
  what: string,
  object: Json,
  referenceOf: (id: string) => string,
): Reported | null {
  if (what.startsWith(DISPUTE)) {
    const reference = referenceOf(String(object.payment_intent_id));
    return { what, reference, isStoredAs: otherwiseUnder(String(object.dispute_id)) };
  }
  const id = String(object.id);
  const payment = String(object.merchant_order_id);
  const transfer = String(object.request_id);
  switch (what) {
    case 'payment_intent.succeeded':
      return { what, reference: payment, isStoredAs: paidUnder(id) };
    case 'payout.transfer.paid':
      return { what, reference: transfer, isStoredAs: paidUnder(id) };
    case 'payout.transfer.failed':
      return { what, reference: transfer, isStoredAs: otherwiseUnder(id) };
    default:
      return null;
  }
}
