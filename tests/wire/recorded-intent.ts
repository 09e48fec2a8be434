/** What a recorded conversation keeps of an intent: enough to make the same one again. */
import type { Intent } from '../../src/connectors/contract.ts';
import { sampleIntent } from '../../src/connectors/sample.fixture.ts';

export interface RecordedIntent {
  readonly operation: 'payin' | 'payout' | 'refund' | 'close';
  readonly reference: string;
  readonly id: string;
  readonly amountMinor: string;
  readonly asset: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly upstreamId: string | null;
  readonly about: string | null;
  readonly aboutPayment?: string;
  readonly callbackUrl: string;
}

export function recordIntent({ operation, reference, order, about, callbackUrl }: Intent) {
  const payment = about?.order.paymentRef ?? null;
  return {
    operation: operation as RecordedIntent['operation'],
    reference,
    id: `${order.id}`,
    amountMinor: `${order.amountMinor}`,
    asset: order.asset,
    fields: order.fields,
    upstreamId: order.upstreamId,
    about: about?.reference ?? null,
    ...(payment === null || operation !== 'refund' ? {} : { aboutPayment: payment }),
    callbackUrl,
  } satisfies RecordedIntent;
}

/** The intent again; `payBy`: how the provider's samples are paid. */
export function intentOf(recorded: RecordedIntent, payBy: 'redirect' | 'card'): Intent {
  const { operation, reference, asset, fields, upstreamId, about, callbackUrl } = recorded;
  const kind = operation === 'close' ? 'payin' : operation;
  const method = operation === 'payout' ? 'payout' : payBy;
  const [id, amountMinor] = [BigInt(recorded.id), BigInt(recorded.amountMinor)];
  const intent = sampleIntent(kind, method, { id, amountMinor, asset, fields, upstreamId });
  const order = { ...intent.order, paymentRef: recorded.aboutPayment ?? null };
  const of = about === null ? null : { order, reference: about };
  return { ...intent, operation, reference, callbackUrl, about: of };
}
