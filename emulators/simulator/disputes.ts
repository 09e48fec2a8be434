/** Disputes, as an operator has them or as a fault's story plays them by itself. */
import { delayOf, type Fault, type FaultName, findFault } from './faults.ts';
import { newId } from './ids.ts';
import { type Delivery, notify, record } from './notify.ts';
import {
  type Arrival,
  type Code,
  type Dispute,
  type DisputeStatus,
  type DisputeStep,
  type Payment,
  type Refusal,
  refuse,
} from './types.ts';
import type { World } from './world.ts';

const WEEK_MS = 604_800_000;
const REASON = { reasonCode: '4853', reason: 'goods or services not provided' } as const;
const step = (...statuses: readonly DisputeStatus[]): readonly DisputeStep[] =>
  statuses.map((status) => ({ status }));

/** What happens to an arrival under each of these faults: a plan for each dispute about it. */
const STORIES: Readonly<Partial<Record<FaultName, readonly (readonly DisputeStep[])[]>>> = {
  dispute: [step('open')],
  dispute_inquiry: [step('inquiry', 'answered', 'withdrawn')],
  dispute_won: [step('open', 'answered', 'won')],
  dispute_lost: [step('open', 'lost')],
  dispute_part: [[{ status: 'open' }, { status: 'lost', halves: 1 }]],
  dispute_again: [step('open', 'lost', 'open', 'won')],
  // Each about a half of it.
  dispute_second: [step('open', 'answered', 'won'), step('open', 'lost')],
};
const STORY_NAMES = Object.keys(STORIES) as FaultName[];

/** A dispute that is new; `amountMinor`: all of the arrival when left out. */
export function openDispute(
  world: World,
  order: Payment | Code,
  arrival: Arrival,
  given: {
    readonly amountMinor?: bigint;
    readonly plan?: readonly DisputeStep[];
    readonly status?: DisputeStatus;
    readonly dueInMs?: number;
  } = {},
): { readonly dispute: Dispute; readonly delivery: Delivery } | Refusal {
  const { amountMinor = arrival.amountMinor, plan = [], status = 'open', dueInMs } = given;
  if (arrival.reversedAtMs !== undefined) return refuse(409, 'reversed', 'it was reversed');
  const disputedMinor = world.disputes
    .of(arrival.id)
    .filter((one) => one.status !== 'won' && one.status !== 'withdrawn')
    .reduce((sum, one) => sum + one.amountMinor, amountMinor);
  if (disputedMinor > arrival.amountMinor) {
    return refuse(422, 'dispute_exceeds_paid', 'more than what is left of the payment');
  }
  const now = Date.now();
  const dispute: Dispute = {
    ...{ id: newId('dsp'), orderId: order.id, arrivalId: arrival.id, asset: order.asset },
    ...{ amountMinor, dueAtMs: now + (dueInMs ?? WEEK_MS), ...REASON, plan, done: 0 },
    ...{ round: 1, status, isInquiry: status === 'inquiry', lostMinor: 0n, updatedAtMs: now },
  };
  const delivery = world.journal.together(() => notified(world, order, arrival, dispute));
  return { dispute, delivery };
}

/** The next status; taken up again after its end it is in a round of its own. */
export function moveDispute(
  world: World,
  dispute: Dispute,
  status: DisputeStatus,
  decidedMinor = dispute.amountMinor,
): Delivery | undefined {
  const order = world.orders.byId(dispute.orderId);
  if (order?.kind !== 'payment' && order?.kind !== 'code') return undefined;
  const arrival = order.arrivals.find(({ id }) => id === dispute.arrivalId);
  if (arrival === undefined) return undefined;
  const wasOver = isOver(dispute.status);
  return world.journal.together(() => {
    dispute.updatedAtMs = Math.max(Date.now(), dispute.updatedAtMs + 1);
    if (wasOver && !isOver(status)) dispute.round += 1;
    dispute.status = status;
    if (status === 'open' || status === 'lost') dispute.isInquiry = false;
    const lost = status === 'lost' ? decidedMinor : isOver(status) ? 0n : dispute.lostMinor;
    takeOrReturn(world, order, arrival, lost - dispute.lostMinor);
    dispute.lostMinor = lost;
    return notified(world, order, arrival, dispute);
  });
}

