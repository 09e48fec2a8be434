/** Standing agreements of payers: made pending, agreed to or refused on a page, ended by anyone. */
import type { Origin } from './create.ts';
import { base, declined } from './create.ts';
import { delayOf, findFault } from './faults.ts';
import { newId } from './ids.ts';
import type { MandateInput } from './input.ts';
import { mandateUrl } from './instructions.ts';
import { type Delivery, notify } from './notify.ts';
import { declineOf, pay, settleFaults } from './settle.ts';
import type { Failure, Mandate, MandateStatus, Payment, Refusal } from './types.ts';
import { refuse } from './types.ts';
import type { World } from './world.ts';

/** How long the payer has to agree. */
const DEFAULT_LIFE_MS = 24 * 3_600_000;
/** How long an agreement lasts: ten years. */
const DEFAULT_VALIDITY_MS = 3_652 * 24 * 3_600_000;

export function createMandate(world: World, origin: Origin, input: MandateInput): Mandate {
  const id = newId('mdt');
  const { user, bank, name, description, returnUrl, expiresAtMs, validUntilMs } = input;
  const decline = declined(origin.faults);
  const now = Date.now();
  const mandate: Mandate = {
    kind: 'mandate',
    id,
    ...base(origin, input),
    user,
    bank,
    name,
    description,
    returnUrl,
    instructions: { kind: 'redirect', url: mandateUrl(world.baseUrl, id) },
    expiresAtMs: expiresAtMs ?? now + DEFAULT_LIFE_MS,
    validUntilMs: validUntilMs ?? now + DEFAULT_VALIDITY_MS,
    status: decline ? 'failed' : 'pending',
    ...decline,
  };
  world.orders.save(mandate);
  return mandate;
}

function turn(
  world: World,
  mandate: Mandate,
  status: Exclude<MandateStatus, 'pending' | 'failed'>,
  failure?: Failure,
): Delivery {
  return world.journal.together(() => {
    mandate.status = status;
    if (failure) mandate.failure = failure;
    if (status === 'active') mandate.agreedAtMs = Date.now();
    else mandate.endedAtMs = Date.now();
    world.orders.save(mandate);
    const { agreedAtMs, validUntilMs } = mandate;
    return notify(world, mandate, {
      type: `mandate.${status}`,
      validUntil: new Date(validUntilMs).toISOString(),
      ...(agreedAtMs === undefined ? {} : { agreedAt: new Date(agreedAtMs).toISOString() }),
    });
  });
}

/** The payer agrees. Nothing when there is nothing to agree to any more. */
export function agree(world: World, mandate: Mandate): Delivery | Refusal {
  if (mandate.status !== 'pending') {
    return refuse(409, mandate.status, `this is ${mandate.status} already`);
  }
  const faults = settleFaults(world, mandate);
  const decline = findFault(faults, 'decline_later', 'payer_refuses');
  if (decline) {
    const failure = declineOf(decline);
    void turn(world, mandate, 'refused', failure);
    return refuse(422, failure.code, failure.text);
  }
  const delivery = turn(world, mandate, 'active');
  const reversal = findFault(faults, 'late_reversal');
  if (reversal) world.timers.after(delayOf(reversal), () => void revokeMandate(world, mandate));
  return delivery;
}

/** The bank ends an agreement by itself (fault `late_reversal`). */
export function revokeMandate(world: World, mandate: Mandate): Delivery | undefined {
  if (mandate.status !== 'active') return undefined;
  const failure = { code: 'revoked_by_bank', text: 'the bank has ended the agreement' };
  return turn(world, mandate, 'revoked', failure);
}

const BY_PAYER: Failure = { code: 'payer_refused', text: 'the payer did not agree' };

/** The payer does not agree. Nothing when it is no longer asked. */
export function refuseMandate(
  world: World,
  mandate: Mandate,
  failure = BY_PAYER,
): Delivery | undefined {
  if (mandate.status !== 'pending') return undefined;
  return turn(world, mandate, 'refused', failure);
}

/** Ends a mandate at the wish of payer or account; ending it twice changes nothing. */
export function revoke(
  world: World,
  mandate: Mandate,
  by: 'payer' | 'account',
): Refusal | Delivery | undefined {
  if (mandate.status === 'revoked') return undefined;
  if (mandate.status !== 'pending' && mandate.status !== 'active') {
    return refuse(409, 'not_closable', `the mandate is ${mandate.status}`);
  }
  const text = by === 'payer' ? 'the payer has ended it' : 'ended by the account';
  return turn(world, mandate, 'revoked', { code: `revoked_by_${by}`, text });
}

/** The payer ends the mandate just before it is debited (fault `token_revoked`). */
export function debit(world: World, payment: Payment): void {
  const { instructions } = payment;
  const mandate = instructions.kind === 'debit' && world.orders.byId(instructions.mandateId);
  const isRevoked = findFault(payment.faults, 'token_revoked') !== undefined;
  if (isRevoked && mandate && mandate.kind === 'mandate') void revoke(world, mandate, 'payer');
  void pay(world, payment, {});
}

/** When what the mandate is in now will be over. */
export function endsAtMs({ status, expiresAtMs, validUntilMs }: Mandate): number {
  return status === 'pending' ? expiresAtMs : validUntilMs;
}

/** Ends what was not agreed to in time, or may be used no longer. Nothing when it has ended. */
export function expireMandate(world: World, mandate: Mandate): Delivery | undefined {
  const { status } = mandate;
  if (status !== 'pending' && status !== 'active') return undefined;
  const text = status === 'pending' ? 'not agreed to in time' : 'its time is over';
  return turn(world, mandate, 'expired', { code: 'expired', text });
}
