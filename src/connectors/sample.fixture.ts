/** An invented channel and intent, for the tests of every connector. */

import { sampleOrder } from '../../tests/support/order.ts';
import type { Channel, PayMethod } from '../domain/channel.ts';
import type { Order, SentKind } from '../domain/order.ts';
import { PART_REFUNDS } from '../domain/refund.ts';
import type { Intent, SentOrder } from './contract.ts';

const SAMPLE = { id: 236130395249311744n, merchantRef: 'ORD-2026/0001', amountMinor: 10_050n };

function sampleChannel(method: PayMethod): Channel {
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
    abilities: { refund: PART_REFUNDS, static: false, close: false, void: false },
    enabled: true,
  };
}

/** Of references whose events also concern a second order (see `dispatch.ts`). */
const PREFIXES: Partial<Record<SentKind, string>> = { refund: 'R', code: 'C' };

/** An intent for an order of 100.50 pesos; `changes` go to the order. */
export function sampleIntent(
  operation: SentKind,
  method: PayMethod,
  changes: Partial<Order> = {},
  reference = `${PREFIXES[operation] ?? ''}236130395249311744`,
): Intent {
  const payin = sampleOrder({ id: 236130395249300000n, state: 'paid', paymentRef: 'txn_0001' });
  return {
    operation,
    reference,
    order: { ...sampleOrder({ ...SAMPLE, ...changes }), kind: operation },
    channel: sampleChannel(method),
    merchantName: 'Sample Shop',
    callbackUrl: 'https://pay.example/hooks/sample/main',
    returnUrl: 'https://pay.example/p/8b1c',
    failUrl: 'https://pay.example/p/8b1c/failed',
    about: operation === 'refund' ? { order: payin, reference: '236130395249300000' } : null,
  };
}

/** The intent to change what another intent has made, to what its order says. */
export function sampleUpdate(made: Intent, changes: Partial<SentOrder>): Intent {
  const { order, reference } = made;
  return {
    ...{ ...made, operation: 'update', reference: `${order.id}_100` },
    order: { ...order, ...changes },
    about: { order, reference },
  };
}

/** The intent to close what another intent has made. */
export function sampleClosing(made: Intent): Intent {
  const { order, reference } = made;
  return { ...made, operation: 'close', reference: `${order.id}_99`, about: { order, reference } };
}
