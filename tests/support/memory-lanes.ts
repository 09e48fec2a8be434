import {
  afterClosing,
  afterMove,
  afterReport,
  type CaseName,
  type ClosedCase,
  caseOfMove,
  type HeldCase,
  heldMovesOf,
  orderOfCase,
} from '../../src/domain/case.ts';
import {
  afterUpdate,
  type BalanceKey,
  type Changes,
  type Command,
  type DispatchUpdate,
  type ProviderEventKey,
  type Rows,
} from '../../src/domain/decision.ts';
import type { Dispatch } from '../../src/domain/dispatch.ts';
import type { Dispute } from '../../src/domain/dispute.ts';
import type { Id } from '../../src/domain/id.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import type { StatementFilter, StatementLine, StatementTotal } from '../../src/domain/request.ts';
import type { ReserveHold } from '../../src/domain/reserve.ts';
import type { Lanes, OrderName, Reader } from '../../src/ports/core.ts';
import { netOf, useOf } from './memory-sums.ts';

/** A rule of the schema (CHECK, PRIMARY KEY, a type's range) that a row breaks. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
}

/** All rows of the hot tables, by their keys. */
export class MemoryRows {
  orders = new Map<Id, Order>();
  references = new Map<string, Id>();
  entries = new Map<string, Entry>();
  balances = new Map<string, BalanceKey & { readonly balance: Balance }>();
  dispatches = new Map<string, Dispatch>();
  events = new Map<string, OrderEvent>();
  providerEvents = new Map<string, ProviderEventKey & { readonly note: string | null }>();
  cases = new Map<string, HeldCase>();
  disputes = new Map<string, Dispute>();
  closedCases = new Map<string, ClosedCase>();
  holds = new Map<string, ReserveHold>();

  /** Rows are values, so a copy of the maps is a copy of all. */
  copy(): MemoryRows {
    const copy = new MemoryRows();
    for (const table of Object.keys(this) as (keyof MemoryRows)[]) {
      if (this[table] instanceof Map) Object.assign(copy, { [table]: new Map(this[table]) });
    }
    return copy;
  }
}

const referenceKey = (o: OrderName) => `${o.merchantId} ${o.mode} ${o.scope} ${o.merchantRef}`;
export const balanceKey = (k: BalanceKey) => `${k.merchantId} ${k.mode} ${k.asset}`;
const eventKey = (n: Pick<ProviderEventKey, 'source' | 'key'>) => `${n.source} ${n.key}`;
const caseKey = (c: CaseName) => `${c.orderId} ${c.kind} ${c.key}`;

/**
 * The write path without a database: plain maps, one command after the other, by the rules of the
 * schema. What the real lanes do in batches must come to the same answers and the same rows.
 */
export class MemoryLanes implements Lanes {
  readonly shardCount: number;
  readonly #now: () => Date;
  rows = new MemoryRows();

  constructor(shardCount: number, now: () => Date) {
    this.shardCount = shardCount;
    this.#now = now;
  }

  async submit<A>(command: Command<A>): Promise<A> {
    return this.#run(command, []);
  }

  /** Runs the command, hears nothing of its commit, and runs it once more. */
  async submitInDoubt<A>(command: Command<A>): Promise<A> {
    const at = this.#now();
    this.#run(command, []);
    return this.#run(command, [at]);
  }

  #run<A>(command: Command<A>, doubtedAt: readonly Date[]): A {
    const next = this.rows.copy();
    const answer = run(next, command, this.#now(), doubtedAt);
    this.rows = next;
    return answer;
  }

