/** The words of disputes. */
import type { DisputeState } from '../../domain/dispute.ts';

export interface DisputeMessages {
  readonly lead: string;
  readonly title: string;
  readonly disputed: string;
  readonly held: string;
  readonly lost: string;
  readonly due: string;
  readonly reason: string;
  readonly providerId: string;
  readonly providerWords: string;
  readonly providerFee: string;
  readonly network: string;
  readonly round: string;
  readonly updated: string;
  readonly toDo: string;
  readonly states: Readonly<Record<DisputeState, string>>;
  /** What is to be done, or what it means. */
  readonly explained: Readonly<Record<DisputeState, string>>;
}
