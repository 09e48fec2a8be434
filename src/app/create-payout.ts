/** A merchant pays somebody: hold first, dispatch with it, or refuse for good. */
import { firstDispatch } from '../domain/dispatch.ts';
import { hold, outgoingFee } from '../domain/payout.ts';
import { refuse } from '../domain/refusal.ts';
import type { CreatePayout, Outcome } from '../domain/request.ts';
import { type CallingApp, callerOf, refuseForeign } from './caller.ts';
import { claimCommand, draftOrder, keyUsed, refusedAs, runClaim } from './claim.ts';
import { prepare, quotaOf } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';

/**
 * The hold and the claim are one transaction. Without the balance the order is kept as failed: its
 * reference is used up, so a later repeat cannot succeed by surprise (promise P4).
 */
export async function createPayout(
  deps: Deps,
  caller: Caller,
  request: CreatePayout,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const foreign = refuseForeign(who.app, caller.ip);
  if (foreign !== null) return foreign;
  const ready = prepare(deps, who.app, request);
  if (!ready.ok) return ready;
  const key = keyOf(who, request);
  if (key !== null && (await deps.reader.wasRecorded(who.merchant.id, key.source, key.key))) {
    return keyUsed();
  }
  const draft = draftOrder(deps, {
    ...who,
    ...ready,
    kind: 'payout',
    channel: request.channel,
    request,
    returnUrl: null,
    parent: null,
    expiresAt: null,
  });
  const order = { ...draft, feeMinor: outgoingFee(draft) };
  const balanceKeys = () => [order];
  const event = key === null ? {} : { providerEvent: { ...key, orderId: order.id } };
  const parts = { balanceKeys, ...event, ...quotaOf(deps, order, request.channel) };
  const command = claimCommand(order, parts, (rows, at) => {
    const held = hold(order, rows.balance(order));
    if (held === null) return refusedAs(refuse('insufficient_balance'), order, at);
    return { changes: { entries: [held], dispatches: [firstDispatch(order)] } };
  });
  return await runClaim(deps, who, command, request);
}

/**
 * The second name that a payout of the merchant may have, which counts once in a mode, like a
 * provider event does.
 */
function keyOf(
  { app: { mode }, merchant: { id } }: CallingApp,
  { idempotencyKey }: CreatePayout,
): { readonly source: string; readonly key: string } | null {
  if (idempotencyKey === undefined) return null;
  const source = mode === 'live' ? `payout of ${id}` : `${mode} payout of ${id}`;
  return { source, key: idempotencyKey };
}
