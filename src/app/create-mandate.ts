/** A merchant asks a payer for the permission to be debited without being asked again. */
import { refuse } from '../domain/refusal.ts';
import type { CreateMandate, Outcome } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import { claimAndSend, draftOrder, expiryOf } from './claim.ts';
import { agreed } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';

/** How long the payer may take to agree, in minutes. Once agreed to, the provider says how long. */
const AGREE_WITHIN_MINUTES = 60;

export async function createMandate(
  deps: Deps,
  caller: Caller,
  request: CreateMandate,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const { channel } = request;
  if (!channel.enabled || channel.method !== 'direct_debit') {
    return refuse('channel_unavailable', 'channel', 'this channel has no direct debit');
  }
  const ready = agreed(deps, who.app, request);
  if (!ready.ok) return ready;
  const order = draftOrder(deps, {
    ...who,
    ...ready,
    kind: 'mandate',
    channel,
    request,
    returnUrl: request.returnUrl,
    parent: null,
    expiresAt: expiryOf(deps, AGREE_WITHIN_MINUTES),
  });
  return await claimAndSend(deps, who, order, { balanceKeys: () => [] }, request);
}
