/**
 * One transaction for many commands: claim, lock, decide in memory, write every table once,
 * commit. Three or four round trips whether the batch is 1 or 256.
 */
import type pg from 'pg';
import type { AuditEvent } from '../../domain/audit-event.ts';
import type { CaseName } from '../../domain/case.ts';
import type { BalanceKey, ProviderEventKey, QuotaKey, QuotaUse } from '../../domain/decision.ts';
import { firstIdAt } from '../../domain/id.ts';
import type { ACCOUNTS } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import { inOneWrite, run } from '../database/pool.ts';
import { appendAudit } from '../privileged/audit-log.ts';
import { type CaseRow, heldCaseOf } from '../read/case-row.ts';
import { type DispatchRow, dispatchOf } from '../read/reader.ts';
import * as cases from '../statements/cases.ts';
import { time } from '../statements/columns.ts';
import type { DisputeRow } from '../statements/disputes.ts';
import * as disputes from '../statements/disputes.ts';
import * as ledger from '../statements/ledger.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import * as orders from '../statements/orders.ts';
import * as outbox from '../statements/outbox.ts';
import * as reserve from '../statements/reserve.ts';
import * as settlements from '../statements/settlements.ts';
import type { Statement } from '../statements/statement.ts';
import { ERASE_VERIFICATION } from '../statements/verifications.ts';
import { keepByOrder, readHolds } from './beside.ts';
import {
  type Answer,
  type BatchCommand,
  balanceKey,
  type DoubtedAt,
  decide,
  eventName,
  quotaKey,
  referenceKey,
  rowsOf,
  type SubscriptionsOf,
  Working,
} from './working.ts';

export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly left: { readonly dispatches: boolean; readonly events: boolean };
}

/** COMMIT was sent and not answered: what was done is not known. */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt';
  /** The time at which its commands were decided. */
  readonly at: Date;
  constructor(at: Date, cause: unknown) {
    super('no answer to commit', { cause });
    this.at = at;
  }
}

/** A row has no form that can be sent: like a row that the database refuses, it sinks alone. */
export class CannotBeWritten extends Error {
  override readonly name = 'CannotBeWritten';
}

interface BalanceRow extends Record<(typeof ACCOUNTS)[number], bigint> {
  readonly merchant_id: bigint;
  readonly mode: Mode;
  readonly asset: string;
  readonly seq: bigint;
}

const NO_DOUBTS: DoubtedAt = new WeakMap();

/**
 * Runs the commands as one transaction on a connection of the lane's shard. `auditKey` chains the
 * rows of the audit log that commands leave.
 */
