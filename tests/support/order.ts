/** An order to begin from, for every test that wants one. */
import { FREE } from '../../src/domain/fee.ts';
import type { Order } from '../../src/domain/order.ts';

/** The moment at which sample orders are made, and at which samples are decided. */
export const AT = new Date('2026-11-20T12:00:00Z');

/** A payin of 100.00 PHP that upstream has not confirmed; the rest as a test wants it. */
export function sampleOrder(changes: Partial<Order> = {}): Order {
  return {
    id: 514_190_000_000_000_001n,
    shard: 1,
    merchantId: 514_190_000_000_000_000n,
    appId: 7n,
    mode: 'live',
    kind: 'payin',
    scope: 'order',
    merchantRef: 'R-1',
    digest: '00',
    channel: 'PH_GCASH_URL',
    asset: 'PHP/2',
    amountMinor: 10_000n,
    paidMinor: 0n,
    feeMinor: 0n,
    refundedMinor: 0n,
    refundingMinor: 0n,
    refundedFeeMinor: 0n,
    pendingMinor: 0n,
    disputedMinor: 0n,
    lostMinor: 0n,
    voided: false,
    state: 'created',
    corrected: false,
    failure: null,
    connector: 'fake',
    account: 'main',
    upstreamId: null,
    dispatchN: 1,
    leftDispatches: [],
    partPayments: [],
    paymentRef: null,
    bankRef: null,
    parentId: null,
    parent: null,
    code: null,
    choices: null,
    terms: { fee: FREE, settle: 0 },
    fields: {},
    metadata: {},
    instructions: null,
    notifyUrl: 'https://shop.example/notify',
    returnUrl: null,
    eventCount: 0,
    createdAt: AT,
    expiresAt: null,
    finalAt: null,
    settleAt: null,
    settleOn: null,
    batch: null,
    ...changes,
  };
}