  readonly reader: Reader = {
    orderByRef: async (name) => this.#orderOf(this.rows.references.get(referenceKey(name))),
    orderById: async (id) => this.#orderOf(id),
    dispatchesOf: async (id) =>
      [...this.rows.dispatches.values()].filter(({ orderId }) => orderId === id),
    orderByProviderId: async ({ connector, account }, providerId) => {
      const all = [...this.rows.orders.values()];
      const isThere = (o: { connector: string | null; account: string | null }) =>
        o.connector === connector && o.account === account;
      const ofAccount = all.filter(isThere);
      const paid = ofAccount.filter(({ paymentRef }) => paymentRef === providerId);
      const isKnownAs = (of: { upstreamId: string | null }) => of.upstreamId === providerId;
      const left = all.filter((o) =>
        o.leftDispatches.some((one) => isThere(one) && isKnownAs(one)),
      );
      const made = [...ofAccount.filter(isKnownAs), ...left];
      const [one, other] = paid.length > 0 ? paid : made;
      return one === undefined || other !== undefined ? null : one;
    },
    paidBy: async (shard, paymentRefs) =>
      [...this.rows.orders.values()].filter(
        (o) =>
          o.shard === shard &&
          o.paymentRef !== null &&
          o.paymentRef !== o.upstreamId &&
          paymentRefs.includes(o.paymentRef),
      ),
    cameFor: async ({ id }) => {
      const { caseKey = null } = this.rows.entries.get(`${id} payin.paid`) ?? {};
      return orderOfCase(caseKey);
    },
    childrenOf: async (parentId, kind, appIds, within, limit) =>
      this.#newest(
        (o) =>
          o.parentId === parentId &&
          o.kind === kind &&
          (appIds === null || appIds.includes(o.appId)) &&
          o.failure?.refusal === undefined &&
          (within === null || (o.createdAt >= within.from && o.createdAt < within.to)),
        limit,
      ),
    codesOf: async ({ merchantId, mode, merchantRef }, scopes) => {
      const mine = (o: Order) =>
        o.merchantId === merchantId && o.mode === mode && o.merchantRef === merchantRef;
      const found = [...this.rows.orders.values()].filter(
        (o) => mine(o) && scopes.includes(o.scope),
      );
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    statement: async (merchantId, appIds, filter, at, limit) => {
      const after = 'after' in at ? at.after : 0n;
      const skip = 'skip' in at ? at.skip : 0;
      const found = this.#stated(merchantId, appIds, filter).filter(
        ({ order }) => order.id > after,
      );
      return found.slice(skip, skip + limit);
    },
    statementTotals: async (merchantId, appIds, filter) => {
      const totals = new Map<string, StatementTotal>();
      for (const { order, netMinor } of this.#stated(merchantId, appIds, filter)) {
        const { asset, paidMinor, feeMinor } = order;
        const before = totals.get(asset) ?? {
          ...{ asset, count: 0, paidMinor: 0n, feeMinor: 0n, netMinor: 0n },
        };
        totals.set(asset, {
          asset,
          count: before.count + 1,
          paidMinor: before.paidMinor + paidMinor,
          feeMinor: before.feeMinor + feeMinor,
          netMinor: before.netMinor + netMinor,
        });
      }
      return [...totals.values()].sort((a, b) => (a.asset < b.asset ? -1 : 1));
    },
    mandatesOf: async (merchantId, appIds, userId, limit) =>
      this.#newest(
        (o) =>
          o.kind === 'mandate' &&
          o.merchantId === merchantId &&
          appIds.includes(o.appId) &&
          o.fields['payer.userId'] === userId,
        limit,
      ),
    wasRecorded: async (_merchantId, source, key) =>
      this.rows.providerEvents.has(eventKey({ source, key })),
    balances: async (id) =>
      [...this.rows.balances.values()].filter(({ merchantId }) => merchantId === id),
  };

  #stated(
    merchantId: Id,
    appIds: readonly Id[],
    { kinds, states, created, finished }: StatementFilter,
  ): readonly StatementLine[] {
    const isIn = (at: Date | null, period: typeof created) =>
      period === null || (at !== null && at >= period.from && at < period.to);
    const orders = [...this.rows.orders.values()].filter(
      (o) =>
        o.merchantId === merchantId &&
        appIds.includes(o.appId) &&
        kinds.includes(o.kind) &&
        (states === null || states.includes(o.state)) &&
        o.failure?.refusal === undefined &&
        isIn(o.createdAt, created) &&
        isIn(o.finalAt, finished),
    );
    return orders
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((order) => ({ order, netMinor: netOf(this.rows, order) }));
  }

  #newest(wanted: (order: Order) => boolean, limit: number): readonly Order[] {
    const found = [...this.rows.orders.values()].filter(wanted);
    return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  #orderOf(id: Id | undefined): Order | null {
    return (id === undefined ? undefined : this.rows.orders.get(id)) ?? null;
  }
}

