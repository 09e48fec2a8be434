/** The refund by which what a case holds goes back to whoever paid it. */
import { caseKeyAt, type HeldCase } from '../domain/case.ts';
import { type CaseExit, type ExitProblem, exitNameOf, leavingMinor } from '../domain/case-exit.ts';
import { FREE } from '../domain/fee.ts';
import type { Order } from '../domain/order.ts';
import { type DraftDeps, draftOrder } from './claim.ts';
import { routeOf } from './create-payin.ts';
import type { Deps } from './deps.ts';

/** The name space of its references; no dialect has it. */
const SCOPE = 'case';

/**
 * The order as it shall stand, without a fee and with nobody to notify: the merchant has nothing of
 * it. Its channel must have refunds; by whatever else money goes back, the exit is `provider`.
 */
export async function draftReturn(
  deps: DraftDeps & Pick<Deps, 'reader' | 'snapshot'>,
  held: HeldCase,
  exit: CaseExit,
): Promise<{ ok: true; order: Order } | { ok: false; why: ExitProblem }> {
  // An exit that was carried out is asked for again: its claim is lost, and this one never stands.
  const leaving = leavingMinor(held, exit);
  const amountMinor = leaving.ok ? leaving.minor : 1n;
  const payin = await deps.reader.orderById(held.orderId);
  if (payin === null || payin.kind !== 'payin' || payin.account === null) {
    return { ok: false, why: 'no_account' };
  }
  const snapshot = deps.snapshot.current();
  const [app, channel] = [snapshot.app(payin.appId), snapshot.channel(payin.channel)];
  const merchant = snapshot.merchant(payin.merchantId);
  const { full, partial } = channel?.abilities.refund ?? { full: false, partial: false };
  // What came too much is a part of the payment that paid the order.
  const isPart = held.kind === 'amount_difference' && payin.paymentRef === held.key;
  const canReturn = partial || (full && !isPart);
  if (app === null || merchant === null || channel === null || !canReturn) {
    return { ok: false, why: 'no_refunds' };
  }
  const draft = draftOrder(deps, {
    ...{
      kind: 'refund',
      app,
      merchant,
      channel,
      parent: payin,
      route: held.source ?? routeOf(payin),
    },
    ...{ terms: { fee: FREE, settle: 0 }, fields: {}, returnUrl: null, expiresAt: null },
    request: {
      merchantRef: `${held.orderId}:${exitNameOf(held, exit)}`,
      ...{ scope: SCOPE, digest: exit.evidence, amountMinor, metadata: {}, notifyUrl: null },
    },
  });
  const caseKey = caseKeyAt(draft.id, held);
  const asset = held.asset ?? payin.asset;
  const ref = exit.paymentRef ?? partOf(payin, amountMinor);
  const casePayment = held.kind !== 'short_payment' || ref === null ? {} : { casePayment: ref };
  return { ok: true, order: { ...draft, asset, notifyUrl: null, caseKey, ...casePayment } };
}

/** The one part of this very amount; null: there is none, or several. */
function partOf({ partPayments }: Order, minor: bigint): string | null {
  const [one, other] = partPayments.filter((part) => part.minor === minor);
  return one === undefined || other !== undefined ? null : one.ref;
}
