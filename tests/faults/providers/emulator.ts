/**
 * What the emulators of real providers have in common: their handles, their journal, their faults.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { moneyForm } from '../../../emulators/shared/money.ts';
import type { Delivery } from '../../../emulators/shared/notifier.ts';
import { DEFAULT_ROUTES } from '../../../src/catalogue/catalogue.ts';
import type { Route } from '../../../src/domain/channel.ts';
import { minorOf } from '../amounts.ts';
import type { PlannedOrder } from '../plan.ts';
import type { Random } from '../random.ts';
import type { ProviderBook, Reported, Standing } from './contract.ts';

/** With every `Money` as a JSON number. */
const { writeJson } = moneyForm({});

export type Json = Readonly<Record<string, unknown>>;

export const ACCOUNT = 'main';
/** The channel of payouts, which is the simulator's unless a run says otherwise. */
const PAYOUT_CHANNEL = 'TEST_PAYOUT';
/** Waits between the attempts of a notification: a server is back within seconds. */
export const NOTIFY_WAITS_MS = [300, 700, ...Array<number>(60).fill(1_500)];
/** Later than the product waits, and sooner than the payer gives up. */
const LATE_MS = 2_600;
/** Also on a machine that is busy with other work. */
const ANSWER_WITHIN_MS = 60_000;

/** `GET /emulator/journal` */
export interface EmulatorJournal {
  readonly movements: readonly {
    readonly reference: string;
    readonly id: string;
    readonly what:
      | ('paid' | 'refunded' | 'transferred' | 'returned')
      | ('charged_back' | 'charge_returned');
    readonly amount: string;
  }[];
  readonly calls: readonly { readonly call: string; readonly http: number }[];
  readonly deliveries: readonly Delivery[];
  readonly waiting: number;
  readonly orders: readonly EmulatorOrder[];
  readonly repeats: readonly string[];
}

export interface EmulatorOrder {
  readonly kind: 'payment' | 'transfer' | 'payout';
  readonly reference: string;
  readonly id: string;
  readonly status: string;
}

/** What differs between the journals of the emulators. */
export interface JournalWords {
  readonly standings: Readonly<Record<string, Standing>>;
  /** References of payouts that came a second time. */
  payoutsRepeated(journal: EmulatorJournal): readonly string[];
  /** What a notification says happened; null: nothing of interest. `referenceOf` an id there. */
  reported(body: Json, referenceOf: (id: string) => string): Reported | null;
  /** The dispute that a notification is about; null: none. */
  disputeIn(body: Json): string | null;
  isQuery(call: string): boolean;
}

/** A card payment's channel, and the channel of payouts, to this provider and to nobody else. */
export function routesTo(connector: string, payinChannel: string): readonly Route[] {
  const payins = DEFAULT_ROUTES.filter(
    (route) => route.connector === connector && route.channelCode === payinChannel,
  );
  const payouts = DEFAULT_ROUTES.filter(({ channelCode }) => channelCode === PAYOUT_CHANNEL);
  return [...payins, ...payouts].map((route) => {
    return { ...route, connector, account: ACCOUNT, enabled: true };
  });
}

/** A call to the emulator: by a payer's page, its sandbox, or of its own. */
export async function callEmulator(
  method: string,
  url: string,
  body: object | null,
  { bearer = '', signal }: { readonly bearer?: string; readonly signal?: AbortSignal } = {},
): Promise<{ readonly ok: boolean; readonly reported: Json }> {
  const limit = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: body === null ? null : writeJson(body),
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  });
  return { ok: response.ok, reported: (await response.json()) as Json };
}

/** What the emulator made under a reference; null while it knows none. */
export async function orderAt(url: string, reference: string): Promise<EmulatorOrder | null> {
  const { reported } = await callEmulator('GET', `${url}/emulator/orders/${reference}`, null);
  return (reported.orders as readonly EmulatorOrder[])[0] ?? null;
}

/** The provider's page that an order leads to; null while our own cashier does not know it yet. */
export async function pageOf(
  url: string,
  shown: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (shown === null || shown.startsWith(url)) return shown;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  const html = await (await fetch(shown, { signal: limit })).text();
  const link = html.split('href="').find((rest) => rest.startsWith(url));
  return link?.split('"')[0]?.replaceAll('&amp;', '&') ?? null;
}

export async function readEmulator(url: string, words: JournalWords): Promise<ProviderBook> {
  const journal = (await (await fetch(`${url}/emulator/journal`)).json()) as EmulatorJournal;
  const { movements, orders, deliveries, waiting, calls } = journal;
  const payouts = orders.filter(({ kind }) => kind !== 'payment');
  const references = new Map(orders.map(({ id, reference }) => [id, reference]));
  const referenceOf = (id: string) => references.get(id) ?? id;
  const bodies = deliveries
    .filter(({ forged }) => !forged)
    .map(({ taken, body }) => ({ taken, body: JSON.parse(body) as Json }));
  return {
    movements: movements.map(({ reference, what, amount }) => {
      const isIn = what === 'paid' || what === 'returned' || what === 'charge_returned';
      return { reference, minor: isIn ? minorOf(amount) : -minorOf(amount) };
    }),
    orders: orders.map((order) => standing(order, journal, words)),
    payoutsReached: [
      ...payouts.map(({ reference }) => reference),
      ...words.payoutsRepeated(journal),
    ],
    effectiveTwice: twice(orders.map(({ kind, reference }) => `${kind} ${reference}`)),
    acknowledged: bodies
      .filter(({ taken }) => taken)
      .flatMap(({ body }) => words.reported(body, referenceOf) ?? []),
    events: new Set(deliveries.flatMap(({ forged, body }) => (forged ? [] : body))).size,
    waiting,
    disputes: new Set(bodies.flatMap(({ body }) => words.disputeIn(body) ?? [])).size,
    queries: calls.filter(({ call }) => words.isQuery(call)).length,
  };
}

