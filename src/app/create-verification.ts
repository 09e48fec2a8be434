/** A merchant asks a payer to show who they are, on our page. Nobody upstream knows of it yet. */
import { refuse } from '../domain/refusal.ts';
import type { CreateVerification, Outcome } from '../domain/request.ts';
import { NEW_VERIFICATION, partsWanted, wantsDocument } from '../domain/verification.ts';
import { documentOf } from '../fields/document-kinds.ts';
import { callerOf } from './caller.ts';
import { claimCommand, draftOrder, expiryOf, runClaim } from './claim.ts';
import { agreed } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';

export async function createVerification(
  deps: Deps,
  caller: Caller,
  request: CreateVerification,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const { channel, document } = request;
  if (!channel.enabled || partsWanted(channel.method, null) === null) {
    return refuse('channel_unavailable', 'channel', 'this channel verifies nobody');
  }
  const isDocument = document === null || documentOf(channel.country, document) !== null;
  if (!isDocument || (document !== null && !wantsDocument(channel.method))) {
    return refuse('invalid_field', 'document', 'must be a kind of document that the channel takes');
  }
  const ready = agreed(deps, who.app, request);
  if (!ready.ok) return ready;
  const draft = draftOrder(deps, {
    ...who,
    ...ready,
    kind: 'verification',
    channel,
    request,
    returnUrl: request.returnUrl,
    parent: null,
    expiresAt: expiryOf(deps, channel.expiryMinutes),
  });
  const isDocumentFixed = document !== null;
  const order = { ...draft, verification: { ...NEW_VERIFICATION, document, isDocumentFixed } };
  const command = claimCommand(order, { balanceKeys: () => [] }, () => ({ changes: {} }));
  return await runClaim(deps, who, command, request);
}
