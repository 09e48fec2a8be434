/** An invented order, channel and intent, for the tests of every connector. */
import type { Channel, PayMethod } from '../domain/channel.ts';
import type { DispatchOperation } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import type { Intent } from './contract.ts';

/** A payin of 100.50 pesos that nobody has been asked for yet. */
export function sampleOrder(changes: Partial<Order> = {}): Order {
  return {
    id: 236130395249311744n,
    shard: 0,
    merchantId: 236130395249310000n,
    appId: 236130395249311000n,
    kind: 'payin',
    scope: 'order',
    merchantRef: 'ORD-2026/0001',
    digest: '00',
    channel: 'PH_SAMPLE',
    asset: 'PHP/2',
    amountMinor: 10_050n,
    paidMinor: 0n,
    feeMinor: 0n,
    refundedMinor: 0n,
    state: 'created',
    corrected: false,
    failure: null,
    connector: null,
    account: null,
    upstreamId: null,
    paymentRef: null,
    bankRef: null,
    parentId: null,
    terms: {
      fee: { ratePpm: 0n, fixedMinor: 0n, minMinor: null, maxMinor: null },
      settleAfterDays: 0,
    },
    fields: {},
    echo: {},
    instructions: null,
    notifyUrl: 'https://shop.example/notify',
    returnUrl: 'https://shop.example/return',
    noticeCount: 0,
    createdAt: new Date('2026-11-20T08:00:00.000Z'),
    expiresAt: null,
    finalAt: null,
    settleAt: null,
    ...changes,
  };
}

export function sampleChannel(method: PayMethod): Channel {
  return {
    code: `PH_SAMPLE_${method.toUpperCase()}`,
    aliases: {},
    kind: method === 'payout' ? 'payout' : 'payin',
    method,
    country: 'PH',
    asset: 'PHP/2',
    name: `Sample ${method}`,
    limits: { minMinor: 100n, maxMinor: 1_000_000_000n },
    fields: [],
    decimalsAllowed: true,
    expiryMinutes: 30,
    abilities: { refund: 'partial', static: false, close: false, void: false },
    enabled: true,
  };
}

/** An intent for an operation; `changes` go to its order. */
export function sampleIntent(
  operation: DispatchOperation,
  method: PayMethod,
  changes: Partial<Order> = {},
  reference = operation === 'refund' ? 'R236130395249311744' : '236130395249311744',
): Intent {
  const payin = sampleOrder({ id: 236130395249300000n, state: 'paid', paymentRef: 'txn_0001' });
  return {
    operation,
    reference,
    order: sampleOrder({ kind: operation, ...changes }),
    channel: sampleChannel(method),
    merchantName: 'Sample Shop',
    callbackUrl: 'https://pay.example/hooks/sample/main',
    returnUrl: 'https://pay.example/p/8b1c',
    payin: operation === 'refund' ? { order: payin, reference: '236130395249300000' } : null,
  };
}
