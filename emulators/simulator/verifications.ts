/** Looking at somebody's pictures: rules, a name or a test decide what comes of it. */
import { createHash } from 'node:crypto';
import { base, declined, type Origin } from './create.ts';
import { delayOf, type Fault, findFault } from './faults.ts';
import { newId } from './ids.ts';
import type { VerificationInput } from './input.ts';
import { type Delivery, notify } from './notify.ts';
import { settleFaults } from './settle.ts';
import type { Failure, Reading, Verification } from './types.ts';
import type { World } from './world.ts';

/** Pictures that a method wants at least. */
const WANTED = {
  id: ['front'],
  face: ['portrait', 'selfie'],
  id_face: ['front', 'selfie'],
} as const;

export function createVerification(
  world: World,
  origin: Origin,
  input: VerificationInput,
): Verification {
  const { method, document, user, name } = input;
  const decline = declined(origin.faults);
  const verification: Verification = {
    kind: 'verification',
    id: newId('vrf'),
    ...base(origin, input),
    ...{ method, document, user, name },
    status: decline ? 'failed' : 'processing',
    ...decline,
  };
  world.orders.save(verification);
  return verification;
}

/** Which of the pictures is missing; undefined when all are there. */
export function missingPart({ method, parts }: VerificationInput): string | undefined {
  return WANTED[method].find((part) => !parts.includes(part));
}

/** What a name asks for, as a sandbox has it: its last word, in any case. */
const BY_NAME: ReadonlyMap<string, Fault> = new Map([
  ['mismatch', { name: 'decline_later', options: { code: 'face_mismatch' } }],
  ['blurred', { name: 'decline_later', options: { code: 'document_unreadable' } }],
  ['review', { name: 'refer', options: {} }],
  ['silent', { name: 'no_verdict', options: {} }],
  ['late', { name: 'late_verdict', options: {} }],
]);

/** What a fault of the moment, or the name, makes of the verdict. */
function orderedFault(world: World, verification: Verification): Fault | undefined {
  const faults = settleFaults(world, verification);
  const ruled = findFault(faults, 'decline_later', 'refer', 'no_verdict', 'late_verdict');
  const word = verification.name.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  return ruled ?? (world.knobs.magicAmounts ? BY_NAME.get(word) : undefined);
}

/** Sets going what a new verification does by itself. */
export function startVerification(world: World, verification: Verification): void {
  if (verification.status !== 'processing') return;
  const fault = orderedFault(world, verification);
  if (fault?.name === 'no_verdict') return;
  const lateMs = fault?.name === 'late_verdict' ? delayOf(fault) : 0;
  world.timers.after(world.knobs.payoutDelayMs + lateMs, () => {
    if (fault?.name === 'refer') void refer(world, verification);
    else if (fault?.name === 'decline_later') void reject(world, verification, reasonOf(fault));
    else void pass(world, verification);
  });
}

function reasonOf({ options: { code = 'face_mismatch', text } }: Fault): Failure {
  return { code, text: text ?? 'rejected by the simulator, as ordered' };
}

/** A verdict is given once; what was referred may still be decided. */
export function pass(world: World, verification: Verification): Delivery | undefined {
  return decide(world, verification, 'passed', { reading: readingOf(verification, true) });
}

export function reject(
  world: World,
  verification: Verification,
  failure: Failure,
): Delivery | undefined {
  const isLike = failure.code !== 'face_mismatch' && failure.code !== 'not_live';
  return decide(world, verification, 'rejected', {
    failure,
    reading: readingOf(verification, isLike),
  });
}

export function refer(world: World, verification: Verification): Delivery | undefined {
  if (verification.status === 'referred') return undefined;
  return decide(world, verification, 'referred', { reading: readingOf(verification, true) });
}

function decide(
  world: World,
  verification: Verification,
  status: 'passed' | 'rejected' | 'referred',
  more: Pick<Verification, 'failure' | 'reading'>,
): Delivery | undefined {
  if (verification.status !== 'processing' && verification.status !== 'referred') return undefined;
  return world.journal.together(() => {
    Object.assign(verification, more);
    verification.status = status;
    world.orders.save(verification);
    const { reading } = verification;
    return notify(world, verification, {
      type: `verification.${status}`,
      ...(reading ? { reading } : {}),
    });
  });
}

/** Invented, and the same each time it is asked for. */
function readingOf({ id, name, document, method }: Verification, isLike: boolean): Reading {
  const digest = createHash('sha256').update(id).digest();
  const digits = Array.from(digest.subarray(0, 12), (byte) => byte % 10).join('');
  const day = `${1 + ((digest[14] ?? 0) % 28)}`.padStart(2, '0');
  const face = {
    faceScore: isLike ? 90 + ((digest[15] ?? 0) % 10) : 10 + ((digest[15] ?? 0) % 20),
    isLive: true,
  };
  const papers = {
    documentNumber: digits,
    fullName: (name || 'TEST PERSON').toUpperCase(),
    birthDate: `19${70 + ((digest[13] ?? 0) % 30)}-01-${day}`,
    gender: 'F',
    ...(document === 'PH_PASSPORT' ? { documentExpiry: '2034-06-30' } : {}),
  };
  return { ...(method === 'face' ? {} : papers), ...(method === 'id' ? {} : face) };
}
