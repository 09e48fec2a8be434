import type { Dialect, SignedNotification } from '../../src/dialects/contract.ts';
import type { OrderEventType } from '../../src/domain/order-event.ts';

const SECOND_MS = 1_000;

/** Eight attempts within forty minutes: the shape that is published for one of the APIs. */
export const EIGHT_ATTEMPTS_MS = [0, 15, 45, 105, 285, 585, 1185, 2385].map((s) => s * SECOND_MS);

export interface PlainOptions {
  readonly attemptAfterMs?: readonly number[];
  readonly attemptTimeoutMs?: number;
  /** Events that this dialect has no word for. */
  readonly silent?: readonly string[];
  readonly attemptedOnce?: readonly OrderEventType[];
}

/**
 * A dialect that can only notify: its notification names the order and counts how often it was
 * made.
 */
export function plainDialect(options: PlainOptions = {}): Dialect & { made(): number } {
  let made = 0;
  const unused = (): never => {
    throw new Error('this dialect only notifies');
  };
  return {
    name: 'plain',
    title: 'Plain',
    operations: [],
    errors: [],
    limits: { bodyBytesMax: 65_536 },
    saysToCompare: true,
    attemptAfterMs: options.attemptAfterMs ?? EIGHT_ATTEMPTS_MS,
    attemptTimeoutMs: options.attemptTimeoutMs ?? 2_000,
    attemptedOnce: options.attemptedOnce ?? [],
    keys: [],
    settings: [],
    made: () => made,
    async notification({ type: event, order, n }): Promise<SignedNotification | null> {
      if (options.silent?.includes(event)) return null;
      made += 1;
      const body = JSON.stringify({ event, order: `${order.id}`, n, made });
      return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    },
    acknowledged: ({ status, body }) => status === 200 && body === 'success',
    identify: unused,
    verify: unused,
    decode: unused,
    signedOnce: unused,
    reply: unused,
    wireField: unused,
  };
}
