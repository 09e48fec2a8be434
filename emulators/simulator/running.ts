/** What orders do by themselves once they exist, and how they are ended. */
import { expireCode } from './codes.ts';
import { playDisputes } from './disputes.ts';
import { delayOf, findFault } from './faults.ts';
import { debit, endsAtMs, expireMandate, revokeMandate } from './mandates.ts';
import { notify } from './notify.ts';
import {
  expirePayment,
  finishTransfer,
  pay,
  payLater,
  reverseArrival,
  reversePayout,
} from './settle.ts';
import type { Code, Mandate, Order, Payment, Payout, Refund, Refusal } from './types.ts';
import { refuse } from './types.ts';
import { startVerification } from './verifications.ts';
import type { World } from './world.ts';

/** Ends a payment or code at the account's wish. Closing twice changes nothing. */
export function closeOrder(world: World, order: Payment | Code): Refusal | undefined {
  const failure = { code: 'closed', text: 'closed by the account' };
  if (order.failure?.code === 'closed') return undefined;
  if (order.kind === 'code') {
    if (order.status !== 'active')
      return refuse(409, 'not_closable', `the code is ${order.status}`);
    order.status = 'closed';
    order.failure = failure;
    world.orders.save(order);
    return undefined;
  }
  if (order.status !== 'pending') {
    return refuse(409, 'not_closable', `the payment is ${order.status}`);
  }
  void expirePayment(world, order, failure);
  return undefined;
}

function expire(world: World, order: Payment | Code | Mandate): void {
  const atMs = order.kind === 'mandate' ? endsAtMs(order) : order.expiresAtMs;
  if (atMs === undefined || atMs > Date.now()) return;
  if (order.kind === 'mandate') void expireMandate(world, order);
  else if (order.kind === 'code') expireCode(world, order);
  else void expirePayment(world, order, { code: 'expired', text: 'not paid in time' });
}

/** Sets the clock of what can expire. Setting it again does no harm. */
export function startClock(world: World, order: Payment | Code | Mandate): void {
  if (order.expiresAtMs === undefined) return;
  world.timers.at(order.expiresAtMs, () => expire(world, order));
  if (order.kind === 'mandate') {
    world.timers.at(order.validUntilMs, () => expire(world, order));
  }
}

/** Sets going what a new order does by itself. */
export function begin(world: World, order: Order): void {
  start(world, order);
  const { autoPayMs } = world.knobs;
  if (order.kind === 'payment' && autoPayMs !== null) {
    world.timers.after(autoPayMs, () => void pay(world, order, {}));
  }
  if (order.kind === 'code' || !findFault(order.faults, 'unknown_word')) return;
  const amount = 'amountMinor' in order ? { amountMinor: order.amountMinor } : {};
  void notify(world, order, { type: `${order.kind}.under_review`, ...amount });
}

function start(world: World, order: Order): void {
  if (order.kind === 'verification') {
    startVerification(world, order);
    return;
  }
  if (order.kind === 'payout' || order.kind === 'refund') {
    startTransfer(world, order);
    return;
  }
  startClock(world, order);
  if (order.kind === 'payment' && order.method === 'direct_debit' && order.status === 'pending') {
    world.timers.after(world.knobs.payoutDelayMs, () => debit(world, order));
  }
}

function startTransfer(world: World, transfer: Payout | Refund): void {
  if (transfer.status !== 'processing') return;
  world.timers.after(world.knobs.payoutDelayMs, () => void finishTransfer(world, transfer));
}

/** Takes up an order again that was read back after a restart. */
export function resume(world: World, order: Order): void {
  start(world, order);
  if (order.kind === 'payment' || order.kind === 'code') resumeArrivals(world, order);
  const reversal = findFault(order.faults, 'late_reversal');
  if (!reversal || order.kind === 'refund' || order.kind === 'verification') return;
  const later = (act: () => unknown) => world.timers.after(delayOf(reversal), () => void act());
  if (order.kind === 'payout') {
    if (order.status === 'succeeded') later(() => reversePayout(world, order));
  } else if (order.kind === 'mandate') {
    later(() => revokeMandate(world, order));
  } else {
    for (const arrival of order.arrivals) later(() => reverseArrival(world, order, arrival));
  }
}

/** Disputes go on, and what was still to come comes. */
function resumeArrivals(world: World, order: Payment | Code): void {
  for (const arrival of order.arrivals) playDisputes(world, order, arrival, order.faults);
  if (order.kind === 'payment') payLater(world, order);
}
