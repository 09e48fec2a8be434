/** The simulated provider: amounts choose how it misbehaves. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CallbackEvent } from '../../../emulators/simulator/callback-event.ts';
import type { Call, Movement } from '../../../emulators/simulator/journal.ts';
import type { SimulatorOptions } from '../../../emulators/simulator/server.ts';
import type { Dispute, Order } from '../../../emulators/simulator/types.ts';
import { DEFAULT_ROUTES } from '../../../src/catalogue/catalogue.ts';
import type { Route } from '../../../src/domain/channel.ts';
import type { PlannedOrder } from '../plan.ts';
import type { RunOptions } from '../settings.ts';
import {
  otherwiseUnder,
  type Provider,
  type ProviderBook,
  paidUnder,
  type Site,
  type Standing,
} from './contract.ts';

/** The provider's accounts: of two, the second is asked when the first one does not serve. */
const ACCOUNTS = ['main', 'second'] as const;

const SOON = { delayMs: 500 };

/** Shorter waits than the simulator's own, so that a fault is over within the run. */
const FAULT_DEFAULTS: NonNullable<SimulatorOptions['faultDefaults']> = {
  timeout_then_success: { delayMs: 2_500 },
  accept_then_hang: { delayMs: 1_500 },
  late_callback: { delayMs: 1_500 },
  late_reversal: { delayMs: 1_000 },
  query_down: { delayMs: 2_000 },
  unknown_word: { delayMs: 1_500 },
  late_visible: { delayMs: 1_500 },
  ...{ dispute: SOON, dispute_inquiry: SOON, dispute_won: SOON, dispute_lost: SOON },
  ...{ dispute_part: SOON, dispute_again: SOON, dispute_second: SOON, fraud_notice: SOON },
  ...{ paid_in_parts: SOON, paid_twice: SOON, paid_late: SOON },
};

const PAID_WITHIN_MS = 15_000;

export function simulatorAt({ options, folder, port }: Site): Provider {
  const url = `http://127.0.0.1:${port}`;
  const secret = () => randomBytes(24).toString('hex');
  const secrets = { apiSecret: secret(), callbackSecret: secret() };
  const accounts = accountsOf(options);
  return {
    name: 'simulator',
    url,
    start: { name: 'simulator', options: optionsOf(options, folder, port, secrets) },
    readyUrl: `${url}/admin/knobs`,
    accounts: accounts.map((account) => {
      return { connector: 'simulator', account, mode: 'test', version: 1, baseUrl: url, secrets };
    }),
    routes: accounts.flatMap((account, priority) =>
      DEFAULT_ROUTES.filter(isTaken).map((route) => {
        const there = { connector: 'simulator', account, enabled: true };
        return { ...route, ...there, priority: route.priority + priority };
      }),
    ),
    payType: 'payermax',
    read: () => readBook(url),
    act: (order, { platOrderId }, signal) => pay(url, order, platOrderId, signal),
    trouble: async () => 0,
  };
}

/** Its own channels, and the one that payins in `recharge` come through. */
function isTaken({ connector, channelCode }: Route): boolean {
  return connector === 'simulator' || channelCode === 'PAYERMAX_PHP';
}

function accountsOf({ twoAccounts }: RunOptions): readonly string[] {
  return twoAccounts ? ACCOUNTS : ACCOUNTS.slice(0, 1);
}

function optionsOf(
  options: RunOptions,
  folder: string,
  port: number,
  { apiSecret, callbackSecret }: Readonly<Record<'apiSecret' | 'callbackSecret', string>>,
): SimulatorOptions {
  return {
    port,
    journalFile: join(folder, 'simulator.jsonl'),
    faultDefaults: FAULT_DEFAULTS,
    knobs: {
      // Given up on within ten seconds: what kills made us miss is found by asking.
      callbackTimetableMs: [0, 300, 700, ...Array<number>(5).fill(1_500)],
      ...options.sabotage?.provider,
    },
    accounts: accountsOf(options).map((id) => ({
      id,
      name: 'Causeway',
      apiSecrets: [{ version: '1', secret: apiSecret }],
      callbackSecrets: [{ version: '1', secret: callbackSecret }],
    })),
  };
}

