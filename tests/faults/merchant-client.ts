/** A merchant's program: signed requests, repeated until they are answered. */
import { setTimeout as delay } from 'node:timers/promises';
import { buildRequest } from '../../src/dialects/collect/client.ts';
import { major } from './amounts.ts';
import { type Merchant, PAY_CODE } from './merchants.ts';
import type { PlannedOrder } from './plan.ts';

export interface Acknowledged {
  readonly kind: 'acknowledged';
  readonly platOrderId: string;
  /** Where the payer was sent to. */
  readonly page: string | null;
}

/** What a merchant knows after its call. `unknown`: no answer that says anything, so far. */
export type Reported =
  | Acknowledged
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** One order that a merchant asks for, however often it has to. */
export interface OrderCall {
  /** The name under which the platform keeps the order for the merchant. */
  readonly ref: string;
  ask(baseUrl: string): Promise<Reported>;
}

export interface ClientCounts {
  requests: number;
  /** Requests whose outcome the merchant did not learn at once. */
  inDoubt: number;
}

interface Reply {
  readonly code: number;
  readonly msg: string;
  readonly data: { readonly platOrderId?: string } | null;
}

const ANSWER_WITHIN_MS = 15_000;
const AGAIN_FIRST_MS = 100;
const AGAIN_LAST_MS = 1_000;
/** Nothing was done, and the same order id may be sent again. */
const BUSY = 'system busy, nothing was done';
const EXISTS = 'orderId already exists';
const UNKNOWN_ORDER = 'order does not exist';

type Call = 'collect_create' | 'pay_create' | 'order_query';

/** Asks until it is answered, or until patience is at an end. */
export async function createOrder(
  call: OrderCall,
  baseUrl: () => string,
  counts: ClientCounts,
  patient: () => boolean,
): Promise<Reported> {
  let reported: Reported = { kind: 'unknown', why: 'not sent' };
  let againMs = AGAIN_FIRST_MS;
  while (reported.kind === 'unknown' && patient()) {
    counts.requests += 1;
    reported = await call.ask(baseUrl());
    if (reported.kind !== 'unknown') break;
    counts.inDoubt += 1;
    await delay(againMs);
    againMs = Math.min(2 * againMs, AGAIN_LAST_MS);
  }
  return reported;
}

/** An order in the dialect `collect`, whose merchants name their orders. */
export function collectCall(
  merchant: Merchant,
  order: PlannedOrder,
  notifyUrl: string,
  counts: ClientCounts,
): OrderCall {
  const fields = fieldsOf(merchant, order, notifyUrl);
  const operation = order.kind === 'payin' ? 'collect_create' : 'pay_create';
  return {
    ref: order.ref,
    async ask(baseUrl) {
      const reply = await call(baseUrl, operation, fields, merchant);
      if (reply?.msg !== EXISTS) return read(reply);
      counts.requests += 1;
      return await query(baseUrl, merchant, order.ref);
    },
  };
}

async function query(baseUrl: string, merchant: Merchant, orderId: string): Promise<Reported> {
  const fields = { merchant: merchant.publicId, orderId };
  const reply = await call(baseUrl, 'order_query', fields, merchant);
  // It exists, the platform said so before: whoever denies it now is not believed.
  if (reply?.msg === UNKNOWN_ORDER) return { kind: 'unknown', why: 'denied' };
  return read(reply);
}

function fieldsOf(
  { publicId }: Merchant,
  { kind, ref, amountMinor }: PlannedOrder,
  notifyUrl: string,
): Readonly<Record<string, string>> {
  const common = {
    merchant: publicId,
    payCode: PAY_CODE,
    amount: major(amountMinor),
    orderId: ref,
    notifyUrl,
  };
  if (kind === 'payin') return common;
  return { ...common, bankAccount: '1234567890', customName: 'Maria Santos' };
}

async function call(
  baseUrl: string,
  operation: Call,
  fields: Readonly<Record<string, string>>,
  { key }: Merchant,
): Promise<Reply | null> {
  return await exchange<Reply>(baseUrl, buildRequest(operation, fields, key));
}

/** Null: no answer, or none that can be read. */
export async function exchange<Answer extends { readonly code: number }>(
  baseUrl: string,
  request: { method: string; path: string; headers: object; body: string },
): Promise<Answer | null> {
  const { method, path, headers, body } = request;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(baseUrl + path, {
      method,
      headers: { ...headers } as Record<string, string>,
      body,
      signal,
    });
    const reply: Answer = JSON.parse(await response.text());
    return typeof reply.code === 'number' ? reply : null;
  } catch {
    return null;
  }
}

function read(reply: Reply | null): Reported {
  if (reply === null) return { kind: 'unknown', why: 'no answer' };
  if (reply.code === 200) {
    // 19 digits: JSON.parse keeps them, for they are a string.
    const platOrderId = reply.data?.platOrderId;
    return platOrderId === undefined
      ? { kind: 'refused', why: 'an answer without an order' }
      : { kind: 'acknowledged', platOrderId, page: null };
  }
  if (reply.code === 500 || reply.msg === BUSY || reply.msg === EXISTS) {
    return { kind: 'unknown', why: reply.msg };
  }
  return { kind: 'refused', why: reply.msg };
}
