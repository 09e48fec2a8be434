/** Payers who show who they are: looked at, decided, erased. Whoever looks leaves a row. */
import {
  type Decided,
  decideVerification,
  eraseVerification,
} from '../../app/decide-verification.ts';
import { parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import {
  PHOTO_PARTS,
  VERIFICATION_REASONS,
  type VerificationReason,
} from '../../domain/verification.ts';
import type { StoredPhoto } from '../../ports/verification.ts';
import { doneBy } from '../actor.ts';
import { type Done, type Failed, failed, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { readChoice } from '../input.ts';
import { reasonOf } from './case-close.ts';

const subject = ({ id = '' }: Input) => `order ${id}`;

async function orderOf(
  { reader }: Pick<OperatorDeps, 'reader'>,
  { id = '' }: Input,
): Promise<Order | null> {
  const orderId = parseId(id);
  const order = orderId === null ? null : await reader.orderById(orderId);
  return order?.kind === 'verification' ? order : null;
}

/** One picture, for whoever may read what is personal. */
export const verificationPhoto: OperatorCommand<StoredPhoto, StoredPhoto> = {
  name: 'verification.photo',
  ability: 'read_personal',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ id = '', part = '' }) => `order ${id} ${part}`,
  async check(deps, _actor, input) {
    const order = await orderOf(deps, input);
    const part = readChoice(input, 'part', PHOTO_PARTS);
    if (order === null || !part.ok) return failed('not_found');
    const photos = await deps.verifications.photosOf(order.id);
    const found = photos.find((photo) => photo.part === part.value);
    return found === undefined ? failed('not_found') : { ok: true, value: found };
  },
  execute: (run, photo) => run.commit(async () => ({ ok: true, result: photo })),
};

interface Verdict {
  readonly before: Order;
  readonly passed: boolean;
  readonly reason: VerificationReason | null;
  /** What was seen: for the audit log, not for the merchant. */
  readonly note: string;
}

export interface Settled {
  readonly orderId: Order['id'];
  readonly stage: NonNullable<Order['verification']>['stage'];
}

export const verificationDecide: OperatorCommand<Verdict, Settled> = {
  name: 'verification.decide',
  ability: 'decide_verification',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const before = await orderOf(deps, input);
    if (before === null) return failed('not_found');
    const verdict = readChoice(input, 'verdict', ['pass', 'fail']);
    if (!verdict.ok) return verdict;
    const passed = verdict.value === 'pass';
    const reason = passed ? null : readChoice(input, 'reason', VERIFICATION_REASONS);
    if (reason !== null && !reason.ok) return reason;
    const note = reasonOf(input.note);
    if (note === null) return failed('reason_missing');
    return { ok: true, value: { before, passed, reason: reason?.value ?? null, note } };
  },
  async execute(run, { before, passed, reason, note }) {
    const outcomeOf = (answer: unknown): Done<Settled> | Failed => {
      const decided = answer as Decided;
      if (!decided.ok) return failed(decided.why === 'stage' ? 'not_in_review' : 'not_found');
      return { ok: true, result: settled(decided.order), before, detail: note };
    };
    const lanes = run.lanes(outcomeOf);
    return outcomeOf(await decideVerification({ lanes }, before.id, passed, reason));
  },
};

export const verificationErase: OperatorCommand<Order, Settled> = {
  name: 'verification.erase',
  ability: 'decide_verification',
  confirm: 'password',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const order = await orderOf(deps, input);
    return order === null ? failed('not_found') : { ok: true, value: order };
  },
  async execute(run, before) {
    const outcomeOf = (answer: unknown): Done<Settled> | Failed => {
      const erased = answer as Decided;
      if (!erased.ok) return failed(erased.why === 'stage' ? 'not_resolved' : 'not_found');
      // Digests of what is gone would say that it was the same.
      return { ok: true, result: settled(erased.order) };
    };
    const deps = { ...run.deps, lanes: run.lanes(outcomeOf) };
    return outcomeOf(await eraseVerification(deps, before.id, doneBy(run.actor)));
  },
};

function settled({ id, verification }: Order): Settled {
  return { orderId: id, stage: verification?.stage ?? 'created' };
}
