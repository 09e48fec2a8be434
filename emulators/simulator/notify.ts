/** What happens with an order: its account is notified, and it is written into the journal. */
import type { EventType } from './callback-event.ts';
import type { Movement } from './journal.ts';
import type { Order, Reading } from './types.ts';
import type { World } from './world.ts';
import { subjectOf } from './world.ts';

export type Delivery = Promise<'sent' | 'late' | 'withheld'>;

type Happening = {
  readonly type: EventType;
  /** Absent where no money is meant: mandates, verifications. */
  readonly amountMinor?: bigint;
  readonly paymentId?: string;
  readonly utr?: string;
  readonly payerName?: string;
  /** Of mandates, RFC 3339: until when it may be used, and since when, if ever. */
  readonly validUntil?: string;
  readonly agreedAt?: string;
  readonly dispute?: Readonly<Record<string, unknown>>;
  /** Of verifications. */
  readonly reading?: Reading;
};

/** Notifies the account, as its order's faults and the rules of the moment say. */
export function notify(world: World, order: Order, happening: Happening): Delivery {
  const faults = [...order.faults, ...world.rules.take('notify', subjectOf(order))];
  const { id, reference, order: platformOrder, merchantOrder, asset, failure } = order;
  const content = {
    paymentId: '',
    utr: '',
    ...happening,
    id,
    reference,
    order: platformOrder,
    merchantOrder,
    asset,
    ...(failure ? { failure } : {}),
  };
  return world.callbacks.emit(order.account, order.callbackUrl, content, faults);
}

/** Payments are charged for, by the knobs; half a unit and more counts as one. */
function chargeOf({ knobs }: World, { operation, amountMinor }: Move) {
  if (operation !== 'payment') return { feeMinor: 0n, taxMinor: 0n };
  const share = (minor: bigint, ppm: number) => (minor * BigInt(ppm) + 500_000n) / 1_000_000n;
  const feeMinor = share(amountMinor, knobs.feePpm);
  return { feeMinor, taxMinor: share(feeMinor, knobs.feeTaxPpm) };
}

type Move = Pick<Movement, 'operation' | 'effect' | 'amountMinor' | 'paymentId' | 'utr'>;

/** Money that moved, in the journal. */
export function record(world: World, order: Order, move: Move): void {
  const { id, account, reference, order: platformOrder, merchantOrder, asset } = order;
  world.journal.move({
    ...move,
    ...chargeOf(world, move),
    id,
    account,
    reference,
    order: platformOrder,
    merchantOrder,
    asset,
  });
}