export async function runBatch(
  client: pg.Client,
  shard: number,
  commands: readonly BatchCommand[],
  doubtedAt: DoubtedAt = NO_DOUBTS,
  auditKey: Uint8Array | null = null,
  subscriptionsOf: SubscriptionsOf = () => [],
): Promise<BatchResult> {
  const working = new Working(doubtedAt, subscriptionsOf);
  try {
    const at = await claimAndLock(client, shard, commands, working);
    await lockBalances(client, shard, commands, working);
    const answers = commands.map((command, index) => decide(command, index, working, at));
    await writeAndCommit(client, shard, working, at, auditKey);
    const { dispatches, events } = working.lists;
    return {
      answers,
      left: {
        dispatches: dispatches.some(({ state }) => state === 'ready'),
        events: events.length > 0,
      },
    };
  } catch (error) {
    if (!(error instanceof CommitInDoubt)) await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** First trip: begin, the database's time, claims, locks; second: who held what we claimed. */
async function claimAndLock(
  client: pg.Client,
  shard: number,
  commands: readonly BatchCommand[],
  working: Working,
): Promise<Date> {
  const claims = commands.flatMap(({ claim }) => (claim === undefined ? [] : [claim]));
  const ids = [...new Set(commands.flatMap(({ orderIds }) => orderIds ?? []))];
  const sent = [...new Set(commands.flatMap(({ dispatchesOf }) => dispatchesOf ?? []))];
  const disputed = [...new Set(commands.flatMap(({ disputesOf }) => disputesOf ?? []))];
  const about = [...new Set(commands.flatMap(({ casesOf }) => casesOf ?? []))];
  const events = new Map(commands.flatMap(providerEventEntry));
  const quotas = [...new Map(commands.flatMap(quotaEntry)).values()];
  const claimParameters = written(orders.claimParameters, claims);
  const eventParameters = written(outbox.providerEventParameters, [...events.values()]);
  const asked = inOneWrite(
    client,
    () =>
      [
        client.query('begin'),
        client.query<{ now: Date }>({ name: 'now', text: 'select now()' }),
        // Before the claims, which would count themselves.
        lockQuotas(client, shard, quotas),
        claims.length === 0
          ? null
          : run<{ id: bigint }>(client, orders.CLAIM_ORDERS, shard, claimParameters),
        ids.length === 0 ? null : run<OrderRow>(client, orders.LOCK_ORDERS, shard, [ids]),
        // After their orders: whoever else writes them has locked those first, or waits for nobody.
        sent.length === 0 ? null : run<DispatchRow>(client, outbox.LOCK_DISPATCHES, shard, [sent]),
        disputed.length === 0
          ? null
          : run<DisputeRow>(client, disputes.DISPUTES_OF_ORDERS, shard, [disputed]),
        about.length === 0 ? null : run<CaseRow>(client, cases.LOCK_CASES, shard, [about]),
        events.size === 0
          ? null
          : run<EventName>(client, outbox.CLAIM_PROVIDER_EVENTS, shard, eventParameters),
      ] as const,
  );
  const [, clock, uses, claimed, locked, dispatches, open, files, first] = await settled(asked);
  for (const [key, use] of uses) working.quotas.set(key, use);
  for (const row of locked?.rows ?? []) working.read(orderOf(row));
  keepByOrder(working.dispatches, sent, dispatches, dispatchOf);
  keepByOrder(working.disputes, disputed, open, disputes.disputeOf);
  keepByOrder(working.cases, about, files, heldCaseOf);
  working.claimEvents(events, first?.rows.map(eventName) ?? []);
  for (const { id } of claimed?.rows ?? []) working.won.add(id);
  for (const claim of claims) if (working.won.has(claim.id)) working.keep(claim);
  const lost = claims.filter((claim) => !working.byReference.has(referenceKey(claim)));
  if (lost.length > 0) {
    const { rows } = await run<OrderRow>(client, orders.LOCK_ORDERS_BY_REFERENCE, shard, [
      lost.map(({ merchantId }) => merchantId),
      lost.map(({ mode }) => mode),
      lost.map(({ scope }) => scope),
      lost.map(({ merchantRef }) => merchantRef),
    ]);
    for (const row of rows) working.read(orderOf(row));
  }
  return (clock as pg.QueryResult<{ now: Date }>).rows[0]?.now as Date;
}

type EventName = Pick<ProviderEventKey, 'source' | 'key'>;

function providerEventEntry({ providerEvent: event }: BatchCommand) {
  return event === undefined ? [] : [[eventName(event), event] as const];
}

function quotaEntry({ quota }: BatchCommand): readonly (readonly [string, QuotaKey])[] {
  return quota === undefined ? [] : [[quotaKey(quota), quota]];
}

/** Locks the quotas, and then reads what counts against each. */
async function lockQuotas(
  client: pg.Client,
  shard: number,
  quotas: readonly QuotaKey[],
): Promise<readonly (readonly [string, QuotaUse])[]> {
  if (quotas.length === 0) return [];
  const locked = run(client, orders.LOCK_QUOTAS, shard, [
    quotas.map(({ merchantId }) => merchantId),
    quotas.map(({ channel }) => channel),
  ]);
  const read = quotas.map(({ merchantId, mode, channel, since }) =>
    run<{ ordered: bigint; open: number }>(client, orders.USE_OF_CHANNEL, shard, [
      merchantId,
      channel,
      mode,
      firstIdAt(since.getTime()),
      time(since),
    ]),
  );
  const [, ...uses] = await settled([locked, ...read] as const);
  return quotas.map((quota, index) => {
    const row = uses[index]?.rows[0];
    return [quotaKey(quota), { orderedMinor: row?.ordered ?? 0n, openCount: row?.open ?? 0 }];
  });
}

async function lockBalances(
  client: pg.Client,
  shard: number,
  commands: readonly BatchCommand[],
  working: Working,
): Promise<void> {
  const keys = new Map<string, BalanceKey>();
  for (const command of commands) {
    for (const key of named(command, working)) keys.set(balanceKey(key), key);
  }
  if (keys.size === 0) return;
  const wanted = [...keys.values()];
  const { rows } = await run<BalanceRow>(client, ledger.LOCK_BALANCES, shard, [
    wanted.map(({ merchantId }) => merchantId),
    wanted.map(({ mode }) => mode),
    wanted.map(({ asset }) => asset),
  ]);
  for (const key of keys.keys()) working.lockedBalances.add(key);
  for (const row of rows) {
    const key = balanceKey({ merchantId: row.merchant_id, mode: row.mode, asset: row.asset });
    working.storedBalances.set(key, row.seq);
    working.balances.set(key, row);
  }
  await readHolds(client, shard, commands, working);
}

function named(command: BatchCommand, working: Working): readonly BalanceKey[] {
  try {
    return command.balanceKeys(rowsOf(command, working));
  } catch (error) {
    throw new CannotBeWritten('a command cannot name its balances', { cause: error });
  }
}

type Write = <T>(
  statement: Statement,
  parameters: (rows: readonly T[]) => Buffer[],
  rows: readonly T[],
) => void;

function writeOrders(write: Write, working: Working): void {
  write(orders.CLAIM_ORDERS, orders.claimParameters, [...working.moved.values()]);
  const changed = Object.groupBy(working.changed.values(), (order) => {
    const stored = working.stored.get(order.id);
    if (stored === undefined) return 'all';
    if (orders.isSettledAlone(order, stored)) return 'settled';
    return orders.isPaidAlone(order, stored) ? 'paid' : 'all';
  });
  write(orders.UPDATE_PAID_ORDERS, orders.paidParameters, changed.paid ?? []);
  write(orders.UPDATE_ORDERS, orders.updateParameters, changed.all ?? []);
  // An order can be paid and settled in one commit.
  const settled = [...working.changed.values()].filter((order) =>
    orders.isSettled(order, working.stored.get(order.id)),
  );
  write(orders.UPDATE_SETTLED_ORDERS, orders.settledParameters, settled);
  write(orders.REWRITE_ORDERS, orders.rewriteParameters, [...working.rewritten.values()]);
}

function writeBooks(write: Write, { deltas, storedBalances, lists: { entries } }: Working): void {
  const all = [...deltas];
  const stored = all.filter(([key]) => storedBalances.has(key)).map(([, d]) => d);
  const first = all.filter(([key]) => !storedBalances.has(key)).map(([, d]) => d);
  const moved = Object.groupBy(stored, (one) => (ledger.isRareDelta(one) ? 'any' : 'common'));
  write(ledger.UPDATE_BALANCES, ledger.commonDeltaParameters, moved.common ?? []);
  write(ledger.UPDATE_ALL_OF_BALANCES, ledger.deltaParameters, moved.any ?? []);
  write(ledger.INSERT_BALANCES, ledger.deltaParameters, first);
  const rare = entries.filter(ledger.isRare);
  write(ledger.INSERT_RARE_ENTRIES, ledger.rareEntryParameters, rare);
  const common = rare.length === 0 ? entries : entries.filter((one) => !ledger.isRare(one));
  write(ledger.INSERT_ENTRIES, ledger.entryParameters, common);
}

/** Last trip: every table once, and the commit. */
async function writeAndCommit(
  client: pg.Client,
  shard: number,
  working: Working,
  at: Date,
  auditKey: Uint8Array | null,
): Promise<void> {
  const { dispatches, dispatchUpdates, events, audit } = working.lists;
  const due: (readonly [Statement, unknown[]])[] = [];
  const write: Write = (statement, parameters, rows) => {
    if (rows.length > 0) due.push([statement, written(parameters, rows)]);
  };
  if (working.withdrawn.size > 0) due.push([orders.WITHDRAW_CLAIMS, [[...working.withdrawn]]]);
  writeOrders(write, working);
  writeBooks(write, working);
  for (const turn of turnsOf(working.lists.batches, ({ id }) => `${id}`)) {
    write(settlements.ADD_TO_BATCHES, settlements.partParameters, turn);
  }
  write(reserve.KEEP_HOLDS, reserve.holdParameters, [...working.keptHolds.values()]);
  write(outbox.INSERT_DISPATCHES, outbox.dispatchParameters, dispatches);
  for (const turn of turnsOf(dispatchUpdates, ({ orderId, n }) => `${orderId} ${n}`)) {
    write(outbox.UPDATE_DISPATCHES, outbox.dispatchUpdateParameters, turn);
  }
  write(outbox.INSERT_NOTIFICATIONS, outbox.notificationParameters, events);
  write(outbox.NOTE_PROVIDER_EVENTS, outbox.notedEventParameters, working.eventsToNote());
  write(outbox.FREE_PROVIDER_EVENTS, outbox.providerEventParameters, working.eventsToFree());
  write(disputes.KEEP_DISPUTES, disputes.disputeParameters, [...working.keptDisputes.values()]);
  const { lists } = working;
  write(cases.REOPEN_CASES, cases.caseParameters, cases.reopening(lists.reports));
  write(cases.INSERT_CASES, cases.caseParameters, lists.cases);
  for (const turn of turnsOf(lists.heldMoves, caseNameText)) {
    write(cases.MOVE_HELD, cases.moveParameters, turn);
  }
  for (const { orderId, kind, key, by, resolution } of lists.closedCases) {
    due.push([cases.CLOSE_CASE, [orderId, kind, key, by, resolution]]);
  }
  for (const { orderId, by } of lists.erased) due.push([ERASE_VERIFICATION, [orderId, by]]);
  await appendRows(client, audit, auditKey);
  const asked = inOneWrite(client, () => [
    ...due.map(([statement, parameters]) => run(client, statement, shard, parameters)),
    client.query('commit').catch((error: unknown) => {
      throw isDatabaseError(error) ? error : new CommitInDoubt(at, error);
    }),
  ]);
  const results = await Promise.allSettled(asked);
  const failed = results.find((result) => result.status === 'rejected');
  // A refused statement makes COMMIT a ROLLBACK, so its own error is the one to report.
  const refused = results.find(
    (result) => result.status === 'rejected' && isDatabaseError(result.reason),
  );
  if (refused !== undefined || failed !== undefined) {
    throw ((refused ?? failed) as PromiseRejectedResult).reason;
  }
  const tag = (results.at(-1) as PromiseFulfilledResult<pg.QueryResult>).value.command;
  if (tag !== 'COMMIT') throw new Error(`transaction ended with ${tag}`);
}

/**
 * Rows of the audit log, which are few: from here to the commit all other rows of the log wait. The
 * order of locks is orders, balances, log, as in every other transaction that writes the log last.
 */
async function appendRows(
  client: pg.Client,
  rows: readonly AuditEvent[],
  key: Uint8Array | null,
): Promise<void> {
  if (rows.length === 0) return;
  if (key === null) throw new CannotBeWritten('this lane has no key for the audit log');
  for (const row of rows) await appendAudit(client, key, row);
}

const caseNameText = ({ orderId, kind, key }: CaseName) => `${orderId} ${kind} ${key}`;

/**
 * Updates of one row take turns, for each goes by what the one before has left: one statement would
 * apply any single one of them.
 */
function turnsOf<T>(
  updates: readonly T[],
  keyOf: (update: T) => string,
): readonly (readonly T[])[] {
  const turns: T[][] = [];
  const taken = new Map<string, number>();
  for (const update of updates) {
    const key = keyOf(update);
    const turn = taken.get(key) ?? 0;
    taken.set(key, turn + 1);
    turns[turn] ??= [];
    turns[turn].push(update);
  }
  return turns;
}

/** The parameters of a set-based statement, all made before the first statement is sent. */
function written<T>(parameters: (rows: readonly T[]) => Buffer[], rows: readonly T[]): Buffer[] {
  try {
    return parameters(rows);
  } catch (error) {
    throw new CannotBeWritten('a row cannot be written', { cause: error });
  }
}

/** Waits for all, so that no answer is left on the wire, then fails with the first error. */
async function settled<T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.map((r) => (r as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}

/** The server answered with an error (five-character SQLSTATE), so the transaction is undone. */
export function isDatabaseError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    'severity' in error
  );
}