/**
 * What came back, wholly, is reversed; a payout that came back may also be reported as a failure.
 */
function standing(
  { kind, reference, status }: EmulatorOrder,
  { movements }: EmulatorJournal,
  { standings }: JournalWords,
): ProviderBook['orders'][number] {
  const own = movements.filter((movement) => movement.reference === reference);
  if (own.some(({ what }) => what === 'returned') || isAllLost(own)) {
    return { reference, standings: kind === 'payment' ? ['reversed'] : ['reversed', 'failed'] };
  }
  const known = standings[status];
  if (known === undefined) throw new Error(`the emulator has an unknown word: ${status}`);
  const isSent = kind !== 'payment' && known === 'pending';
  return { reference, standings: [isSent ? 'processing' : known] };
}

/** Disputed and lost in all, and not won after that. */
function isAllLost(own: EmulatorJournal['movements']): boolean {
  const sum = (wanted: string) =>
    own
      .filter(({ what }) => what === wanted)
      .reduce((total, { amount }) => total + minorOf(amount), 0n);
  const lost = sum('charged_back') - sum('charge_returned');
  return lost > 0n && lost >= sum('paid');
}

/** A payer's bank plays what is planned about a payment. */
export async function playDispute(
  url: string,
  order: string,
  { fault: story }: PlannedOrder,
): Promise<void> {
  const { ok, reported } = await callEmulator('POST', `${url}/emulator/stories`, { order, story });
  if (!ok) throw new Error(`the emulator does not play ${story}: ${JSON.stringify(reported)}`);
}

function twice(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
}

/** Where a fault strikes: method and beginning of the path, by what is called there. */
export type Calls = Readonly<Record<'payin' | 'payout' | 'payinQuery' | 'payoutQuery', string>>;

const AFTER = ['hang', 'late', 'drop', 'http_502', 'http_500', 'web_page', 'half'] as const;
/**
 * A payout that provably or possibly never arrived waits for a person: not for a run that heals. So
 * a payout is not lost on its way; it may arrive late.
 */
const STRIKES: readonly (readonly [of: keyof Calls, when: 'before' | 'after', kind: string])[] = [
  ...AFTER.map((kind) => ['payin', 'after', kind] as const),
  ...AFTER.map((kind) => ['payout', 'after', kind] as const),
  ...AFTER.map((kind) => ['payinQuery', 'after', kind] as const),
  ...AFTER.map((kind) => ['payoutQuery', 'after', kind] as const),
  ...(['late', 'drop', 'http_502', 'hang'] as const).map(
    (kind) => ['payin', 'before', kind] as const,
  ),
  ['payout', 'before', 'late'],
];

/**
 * Faults of calls: for a moment, the next one or two of some kinds go wrong. What met nobody is
 * forgotten, or the rarest calls would never go well.
 */
export async function troubleCalls(
  url: string,
  calls: Calls,
  random: Random,
  until: AbortSignal,
  /** Only these strikes, and often: `payout after http_502`. */
  only: readonly string[] | null,
): Promise<number> {
  const strikes = STRIKES.filter((strike) => only?.includes(strike.join(' ')) ?? true);
  let made = 0;
  while (!until.aborted) {
    for (const of of Object.keys(calls) as (keyof Calls)[]) {
      const own = strikes.filter((strike) => strike[0] === of);
      if (own.length === 0 || !random.chance(only === null ? 0.4 : 1)) continue;
      const [, when, kind] = random.pick(own);
      const fault = { on: calls[of], when, kind, times: random.integer(1, 2), delayMs: LATE_MS };
      await callEmulator('POST', `${url}/emulator/faults`, fault);
      made += 1;
    }
    await pause(random.integer(200, 600), until);
    await callEmulator('DELETE', `${url}/emulator/faults`, null);
  }
  return made;
}

const QUIET = { copies: 1, forged: false, delayMs: 0, lost: null } as const;

/** Faults of notifications: for a while, all of them are late, lost, doubled, forged or held. */
export async function disturbNotifications(
  callbackUrl: string,
  /** What the names of those begin with that asking brings to light as well. */
  losable: readonly string[],
  random: Random,
  until: AbortSignal,
): Promise<number> {
  const knobs = [
    { copies: 3 },
    { forged: true },
    { delayMs: 1_500 },
    { withheld: true },
    ...losable.map((lost) => ({ lost })),
  ];
  let made = 0;
  while (!until.aborted) {
    await callEmulator('PUT', callbackUrl, { ...QUIET, ...random.pick(knobs) });
    made += 1;
    await pause(random.integer(500, 1_500), until);
    await callEmulator('PUT', callbackUrl, QUIET);
    await callEmulator('POST', `${callbackUrl}/release`, { reversed: random.chance(0.5) });
    await pause(random.integer(200, 1_000), until);
  }
  return made;
}

async function pause(ms: number, until: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: until }).catch(() => undefined);
}
