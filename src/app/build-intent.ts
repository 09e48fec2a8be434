/** Everything a connector needs to call upstream for one dispatch. */
import type { Intent } from '../connectors/contract.ts';
import { type Dispatch, referenceOf } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { Deps } from './deps.ts';

/**
 * The intent of a dispatch, from its order (and, for a refund, its payin's order and dispatch).
 * Null: order, merchant or channel is gone, which configuration never does.
 */
export async function buildIntent(
  deps: Pick<Deps, 'reader' | 'snapshot' | 'payLinks' | 'publicUrl' | 'returnLinkOf'>,
  dispatch: Dispatch,
): Promise<Intent | null> {
  const order = await deps.reader.orderById(dispatch.orderId);
  if (order === null) return null;
  const snapshot = deps.snapshot.current();
  const channel = snapshot.channel(order.channel);
  const merchant = snapshot.merchant(order.merchantId);
  if (channel === null || merchant === null) return null;
  return {
    operation: dispatch.operation,
    reference: referenceOf(dispatch),
    order,
    channel,
    merchantName: merchant.name,
    callbackUrl: `${deps.publicUrl}/hooks/${dispatch.connector}/${dispatch.account}`,
    returnUrl: deps.returnLinkOf?.(order) ?? deps.payLinks.urlOf(order.id),
    payin: order.parentId === null ? null : await payinOf(deps, order.parentId, dispatch),
  };
}

/** The payin of a refund, under the reference by which this very provider knows it. */
async function payinOf(
  deps: Pick<Deps, 'reader'>,
  payinId: bigint,
  { connector, account }: Dispatch,
): Promise<{ order: Order; reference: string } | null> {
  const order = await deps.reader.orderById(payinId);
  const dispatches = await deps.reader.dispatchesOf(payinId);
  const paidBy = dispatches.findLast((d) => d.connector === connector && d.account === account);
  if (order === null || paidBy === undefined) return null;
  return { order, reference: referenceOf(paidBy) };
}
