/**
 * A provider asks whether it may collect for an order. What the order does not take is refused at
 * once; else its merchant is asked, if it wants to be. No connection is held meanwhile: the inquiry
 * is recorded, then the call is made, then its answer is recorded, and the first answer stands.
 */
import { parseReference } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import {
  type CheckAnswer,
  type Inquiry,
  refuseToCollect,
  whyNotPayable,
} from '../domain/payment-check.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import type { AskMerchant, CheckCall, PaymentChecks } from '../ports/payment-check.ts';
import type { Deps } from './deps.ts';

export interface CheckDeps extends Pick<Deps, 'reader' | 'snapshot' | 'clock' | 'onFailure'> {
  readonly paymentChecks: PaymentChecks;
  readonly askMerchant: AskMerchant;
}

/** Questions under way in this process: of one app, so a slow one costs no other, and of all. */
export const OF_APP_MAX = 32;
export const OF_ALL_MAX = 512;

export type PaymentChecker = (source: AccountKey, inquiry: Inquiry) => Promise<CheckAnswer>;

export function createPaymentChecker(deps: CheckDeps): PaymentChecker {
  const underWay = new Map<Id, number>();
  let all = 0;
  const counted = async (appId: Id, work: () => Promise<CheckAnswer>): Promise<CheckAnswer> => {
    const own = underWay.get(appId) ?? 0;
    if (own >= OF_APP_MAX || all >= OF_ALL_MAX) {
      return refuseToCollect('too_many', 'too many questions are under way');
    }
    underWay.set(appId, own + 1);
    all += 1;
    try {
      return await work();
    } finally {
      all -= 1;
      const left = (underWay.get(appId) ?? 1) - 1;
      if (left === 0) underWay.delete(appId);
      else underWay.set(appId, left);
    }
  };
  return async (source, inquiry) => {
    try {
      const order = await orderOf(deps, source, inquiry);
      if (order === null) return refuseToCollect('unknown_order', 'no such order');
      return await counted(order.appId, () => check(deps, source, inquiry, order));
    } catch (error) {
      deps.onFailure?.(error, 'check_payment');
      return refuseToCollect('not_recorded', 'it could not be recorded');
    }
  };
}

/** What can be paid and was sent to this very account. */
async function orderOf(
  { reader }: Pick<Deps, 'reader'>,
  source: AccountKey,
  { reference }: Inquiry,
): Promise<Order | null> {
  const target = parseReference(reference);
  const order = target === null ? null : await reader.orderById(target.orderId);
  if (order?.kind !== 'code' && order?.kind !== 'payin') return null;
  return isSameAccount(order, source) ? order : null;
}

async function check(
  { snapshot, clock, paymentChecks, askMerchant }: CheckDeps,
  { connector, account }: AccountKey,
  { key, amount, payerPhone }: Inquiry,
  order: Order,
): Promise<CheckAnswer> {
  const app = snapshot.current().app(order.appId);
  const at = new Date(clock.nowMs());
  const row = { orderId: order.id, source: `${connector}/${account}`, key };
  const why = whyNotPayable(order, amount, at);
  if (app === null || why !== null) {
    await paymentChecks.begin(row, amount);
    const answer = refuseToCollect('not_payable', why ?? 'the app is gone');
    return await paymentChecks.finish(row, { ...answer, tookMs: 0, status: null });
  }
  const known = await paymentChecks.begin(row, amount);
  if (known !== null) return known;
  const call = await askMerchant(app, { order, amount, payerPhone, at });
  if (call === null) return await paymentChecks.finish(row, NOT_ASKED);
  return await paymentChecks.finish(row, call);
}

/** The merchant has said beforehand that it need not be asked. */
const NOT_ASKED: CheckCall = {
  ...{ collect: true, reason: 'not_asked', detail: 'the merchant is not asked' },
  ...{ tookMs: 0, status: null },
};
