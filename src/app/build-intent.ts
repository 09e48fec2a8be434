/** Everything a connector needs to call upstream for one dispatch. */
import type { Intent } from '../connectors/contract.ts';
import { createOf, type Dispatch, isCreate, referenceOf } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Deps } from './deps.ts';

/** Where a provider reports to about all that is done by one account there. */
export function callbackUrlOf(publicUrl: string, { connector, account }: AccountKey): string {
  return `${publicUrl}/hooks/${connector}/${account}`;
}

/**
 * The intent of a dispatch, from its order (and, for a refund, a debit or a closing, the order that
 * it is about). Null: order, merchant or channel is gone, which configuration never does.
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
    reference: referenceOf(createOf(dispatch, order.kind)),
    order,
    channel,
    merchantName: merchant.name,
    callbackUrl: callbackUrlOf(deps.publicUrl, dispatch),
    returnUrl: deps.returnLinkOf?.(order) ?? deps.payLinks.urlOf(order.id),
    failUrl: deps.returnLinkOf?.(order, 'failed') ?? deps.payLinks.urlOf(order.id),
    about: await aboutOf(deps, order, dispatch),
  };
}

/** A refund's payin, a debit's mandate, or what is to be closed. */
async function aboutOf(
  deps: Pick<Deps, 'reader'>,
  order: Order,
  dispatch: Dispatch,
): Promise<Intent['about']> {
  if (dispatch.operation === 'close') return await knownAs(deps, order, order, dispatch);
  if (order.parentId === null) return null;
  const parent = await deps.reader.orderById(order.parentId);
  if (parent === null) return null;
  const isArrival = parent.parent?.kind === 'code' && parent.parentId !== null;
  const sent = isArrival ? await deps.reader.orderById(parent.parentId) : parent;
  return sent === null ? null : await knownAs(deps, parent, sent, dispatch);
}

/**
 * The order with the reference by which this very provider knows it: that of its own dispatch, or
 * of the code's that it arrived at.
 */
async function knownAs(
  deps: Pick<Deps, 'reader'>,
  order: Order,
  sent: Order,
  { connector, account }: Dispatch,
): Promise<Intent['about']> {
  const made = (await deps.reader.dispatchesOf(sent.id)).findLast(
    (d) => isCreate(d) && d.connector === connector && d.account === account,
  );
  return made === undefined ? null : { order, reference: referenceOf(made) };
}
