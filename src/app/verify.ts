/**
 * A payer shows who they are: picks the kind of document, takes the pictures, sends them in. Each
 * step is a command of its own, and harmless when it is repeated.
 */
import {
  advanceVerification,
  type VerificationEvent,
  verificationOf,
} from '../domain/advance-verification.ts';
import type { Channel } from '../domain/channel.ts';
import type { Command } from '../domain/decision.ts';
import { type Dispatch, firstDispatch } from '../domain/dispatch.ts';
import { type Id, shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import {
  CAPTURES_MAX,
  type DocumentKind,
  type PhotoPart,
  partsWanted,
  wantsDocument,
} from '../domain/verification.ts';
import { documentOf, documentsOf } from '../fields/document-kinds.ts';
import type { Photo } from '../ports/verification.ts';
import type { Deps } from './deps.ts';

type VerifyDeps = Pick<Deps, 'lanes' | 'snapshot' | 'verifications' | 'clock'>;

/** What the page is made of. */
export interface CapturePlan {
  /** Kinds to choose from; empty: none is wanted. */
  readonly documents: readonly DocumentKind[];
  readonly document: DocumentKind | null;
  /** The kind was named when it was asked for: it stays. */
  readonly isDocumentFixed: boolean;
  readonly wanted: readonly PhotoPart[];
  readonly taken: readonly PhotoPart[];
}

/** Null: the order is no verification, or its channel is gone. */
export function planOf(deps: Pick<Deps, 'snapshot'>, order: Order): CapturePlan | null {
  const channel = deps.snapshot.current().channel(order.channel);
  if (order.verification === undefined || channel === null) return null;
  return capturePlan(channel, order);
}

function capturePlan(channel: Channel, order: Order): CapturePlan | null {
  const { document: code, isDocumentFixed, parts } = verificationOf(order);
  const document = code === null ? null : documentOf(channel.country, code);
  const wanted = partsWanted(channel.method, document);
  if (wanted === null) return null;
  return {
    documents: wantsDocument(channel.method) ? documentsOf(channel.country) : [],
    document,
    isDocumentFixed,
    wanted,
    taken: parts.filter((part) => wanted.includes(part)),
  };
}

/** Everything that is wanted is there. */
export function isComplete({ documents, document, wanted, taken }: CapturePlan): boolean {
  return (documents.length === 0 || document !== null) && taken.length === wanted.length;
}

/** `over`: nothing can be added any more; `refused`: not this, or not in this order. */
export type StepResult = 'done' | 'over' | 'refused';

/** The payer says which document it is. Sides of another one have to be taken again. */
export async function chooseDocument(
  deps: VerifyDeps,
  order: Order,
  code: string,
): Promise<StepResult> {
  const plan = planOf(deps, order);
  const isKnown = plan?.documents.some((each) => each.code === code) === true;
  if (plan === null || !isKnown || plan.isDocumentFixed) return 'refused';
  return await step(deps, order, { kind: 'document', code });
}

/** A picture that was checked. One that is taken again replaces the one before. */
export async function addPhoto(
  deps: VerifyDeps,
  order: Order,
  part: PhotoPart,
  photo: Photo,
): Promise<StepResult> {
  const plan = planOf(deps, order);
  if (plan === null || !plan.wanted.includes(part)) return 'refused';
  if (plan.documents.length > 0 && plan.document === null) return 'refused';
  if (isOver(deps, order) || verificationOf(order).captures >= CAPTURES_MAX) return 'over';
  if (!(await deps.verifications.keepPhoto(order.id, part, photo))) return 'over';
  return await step(deps, order, { kind: 'capture', part });
}

/** Sends it in. It waits for the provider's turn, not for its answer. */
export async function submitVerification(deps: VerifyDeps, order: Order): Promise<StepResult> {
  const plan = planOf(deps, order);
  if (plan === null || !isComplete(plan)) return 'refused';
  return await step(deps, order, { kind: 'submit' });
}

/** Its time has run out, even if that is not booked yet. */
function isOver({ clock }: Pick<Deps, 'clock'>, { expiresAt }: Order): boolean {
  return expiresAt !== null && expiresAt.getTime() <= clock.nowMs();
}

async function step(deps: VerifyDeps, order: Order, event: VerificationEvent): Promise<StepResult> {
  if (isOver(deps, order)) return 'over';
  const channel = deps.snapshot.current().channel(order.channel);
  if (channel === null) return 'refused';
  return await deps.lanes.submit(stepCommand(deps, order.id, event, channel));
}

/** Repeated, it finds its own work done: a submission has left its dispatch. */
function stepCommand(
  { lanes }: Pick<Deps, 'lanes'>,
  id: Id,
  event: VerificationEvent,
  channel: Channel,
): Command<StepResult> {
  return {
    shard: shardOf(id, lanes.shardCount),
    orderIds: [id],
    dispatchesOf: [id],
    balanceKeys: () => [],
    decide(rows, at) {
      const order = rows.order(id);
      if (order === null) return { changes: {}, answer: 'over' };
      if (event.kind === 'submit' && rows.dispatches(id).length > 0) {
        return { changes: {}, answer: 'done' };
      }
      const plan = capturePlan(channel, order);
      if (event.kind === 'submit' && (plan === null || !isComplete(plan))) {
        return { changes: {}, answer: 'refused' };
      }
      const effect = advanceVerification(order, event, at);
      if (effect.note !== null) return { changes: {}, answer: 'over' };
      const dispatches: readonly Dispatch[] =
        event.kind === 'submit' ? [{ ...firstDispatch(effect.order), nextAt: at }] : [];
      return { changes: { rewritten: [effect.order], dispatches }, answer: 'done' };
    },
  };
}

/** A payer's steps, over the write path. */
export function verifyingOf(deps: VerifyDeps) {
  return {
    planOf: (order: Order) => planOf(deps, order),
    chooseDocument: (order: Order, code: string) => chooseDocument(deps, order, code),
    addPhoto: (order: Order, part: PhotoPart, photo: Photo) => addPhoto(deps, order, part, photo),
    submit: (order: Order) => submitVerification(deps, order),
  };
}
