/** What the cashier is given; wired once, where it is registered. */
import type { CapturePlan, StepResult } from '../app/verify.ts';
import type { Channel } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import type { Refused } from '../domain/refusal.ts';
import type { PhotoPart } from '../domain/verification.ts';
import type { Clock, GroupLinks, PayLinks, Reader, SnapshotSource } from '../ports/core.ts';
import type { Photo } from '../ports/verification.ts';

export interface CashierDeps {
  readonly reader: Pick<Reader, 'orderById'>;
  readonly snapshot: SnapshotSource;
  readonly payLinks: PayLinks;
  readonly clock: Clock;
  readonly checkout: Checkout;
  readonly verifying: Verifying;
  readonly groupLinks: GroupLinks;
  /** The codes of the group that a code belongs to, oldest first. */
  groupOf(codeId: Id): Promise<readonly Order[]>;
}

/** Orders whose payer chooses how to pay. */
export interface Checkout {
  choicesOf(order: Order): readonly Channel[];
  choose(order: Order, code: string): Promise<{ readonly ok: true } | Refused>;
}

/** Payers who show who they are. Each step may be repeated. */
export interface Verifying {
  /** Null: the order is no verification, or its channel is gone. */
  planOf(order: Order): CapturePlan | null;
  chooseDocument(order: Order, code: string): Promise<StepResult>;
  addPhoto(order: Order, part: PhotoPart, photo: Photo): Promise<StepResult>;
  submit(order: Order): Promise<StepResult>;
}