/** One command over rows that are thrown away when it throws. */
function run<A>(tables: MemoryRows, command: Command<A>, at: Date, doubtedAt: readonly Date[]): A {
  const quotaUse = command.quota === undefined ? null : useOf(tables, command.quota);
  const won = claim(tables, command.claim);
  const rows = { ...view(tables, command, won), quotaUse, doubtedAt };
  const named = new Set(command.balanceKeys(rows).map(balanceKey));
  const { changes, answer, isDeferred, isWithdrawn } = command.decide(rows, at);
  if (isWithdrawn === true && command.claim !== undefined) {
    tables.references.delete(referenceKey(command.claim));
    tables.orders.delete(command.claim.id);
    return answer;
  }
  if (command.providerEvent !== undefined && rows.isFirstRecorded && isDeferred !== true) {
    const note = changes.providerEventNote ?? null;
    tables.providerEvents.set(eventKey(command.providerEvent), { ...command.providerEvent, note });
  }
  apply(tables, changes, named);
  return answer;
}

function claim(tables: MemoryRows, order: Order | undefined): boolean {
  if (order === undefined || tables.references.has(referenceKey(order))) return false;
  refuseIf(tables.orders.has(order.id), 'an id was used twice');
  checkOrder(order);
  tables.references.set(referenceKey(order), order.id);
  tables.orders.set(order.id, order);
  return true;
}

function view(
  tables: MemoryRows,
  command: Command<unknown>,
  won: boolean,
): Omit<Rows, 'quotaUse' | 'doubtedAt'> {
  const { claim: wanted, providerEvent: providerEvents, dispatchesOf = [], casesOf = [] } = command;
  const { disputesOf = [], holdsOf = [] } = command;
  const holder = wanted && tables.orders.get(tables.references.get(referenceKey(wanted)) ?? 0n);
  return {
    claim: holder === undefined ? null : { won, order: holder },
    isFirstRecorded:
      providerEvents === undefined || !tables.providerEvents.has(eventKey(providerEvents)),
    order: (id) => tables.orders.get(id) ?? null,
    dispatches: (id) =>
      [...tables.dispatches.values()].filter(
        ({ orderId }) => orderId === id && dispatchesOf.includes(id),
      ),
    disputes: (id) =>
      [...tables.disputes.values()].filter(
        ({ orderId }) => orderId === id && disputesOf.includes(id),
      ),
    cases: (id) =>
      [...tables.cases.values()].filter(({ orderId }) => orderId === id && casesOf.includes(id)),
    balance: (key) => tables.balances.get(balanceKey(key))?.balance ?? ZERO_BALANCE,
    holds: (key) =>
      holdsOf.some((one) => balanceKey(one) === balanceKey(key))
        ? [...tables.holds.values()].filter(
            (one) => balanceKey(one) === balanceKey(key) && one.leftMinor > 0n,
          )
        : [],
  };
}

function apply(tables: MemoryRows, changes: Changes, named: ReadonlySet<string>): void {
  for (const hold of changes.holds ?? []) keepHold(tables, hold);
  for (const entry of changes.entries ?? []) book(tables, entry, named);
  for (const { balance } of tables.balances.values()) {
    const { available, pending, reserved, rolling, disputed, debt } = balance;
    const least = [available, pending, reserved, rolling, disputed, -debt];
    refuseIf(
      least.some((minor) => minor < 0n),
      'a balance below zero',
    );
    refuseIf(debt !== 0n && available !== 0n, 'a debt beside what is available');
  }
  for (const order of [...(changes.orders ?? []), ...(changes.rewritten ?? [])]) {
    checkOrder(order);
    if (tables.orders.has(order.id)) tables.orders.set(order.id, order);
  }
  for (const one of changes.dispatches ?? []) insert(tables.dispatches, dispatchKey(one), one);
  for (const update of changes.dispatchUpdates ?? []) updateDispatch(tables, update);
  for (const event of changes.events ?? []) {
    checkOrder(event.order);
    insert(tables.events, `${event.order.id} ${event.n}`, event);
  }
  for (const one of changes.disputes ?? []) keepDispute(tables, one);
  applyToCases(tables, changes);
}

