/**
 * A dispatch: one recorded intention to call upstream, and one HTTP attempt. It is committed as
 * `ready` with the order, becomes `sent` (committed) before the socket opens, and is then either
 * closed by a verdict or in `doubt`, which only a query or a person may end.
 */
import type { Id } from './id.ts';
import { parseId } from './id.ts';
import type { Order, OrderKind, SentKind } from './order.ts';
import type { Fact } from './provider-event.ts';

export type DispatchState = 'ready' | 'sent' | 'doubt' | 'done';
/**
 * What is asked of upstream: to make what the order is, the second call of a create in two, other
 * terms for a code, or to close the order.
 */
export type DispatchOperation = SentKind | 'continue' | 'update' | 'close';

export interface Dispatch {
  readonly shard: number;
  readonly orderId: Id;
  /** 1, 2, … per order: a second one exists only if the first provably did not execute. */
  readonly n: number;
  readonly operation: DispatchOperation;
  readonly connector: string;
  readonly account: string;
  readonly state: DispatchState;
  /** Fence: a worker whose lease ran out finds another number here and may not write. */
  readonly leaseNo: number;
  readonly queryCount: number;
  readonly nextAt: Date;
  /** Of the account's credentials, with which it was last sent; null: it was not, yet. */
  readonly version: number | null;
}

/** What a dispatch taught us. `doubt`: it may or may not have been executed. */
export type Verdict =
  | Fact
  | { readonly kind: 'doubt'; readonly reason: string }
  /** Proof that nothing was executed (refused before sending, connection refused). */
  | { readonly kind: 'not_executed'; readonly reason: string };

/**
 * The reference given to the provider: short, letters, digits and underscore only. Where an event
 * concerns a second order it says so: a refund's (`R…`) also its payin, a code's (`C…`) also the
 * payment that arrived. A second call has none of its own, see `createOf`.
 */
export function referenceOf(
  dispatch: Pick<Dispatch, 'orderId' | 'n'> & { operation: DispatchOperation | OrderKind },
): string {
  const order = `${PREFIXES[dispatch.operation]}${dispatch.orderId}`;
  return dispatch.n === 1 ? order : `${order}_${dispatch.n}`;
}

const PREFIXES: Readonly<Record<DispatchOperation | OrderKind, string>> = {
  payin: '',
  payout: '',
  withdrawal: '',
  refund: 'R',
  code: 'C',
  mandate: '',
  verification: '',
  continue: '',
  update: '',
  close: '',
};

/** Whether it makes what its order is. */
export function isCreate({ operation }: Pick<Dispatch, 'operation'>): boolean {
  return operation !== 'close' && operation !== 'continue' && operation !== 'update';
}

/** The number of a second call is that of its first with this added: a create has one at most. */
const CONTINUING_N = 50;

/** The second call of a create, to the account that answered the first one. */
export function continuingDispatch(order: Order, createN: number, at: Date): Dispatch {
  return dispatchOf(order, createN + CONTINUING_N, 'continue', at);
}

/** The number of the create that a dispatch is, or is the second call of. */
export function createNOf({ n, operation }: Pick<Dispatch, 'n' | 'operation'>): number {
  return operation === 'continue' ? n - CONTINUING_N : n;
}

/** What is named to the provider of a dispatch: a second call goes by the first one's reference. */
export function createOf<D extends Pick<Dispatch, 'orderId' | 'n' | 'operation'>>(
  dispatch: D,
  kind: OrderKind,
): Pick<Dispatch, 'orderId' | 'n' | 'operation'> {
  if (dispatch.operation !== 'continue') return dispatch;
  const operation = createOperationOf(kind);
  return { orderId: dispatch.orderId, n: createNOf(dispatch), operation };
}

/** Changes of an order have the numbers of three digits, after all others. */
const UPDATE_N = 100;
/** How often an order is changed upstream: its dispatches are read together. */
export const UPDATES_MAX = 200;

