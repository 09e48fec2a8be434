/** Disputes: what banks do, step by step, and whole stories of them (section 8). */
import type { Money } from '../shared/money.ts';
import { disputeEventView } from './views.ts';
import { report } from './webhooks.ts';
import { type Dispute, type Intent, move, newId, type World } from './world.ts';

const WEEK_MS = 604_800_000;

export interface Step {
  readonly stage?: string;
  readonly status: string;
  /** What of it was decided; left out: all of it. */
  readonly amount?: Money;
}

export function openDispute(
  world: World,
  intent: Intent,
  opening: {
    readonly amount: Money;
    readonly stage: string;
    readonly reasonCode?: string;
    readonly dueAt?: Date;
  },
): Dispute {
  const { amount, stage, reasonCode = '4853', dueAt } = opening;
  const dispute: Dispute = {
    ...{ id: newId('dsp'), intentId: intent.id, amount, stage, reasonCode, lostMinor: 0n },
    dueAt: dueAt ?? new Date(Date.now() + WEEK_MS),
    ...{ status: 'REQUIRES_RESPONSE', updatedAt: new Date() },
  };
  world.disputes.set(dispute.id, dispute);
  report(world, 'payment_dispute.requires_response', disputeEventView(dispute));
  return dispute;
}

/** The next stage or status. Money leaves when it is lost, and is back when it is won after all. */
export function moveDispute(world: World, dispute: Dispute, step: Step): void {
  dispute.stage = step.stage ?? dispute.stage;
  dispute.status = step.status;
  dispute.amount = step.amount ?? dispute.amount;
  // Stamps have whole seconds, and of two ends the later one counts.
  dispute.updatedAt = new Date(Math.max(Date.now(), dispute.updatedAt.getTime() + 1_000));
  const lost = step.status === 'LOST' ? dispute.amount.minor : 0n;
  if (step.status === 'LOST' || step.status === 'WON') {
    takeOrReturn(world, dispute, lost - dispute.lostMinor);
    dispute.lostMinor = lost;
  }
  report(world, `payment_dispute.${step.status.toLowerCase()}`, disputeEventView(dispute));
}

function takeOrReturn(world: World, { id, intentId, amount }: Dispute, minor: bigint): void {
  const reference = world.intents.get(intentId)?.orderId ?? '';
  if (minor === 0n) return;
  const what = minor > 0n ? 'charged_back' : 'charge_returned';
  const moved = { ...amount, minor: minor > 0n ? minor : -minor };
  move(world, { reference, id, what, amount: moved, payment: { id: intentId, reference } });
}

type Plan = readonly (Omit<Step, 'amount'> & { readonly halves?: true })[];
const RFI = 'RFI';
const CHARGEBACK = 'CHARGEBACK';
const OPEN = { stage: CHARGEBACK, status: 'REQUIRES_RESPONSE' } as const;
const lost: Plan = [OPEN, { status: 'LOST' }];
const won: Plan = [OPEN, { status: 'CHALLENGED' }, { status: 'WON' }];

/**
 * By name: the plan of each dispute about the payment. Airwallex does not report a suspicion of
 * fraud alone.
 */
const STORIES: ReadonlyMap<string, readonly Plan[]> = new Map<string, readonly Plan[]>([
  ['dispute', [[OPEN]]],
  [
    'dispute_inquiry',
    [
      [
        { stage: RFI, status: 'REQUIRES_RESPONSE' },
        { status: 'CHALLENGED' },
        { status: 'REVERSED' },
      ],
    ],
  ],
  ['dispute_won', [won]],
  ['dispute_lost', [lost]],
  ['dispute_part', [[OPEN, { status: 'LOST', halves: true }]]],
  [
    'dispute_again',
    [
      [
        ...lost,
        { stage: 'PRE_ARBITRATION', status: 'REQUIRES_RESPONSE' },
        { stage: 'ARBITRATION', status: 'WON' },
      ],
    ],
  ],
  ['dispute_second', [won, lost]],
]);

/** Plays a story to its end; false: there is none of that name. */
export function playStory(world: World, intent: Intent, name: string): boolean {
  const plans = STORIES.get(name);
  if (plans === undefined) return false;
  const { currency, minor } = intent.captured ?? intent.amount;
  const share = { currency, minor: minor / BigInt(plans.length) };
  for (const [first, ...rest] of plans) {
    const dispute = openDispute(world, intent, { amount: share, stage: first?.stage ?? RFI });
    for (const { halves, ...step } of rest) {
      const half = { currency, minor: share.minor - share.minor / 2n };
      moveDispute(world, dispute, halves ? { ...step, amount: half } : step);
    }
  }
  return true;
}
