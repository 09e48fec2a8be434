/** A merchant asks: what became of an order, what is the balance. */
import { ZERO_BALANCE } from '../domain/ledger.ts';
import { refuse } from '../domain/refusal.ts';
import type { Outcome, QueryBalance, QueryOrder, QueryVerification } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import type { Caller, Deps } from './deps.ts';
import { findOrder } from './find-order.ts';

export async function queryOrder(
  deps: Deps,
  caller: Caller,
  request: QueryOrder,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const order = await findOrder(deps, who, request.key, request);
  if (order === null) return refuse('not_found');
  return { ok: true, kind: 'order', order, payUrl: deps.payLinks.urlOf(order.id) };
}

/** What was read is answered once it has ended: before, it is nobody's word yet. */
export async function queryVerification(
  deps: Deps,
  caller: Caller,
  { key }: QueryVerification,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const order = await findOrder(deps, who, key, { kinds: ['verification'] });
  if (order === null) return refuse('not_found');
  const isDecided = order.verification?.decidedBy != null;
  const reading = isDecided ? await deps.verifications.readingOf(order.id) : null;
  return { ok: true, kind: 'verification', order, reading };
}

/** An asset that the merchant never had money in is a balance of zero. */
export async function queryBalance(
  deps: Deps,
  caller: Caller,
  request: QueryBalance,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const books = await deps.reader.balances(who.merchant.id);
  const all = books.filter(({ mode }) => mode === who.app.mode);
  if (request.asset === null) return { ok: true, kind: 'balance', balances: all };
  const found = all.find(({ asset }) => asset === request.asset);
  const balance = found?.balance ?? ZERO_BALANCE;
  return { ok: true, kind: 'balance', balances: [{ asset: request.asset, balance }] };
}
