/** A merchant wants a number, account or QR that many payments can arrive at. */
import type { Channel } from '../domain/channel.ts';
import type { CodeRule } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreateCode, Created } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import { claimAndSend, draftOrder } from './claim.ts';
import { agreed, checkLimits } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';

/** Checks the channel and the rule of amounts, claims the reference, leaves a dispatch. */
export async function createCode(
  deps: Deps,
  caller: Caller,
  request: CreateCode,
): Promise<Created | Refused> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const { channel } = request;
  if (!channel.enabled) return refuse('channel_unavailable', 'channel', 'the channel is closed');
  if (!channel.abilities.static) {
    return refuse(
      'channel_unavailable',
      'channel',
      'this channel offers no reusable payment codes',
    );
  }
  const ruled = ruleOf(channel, request);
  if (!ruled.ok) return ruled;
  const ready = agreed(deps, who.app, request);
  if (!ready.ok) return ready;
  const { expiresAt } = request;
  const over = endProblem(deps, expiresAt);
  if (over !== null) return over;
  const order = draftOrder(deps, {
    ...who,
    ...ready,
    kind: 'code',
    channel,
    request,
    returnUrl: null,
    parent: null,
    code: ruled.rule,
    expiresAt,
  });
  return await claimAndSend(deps, who, order, { balanceKeys: () => [] }, request);
}

/** The amounts that may be paid: within the channel's limits, and the merchant's own. */
function ruleOf(channel: Channel, request: CreateCode): { ok: true; rule: CodeRule } | Refused {
  const { amountMinor, minMinor, maxMinor, single } = request;
  if (amountMinor < 0n) return refuse('amount_invalid', 'amount', 'amount must not be negative');
  const fixed = amountMinor === 0n ? null : amountMinor;
  const problem =
    amountsProblem(channel, [fixed, minMinor, maxMinor]) ?? orderProblem(minMinor, maxMinor);
  if (problem !== null) return problem;
  const { limits } = channel;
  const rule = { minMinor: minMinor ?? limits.minMinor, maxMinor: maxMinor ?? limits.maxMinor };
  return { ok: true, rule: { ...rule, single } };
}

/** Amounts of a code lie within the limits of its channel; null: none is given. */
export function amountsProblem(
  channel: Channel,
  amounts: readonly (bigint | null)[],
): Refused | null {
  for (const minor of amounts) {
    if (minor === null) continue;
    const within = checkLimits(channel, minor);
    if (!within.ok) return within;
  }
  return null;
}

export function orderProblem(minMinor: bigint | null, maxMinor: bigint | null): Refused | null {
  if (minMinor === null || maxMinor === null || minMinor <= maxMinor) return null;
  return refuse('amount_invalid', 'amount', 'the minimum amount must not exceed the maximum');
}

export function endProblem({ clock }: Pick<Deps, 'clock'>, expiresAt: Date | null): Refused | null {
  if (expiresAt === null || expiresAt.getTime() > clock.nowMs()) return null;
  return refuse('invalid_field', 'expiresAt', 'the expiry must be in the future');
}