/** True when the provider took the money or says that it never will. */
async function pay(
  url: string,
  order: PlannedOrder,
  platOrderId: string,
  over: AbortSignal,
): Promise<boolean> {
  const other = order.payer === 'other' ? { amountMinor: `${order.amountMinor + 7n}` } : {};
  const response = await fetch(`${url}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order: platOrderId, ...other }),
    signal: AbortSignal.any([over, AbortSignal.timeout(PAID_WITHIN_MS)]),
  });
  await response.arrayBuffer();
  return response.status === 200 || [400, 409, 422].includes(response.status);
}

/** Outcomes of a create that was or might have been carried out. */
const REACHED: readonly Call['outcome'][] = ['created', 'declined', 'replayed', 'conflict'];

async function readBook(url: string): Promise<ProviderBook> {
  const get = async (path: string) => {
    const response = await fetch(`${url}/admin/${path}`);
    return JSON.parse(await response.text(), amounts);
  };
  const { movements } = await get('journal');
  const { calls, createdTwice } = await get('calls');
  const { orders, disputes } = await get('state');
  const disputed = disputes as readonly Dispute[];
  const { events } = await get('callbacks');
  const doubled = createdTwice as readonly { readonly kind: string; readonly reference: string }[];
  const reported = events as readonly CallbackEvent[];
  return {
    movements: (movements as readonly Movement[]).map(({ reference, effect, amountMinor }) => {
      return { reference, minor: effect === '+' ? amountMinor : -amountMinor };
    }),
    orders: (orders as readonly Order[]).map((order) => {
      return { reference: order.reference, standings: standingsOf(order, disputed) };
    }),
    payoutsReached: (calls as readonly Call[])
      .filter(({ method, path }) => method === 'POST' && path === '/v1/payouts')
      .filter(({ outcome }) => REACHED.includes(outcome))
      .map(({ reference }) => reference),
    effectiveTwice: doubled.map(({ kind, reference }) => `${kind} ${reference}`),
    acknowledged: reported.flatMap(acknowledged),
    events: reported.length,
    waiting: reported.filter(({ state }) => state === 'waiting').length + toCome(orders, disputed),
    disputes: disputed.length,
    queries: (calls as readonly Call[]).filter(({ method }) => method === 'GET').length,
  };
}

/** Lost in all, a payment is what one that was reversed is. */
function standingsOf(order: Order, disputes: readonly Dispute[]): readonly Standing[] {
  const status = order.status as Standing;
  if (order.kind !== 'payment') return [status];
  const lost = disputes
    .filter(({ orderId }) => orderId === order.id)
    .reduce((sum, { lostMinor }) => sum + lostMinor, 0n);
  return lost > 0n && lost >= (order.arrivals[0]?.amountMinor ?? 0n)
    ? [status, 'reversed']
    : [status];
}

/** Steps of disputes that have not come yet, and money that is still on its way. */
function toCome(orders: readonly Order[], disputes: readonly Dispute[]): number {
  const steps = disputes.filter(({ plan, done }) => done < plan.length).length;
  const unpaid = orders.filter((order) => {
    if (order.kind !== 'payment' || order.arrivals.length === 2) return false;
    const fault = order.faults.find(({ name }) => name.startsWith('paid_'))?.name;
    const due = fault === 'paid_late' ? 1 : 2;
    const hasBegun = fault === 'paid_late' ? order.status === 'expired' : order.arrivals.length > 0;
    return fault !== undefined && hasBegun && order.arrivals.length < due;
  });
  return steps + unpaid.length;
}

function acknowledged({ state, type, body }: CallbackEvent): ProviderBook['acknowledged'] {
  if (state !== 'acknowledged' || type.endsWith('.under_review')) return [];
  if (type === 'fraud.notice') return [];
  const { reference, paymentId, id, dispute } = JSON.parse(body) as Record<string, string> & {
    readonly dispute?: { readonly id: string };
  };
  if (dispute !== undefined) {
    return [{ what: type, reference: `${reference}`, isStoredAs: otherwiseUnder(dispute.id) }];
  }
  const under = type.endsWith('.succeeded') ? paidUnder : otherwiseUnder;
  return [{ what: type, reference: `${reference}`, isStoredAs: under(`${paymentId || id}`) }];
}

/** As in the provider's journal: amounts are texts on the wire. */
function amounts(key: string, value: unknown): unknown {
  return key.endsWith('Minor') && typeof value === 'string' ? BigInt(value) : value;
}
