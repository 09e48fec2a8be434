/** Signed requests as merchants send them, as the bytes that go over the socket. */
import { buildRequest } from '../../src/dialects/collect/client.ts';
import * as openApi from '../../src/dialects/open-api/client.ts';
import * as openApiPh from '../../src/dialects/open-api-ph/client.ts';
import type { BenchMerchant } from './merchants.ts';
import { partOf, referenceOf } from './stored.ts';

export type RequestKind =
  | 'create'
  | 'create_open_api'
  | 'create_open_api_ph'
  | 'payout'
  | 'query'
  | 'balance';

/** What an answer holds that is a success. */
export const SUCCESS: Readonly<Record<RequestKind, string>> = {
  create: '"code":200',
  create_open_api: '"payData":"http://127.0.0.1/p/',
  create_open_api_ph: '"redirectUrl":"http',
  payout: '"code":200',
  query: '"code":200',
  balance: '"code":200',
};

/**
 * More requests a second than any server has answered so far are signed for a round; an RSA
 * signature takes half a millisecond, of 4096 bits five times that, so no more than are needed.
 */
export const SIGNED_PER_SECOND: Readonly<Record<RequestKind, number>> = {
  create: 20_000,
  create_open_api: 5_000,
  create_open_api_ph: 1_500,
  payout: 20_000,
  query: 20_000,
  balance: 20_000,
};

/** What to ask: `count` requests of a kind, spread over the merchants. */
export interface RequestPlan {
  readonly kind: RequestKind;
  readonly merchants: readonly BenchMerchant[];
  /** Begins the references of new orders: unique per round. */
  readonly prefix: string;
  /** Stored orders that queries ask for. */
  readonly storedCount: number;
  readonly count: number;
  /** Of creates in `open-api`, where it is not the usual one. */
  readonly channelCode?: string;
  /** Where the orders of creates in `open-api` are notified, in turns. */
  readonly notifyUrls?: readonly string[];
}

/** RSA signatures are made by several threads. */
const SIDE_BY_SIDE = 64;

/** The requests of a plan, ready to be written to a socket. */
export async function requestsOf(plan: RequestPlan): Promise<readonly Buffer[]> {
  const requests: Buffer[] = [];
  while (requests.length < plan.count) {
    const from = requests.length;
    const many = Math.min(SIDE_BY_SIDE, plan.count - from);
    requests.push(
      ...(await Promise.all(Array.from({ length: many }, (_, i) => requestOf(plan, from + i)))),
    );
  }
  return requests;
}

async function requestOf(
  { kind, merchants, prefix, storedCount, channelCode, notifyUrls }: RequestPlan,
  n: number,
): Promise<Buffer> {
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
    case 'create_open_api': {
      const fields = {
        timestamp: Date.now(),
        mchOrderId: `${prefix}${n}`,
        amount: 10_000,
        customerName: 'Maria Santos',
        channelCode: channelCode ?? 'PH_GCASH_URL',
        notifyUrl: partOf(notifyUrls ?? ['https://shop.example/notify/open-api'], n),
        redirectUrl: 'https://shop.example/thanks',
        email: 'maria@example.com',
        mobile: '09171234567',
      };
      return wire(
        await openApi.buildRequest('ph_payment_create', publicId, fields, merchant.rsaKey),
      );
    }
    case 'create_open_api_ph': {
      const fields = {
        appName: 'Bench',
        mchOrderId: `${prefix}${n}`,
        amount: 10_000,
        channelCode: 'GCASH_URL',
        email: 'maria@example.com',
        mobile: '09171234567',
        callbackUrl: 'https://shop.example/notify/open-api-ph',
        redirectUrl: 'https://shop.example/thanks',
      };
      const { rsaKey4096 } = merchant;
      return wire(await openApiPh.buildRequest('payment_create', publicId, fields, rsaKey4096));
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

/** A request before it is bytes. */
interface Unsent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function wire({ path, headers, body }: Unsent): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
