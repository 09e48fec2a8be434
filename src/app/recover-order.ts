/**
 * What a provider has, beside what a restored database knows: an order that is there is only asked
 * about, one that is not is made again as it was, and then asked about. Nothing is sent.
 */
import type { ListedOrder } from '../connectors/contract.ts';
import type { Changes, Command, Decision } from '../domain/decision.ts';
import { type Dispatch, isCreate, parseReference } from '../domain/dispatch.ts';
import { countForgotten, forgottenDispatch, holdForgotten } from '../domain/forgotten.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { goneOnBy } from '../domain/left-dispatch.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import type { Deps } from './deps.ts';

export interface RecoverDeps extends Pick<Deps, 'lanes' | 'reader' | 'snapshot'> {
  /** Of what was sealed for a provider; null: it is none of ours. */
  readonly openSeal: (seal: string) => Order | null;
}

export type Recovered =
  /** By which of its dispatches the provider has it. */
  | { readonly kind: 'known'; readonly orderId: Id; readonly dispatch: Dispatch }
  | { readonly kind: 'rebuilt'; readonly orderId: Id; readonly dispatch: Dispatch }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Of somebody else who shares the account: no reference of ours. */
  | { readonly kind: 'foreign' };

const unknown = (why: string): Recovered => ({ kind: 'unknown', why });

/**
 * Whether a provider has what this database does not know of, or has yet to send: it is older than
 * it seems. Writes nothing.
 */
export async function isForgotten(
  { reader }: Pick<RecoverDeps, 'reader'>,
  source: AccountKey,
  { reference }: ListedOrder,
): Promise<boolean> {
  const target = parseReference(reference);
  if (target === null) return false;
  const own = (await reader.dispatchesOf(target.orderId)).find(
    (one) => one.n === target.n && isCreate(one) && isSameAccount(one, source),
  );
  return own === undefined || own.state === 'ready';
}

/** Idempotent: once it is there it is known. */
export async function recoverOrder(
  deps: RecoverDeps,
  source: AccountKey,
  listed: ListedOrder,
): Promise<Recovered> {
  const target = parseReference(listed.reference);
  if (target === null) return { kind: 'foreign' };
  const order = await deps.reader.orderById(target.orderId);
  if (order !== null) return await recoverDispatch(deps, source, listed, order, target.n);
  const sealed = listed.seal === null ? null : deps.openSeal(listed.seal);
  if (sealed === null) return unknown('the provider gave back nothing that says whose it was');
  if (sealed.id !== target.orderId) return unknown('what was sealed is of another order');
  const snapshot = deps.snapshot.current();
  if (snapshot.merchant(sealed.merchantId) === null) return unknown('its merchant is not known');
  if (snapshot.app(sealed.appId) === null) return unknown('its app is not known');
  const { connector, account } = source;
  const shard = shardOf(sealed.id, deps.lanes.shardCount);
  const again = { ...sealed, shard, connector, account, dispatchN: target.n };
  return await deps.lanes.submit(rebuildCommand(again, source, listed));
}

/** The order is there; its dispatch may not be, or may wait to be sent what was sent. */
async function recoverDispatch(
  { lanes, reader }: RecoverDeps,
  source: AccountKey,
  { operation }: ListedOrder,
  order: Order,
  n: number,
): Promise<Recovered> {
  const own = (await reader.dispatchesOf(order.id)).find((one) => one.n === n && isCreate(one));
  if (own !== undefined && !isSameAccount(own, source)) {
    return unknown('the same dispatch of this order went to another account');
  }
  if (own !== undefined && own.state !== 'ready') {
    return { kind: 'known', orderId: order.id, dispatch: own };
  }
  return await lanes.submit<Recovered>({
    shard: order.shard,
    orderIds: [order.id],
    dispatchesOf: [order.id],
    balanceKeys: () => [],
    decide(rows, at) {
      const now = rows.order(order.id) as Order;
      const all = rows.dispatches(order.id);
      const there = all.find((one) => one.n === n);
      const dispatch = there ?? forgottenDispatch(now, source, n, operation, at);
      const answer: Recovered = { kind: 'known', orderId: order.id, dispatch };
      const waiting = all.filter(({ state, n: other }) => state === 'ready' && other <= n);
      const dispatchUpdates = waiting.map((one) => ({
        ...{ orderId: order.id, n: one.n, leaseNo: null, queryCount: one.queryCount, nextAt: at },
        ...(one.n === n
          ? { state: 'doubt' as const, note: 'sent before the restore' }
          : { state: 'done' as const, note: 'the order had gone on before the restore' }),
      }));
      if (there !== undefined) return { changes: { dispatchUpdates }, answer };
      const goesOn = !isFinal(now.state) && n > now.dispatchN;
      const orders = goesOn ? [goneOnBy(now, { n, ...source })] : [];
      return { changes: { orders, dispatches: [dispatch], dispatchUpdates }, answer };
    },
  });
}

/** The order, what it holds, and its create as one that was sent and not answered. */
function rebuildCommand(
  order: Order,
  source: AccountKey,
  { operation }: ListedOrder,
): Command<Recovered> {
  const { id: orderId, parentId, kind } = order;
  const isRefund = kind === 'refund' && parentId !== null;
  return {
    shard: order.shard,
    claim: order,
    orderIds: isRefund ? [parentId] : [],
    balanceKeys: () => [order],
    decide(rows, at): Decision<Recovered> {
      const claim = rows.claim as NonNullable<typeof rows.claim>;
      const dispatch = forgottenDispatch(order, source, order.dispatchN, operation, at);
      if (!claim.won && claim.order.id === orderId) {
        return { changes: {}, answer: { kind: 'known', orderId, dispatch } };
      }
      if (!claim.won) {
        const why = `its reference is used by order ${claim.order.id}: one of the two is a repeat`;
        return { changes: {}, answer: unknown(why) };
      }
      const changes = changesOf(order, rows.balance(order), isRefund ? rows.order(parentId) : null);
      if (changes === null) {
        return {
          changes: {},
          answer: unknown('what it was made from is not there'),
          isWithdrawn: true,
        };
      }
      const answer: Recovered = { kind: 'rebuilt', orderId, dispatch };
      return { changes: { ...changes, dispatches: [dispatch] }, answer };
    },
  };
}

/** Null: it cannot be held. */
function changesOf(
  order: Order,
  balance: Parameters<typeof holdForgotten>[1],
  payin: Order | null,
): Changes | null {
  const { kind } = order;
  if (kind !== 'payout' && kind !== 'refund' && kind !== 'withdrawal') return {};
  const entry = holdForgotten(order, balance);
  if (entry === null) return null;
  if (kind !== 'refund') return { entries: [entry] };
  const counted = payin === null ? null : countForgotten(payin, order);
  return counted === null ? null : { entries: [entry], orders: [counted] };
}
