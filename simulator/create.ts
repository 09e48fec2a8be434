/** Making orders, and what starts running once one exists. */
import type { Fault } from './faults.ts';
import { delayOf, findFault } from './faults.ts';
import { newId } from './ids.ts';
import type { CodeChange, CodeInput, PaymentInput, PayoutInput, RefundInput } from './input.ts';
import { makeInstructions } from './instructions.ts';
import {
  expirePayment,
  finishTransfer,
  notify,
  pay,
  reverseArrival,
  reversePayout,
} from './settle.ts';
import type { Code, Failure, Order, Payment, Payout, Refund, Refusal } from './types.ts';
import { refuse } from './types.ts';
import type { World } from './world.ts';

const DEFAULT_LIFE_MS = 24 * 3_600_000;

/** Who asks, what exactly was asked, and which faults belong to the order. */
export type Origin = {
  readonly account: string;
  readonly contentDigest: string;
  readonly faults: readonly Fault[];
};

function base(origin: Origin, input: PaymentInput | PayoutInput | RefundInput | CodeInput) {
  const { reference, order, merchantOrder, asset, callbackUrl } = input;
  const now = Date.now();
  return {
    ...origin,
    reference,
    order,
    merchantOrder,
    asset,
    callbackUrl,
    createdAtMs: now,
    updatedAtMs: now,
  };
}

/** The outcome a `decline` fault puts on a new order. */
function declined(faults: readonly Fault[]): { failure: Failure } | undefined {
  const fault = findFault(faults, 'decline');
  if (!fault) return undefined;
  const { code = 'declined', text = 'declined by the simulator, as ordered' } = fault.options;
  return { failure: { code, text } };
}

export function createPayment(world: World, origin: Origin, input: PaymentInput): Payment {
  const id = newId('pay');
  const { method, asset, amountMinor, description, payerName, returnUrl, attributes } = input;
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
    expiresAtMs: input.expiresAtMs ?? Date.now() + DEFAULT_LIFE_MS,
    instructions: makeInstructions({
      id,
      method,
      asset,
      amountMinor,
      bank: attributes.bank ?? '',
      name: attributes.name || description || payerName || 'TEST MERCHANT',
      reusable: false,
      baseUrl: world.baseUrl,
      taken: (number) => world.orders.byNumber(number) !== undefined,
    }),
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
  const left = whole - world.orders.refundedMinor(order);
  if (!arrivalId) return left;
  const arrival = order.arrivals.find(({ id }) => id === arrivalId);
  if (!arrival || arrival.reversedAtMs !== undefined) return 0n;
  const ofArrival = arrival.amountMinor - world.orders.refundedMinor(order, arrivalId);
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
  if (input.amountMinor > refundableMinor(world, source)) {
    return refuse(422, 'refund_exceeds_paid', 'more than what is left of the payment');
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
    status: decline ? 'failed' : 'processing',
    paidMinor: 0n,
    utr: '',
    ...decline,
  };
  world.orders.save(refund);
  return refund;
}

/** The given terms without the undefined ones, so that absent stays absent. */
function givenTerms(terms: CodeInput | CodeChange): Partial<Code> {
  const { amountMinor, minAmountMinor, maxAmountMinor, expiresAtMs } = terms;
  return {
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(minAmountMinor === undefined ? {} : { minAmountMinor }),
    ...(maxAmountMinor === undefined ? {} : { maxAmountMinor }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
}

export function createCode(world: World, origin: Origin, input: CodeInput): Code {
  const id = newId('cod');
  const { method, name, description, attributes, asset } = input;
  const decline = declined(origin.faults);
  const code: Code = {
    kind: 'code',
    id,
    ...base(origin, input),
    method,
    name,
    description,
    ...givenTerms(input),
    instructions: makeInstructions({
      id,
      method,
      asset,
      // A reusable text has no amount in it: terms may change, the printed code does not.
      amountMinor: undefined,
      bank: attributes.bank ?? '',
      name,
      reusable: true,
      baseUrl: world.baseUrl,
      taken: (number) => world.orders.byNumber(number) !== undefined,
    }),
    status: decline ? 'failed' : 'active',
    arrivals: [],
    ...decline,
  };
  world.orders.save(code);
  return code;
}

export function changeCode(world: World, code: Code, change: CodeChange): Refusal | undefined {
  if (code.status !== 'active') return refuse(409, 'closed', 'the code is no longer active');
  Object.assign(code, givenTerms(change));
  if (change.name) code.name = change.name;
  if (change.description) code.description = change.description;
  world.orders.save(code);
  startClock(world, code);
  return undefined;
}

/** Ends a payment or code at the account's wish. Closing twice changes nothing. */
export function closeOrder(world: World, order: Payment | Code): Refusal | undefined {
  const failure = { code: 'closed', text: 'closed by the account' };
  if (order.kind === 'code') {
    if (order.status === 'closed' || order.status === 'failed') return undefined;
    order.status = 'closed';
    order.failure = failure;
    world.orders.save(order);
    return undefined;
  }
  if (order.failure?.code === 'closed') return undefined;
  if (order.status !== 'pending') {
    return refuse(409, 'not_closable', `the payment is ${order.status}`);
  }
  void expirePayment(world, order, failure);
  return undefined;
}

function expire(world: World, order: Payment | Code): void {
  if (order.expiresAtMs === undefined || order.expiresAtMs > Date.now()) return;
  if (order.kind === 'payment') {
    void expirePayment(world, order, { code: 'expired', text: 'not paid in time' });
  } else if (order.status === 'active') {
    order.status = 'expired';
    world.orders.save(order);
  }
}

function startClock(world: World, order: Payment | Code): void {
  if (order.expiresAtMs === undefined) return;
  world.timers.at(order.expiresAtMs, () => expire(world, order));
}

/** Sets going what a new order does by itself. */
export function begin(world: World, order: Order): void {
  if (order.kind === 'payment' || order.kind === 'code') startClock(world, order);
  if (order.kind === 'payout' || order.kind === 'refund') startTransfer(world, order);
  const { autoPayMs } = world.knobs;
  if (order.kind === 'payment' && autoPayMs !== null) {
    world.timers.after(autoPayMs, () => void pay(world, order, {}));
  }
  if (order.kind !== 'code' && findFault(order.faults, 'unknown_word')) {
    void notify(world, order, {
      type: `${order.kind}.under_review`,
      amountMinor: order.amountMinor,
    });
  }
}

function startTransfer(world: World, transfer: Payout | Refund): void {
  if (transfer.status !== 'processing') return;
  world.timers.after(world.knobs.payoutDelayMs, () => void finishTransfer(world, transfer));
}

/** Takes up an order again that was read back after a restart. */
export function resume(world: World, order: Order): void {
  const reversal = findFault(order.faults, 'late_reversal');
  if (order.kind === 'payout' || order.kind === 'refund') {
    startTransfer(world, order);
    if (reversal && order.kind === 'payout' && order.status === 'succeeded') {
      world.timers.after(delayOf(reversal), () => void reversePayout(world, order));
    }
    return;
  }
  startClock(world, order);
  if (!reversal) return;
  for (const arrival of order.arrivals) {
    world.timers.after(delayOf(reversal), () => void reverseArrival(world, order, arrival));
  }
}
