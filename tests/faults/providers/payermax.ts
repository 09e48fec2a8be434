/** PayerMax's emulator: cards on its cashier, payouts, notifications. */
import { generateRsaPair } from '../../../src/wire/generate-keys.ts';
import * as cards from '../../../tools/demo/cards.ts';
import type { PlannedOrder } from '../plan.ts';
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

const GATEWAY = '/aggregate-pay/api/gateway';
const CALLS: Calls = {
  payin: `POST ${GATEWAY}/orderAndPay`,
  payout: `POST ${GATEWAY}/paymentOrderPay`,
  payinQuery: `POST ${GATEWAY}/orderQuery`,
  payoutQuery: `POST ${GATEWAY}/paymentOrderQry`,
};
/** What asking brings to light too. Of cases PayerMax has no list: those are not lost. */
const LOSABLE = ['PAYMENT SUCCESS', 'PAYOUT'];

export async function payermaxAt({ options, port, platformUrl }: Site): Promise<Provider> {
  const url = `http://127.0.0.1:${port}`;
  const [ours, theirs] = await Promise.all([generateRsaPair(2048), generateRsaPair(2048)]);
  const app = { appId: 'faults-app', merchantNo: 'faults-merchant' };
  const secrets = {
    ...app,
    merchantPrivateKey: ours.privateKey,
    payermaxPublicKey: theirs.publicKey,
  };
  return {
    name: 'payermax',
    url,
    start: {
      name: 'payermax',
      options: {
        ...app,
        port,
        merchantPublicKey: ours.publicKey,
        payermaxPrivateKey: theirs.privateKey,
        notifyUrl: `${platformUrl}/hooks/payermax/${ACCOUNT}`,
        notificationWaitsMs: NOTIFY_WAITS_MS,
      },
    },
    readyUrl: `${url}/emulator/journal`,
    accounts: [
      {
        connector: 'payermax',
        account: ACCOUNT,
        mode: 'test',
        version: 1,
        baseUrl: url + GATEWAY,
        secrets,
      },
    ],
    routes: routesTo('payermax', 'PAYERMAX_PHP'),
    payType: 'payermax',
    read: () => readEmulator(url, WORDS),
    act: async (order, { platOrderId, page }, signal) => {
      if (order.kind === 'payout') return await sendBack(url, platOrderId);
      if (!(await pay(url, order, platOrderId, await pageOf(url, page, signal)))) return false;
      if (order.payer === 'disputes') await playDispute(url, platOrderId, order);
      return true;
    },
    trouble: async (random, until) => {
      const made = await Promise.all([
        troubleCalls(url, CALLS, random, until, options.sabotage?.trouble ?? null),
        disturbNotifications(`${url}/emulator/notifications`, LOSABLE, random, until),
      ]);
      return made.reduce((sum, one) => sum + one, 0);
    },
  };
}

async function pay(
  url: string,
  order: PlannedOrder,
  reference: string,
  page: string | null,
): Promise<boolean> {
  if (page === null) return false;
  if (order.payer === 'refused') await cards.payAtPayerMax(page, cards.VISA);
  await cards.payAtPayerMax(page, cards.MADA);
  if (order.payer === 'taken_back') await cards.chargeBackAtPayerMax(url, reference);
  return true;
}

/** The payee's bank sends a payout back. */
async function sendBack(url: string, reference: string): Promise<boolean> {
  if ((await orderAt(url, reference))?.status !== 'SUCCESS') return false;
  const back = { status: 'BOUNCEBACK' };
  return (await callEmulator('POST', `${url}/emulator/payouts/${reference}`, back)).ok;
}

const WORDS: JournalWords = {
  standings: { PENDING: 'pending', SUCCESS: 'succeeded', FAILED: 'failed', CLOSED: 'expired' },
  payoutsRepeated: ({ repeats }) => repeats,
  reported: ({ notifyType, data }) => reportedOf(String(notifyType), data as Json),
  disputeIn: ({ notifyType, data }) => (notifyType === CASE ? String((data as Json).caseId) : null),
  isQuery: (call) => call.endsWith('Query') || call.endsWith('Qry'),
};

const CASE = 'CHARGEBACK';

function reportedOf(type: string, data: Json): Reported | null {
  const what = `${type} ${data.status}`;
  const reference = String(data.outTradeNo);
  if (type === CASE) return { what, reference, isStoredAs: otherwiseUnder(String(data.caseId)) };
  switch (what) {
    case 'PAYMENT SUCCESS':
      return { what, reference, isStoredAs: paidUnder(String(data.tradeToken)) };
    case 'PAYOUT SUCCESS':
      return { what, reference, isStoredAs: paidUnder(String(data.tradeNo)) };
    case 'PAYOUT FAILED':
    case 'PAYOUT BOUNCEBACK':
      return { what, reference, isStoredAs: otherwiseUnder(String(data.tradeNo)) };
    default:
      return null;
  }
}