function keepHold({ holds }: MemoryRows, hold: ReserveHold): void {
  refuseIf(hold.leftMinor < 0n || hold.leftMinor > hold.minor, 'a hold of more than there was');
  holds.set(`${hold.subjectId} ${hold.name}`, hold);
}

function keepDispute({ disputes }: MemoryRows, one: Dispute): void {
  const { heldMinor, lostMinor, fromPendingMinor } = one;
  refuseIf(heldMinor < 0n || lostMinor < 0n, 'a dispute that holds less than nothing');
  refuseIf(fromPendingMinor < 0n || fromPendingMinor > heldMinor, 'more pending than is held');
  const keyOf = ({ orderId, connector, account, ref }: Dispute) =>
    `${orderId} ${connector} ${account} ${ref}`;
  const isOther = (other: Dispute) => other.id !== one.id && keyOf(other) === keyOf(one);
  refuseIf([...disputes.values()].some(isOther), 'a dispute is there twice');
  disputes.set(`${one.id}`, one);
}

function applyToCases({ cases, closedCases }: MemoryRows, changes: Changes): void {
  const set = (one: HeldCase) => cases.set(caseKey(one), one);
  for (const one of changes.cases ?? []) set(afterReport(cases.get(caseKey(one)), one));
  for (const move of heldMovesOf(changes.entries ?? [], changes.closedCases)) {
    const before = cases.get(caseKey(move)) ?? afterReport(undefined, caseOfMove(move));
    refuseIf(before.heldMinor !== 0n && before.asset !== move.asset, 'a case in two assets');
    set(afterMove(before, move));
  }
  for (const one of changes.closedCases ?? []) {
    const before = cases.get(caseKey(one));
    if (before !== undefined) set(afterClosing(before));
    if (!closedCases.has(caseKey(one))) closedCases.set(caseKey(one), one);
  }
}

function book(tables: MemoryRows, entry: Entry, named: ReadonlySet<string>): void {
  const { merchantId, mode, asset } = entry;
  const key = balanceKey(entry);
  refuseIf(!named.has(key), `balance ${key} was not named`);
  insert(tables.entries, `${entry.subjectId} ${entry.name}`, entry);
  const before = tables.balances.get(key)?.balance ?? ZERO_BALANCE;
  tables.balances.set(key, { merchantId, mode, asset, balance: post(before, entry) });
}

const dispatchKey = ({ orderId, n }: { orderId: Id; n: number }) => `${orderId} ${n}`;

function updateDispatch(tables: MemoryRows, update: DispatchUpdate): void {
  const key = dispatchKey(update);
  const before = tables.dispatches.get(key);
  if (before !== undefined) tables.dispatches.set(key, afterUpdate(before, update));
}

/** The CHECKs of the table, and what no column can hold. */
function checkOrder(order: Order): void {
  const { kind, amountMinor, paidMinor, feeMinor, refundedMinor } = order;
  const { refundingMinor, refundedFeeMinor } = order;
  const least = ['code', 'mandate', 'verification'].includes(kind) ? 0n : 1n;
  refuseIf(amountMinor < least || paidMinor < 0n || feeMinor < 0n, 'an amount below zero');
  refuseIf(refundedMinor < 0n || refundedMinor > paidMinor, 'refunds of more than was paid');
  refuseIf(refundingMinor < 0n || refundingMinor > refundedMinor, 'more under way than counted');
  refuseIf(
    refundedFeeMinor < 0n || (kind === 'payin' && refundedFeeMinor > feeMinor),
    'a fee never taken',
  );
  const { pendingMinor, disputedMinor, lostMinor } = order;
  refuseIf(pendingMinor < 0n || disputedMinor < 0n || lostMinor < 0n, 'less than nothing taken');
  for (const value of Object.values(order)) {
    refuseIf(value instanceof Date && Number.isNaN(value.getTime()), 'a time that is none');
    refuseIf(typeof value === 'string' && value.includes('\0'), 'a text with a zero byte');
    refuseIf(typeof value === 'bigint' && value >= 1n << 63n, 'a number beyond its column');
  }
}

function insert<T>(table: Map<string, T>, key: string, row: T): void {
  refuseIf(table.has(key), `${key} is there already`);
  table.set(key, row);
}

function refuseIf(broken: boolean, why: string): void {
  if (broken) throw new RowRefused(why);
}
