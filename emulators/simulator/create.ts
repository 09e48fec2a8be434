/** Making orders. What starts running once one exists stands in `running.ts`. */
import type { Fault } from './faults.ts';
import { findFault } from './faults.ts';
import { newId } from './ids.ts';
import type {
  CodeInput,
  MandateInput,
  PaymentInput,
  PayoutInput,
  RefundInput,
  VerificationInput,
} from './input.ts';
import { makeInstructions } from './instructions.ts';
import type {
  Code,
  Failure,
  Instructions,
  Mandate,
  Payment,
  Payout,
  Refund,
  Refusal,
} from './types.ts';
import { refuse } from './types.ts';
import type { World } from './world.ts';

const DEFAULT_LIFE_MS = 24 * 3_600_000;

/** Who asks, what exactly was asked, and which faults belong to the order. */
export type Origin = {
  readonly account: string;
  readonly contentDigest: string;
  readonly faults: readonly Fault[];
};

type Input =
  | PaymentInput
  | PayoutInput
  | RefundInput
  | CodeInput
  | MandateInput
  | VerificationInput;

/** What orders of every kind have. */
export function base(origin: Origin, input: Input) {
  const { reference, order, merchantOrder, asset, callbackUrl, memo } = input;
  const now = Date.now();
  return {
    ...origin,
    reference,
    order,
    merchantOrder,
    asset,
    callbackUrl,
    ...(memo ? { memo } : {}),
    createdAtMs: now,
    updatedAtMs: now,
  };
}

/** The outcome a `decline` fault puts on a new order. */
export function declined(faults: readonly Fault[]): { failure: Failure } | undefined {
  const fault = findFault(faults, 'decline');
  if (!fault) return undefined;
  const { code = 'declined', text = 'declined by the simulator, as ordered' } = fault.options;
  return { failure: { code, text } };
}

/** The mandate that a debit names, by id or by reference. */
function mandateOf(world: World, account: string, input: PaymentInput): Mandate | undefined {
  const { mandateId, mandateReference } = input;
  const order = mandateId
    ? world.orders.byId(mandateId)
    : world.orders.byReference(account, 'mandate', mandateReference);
  return order?.kind === 'mandate' && order.account === account ? order : undefined;
}

/**
 * Why a payment cannot be taken; undefined when it can. A debit by a mandate that is not in use is
 * taken, and fails later, as with a bank.
 */
export function whyNotPayment(
  world: World,
  account: string,
  input: PaymentInput,
): Refusal | undefined {
  if (input.method !== 'direct_debit') return undefined;
  const mandate = mandateOf(world, account, input);
  if (!mandate) return refuse(404, 'mandate_not_found', 'no such mandate of this account');
  if (mandate.asset === input.asset) return undefined;
  return refuse(422, 'asset_mismatch', `the mandate is for ${mandate.asset}`);
}

function instructionsOf(
  world: World,
  { account }: Origin,
  id: string,
  input: PaymentInput,
): Instructions {
  const { method, asset, amountMinor, attributes, description, payerName } = input;
  if (method === 'direct_debit') {
    const mandate = mandateOf(world, account, input);
    if (!mandate) throw new Error('createPayment by a mandate that is not there');
    return { kind: 'debit', mandateId: mandate.id };
  }
  const name = attributes.name || description || payerName || 'TEST MERCHANT';
  const wish = { id, method, asset, amountMinor, attributes, name, reusable: false };
  return makeInstructions(world, wish);
}

/** To be called only when `whyNotPayment` has nothing to say. */
export function createPayment(world: World, origin: Origin, input: PaymentInput): Payment {
  const id = newId('pay');
  const { method, amountMinor, description, payerName, returnUrl, attributes } = input;
  const decline = declined(origin.faults);
  const payment: Payment = {
    kind: 'payment',
    id,
    ...base(origin, input),
    method,
    amountMinor,
    description,
    payerName,
    returnUrl,
    wallet: attributes.wechat ? 'WeChat Pay' : attributes.bank,
    expiresAtMs: input.expiresAtMs ?? Date.now() + DEFAULT_LIFE_MS,
    instructions: instructionsOf(world, origin, id, input),
    status: decline ? 'failed' : 'pending',
    arrivals: [],
    ...decline,
  };
  world.orders.save(payment);
  return payment;
}

