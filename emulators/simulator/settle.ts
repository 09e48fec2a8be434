/** Where money moves: payments come in, payouts and refunds go out, some are reversed. */
import { takes } from './codes.ts';
import { playDisputes } from './disputes.ts';
import type { Fault } from './faults.ts';
import { delayOf, findFault } from './faults.ts';
import { newId, newUtr } from './ids.ts';
import { displayAmount } from './money.ts';
import { type Delivery, notify, record } from './notify.ts';
import type {
  Arrival,
  CardTrace,
  Code,
  Failure,
  Order,
  Payment,
  Payout,
  Refund,
  Refusal,
} from './types.ts';
import { isPushMethod, refuse } from './types.ts';
import type { World } from './world.ts';
import { subjectOf } from './world.ts';

/** Faults that act now that something really happens with an order. */
export function settleFaults(world: World, order: Order): Fault[] {
  return [...order.faults, ...world.rules.take('settle', subjectOf(order))];
}

/** Why one of the faults `decline_later` and `payer_refuses` says no. */
export function declineOf(fault: Fault): Failure {
  const by = fault.name === 'payer_refuses' ? BY_PAYER : BY_US;
  return { code: fault.options.code ?? by.code, text: fault.options.text ?? by.text };
}

const BY_US: Failure = {
  code: 'insufficient_funds',
  text: 'declined by the simulator, as ordered',
};
const BY_PAYER: Failure = { code: 'payer_refused', text: 'the payer said no' };

/** What really moves where `dueMinor` should: half, or one and a half, when a fault says so. */
function movedMinor(dueMinor: bigint, faults: readonly Fault[]): bigint {
  const wrong = findFault(faults, 'wrong_amount_under', 'wrong_amount_over');
  if (!wrong) return dueMinor;
  if (wrong.options.amountMinor !== undefined) return wrong.options.amountMinor;
  if (wrong.name === 'wrong_amount_over') return dueMinor + (dueMinor + 1n) / 2n;
  return dueMinor > 1n ? dueMinor / 2n : 1n;
}

/** How a payer pays. */
export type PayWish = {
  /** Chosen by the payer; absent = what is due. */
  readonly amountMinor?: bigint;
  /** Pay once more though it is paid (numbers and QR only). */
  readonly again?: boolean;
  /** Let the money through though the order was closed: it was already on its way. */
  readonly late?: boolean;
  /** Pay any amount, whatever the code takes: a bank that does not check. */
  readonly force?: boolean;
  readonly payerName?: string;
  readonly card?: CardTrace;
};

export type PayOutcome =
  | { readonly ok: true; readonly arrival: Arrival; readonly delivery: Delivery }
  | Refusal;

/** Why an order cannot take money now; undefined when it can. */
export function whyNotPayable(order: Payment | Code, wish: PayWish): Refusal | undefined {
  const closed = order.failure?.code === 'closed';
  if (closed && !wish.late) return refuse(409, 'closed', 'this was closed by the merchant');
  if (order.status === 'failed') return refuse(409, 'failed', 'this has failed');
  if (order.status === 'active' || order.status === 'pending') return undefined;
  const push = isPushMethod(order.method);
  if (order.status === 'expired') {
    if (push || wish.late) return undefined;
    return refuse(409, 'expired', 'this payment link has expired');
  }
  if (push && wish.again) return undefined;
  if (order.kind === 'code' && wish.late) return undefined;
  return refuse(409, 'already_paid', 'this is already paid');
}

/** What a code says to an amount that it does not take; undefined when it takes it. */
function outOfLimits(code: Code, amountMinor: bigint): Refusal | undefined {
  const { exactly, min, max } = takes(code);
  const say = (minor: bigint) => displayAmount(minor, code.asset);
  const no = (text: string) => refuse(422, 'amount_out_of_limits', text);
  if (exactly !== undefined && amountMinor !== exactly) return no(`only ${say(exactly)} exactly`);
  if (min !== undefined && amountMinor < min) return no(`at least ${say(min)}`);
  if (max !== undefined && amountMinor > max) return no(`at most ${say(max)}`);
  return undefined;
}

