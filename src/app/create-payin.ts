/** A merchant wants to be paid. */
import type { Channel } from '../domain/channel.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreatePayin, Outcome } from '../domain/request.ts';
import { checkFields } from '../fields/check-fields.ts';
import { callerOf, claimCommand, firstDispatch, propose, runClaim } from './claim.ts';
import type { Caller, Deps } from './deps.ts';

/** Checks against catalogue, terms and routes, claims the reference, leaves a dispatch. */
export async function createPayin(
  deps: Deps,
  caller: Caller,
  request: CreatePayin,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const ready = prepare(deps, who.merchant.id, request);
  if (!ready.ok) return ready;
  const order = propose(deps, {
    ...who,
    ...ready,
    kind: 'payin',
    channel: request.channel,
    request,
    returnUrl: request.returnUrl,
    parentId: null,
    expiryMinutes: request.expiryMinutes ?? request.channel.expiryMinutes,
  });
  const command = claimCommand(order, { balanceKeys: () => [] }, () => ({
    changes: { dispatches: [firstDispatch(order)] },
  }));
  return await runClaim(deps, command, request);
}

/** What both payins and payouts are checked for before anything is written. */
export function prepare(
  deps: Deps,
  merchantId: bigint,
  request: Pick<CreatePayin, 'channel' | 'amountMinor' | 'fields'>,
) {
  const { channel, amountMinor } = request;
  const snapshot = deps.snapshot.current();
  if (!channel.enabled) return refuse('channel_unavailable', 'channel', 'channel is closed');
  const within = checkLimits(channel, amountMinor);
  if (!within.ok) return within;
  const checked = checkFields(channel, request.fields);
  if (!checked.ok) return checked;
  const terms = snapshot.terms(merchantId, channel.code, new Date(deps.clock.nowMs()));
  const route = snapshot.routes(channel.code, merchantId, amountMinor)[0];
  if (terms === null || route === undefined) {
    return refuse('channel_unavailable', 'channel', 'channel is not open for this merchant');
  }
  return { ok: true as const, terms, route, fields: checked.fields };
}

function checkLimits({ limits }: Channel, amountMinor: bigint): { ok: true } | Refused {
  if (amountMinor <= 0n) return refuse('amount_invalid', 'amount', 'amount must be above zero');
  if (amountMinor < limits.minMinor || amountMinor > limits.maxMinor) {
    return refuse('amount_out_of_limits', 'amount', 'amount is outside the limits of the channel');
  }
  return { ok: true };
}