/** The number of the next change of an order that has these dispatches; null: it had too many. */
export function nextUpdateN(dispatches: readonly Pick<Dispatch, 'n'>[]): number | null {
  const n = Math.max(UPDATE_N - 1, ...dispatches.map((one) => one.n)) + 1;
  return n < UPDATE_N + UPDATES_MAX ? n : null;
}

/** How often an order goes on by another create, the first one counted. */
export const CREATES_MAX = 23;

/**
 * The number of the dispatch that closes what an order was sent by: the highest that a reference
 * holds, where it was sent once; else that of the create with this added, after all second calls.
 */
const CLOSING_N = 99;
const CLOSING_OF_SEVERAL_N = 75;

/** What makes an order of this kind: to its provider a withdrawal is a payout. */
export function createOperationOf(kind: OrderKind): SentKind {
  return kind === 'withdrawal' ? 'payout' : kind;
}

/** The first dispatch of an order: committed with it, sent afterwards. */
export function firstDispatch(order: Order): Dispatch {
  return dispatchOf(order, 1, createOperationOf(order.kind), order.createdAt);
}

/** How long a dispatch is leased for its one attempt, and with which credentials it is made. */
export interface Lease {
  readonly leaseMs: number;
  /** Null: there are none. */
  readonly version: number | null;
}

/**
 * A dispatch that is leased in the very commit that makes it, for its process sends it at once: as
 * if it had been leased by the first one to look. `at`: the database's time.
 */
export function bornLeased(dispatch: Dispatch, { leaseMs, version }: Lease, at: Date): Dispatch {
  const nextAt = new Date(at.getTime() + leaseMs);
  return { ...dispatch, state: 'sent', leaseNo: dispatch.leaseNo + 1, version, nextAt };
}

/** Ends an order at the provider: all that it was sent by may be paid until then. */
export function closingDispatches(order: Order, at: Date): readonly Dispatch[] {
  const { connector, account, dispatchN, leftDispatches } = order;
  if (connector === null || account === null) return [];
  if (leftDispatches.length === 0) return [dispatchOf(order, CLOSING_N, 'close', at)];
  const open = leftDispatches.filter(({ isCancelled }) => !isCancelled);
  return [...open, { n: dispatchN, connector, account }].map(({ n, ...there }) =>
    dispatchOf({ ...order, ...there }, CLOSING_OF_SEVERAL_N + n, 'close', at),
  );
}

/** The number of the create that a dispatch closes. */
export function closedNOf({ n }: Pick<Dispatch, 'n'>, { dispatchN }: Order): number {
  return n === CLOSING_N ? dispatchN : n - CLOSING_OF_SEVERAL_N;
}

/** Dispatch `n` of an order, by the connector account that carries the order. */
export function dispatchOf(
  order: Order,
  n: number,
  operation: DispatchOperation,
  nextAt: Date,
): Dispatch {
  return {
    shard: order.shard,
    orderId: order.id,
    n,
    operation,
    connector: order.connector as string,
    account: order.account as string,
    state: 'ready',
    leaseNo: 0,
    queryCount: 0,
    nextAt,
    version: null,
  };
}

/** The reverse of `referenceOf`; null for text that we never gave out. */
export function parseReference(
  reference: string,
): { orderId: Id; n: number; of: 'order' | 'refund' | 'code' } | null {
  const match = /^([RC]?)([0-9]{1,19})(?:_([2-9]|[1-9][0-9]))?$/.exec(reference);
  if (match === null) return null;
  const orderId = parseId(match[2] as string);
  if (orderId === null) return null;
  const n = match[3] === undefined ? 1 : Number.parseInt(match[3], 10);
  const of = match[1] === 'R' ? 'refund' : match[1] === 'C' ? 'code' : 'order';
  return { orderId, n, of };
}

/**
 * Seconds after the n-th unanswered query at which doubt is looked at again. After the last step
 * the order is a case for the operator, and is still asked about every hour.
 */
export const DOUBT_STEPS_S: readonly number[] = [2, 3, 5, 10, 20, 30, 60, 120, 300, 600];
export const DOUBT_STEP_LAST_S = 3600;
/** From this many unanswered queries on, a case is opened. */
export const DOUBT_CASE_AFTER = 6;