/** Why a debit cannot be made: its mandate is not in use. */
function whyNotDebit(world: World, { instructions }: Payment | Code): Failure | undefined {
  if (instructions.kind !== 'debit') return undefined;
  const mandate = world.orders.byId(instructions.mandateId);
  if (mandate?.status === 'active') return undefined;
  return { code: 'mandate_inactive', text: `the mandate is ${mandate?.status}` };
}

/** A payer pays a payment or a reusable code. */
export function pay(world: World, order: Payment | Code, wish: PayWish): PayOutcome {
  const obstacle = whyNotPayable(order, wish);
  if (obstacle) return obstacle;
  const dueMinor = wish.amountMinor ?? order.amountMinor;
  if (dueMinor === undefined) {
    return refuse(400, 'amount_missing', 'this code has no amount of its own: say how much');
  }
  const outside = order.kind === 'code' && !wish.force ? outOfLimits(order, dueMinor) : undefined;
  if (outside) return outside;
  const faults = settleFaults(world, order);
  const decline = findFault(faults, 'decline_later', 'payer_refuses');
  const failure = whyNotDebit(world, order) ?? (decline && declineOf(decline));
  if (failure) {
    if (order.kind === 'payment') void failPayment(world, order, failure);
    return refuse(422, failure.code, failure.text);
  }
  const amountMinor = wish.amountMinor ?? movedMinor(dueMinor, faults);
  if (order.kind !== 'payment' || order.arrivals.length > 0) {
    return world.journal.together(() => receive(world, order, amountMinor, wish, faults));
  }
  if (findFault(faults, 'paid_late') && order.status === 'pending') {
    void expirePayment(world, order, { code: 'expired', text: 'not paid in time' });
    payLater(world, order, faults);
    return refuse(409, 'expired', 'the time is over; the money is still on its way');
  }
  const parts = findFault(faults, 'paid_in_parts');
  const first = parts === undefined ? amountMinor : (parts.options.amountMinor ?? amountMinor / 2n);
  const paid = world.journal.together(() => receive(world, order, first, wish, faults));
  payLater(world, order, faults);
  return paid;
}

/** Money that comes after the first, or after the end: after a restart, what has not come yet. */
export function payLater(world: World, order: Payment, faults = order.faults): void {
  const fault = findFault(faults, 'paid_in_parts', 'paid_twice', 'paid_late');
  if (fault === undefined || order.status === 'pending') return;
  if (order.arrivals.length !== (fault.name === 'paid_late' ? 0 : 1)) return;
  const cameMinor = order.arrivals.reduce((sum, one) => sum + one.amountMinor, 0n);
  const restMinor = fault.name === 'paid_in_parts' ? order.amountMinor - cameMinor : 0n;
  const amountMinor = restMinor > 0n ? restMinor : order.amountMinor;
  world.timers.after(delayOf(fault), () => {
    world.journal.together(() => receive(world, order, amountMinor, {}, faults));
  });
}

function receive(
  world: World,
  order: Payment | Code,
  amountMinor: bigint,
  wish: PayWish,
  faults: readonly Fault[],
): PayOutcome {
  const { payerName = order.kind === 'payment' ? order.payerName : '' } = wish;
  const arrival: Arrival = {
    id: newId('txn'),
    amountMinor,
    atMs: Date.now(),
    utr: newUtr(),
    ...(payerName ? { payerName } : {}),
  };
  const { id: paymentId, utr } = arrival;
  record(world, order, { operation: 'payment', effect: '+', amountMinor, paymentId, utr });
  world.orders.saveArrival(order, arrival);
  if (order.kind === 'payment') {
    order.status = 'succeeded';
    delete order.failure;
    if (wish.card) order.card = wish.card;
    world.orders.save(order);
  } else if (order.status === 'active' && order.arrivals.length === order.maxPayments) {
    order.status = 'used';
    world.orders.save(order);
  }
  const type = order.kind === 'code' ? 'code.paid' : 'payment.succeeded';
  const delivery = notify(world, order, { type, amountMinor, paymentId, utr, payerName });
  const reversal = findFault(faults, 'late_reversal');
  if (reversal) {
    world.timers.after(delayOf(reversal), () => void reverseArrival(world, order, arrival));
  }
  playDisputes(world, order, arrival, faults);
  return { ok: true, arrival, delivery };
}

