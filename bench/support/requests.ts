/** Signed requests as merchants send them, as the bytes that go over the socket. */
import { buildRequest } from '../../src/dialects/collect/client.ts';
import type { BenchMerchant } from './merchants.ts';
import { partOf, referenceOf } from './stored.ts';

export type RequestKind = 'create' | 'payout' | 'query' | 'balance';

/** What to ask: `count` requests of a kind, spread over the merchants. */
export interface RequestPlan {
  readonly kind: RequestKind;
  readonly merchants: readonly BenchMerchant[];
  /** Begins the references of new orders: unique per round. */
  readonly prefix: string;
  /** Stored orders that queries ask for. */
  readonly storedCount: number;
  readonly count: number;
}

/** The requests of a plan, ready to be written to a socket. */
export function requestsOf(plan: RequestPlan): readonly Buffer[] {
  return Array.from({ length: plan.count }, (_, n) => requestOf(plan, n));
}

function requestOf({ kind, merchants, prefix, storedCount }: RequestPlan, n: number): Buffer {
  const merchant = partOf(merchants, n);
  const { publicId, key } = merchant;
  const who = { merchant: publicId };
  const order = { ...who, orderId: `${prefix}${n}`, payCode: '101', amount: '100.00' };
  const notifyUrl = 'https://shop.example/notify/collect';
  switch (kind) {
    case 'create': {
      const callbackUrl = 'https://shop.example/thanks';
      return wire(buildRequest('collect_create', { ...order, notifyUrl, callbackUrl }, key));
    }
    case 'payout': {
      const to = { bankAccount: '09171234567', customName: 'Maria Santos' };
      return wire(buildRequest('pay_create', { ...order, ...to, notifyUrl }, key));
    }
    case 'query': {
      // A stride that shares no factor with the merchants: all of the table is asked for.
      const rows = Math.floor(storedCount / merchants.length);
      const i = ((n * 7919) % rows) * merchants.length + (n % merchants.length);
      return wire(buildRequest('order_query', { ...who, orderId: referenceOf(i) }, key));
    }
    case 'balance':
      return wire(buildRequest('order_balance', who, key));
  }
}

function wire({ path, headers, body }: ReturnType<typeof buildRequest>): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
