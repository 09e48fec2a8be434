/**
 * One transaction for many commands: claim, lock, decide in memory, write every table once,
 * commit. Three or four round trips whether the batch is 1 or 256.
 */
import type pg from 'pg';
import {
  afterUpdate,
  type BalanceKey,
  type Changes,
  type Command,
  type DispatchUpdate,
  type Rows,
} from '../../domain/decision.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import type { Id } from '../../domain/id.ts';
import { type ACCOUNTS, type Balance, post, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { inOneWrite, run } from '../database/pool.ts';
import { type DispatchRow, dispatchOf } from '../read/reader.ts';
import * as ledger from '../statements/ledger.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import * as orders from '../statements/orders.ts';
import * as outbox from '../statements/outbox.ts';
import type { Statement } from '../statements/statement.ts';

export type BatchCommand = Command<unknown>;

/** The answers in the order of the commands; a command whose `decide` threw has its error. */
export type Answer = { readonly value: unknown } | { readonly error: unknown };

export interface BatchResult {
  readonly answers: readonly Answer[];
  readonly left: { readonly dispatches: boolean; readonly events: boolean };
}

/** COMMIT was sent and not answered: what was done is not known. */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt';
}

/** A row has no form that can be sent: like a row that the database refuses, it sinks alone. */
export class CannotBeWritten extends Error {
  override readonly name = 'CannotBeWritten';
}

/** A claimed order's own decision failed: the batch must be run again without the command. */
export class ClaimMustNotStand extends Error {
  override readonly name = 'ClaimMustNotStand';
  readonly index: number;
  constructor(index: number, cause: unknown) {
    super('a claimed order could not be decided', { cause });
    this.index = index;
  }
}

interface BalanceRow extends Record<(typeof ACCOUNTS)[number], bigint> {
  readonly merchant_id: bigint;
  readonly asset: string;
}

/** The rows of a batch in memory: what was read, and what has been decided so far. */
class Working {
  readonly orders = new Map<Id, Order>();
  /** Of the orders whose dispatches were asked for. */
  readonly dispatches = new Map<Id, Dispatch[]>();
  readonly byReference = new Map<string, Id>();
  readonly won = new Set<Id>();
  readonly recordedEvents = new Set<string>();
  readonly balances = new Map<string, Balance>();
  readonly lockedBalances = new Set<string>();
  readonly storedBalances = new Set<string>();
  readonly deltas = new Map<string, ledger.BalanceDelta>();
  readonly changed = new Map<Id, Order>();
  readonly rewritten = new Map<Id, Order>();
  readonly events = new Map<string, Parameters<typeof outbox.providerEventParameters>[0][number]>();
  readonly lists = {
    entries: [] as NonNullable<Changes['entries']>[number][],
    dispatches: [] as NonNullable<Changes['dispatches']>[number][],
    dispatchUpdates: [] as NonNullable<Changes['dispatchUpdates']>[number][],
    events: [] as NonNullable<Changes['events']>[number][],
    cases: [] as NonNullable<Changes['cases']>[number][],
  };

  keep(order: Order): void {
    this.orders.set(order.id, order);
    this.byReference.set(referenceKey(order), order.id);
  }
}

const referenceKey = (o: Order) => `${o.merchantId} ${o.scope} ${o.merchantRef}`;
const balanceKey = (k: BalanceKey) => `${k.merchantId} ${k.asset}`;

/** Runs the commands as one transaction on a connection of the lane's shard. */
export async function runBatch(
  client: pg.Client,
  shard: number,
  commands: readonly BatchCommand[],
): Promise<BatchResult> {
  const working = new Working();
  try {
    const at = await claimAndLock(client, shard, commands, working);
    await lockBalances(client, shard, commands, working);
    const answers = commands.map((command, index) => decide(command, index, working, at));
    await writeAndCommit(client, shard, working);
    const { dispatches, events } = working.lists;
    return {
      answers,
      left: { dispatches: dispatches.length > 0, events: events.length > 0 },
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
  const events = commands.flatMap((command) =>
    command.providerEvent === undefined ? [] : [command.providerEvent],
  );
  const claimParameters = written(orders.claimParameters, claims);
  const asked = inOneWrite(
    client,
    () =>
      [
        client.query('begin'),
        client.query<{ now: Date }>({ name: 'now', text: 'select now()' }),
        claims.length === 0
          ? null
          : run<{ id: bigint }>(client, orders.CLAIM_ORDERS, shard, claimParameters),
        ids.length === 0 ? null : run<OrderRow>(client, orders.LOCK_ORDERS, shard, [ids]),
        // After their orders: whoever else writes them has locked those first, or waits for nobody.
        sent.length === 0 ? null : run<DispatchRow>(client, outbox.LOCK_DISPATCHES, shard, [sent]),
        events.length === 0
          ? null
          : run<{ source: string; key: string }>(client, outbox.PROVIDER_EVENTS_RECORDED, shard, [
              events.map(({ source }) => source),
              events.map(({ key }) => key),
            ]),
      ] as const,
  );
  const [, clock, claimed, locked, dispatches, seen] = await settled(asked);
  for (const row of locked?.rows ?? []) working.keep(orderOf(row));
  for (const id of sent) working.dispatches.set(id, []);
  for (const row of dispatches?.rows ?? []) {
    working.dispatches.get(row.order_id)?.push(dispatchOf(row));
  }
  for (const row of seen?.rows ?? []) working.recordedEvents.add(`${row.source} ${row.key}`);
  for (const { id } of claimed?.rows ?? []) working.won.add(id);
  for (const claim of claims) if (working.won.has(claim.id)) working.keep(claim);
  const lost = claims.filter((claim) => !working.byReference.has(referenceKey(claim)));
  if (lost.length > 0) {
    const { rows } = await run<OrderRow>(client, orders.LOCK_ORDERS_BY_REFERENCE, shard, [
      lost.map(({ merchantId }) => merchantId),
      lost.map(({ scope }) => scope),
      lost.map(({ merchantRef }) => merchantRef),
    ]);
    for (const row of rows) working.keep(orderOf(row));
  }
  return (clock as pg.QueryResult<{ now: Date }>).rows[0]?.now as Date;
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
    wanted.map(({ asset }) => asset),
  ]);
  for (const key of keys.keys()) working.lockedBalances.add(key);
  for (const row of rows) {
    const key = balanceKey({ merchantId: row.merchant_id, asset: row.asset });
    working.storedBalances.add(key);
    working.balances.set(key, row);
  }
}

