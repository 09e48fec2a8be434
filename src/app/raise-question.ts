/** A callback that proves nothing: the order that it names is to be asked about. */
import type { Question } from '../connectors/contract.ts';
import { type Dispatch, isCreate, parseReference } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import type { Questions } from '../ports/question.ts';
import type { Deps } from './deps.ts';

export interface QuestionDeps extends Pick<Deps, 'reader' | 'onFailure'> {
  readonly questions: Questions;
}

/** The order that a question is about, if it was sent to this very account; any other is none. */
export async function questionedOrder(
  deps: Pick<QuestionDeps, 'reader'>,
  source: AccountKey,
  { reference, upstreamId }: Question,
): Promise<Id | null> {
  const referred = await referredOrder(deps, source, reference);
  if (referred !== null || upstreamId === null) return referred;
  return (await deps.reader.orderByProviderId(source, upstreamId))?.id ?? null;
}

async function referredOrder(
  { reader }: Pick<QuestionDeps, 'reader'>,
  source: AccountKey,
  reference: string,
): Promise<Id | null> {
  const target = parseReference(reference);
  if (target === null) return null;
  const made = lastCreateAt(await reader.dispatchesOf(target.orderId), source);
  return made === null ? null : target.orderId;
}

/** The last create of an order that went to an account; null: none did. */
export function lastCreateAt(dispatches: readonly Dispatch[], source: AccountKey): Dispatch | null {
  return dispatches.findLast((one) => isCreate(one) && isSameAccount(one, source)) ?? null;
}