function isOver(status: DisputeStatus): boolean {
  return status === 'won' || status === 'withdrawn' || status === 'lost';
}

function takeOrReturn(
  world: World,
  order: Payment | Code,
  { id: paymentId, utr }: Arrival,
  minor: bigint,
): void {
  if (minor === 0n) return;
  const move = { operation: 'dispute', paymentId, utr } as const;
  if (minor > 0n) record(world, order, { ...move, effect: '-', amountMinor: minor });
  else record(world, order, { ...move, effect: '+', amountMinor: -minor });
}

function notified(
  world: World,
  order: Payment | Code,
  arrival: Arrival,
  dispute: Dispute,
): Delivery {
  world.disputes.save(dispute);
  const { id: paymentId, utr } = arrival;
  const { amountMinor, status } = dispute;
  const happening = { amountMinor, paymentId, utr, dispute: disputeView(dispute) };
  return notify(world, order, { type: `dispute.${status}`, ...happening });
}

/** A dispute as events and answers have it. */
export function disputeView(dispute: Dispute): Readonly<Record<string, unknown>> {
  const { id, round, status, amountMinor, reasonCode, reason, dueAtMs, updatedAtMs } = dispute;
  return {
    ...{ id, round, stage: dispute.isInquiry ? 'inquiry' : 'dispute', status },
    amountMinor: `${amountMinor}`,
    ...(status === 'lost' ? { lostMinor: `${dispute.lostMinor}` } : {}),
    ...{ reasonCode, reason, dueAt: new Date(dueAtMs).toISOString() },
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}

/** Begins what the faults want of an arrival. After a restart: what has not begun, or goes on. */
export function playDisputes(
  world: World,
  order: Payment | Code,
  arrival: Arrival,
  faults: readonly Fault[],
): void {
  const fault = findFault(faults, ...STORY_NAMES);
  const notification = findFault(faults, 'fraud_notice');
  if (notification)
    world.timers.after(delayOf(notification), () => void warnOfFraud(world, order, arrival));
  const plans = (fault && STORIES[fault.name]) ?? [];
  if (fault === undefined || plans.length === 0) return;
  const known = world.disputes.of(arrival.id);
  for (const dispute of known) goOn(world, dispute, delayOf(fault));
  const share = arrival.amountMinor / BigInt(plans.length);
  plans.slice(known.length).forEach((plan, i) => {
    world.timers.after(delayOf(fault) * (i + 1), () => {
      const { status } = plan[0] ?? { status: 'open' as const };
      const amountMinor = fault.options.amountMinor ?? share;
      const given = { amountMinor, plan: plan.slice(1), status };
      const opened = openDispute(world, order, arrival, given);
      if ('dispute' in opened) goOn(world, opened.dispute, delayOf(fault));
    });
  });
}

/** The rest of a plan, step by step. */
function goOn(world: World, dispute: Dispute, everyMs: number): void {
  const next = dispute.plan[dispute.done];
  if (next === undefined) return;
  world.timers.after(everyMs, () => {
    dispute.done += 1;
    const { amountMinor } = dispute;
    const decided = next.halves === 1 ? amountMinor - amountMinor / 2n : amountMinor;
    void moveDispute(world, dispute, next.status, decided);
    goOn(world, dispute, everyMs);
  });
}

/** A card network warns of an arrival: no money moves. */
export function warnOfFraud(world: World, order: Payment | Code, arrival: Arrival): Delivery {
  const { id: paymentId, utr, amountMinor } = arrival;
  return notify(world, order, { type: 'fraud.notice', amountMinor, paymentId, utr });
}