/**
 * Ends a payment without money: refused by the payer, declined. Nothing when it has ended already.
 */
export function failPayment(
  world: World,
  payment: Payment,
  failure: Failure,
): Delivery | undefined {
  return endUnpaid(world, payment, 'failed', failure);
}

/** Ends a payment because its time is over or the account closed it. */
export function expirePayment(
  world: World,
  payment: Payment,
  failure: Failure,
): Delivery | undefined {
  return endUnpaid(world, payment, 'expired', failure);
}

function endUnpaid(
  world: World,
  payment: Payment,
  status: 'failed' | 'expired',
  failure: Failure,
): Delivery | undefined {
  if (payment.status !== 'pending') return undefined;
  return world.journal.together(() => {
    payment.status = status;
    payment.failure = failure;
    world.orders.save(payment);
    return notify(world, payment, { type: `payment.${status}`, amountMinor: payment.amountMinor });
  });
}

/** Executes a payout or refund, or fails it when a fault says so. Nothing when it has ended. */
export function finishTransfer(world: World, transfer: Payout | Refund): Delivery | undefined {
  if (transfer.status !== 'processing') return undefined;
  const faults = settleFaults(world, transfer);
  const decline = findFault(faults, 'decline_later');
  if (decline) return failTransfer(world, transfer, declineOf(decline));
  return world.journal.together(() => {
    const amountMinor = movedMinor(transfer.amountMinor, faults);
    const utr = newUtr();
    transfer.status = 'succeeded';
    transfer.paidMinor = amountMinor;
    transfer.utr = utr;
    const { kind: operation, id: paymentId } = transfer;
    record(world, transfer, { operation, effect: '-', amountMinor, paymentId, utr });
    world.orders.save(transfer);
    const reversal = findFault(faults, 'late_reversal');
    if (reversal && transfer.kind === 'payout') {
      world.timers.after(delayOf(reversal), () => void reversePayout(world, transfer));
    }
    return notify(world, transfer, {
      type: `${transfer.kind}.succeeded`,
      amountMinor,
      paymentId: transfer.id,
      utr,
    });
  });
}

export function failTransfer(
  world: World,
  transfer: Payout | Refund,
  failure: Failure,
): Delivery | undefined {
  if (transfer.status !== 'processing') return undefined;
  return world.journal.together(() => {
    transfer.status = 'failed';
    transfer.failure = failure;
    world.orders.save(transfer);
    const { kind, id: paymentId, amountMinor } = transfer;
    return notify(world, transfer, { type: `${kind}.failed`, amountMinor, paymentId });
  });
}

/** Reverses money that had come in. Nothing when it was reversed before. */
export function reverseArrival(
  world: World,
  order: Payment | Code,
  arrival: Arrival,
): Delivery | undefined {
  if (arrival.reversedAtMs !== undefined) return undefined;
  return world.journal.together(() => {
    const { amountMinor, id: paymentId, utr } = arrival;
    arrival.reversedAtMs = Date.now();
    record(world, order, { operation: 'reversal', effect: '-', amountMinor, paymentId, utr });
    world.orders.saveArrival(order, arrival);
    if (order.kind === 'payment' && order.arrivals.every((each) => each.reversedAtMs)) {
      order.status = 'reversed';
      world.orders.save(order);
    }
    return notify(world, order, { type: 'payment.reversed', amountMinor, paymentId, utr });
  });
}

/** The beneficiary's bank sends a payout back. */
export function reversePayout(world: World, payout: Payout): Delivery | undefined {
  if (payout.status !== 'succeeded') return undefined;
  return world.journal.together(() => {
    const { paidMinor: amountMinor, id: paymentId, utr } = payout;
    payout.status = 'reversed';
    payout.failure = { code: 'returned_by_bank', text: 'the beneficiary bank sent it back' };
    record(world, payout, { operation: 'reversal', effect: '+', amountMinor, paymentId, utr });
    world.orders.save(payout);
    return notify(world, payout, { type: 'payout.reversed', amountMinor, paymentId, utr });
  });
}
