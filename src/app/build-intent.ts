/** Everything a connector needs to call upstream for one dispatch. */
import type { Intent, SentOrder } from '../connectors/contract.ts';
import { paymentOfCase, providersName } from '../domain/case.ts';
import {
  closedNOf,
  createNOf,
  createOf,
  type Dispatch,
  isCreate,
  referenceOf,
} from '../domain/dispatch.ts';
import { asSentBy } from '../domain/left-dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { AccountKey } from '../domain/routing.ts';
import { asAsked } from '../domain/terms-change.ts';
import type { Deps } from './deps.ts';

/** Where a provider reports to about all that is done by one account there. */
export function callbackUrlOf(publicUrl: string, { connector, account }: AccountKey): string {
  return `${publicUrl}/hooks/${connector}/${account}`;
}

type IntentDeps = Pick<
  Deps,
  | ('reader' | 'snapshot' | 'payLinks' | 'publicUrl' | 'returnLinkOf' | 'verifications')
  | ('beneficiaries' | 'sealOf')
>;

/**
 * The intent of a dispatch: its order as this dispatch has it (and, for a refund, a debit or a
 * closing, the order that it is about). Null: payin, merchant or channel is gone, which
 * configuration never does.
 */
export async function buildIntent(
  deps: IntentDeps,
  stored: Order,
  dispatch: Dispatch,
): Promise<Intent | null> {
  const { sealOf } = deps;
  const sent = asSentBy(stored, sentNOf(dispatch, stored)) ?? stored;
  const stood = dispatch.operation === 'update' ? asAsked(sent) : sent;
  const order = await asKnown(deps, stood);
  const snapshot = deps.snapshot.current();
  const channel = snapshot.channel(stood.channel);
  const merchant = snapshot.merchant(stood.merchantId);
  if (order === null || channel === null || merchant === null) return null;
  return {
    operation: dispatch.operation,
    reference: referenceOf(createOf(dispatch, stood.kind)),
    order,
    channel,
    merchantName: merchant.name,
    callbackUrl: callbackUrlOf(deps.publicUrl, dispatch),
    returnUrl: deps.returnLinkOf?.(order) ?? deps.payLinks.urlOf(order.id),
    failUrl: deps.returnLinkOf?.(order, 'failed') ?? deps.payLinks.urlOf(order.id),
    about: await aboutOf(deps, order, dispatch),
    ...(sealOf === undefined || !isCreate(dispatch) ? {} : { seal: () => sealOf(order) }),
    ...(isShown(dispatch) ? { photos: await deps.verifications.photosOf(order.id) } : {}),
  };
}

/**
 * The order as its provider knows it: a withdrawal is a payout to the beneficiary, whose account is
 * opened for the call alone. Null: there is no such beneficiary.
 */
async function asKnown(
  { beneficiaries }: Pick<IntentDeps, 'beneficiaries'>,
  { kind, ...order }: Order,
): Promise<SentOrder | null> {
  if (kind !== 'withdrawal') return { ...order, kind };
  const id = order.withdrawal?.beneficiaryId;
  const fields = id === undefined ? null : await beneficiaries.fieldsOf(id);
  return fields === null ? null : { ...order, kind: 'payout', fields };
}

/** Pictures are opened for a call that sends them; a question about it needs none. */
function isShown({ operation, state }: Dispatch): boolean {
  return operation === 'verification' && state !== 'done';
}

/** A refund's payin, a debit's mandate, or what is to be changed or closed. */
async function aboutOf(
  deps: Pick<Deps, 'reader'>,
  order: Order,
  dispatch: Dispatch,
): Promise<Intent['about']> {
  if (dispatch.operation === 'close' || dispatch.operation === 'update') {
    return await knownAs(deps, order, order, dispatch);
  }
  if (order.parentId === null) return null;
  const found = await deps.reader.orderById(order.parentId);
  if (found === null) return null;
  const parent = asRefunded(order, found);
  const isArrival = parent.parent?.kind === 'code' && parent.parentId !== null;
  const sent = isArrival ? await deps.reader.orderById(parent.parentId) : parent;
  return sent === null ? null : await knownAs(deps, parent, sent, dispatch);
}

/**
 * The payin by the payment that a refund brings back. Where a case pays for it, that is another one
 * than what the payin is paid by; of several, none is named: the provider has them under one order.
 */
function asRefunded({ caseKey, casePayment }: Order, payin: Order): Order {
  const ofCase = casePayment ?? (caseKey === undefined ? null : paymentOfCase(caseKey));
  if (ofCase !== null) return { ...payin, paymentRef: ofCase };
  const { paymentRef, partPayments } = payin;
  const isOne = partPayments.length === 0 && paymentRef !== null;
  return { ...payin, paymentRef: isOne ? providersName(paymentRef) : null };
}

/** The create that a dispatch is, continues, changes or closes. */
function sentNOf(dispatch: Dispatch, order: Order): number {
  if (dispatch.operation === 'update') return order.dispatchN;
  return dispatch.operation === 'close' ? closedNOf(dispatch, order) : createNOf(dispatch);
}

/**
 * The order with the reference by which this very provider knows it: that of the dispatch that it
 * stands with, or of the code's that it arrived at.
 */
async function knownAs(
  deps: Pick<Deps, 'reader'>,
  order: Order,
  sent: Order,
  { connector, account }: Dispatch,
): Promise<Intent['about']> {
  const creates = (await deps.reader.dispatchesOf(sent.id)).filter(
    (d) => isCreate(d) && d.connector === connector && d.account === account,
  );
  const made = creates.find(({ n }) => n === sent.dispatchN) ?? creates.at(-1);
  const reference = sent.providerReference ?? (made && referenceOf(made));
  return made === undefined ? null : { order, reference: reference as string };
}
