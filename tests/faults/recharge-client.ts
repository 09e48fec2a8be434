/**
 * A merchant's program in the dialect `recharge`, which gives orders no name of the merchant's: the
 * same signed bytes are the same order, so they are made once and sent as often as it takes.
 */
import { buildRequest } from '../../src/dialects/recharge/client.ts';
import { parseOrderNo } from '../../src/dialects/recharge/codec.ts';
import { sha256Hex } from '../../src/wire/sha256.ts';
import { major } from './amounts.ts';
import { exchange, type OrderCall, type Reported } from './merchant-client.ts';
import { CURRENCY, type RechargeSide } from './merchants.ts';
import type { PlannedOrder } from './plan.ts';

interface Reply {
  readonly code: number;
  readonly msg: string;
  readonly data?: { readonly orderNo?: string; readonly url?: string };
}

export async function rechargeCall(
  { mchId, privateKey, payType }: RechargeSide,
  { ref, amountMinor }: PlannedOrder,
): Promise<OrderCall> {
  const money = major(amountMinor);
  const item = { code: 'c1', name: 'coins', desc: 'coins', quantity: 1, type: 1 };
  const fields = {
    timestamp: new Date().toISOString(),
    mchId,
    payType,
    currency: CURRENCY,
    money,
    good: ref,
    userId: '1',
    returnUrl: 'https://shop.example/return',
    productId: 'coins',
    ...(payType === 'airwallex' ? { products: [{ ...item, unit_price: money }] } : {}),
  };
  const request = await buildRequest('recharge_create', fields, privateKey);
  return {
    ref: sha256Hex(request.body),
    ask: async (baseUrl) => read(await exchange<Reply>(baseUrl, request)),
  };
}

function read(reply: Reply | null): Reported {
  if (reply === null) return { kind: 'unknown', why: 'no answer' };
  if (reply.code === 500) return { kind: 'unknown', why: reply.msg };
  if (reply.code !== 200) return { kind: 'refused', why: reply.msg };
  const id = parseOrderNo(reply.data?.orderNo ?? '');
  return id === null
    ? { kind: 'refused', why: 'an answer without an order' }
    : { kind: 'acknowledged', platOrderId: `${id}`, page: reply.data?.url ?? null };
}
