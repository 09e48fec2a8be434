/** Cases: what payers' banks do, step by step, and whole stories of them (section 10). */
import type { Money } from '../shared/money.ts';
import { applyDispute, reportFraud } from './notifications.ts';
import {
  add,
  type Dispute,
  negative,
  now,
  record,
  serial,
  stampOf,
  type Trade,
  type World,
} from './world.ts';

const WEEK_MS = 604_800_000;

/** So much of a trade is wanted back: it is frozen until the end, and the fee with it. */
export function openCase(
  world: World,
  trade: Trade,
  opening: {
    readonly amount: Money;
    readonly fee: Money;
    readonly type?: string;
    readonly dueAt?: Date;
  },
): Dispute {
  const { amount, fee, type = 'CHARGEBACK', dueAt } = opening;
  const dispute: Dispute = {
    ...{ fee, caseId: `O${stampOf(now(world))}${serial(12)}`, trade, amount, type },
    expiresAt: dueAt ?? new Date(now(world).getTime() + WEEK_MS),
    ...{ status: 'DISPUTE_INQUIRY', result: '', isOver: false },
  };
  world.disputes.set(dispute.caseId, dispute);
  freeze(world, dispute, 1n);
  applyDispute(world, dispute);
  return dispute;
}

/** The first result holds: the frozen money goes to the payer, or back. */
export function moveCase(world: World, dispute: Dispute, status: string, result: string): void {
  dispute.status = status;
  const isCancelled = status === 'CASE_CANCEL' || status === 'CASE_CANCELL';
  if (!dispute.isOver && (result !== '' || isCancelled)) end(world, dispute, result);
  applyDispute(world, dispute);
}

function end(world: World, dispute: Dispute, result: string): void {
  const { caseId: id, trade, amount, fee } = dispute;
  dispute.isOver = true;
  dispute.result = result;
  if (result !== 'FAIL') {
    freeze(world, dispute, -1n);
    return;
  }
  for (const gone of [amount, fee]) add(world, 'FREEZE', negative(gone));
  const { tradeToken, outTradeNo: reference } = trade;
  const payment = { id: tradeToken, reference };
  record(world, { reference, id, what: 'charged_back', amount, payment });
}

/** Amount and fee of a case from one account to the other, or back (-1). */
function freeze(world: World, { amount, fee }: Dispute, sign: 1n | -1n): void {
  const total = { ...amount, minor: sign * (amount.minor + fee.minor) };
  add(world, 'FREEZE', total);
  add(world, 'ACQUIRING', negative(total));
}

type Step = readonly [status: string, result: string];
interface Plan {
  /** How many of them make the whole trade. */
  readonly shares: bigint;
  readonly steps: readonly Step[];
}

const won: readonly Step[] = [
  ['DISPUTE_RECEIVED', ''],
  ['DISPUTE_END', 'WIN'],
];
const lost: readonly Step[] = [['DISPUTE_END', 'FAIL']];
const all = (...steps: readonly Step[]): Plan => ({ shares: 1n, steps });

/** By name: the cases about the trade. PayerMax knows no inquiry without money. */
const STORIES: ReadonlyMap<string, readonly Plan[]> = new Map<string, readonly Plan[]>([
  ['dispute', [all()]],
  ['dispute_inquiry', [all(['CASE_CANCEL', ''])]],
  ['dispute_won', [all(...won)]],
  ['dispute_lost', [all(...lost)]],
  ['dispute_part', [{ shares: 2n, steps: lost }]],
  // Asked for again after it was won: a case of its own.
  ['dispute_again', [all(...won), all(...lost)]],
  [
    'dispute_second',
    [
      { shares: 2n, steps: won },
      { shares: 2n, steps: lost },
    ],
  ],
]);

/** Plays a story to its end; false: there is none of that name. */
export function playStory(world: World, trade: Trade, name: string): boolean {
  if (name === 'fraud_notice') {
    reportFraud(world, trade);
    return true;
  }
  const plans = STORIES.get(name);
  if (plans === undefined) return false;
  playPlans(world, trade, plans);
  return true;
}

/** A bank opens another round after the last case was decided. */
function playPlans(world: World, trade: Trade, [plan, ...others]: readonly Plan[]): void {
  if (plan === undefined) return;
  const { amount: paid } = trade;
  const amount = { ...paid, minor: paid.minor / plan.shares };
  const dispute = openCase(world, trade, { amount, fee: { ...paid, minor: 1_500n } });
  for (const [status, result] of plan.steps) moveCase(world, dispute, status, result);
  world.notifications.afterwards(() => playPlans(world, trade, others));
}
