/** A merchant's program: signed requests, repeated until they are answered. */
import { setTimeout as delay } from 'node:timers/promises';
import { buildRequest } from '../../src/dialects/collect/client.ts';
import { type Merchant, PAY_CODE } from './merchants.ts';
import { major, type PlannedOrder } from './plan.ts';

/** What a merchant knows after its call. `unknown`: no answer that says anything, so far. */
export type Told =
  | { readonly is: 'acknowledged'; readonly platOrderId: string; readonly how: 'create' | 'query' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string };

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
  baseUrl: () => string,
  merchant: Merchant,
  order: PlannedOrder,
  notifyUrl: string,
  counts: ClientCounts,
  patient: () => boolean,
): Promise<Told> {
  const fields = fieldsOf(merchant, order, notifyUrl);
  const operation = order.kind === 'payin' ? 'collect_create' : 'pay_create';
  let told: Told = { is: 'unknown', why: 'not sent' };
  let againMs = AGAIN_FIRST_MS;
  while (told.is === 'unknown' && patient()) {
    const reply = await call(baseUrl(), operation, fields, merchant, counts);
    told = read(reply, 'create');
    if (reply?.msg === EXISTS) told = await query(baseUrl(), merchant, order.ref, counts);
    if (told.is !== 'unknown') break;
    counts.inDoubt += 1;
    await delay(againMs);
    againMs = Math.min(2 * againMs, AGAIN_LAST_MS);
  }
  return told;
}

async function query(
  baseUrl: string,
  merchant: Merchant,
  orderId: string,
  counts: ClientCounts,
): Promise<Told> {
  const fields = { merchant: merchant.publicId, orderId };
  const reply = await call(baseUrl, 'order_query', fields, merchant, counts);
  // It exists, the platform said so before: whoever denies it now is not believed.
  if (reply?.msg === UNKNOWN_ORDER) return { is: 'unknown', why: 'denied' };
  return read(reply, 'query');
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

/** Null: no answer, or none that can be read. */
async function call(
  baseUrl: string,
  operation: Call,
  fields: Readonly<Record<string, string>>,
  { key }: Merchant,
  counts: ClientCounts,
): Promise<Reply | null> {
  const { method, path, headers, body } = buildRequest(operation, fields, key);
  counts.requests += 1;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(baseUrl + path, { method, headers, body, signal });
    const reply: Reply = JSON.parse(await response.text());
    return typeof reply.code === 'number' ? reply : null;
  } catch {
    return null;
  }
}

function read(reply: Reply | null, how: 'create' | 'query'): Told {
  if (reply === null) return { is: 'unknown', why: 'no answer' };
  if (reply.code === 200) {
    // 19 digits: JSON.parse keeps them, for they are a string.
    const platOrderId = reply.data?.platOrderId;
    return platOrderId === undefined
      ? { is: 'refused', why: 'an answer without an order' }
      : { is: 'acknowledged', platOrderId, how };
  }
  if (reply.code === 500 || reply.msg === BUSY || reply.msg === EXISTS) {
    return { is: 'unknown', why: reply.msg };
  }
  return { is: 'refused', why: reply.msg };
}
