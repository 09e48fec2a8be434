/**
 * A batch in memory: the rows that were read, and what its commands have decided so far, one after
 * the other. What is left of it at the end is written at once.
 */
import {
  afterClosing,
  afterMove,
  afterReport,
  type Case,
  type CaseName,
  type ClosedCase,
  caseOfMove,
  type HeldCase,
  type HeldMove,
  heldMovesOf,
  isSameCase,
} from '../../domain/case.ts';
import {
  afterUpdate,
  type BalanceKey,
  type Changes,
  type Command,
  type ProviderEventKey,
  type QuotaKey,
  type QuotaUse,
  type Rows,
} from '../../domain/decision.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import type { Dispute } from '../../domain/dispute.ts';
import type { Id } from '../../domain/id.ts';
import { type Balance, post, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { Subscription } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { ReserveHold } from '../../domain/reserve.ts';
import { type Delivery, deliveriesOf } from '../../domain/subscription.ts';
import type * as ledger from '../statements/ledger.ts';
import type * as outbox from '../statements/outbox.ts';

export type BatchCommand = Command<unknown>;

/** When commands were decided in transactions whose COMMIT had no answer. */
export type DoubtedAt = Pick<WeakMap<BatchCommand, readonly Date[]>, 'get'>;

/** The subscriptions of an app, as they are configured now. */
export type SubscriptionsOf = (appId: Id) => readonly Subscription[];

/** The answers in the order of the commands; a command whose `decide` threw has its error. */
export type Answer = { readonly value: unknown } | { readonly error: unknown };
/** A claimed order's own decision failed: the batch must be run again without the command. */
export class ClaimMustNotStand extends Error {
  override readonly name = 'ClaimMustNotStand';
  readonly index: number;
  constructor(index: number, cause: unknown) {
    super('a claimed order could not be decided', { cause });
    this.index = index;
  }
}
/** The rows of a batch in memory: what was read, and what has been decided so far. */
export class Working {
  readonly orders = new Map<Id, Order>();
  /** As their rows are; of orders that are new there is none. */
  readonly stored = new Map<Id, Order>();
  /** Of the orders whose dispatches were asked for. */
  readonly dispatches = new Map<Id, Dispatch[]>();
  /** Of the orders whose disputes were asked for. */
  readonly disputes = new Map<Id, Dispute[]>();
  /** In reserve, of the balances that they were asked for. */
  readonly holds = new Map<string, ReserveHold[]>();
  readonly keptHolds = new Map<string, ReserveHold>();
  /** Of what they were asked for. */
  readonly cases = new Map<Id, HeldCase[]>();
  readonly byReference = new Map<string, Id>();
  readonly won = new Set<Id>();
  readonly doubtedAt: DoubtedAt;
  readonly subscriptionsOf: SubscriptionsOf;
  /** Claims that were taken back, and those that took their place: written after all reads. */
  readonly withdrawn = new Set<Id>();
  readonly moved = new Map<Id, Order>();
  readonly quotas = new Map<string, QuotaUse>();
  /** Those that had been recorded, and those of this batch that are to stay. */
  readonly recordedEvents = new Set<string>();
  /** Those that this transaction has recorded, as they stand. */
  readonly claimedEvents = new Map<string, ProviderEventKey>();
  readonly balances = new Map<string, Balance>();
  readonly lockedBalances = new Set<string>();
  /** Those that have a row, with the number of their last entry. */
  readonly storedBalances = new Map<string, bigint>();
  readonly deltas = new Map<string, ledger.BalanceDelta>();
  readonly changed = new Map<Id, Order>();
  readonly rewritten = new Map<Id, Order>();
  readonly keptDisputes = new Map<Id, Dispute>();
  readonly events = new Map<string, outbox.NotedEvent>();
  readonly lists = {
    entries: [] as ledger.NumberedEntry[],
    batches: [] as NonNullable<Changes['batches']>[number][],
    dispatches: [] as NonNullable<Changes['dispatches']>[number][],
    dispatchUpdates: [] as NonNullable<Changes['dispatchUpdates']>[number][],
    events: [] as Delivery[],
    cases: [] as NonNullable<Changes['cases']>[number][],
    /** Those of them that are reported, and not only made to hold money. */
    reports: [] as NonNullable<Changes['cases']>[number][],
    heldMoves: [] as ReturnType<typeof heldMovesOf>[number][],
    closedCases: [] as NonNullable<Changes['closedCases']>[number][],
    erased: [] as NonNullable<Changes['erased']>[number][],
    audit: [] as NonNullable<Changes['audit']>[number][],
  };

  constructor(doubtedAt: DoubtedAt, subscriptionsOf: SubscriptionsOf = () => []) {
    this.doubtedAt = doubtedAt;
    this.subscriptionsOf = subscriptionsOf;
  }

  /** An order as its row is. */
  read(order: Order): void {
    this.stored.set(order.id, order);
    this.keep(order);
  }

  keep(order: Order): void {
    this.orders.set(order.id, order);
    this.byReference.set(referenceKey(order), order.id);
  }

  /** `first`: the names of those that nobody had recorded. */
  claimEvents(all: ReadonlyMap<string, ProviderEventKey>, first: readonly string[]): void {
    for (const name of first) this.claimedEvents.set(name, all.get(name) as ProviderEventKey);
    for (const name of all.keys()) if (!this.claimedEvents.has(name)) this.recordedEvents.add(name);
  }

  /** Recorded ones that have more to them than was known when they were. */
  eventsToNote(): readonly outbox.NotedEvent[] {
    return [...this.events].flatMap(([name, event]) => {
      const isAsClaimed = this.claimedEvents.get(name)?.orderId === event.orderId;
      return isAsClaimed && event.note === null ? [] : [event];
    });
  }

  /** Recorded ones that were not decided, or are not to be recorded. */
  eventsToFree(): readonly ProviderEventKey[] {
    return [...this.claimedEvents].flatMap(([name, event]) =>
      this.events.has(name) ? [] : [event],
    );
  }

  /** The reference is free for the next claim of the batch. */
  withdraw(claim: Order): void {
    if (!this.moved.delete(claim.id)) this.withdrawn.add(claim.id);
    this.won.delete(claim.id);
    this.orders.delete(claim.id);
    this.byReference.delete(referenceKey(claim));
  }

  /** Takes a reference that was taken back: nobody else can, before this transaction ends. */
  takeOver(claim: Order): void {
    this.moved.set(claim.id, claim);
    this.won.add(claim.id);
    this.keep(claim);
  }

  /** An order that was accepted in a channel, new or moved there, counts for the next ones. */
  count(key: QuotaKey, { id, amountMinor }: Order): void {
    const use = this.quotas.get(quotaKey(key));
    const order = this.orders.get(id);
    const isMade = order?.state === 'created' && order.channel === key.channel;
    if (use === undefined || !isMade) return;
    const { orderedMinor, openCount } = use;
    this.quotas.set(quotaKey(key), {
      orderedMinor: orderedMinor + amountMinor,
      openCount: openCount + 1,
    });
  }
}
export const referenceKey = (o: Order) => `${o.merchantId} ${o.mode} ${o.scope} ${o.merchantRef}`;
export const eventName = (e: Pick<ProviderEventKey, 'source' | 'key'>) => `${e.source} ${e.key}`;
export const quotaKey = (k: QuotaKey) => `${k.merchantId} ${k.mode} ${k.channel}`;
export const balanceKey = (k: BalanceKey) => `${k.merchantId} ${k.mode} ${k.asset}`;

export function rowsOf(command: BatchCommand, working: Working): Rows {
  const { claim, providerEvent: event, quota } = command;
  const holder = claim && working.byReference.get(referenceKey(claim));
  const held = holder === undefined ? undefined : working.orders.get(holder);
  return {
    claim:
      claim === undefined || held === undefined
        ? null
        : { won: held.id === claim.id && working.won.has(claim.id), order: held },
    isFirstRecorded: event === undefined || !working.recordedEvents.has(eventName(event)),
    order: (id) => working.orders.get(id) ?? null,
    dispatches: (id) => working.dispatches.get(id) ?? [],
    disputes: (id) => working.disputes.get(id) ?? [],
    cases: (id) => working.cases.get(id) ?? [],
    doubtedAt: working.doubtedAt.get(command) ?? [],
    holds: (key) => working.holds.get(balanceKey(key)) ?? [],
    balance: (key) => working.balances.get(balanceKey(key)) ?? ZERO_BALANCE,
    quotaUse: quota === undefined ? null : (working.quotas.get(quotaKey(quota)) ?? null),
  };
}

/** One command's turn. An exception touches only the command itself. */
export function decide(command: BatchCommand, index: number, working: Working, at: Date): Answer {
  const { claim, quota } = command;
  if (claim !== undefined && !working.byReference.has(referenceKey(claim))) working.takeOver(claim);
  const rows = rowsOf(command, working);
  try {
    const { changes, answer, isDeferred, isWithdrawn } = command.decide(rows, at);
    if (claim !== undefined && isWithdrawn === true) {
      working.withdraw(claim);
      return { value: answer };
    }
    assertNamed(changes, working);
    apply(changes, working);
    const { providerEvent: event } = command;
    if (event !== undefined && rows.isFirstRecorded && isDeferred !== true) {
      working.recordedEvents.add(eventName(event));
      working.events.set(eventName(event), {
        ...event,
        note: changes.providerEventNote ?? null,
      });
    }
    if (quota !== undefined) {
      const accepted = rows.claim?.won === true ? [rows.claim.order] : (changes.rewritten ?? []);
      for (const order of accepted) working.count(quota, order);
    }
    return { value: answer };
  } catch (error) {
    if (rows.claim?.won === true) throw new ClaimMustNotStand(index, error);
    return { error };
  }
}

/** Before anything is applied: a command that fails leaves nothing behind. */
function assertNamed({ entries = [] }: Changes, working: Working): void {
  for (const entry of entries) {
    const key = balanceKey(entry);
    if (!working.lockedBalances.has(key)) throw new Error(`balance ${key} was not named`);
  }
}

function apply(changes: Changes, working: Working): void {
  for (const entry of changes.entries ?? []) {
    const key = balanceKey(entry);
    working.balances.set(key, post(working.balances.get(key) ?? ZERO_BALANCE, entry));
    const { merchantId, mode, asset } = entry;
    const before = working.deltas.get(key);
    const delta = post(before?.delta ?? ZERO_BALANCE, entry);
    const count = (before?.count ?? 0n) + 1n;
    working.deltas.set(key, { merchantId, mode, asset, delta, count });
    const seq = (working.storedBalances.get(key) ?? 0n) + count;
    working.lists.entries.push({ ...entry, seq });
  }
  for (const order of [...(changes.orders ?? []), ...(changes.rewritten ?? [])]) {
    working.keep(order);
    working.changed.set(order.id, order);
  }
  for (const order of changes.rewritten ?? []) working.rewritten.set(order.id, order);
  keepDispatches(changes, working);
  working.lists.dispatches.push(...(changes.dispatches ?? []));
  working.lists.dispatchUpdates.push(...(changes.dispatchUpdates ?? []));
  for (const event of changes.events ?? []) {
    working.lists.events.push(...deliveriesOf(event, working.subscriptionsOf(event.order.appId)));
  }
  for (const dispute of changes.disputes ?? []) keepDispute(dispute, working);
  for (const hold of changes.holds ?? []) keepHold(hold, working);
  keepCases(changes, working);
  working.lists.closedCases.push(...(changes.closedCases ?? []));
  working.lists.erased.push(...(changes.erased ?? []));
  working.lists.batches.push(...(changes.batches ?? []));
  working.lists.audit.push(...(changes.audit ?? []));
}

/** What is written of a dispute, and what the next commands of the batch will find of it. */
function keepDispute(dispute: Dispute, { disputes, keptDisputes }: Working): void {
  keptDisputes.set(dispute.id, dispute);
  const others = (disputes.get(dispute.orderId) ?? []).filter(({ id }) => id !== dispute.id);
  disputes.set(dispute.orderId, [...others, dispute]);
}

const holdKey = ({ subjectId, name }: ReserveHold) => `${subjectId} ${name}`;

/** What is written of a hold, and what the next commands of the batch will find of it. */
function keepHold(hold: ReserveHold, { holds, keptHolds }: Working): void {
  keptHolds.set(holdKey(hold), hold);
  const before = holds.get(balanceKey(hold));
  if (before === undefined) return;
  const others = before.filter((one) => holdKey(one) !== holdKey(hold));
  holds.set(balanceKey(hold), hold.leftMinor === 0n ? others : [...others, hold]);
}

interface CaseChanges {
  readonly reports: readonly Case[];
  readonly moves: readonly HeldMove[];
  readonly closedCases: readonly ClosedCase[];
}

/** Cases that are reported, and what entries move in cases. */
function keepCases(
  { cases: reports = [], entries = [], closedCases = [] }: Changes,
  working: Working,
): void {
  const moves = heldMovesOf(entries, closedCases);
  const unreported = moves.filter((move) => !reports.some((one) => isSameCase(one, move)));
  const all = [...reports, ...unreported.map(caseOfMove)];
  working.lists.cases.push(...all);
  working.lists.reports.push(...reports);
  working.lists.heldMoves.push(...moves);
  for (const [orderId, before] of working.cases) {
    working.cases.set(orderId, afterCases(before, orderId, { reports: all, moves, closedCases }));
  }
}

/** What the next commands of the batch will find of the cases that were asked for. */
function afterCases(
  before: readonly HeldCase[],
  orderId: Id,
  { reports, moves, closedCases }: CaseChanges,
): HeldCase[] {
  const cases = [...before];
  const change = (name: CaseName, to: (found: HeldCase | undefined) => HeldCase | undefined) => {
    if (name.orderId !== orderId) return;
    const at = cases.findIndex((one) => isSameCase(one, name));
    const next = to(cases[at]);
    if (next !== undefined) cases.splice(at < 0 ? cases.length : at, 1, next);
  };
  for (const one of reports) change(one, (found) => afterReport(found, one));
  for (const move of moves) change(move, (found) => found && afterMove(found, move));
  for (const one of closedCases) change(one, (found) => found && afterClosing(found));
  return cases;
}

/** What the next commands of the batch will find of the dispatches that were asked for. */
function keepDispatches(
  { dispatches = [], dispatchUpdates = [] }: Changes,
  working: Working,
): void {
  for (const one of dispatches) working.dispatches.get(one.orderId)?.push(one);
  for (const update of dispatchUpdates) {
    const kept = working.dispatches.get(update.orderId) ?? [];
    const at = kept.findIndex(({ n }) => n === update.n);
    const before = kept[at];
    if (before !== undefined) kept[at] = afterUpdate(before, update);
  }
}
