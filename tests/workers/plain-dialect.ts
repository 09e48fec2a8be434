import type { Dialect, SignedNotice } from '../../src/dialects/contract.ts';
import type { NoticeEvent } from '../../src/domain/notice.ts';

const SECOND_MS = 1_000;

/** Eight pushes within forty minutes: the shape that is published for one of the APIs. */
export const EIGHT_PUSHES_MS = [0, 15, 45, 105, 285, 585, 1185, 2385].map((s) => s * SECOND_MS);

export interface PlainOptions {
  readonly pushAfterMs?: readonly number[];
  readonly pushTimeoutMs?: number;
  /** Events that this dialect has no word for. */
  readonly silent?: readonly string[];
  readonly pushedOnce?: readonly NoticeEvent[];
}

/** A dialect that can only notify: its notice names the order and counts how often it was made. */
export function plainDialect(options: PlainOptions = {}): Dialect & { made(): number } {
  let made = 0;
  const unused = (): never => {
    throw new Error('this dialect only notifies');
  };
  return {
    name: 'plain',
    title: 'Plain',
    routes: [],
    limits: { bodyBytesMax: 65_536 },
    pushAfterMs: options.pushAfterMs ?? EIGHT_PUSHES_MS,
    pushTimeoutMs: options.pushTimeoutMs ?? 2_000,
    pushedOnce: options.pushedOnce ?? [],
    keys: [],
    settings: [],
    made: () => made,
    async notice({ event, order, n }): Promise<SignedNotice | null> {
      if (options.silent?.includes(event)) return null;
      made += 1;
      const body = JSON.stringify({ event, order: `${order.id}`, n, made });
      return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    },
    acknowledged: ({ status, body }) => status === 200 && body === 'success',
    identify: unused,
    verify: unused,
    decode: unused,
    reply: unused,
    wireField: unused,
    explain: unused,
  };
}