export function createPayout(world: World, origin: Origin, input: PayoutInput): Payout {
  const decline = declined(origin.faults);
  const payout: Payout = {
    kind: 'payout',
    id: newId('pyt'),
    ...base(origin, input),
    amountMinor: input.amountMinor,
    beneficiary: input.beneficiary,
    status: decline ? 'failed' : 'processing',
    paidMinor: 0n,
    utr: '',
    ...decline,
  };
  world.orders.save(payout);
  return payout;
}

type RefundSource = { readonly order: Payment | Code; readonly arrivalId: string };

/** Finds what a refund goes back from: a payment by id or reference, or one arrival (`txn_…`). */
function refundSource(world: World, account: string, input: RefundInput): RefundSource | undefined {
  const { paymentId, paymentReference } = input;
  const arrivedAt = world.orders.byArrival(paymentId);
  const order =
    arrivedAt ??
    (paymentId
      ? world.orders.byId(paymentId)
      : world.orders.byReference(account, 'payment', paymentReference));
  if (order?.account !== account) return undefined;
  if (order.kind !== 'payment' && order !== arrivedAt) return undefined;
  return { order: order as Payment | Code, arrivalId: arrivedAt ? paymentId : '' };
}

/** What may still be refunded of a payment, or of one arrival. */
function refundableMinor(world: World, { order, arrivalId }: RefundSource): bigint {
  const whole = order.arrivals
    .filter(({ reversedAtMs }) => reversedAtMs === undefined)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const left = whole - world.orders.refundedMinor(order) - world.disputes.lostMinor(order);
  if (!arrivalId) return left;
  const arrival = order.arrivals.find(({ id }) => id === arrivalId);
  if (!arrival || arrival.reversedAtMs !== undefined) return 0n;
  const goneMinor =
    world.orders.refundedMinor(order, arrivalId) + world.disputes.lostMinor(order, arrivalId);
  const ofArrival = arrival.amountMinor - goneMinor;
  if (ofArrival < left) return ofArrival;
  return left;
}

/** Why a refund cannot be taken; undefined when it can. */
export function whyNotRefundable(
  world: World,
  account: string,
  input: RefundInput,
): Refusal | undefined {
  const source = refundSource(world, account, input);
  if (!source) return refuse(404, 'payment_not_found', 'no such payment of this account');
  if (source.order.asset !== input.asset) {
    return refuse(422, 'asset_mismatch', `the payment was in ${source.order.asset}`);
  }
  const whyNotVoid = input.void ? whyNotVoidable(world, source, input.amountMinor) : undefined;
  if (whyNotVoid) return whyNotVoid;
  if (input.amountMinor > refundableMinor(world, source)) {
    return refuse(422, 'refund_exceeds_paid', 'more than what is left of the payment');
  }
  return undefined;
}

/** The day of our reports, "2026-11-20". */
function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** A void undoes a whole card payment on the day on which it was paid, UTC. */
function whyNotVoidable(
  world: World,
  { order, arrivalId }: RefundSource,
  amountMinor: bigint,
): Refusal | undefined {
  if (order.method !== 'card') return refuse(422, 'void_not_card', 'only card payments');
  const paid = order.arrivals.filter(({ id }) => !arrivalId || id === arrivalId);
  const wholeMinor = paid.reduce((sum, arrival) => sum + arrival.amountMinor, 0n);
  const today = utcDay(Date.now());
  if (paid.some(({ atMs }) => utcDay(atMs) !== today)) {
    return refuse(422, 'void_over_day', 'the payment is of another day: refund it');
  }
  if (amountMinor !== wholeMinor || world.orders.refundedMinor(order) > 0n) {
    return refuse(422, 'void_not_whole', 'only a whole payment that nothing was refunded of');
  }
  return undefined;
}

/** To be called only when `whyNotRefundable` has nothing to say. */
export function createRefund(world: World, origin: Origin, input: RefundInput): Refund {
  const source = refundSource(world, origin.account, input);
  if (!source) throw new Error('createRefund without a payment');
  const decline = declined(origin.faults);
  const refund: Refund = {
    kind: 'refund',
    id: newId('rfn'),
    ...base(origin, input),
    amountMinor: input.amountMinor,
    paymentId: source.order.id,
    arrivalId: source.arrivalId,
    ...(input.void ? { void: true as const } : {}),
    status: decline ? 'failed' : 'processing',
    paidMinor: 0n,
    utr: '',
    ...decline,
  };
  world.orders.save(refund);
  return refund;
}