function named(command: BatchCommand, working: Working): readonly BalanceKey[] {
  try {
    return command.balanceKeys(rowsOf(command, working));
  } catch (error) {
    throw new CannotBeWritten('a command cannot name its balances', { cause: error });
  }
}

function rowsOf(command: BatchCommand, working: Working): Rows {
  const { claim, providerEvent: event } = command;
  const holder = claim && working.byReference.get(referenceKey(claim));
  const held = holder === undefined ? undefined : working.orders.get(holder);
  return {
    claim:
      claim === undefined || held === undefined
        ? null
        : { won: held.id === claim.id && working.won.has(claim.id), order: held },
    isFirstRecorded:
      event === undefined || !working.recordedEvents.has(`${event.source} ${event.key}`),
    order: (id) => working.orders.get(id) ?? null,
    dispatches: (id) => working.dispatches.get(id) ?? [],
    balance: (key) => working.balances.get(balanceKey(key)) ?? ZERO_BALANCE,
  };
}

/** One command's turn. An exception touches only the command itself. */
function decide(command: BatchCommand, index: number, working: Working, at: Date): Answer {
  const rows = rowsOf(command, working);
  try {
    const { changes, answer, isDeferred } = command.decide(rows, at);
    assertNamed(changes, working);
    apply(changes, working);
    const { providerEvent: event } = command;
    if (event !== undefined && rows.isFirstRecorded && isDeferred !== true) {
      working.recordedEvents.add(`${event.source} ${event.key}`);
      working.events.set(`${event.source} ${event.key}`, {
        ...event,
        note: changes.providerEventNote ?? null,
      });
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
    const { merchantId, asset } = entry;
    const delta = post(working.deltas.get(key)?.delta ?? ZERO_BALANCE, entry);
    working.deltas.set(key, { merchantId, asset, delta });
    working.lists.entries.push(entry);
  }
  for (const order of [...(changes.orders ?? []), ...(changes.rewritten ?? [])]) {
    working.keep(order);
    working.changed.set(order.id, order);
  }
  for (const order of changes.rewritten ?? []) working.rewritten.set(order.id, order);
  keepDispatches(changes, working);
  working.lists.dispatches.push(...(changes.dispatches ?? []));
  working.lists.dispatchUpdates.push(...(changes.dispatchUpdates ?? []));
  working.lists.events.push(...(changes.events ?? []));
  working.lists.cases.push(...(changes.cases ?? []));
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

/** Last trip: every table once, and the commit. */
async function writeAndCommit(client: pg.Client, shard: number, working: Working): Promise<void> {
  const { entries, dispatches, dispatchUpdates, events, cases } = working.lists;
  const deltas = [...working.deltas];
  const stored = deltas.filter(([key]) => working.storedBalances.has(key)).map(([, d]) => d);
  const first = deltas.filter(([key]) => !working.storedBalances.has(key)).map(([, d]) => d);
  const due: (readonly [Statement, Buffer[]])[] = [];
  const write = <T>(
    statement: Statement,
    parameters: (rows: readonly T[]) => Buffer[],
    rows: readonly T[],
  ) => {
    if (rows.length > 0) due.push([statement, written(parameters, rows)]);
  };
  write(orders.UPDATE_ORDERS, orders.updateParameters, [...working.changed.values()]);
  write(orders.REWRITE_ORDERS, orders.rewriteParameters, [...working.rewritten.values()]);
  write(ledger.UPDATE_BALANCES, ledger.deltaParameters, stored);
  write(ledger.INSERT_BALANCES, ledger.deltaParameters, first);
  write(ledger.INSERT_ENTRIES, ledger.entryParameters, entries);
  write(outbox.INSERT_DISPATCHES, outbox.dispatchParameters, dispatches);
  for (const turn of turnsOf(dispatchUpdates)) {
    write(outbox.UPDATE_DISPATCHES, outbox.dispatchUpdateParameters, turn);
  }
  write(outbox.INSERT_NOTIFICATIONS, outbox.notificationParameters, events);
  write(outbox.INSERT_PROVIDER_EVENTS, outbox.providerEventParameters, [
    ...working.events.values(),
  ]);
  write(outbox.INSERT_CASES, outbox.caseParameters, cases);
  const asked = inOneWrite(client, () => [
    ...due.map(([statement, parameters]) => run(client, statement, shard, parameters)),
    client.query('commit').catch((error: unknown) => {
      throw isDatabaseError(error)
        ? error
        : new CommitInDoubt('no answer to commit', { cause: error });
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
 * Updates of one dispatch take turns, for each is fenced by what the one before has left: one
 * statement would apply any single one of them.
 */
function turnsOf(updates: readonly DispatchUpdate[]): readonly (readonly DispatchUpdate[])[] {
  const turns: DispatchUpdate[][] = [];
  const taken = new Map<string, number>();
  for (const update of updates) {
    const key = `${update.orderId} ${update.n}`;
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
