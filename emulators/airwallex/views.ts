/** How each object looks on the wire, in answers and webhooks alike. */
import { writeJson } from './money.ts';
import type { Attempt, Dispute, Intent, Link, Refund, Transfer, World } from './world.ts';
import { newId, stamp } from './world.ts';

/** A payment intent; a fresh client secret is made where the reader is to open the page. */
export function intentView(intent: Intent, shows: 'secret' | 'no_secret'): object {
  const attempt = intent.attempts.at(-1);
  return {
    ...intent.metadata,
    id: intent.id,
    request_id: intent.requestId,
    amount: intent.amount,
    currency: intent.amount.currency,
    merchant_order_id: intent.orderId,
    status: intent.status,
    captured_amount: intent.captured,
    created_at: stamp(intent.createdAt),
    updated_at: stamp(intent.updatedAt),
    ...(intent.returnUrl === null ? {} : { return_url: intent.returnUrl }),
    ...(intent.linkId === null ? {} : { payment_link_id: intent.linkId }),
    ...(shows === 'secret' ? { client_secret: freshSecret(intent) } : {}),
    ...(attempt === undefined ? {} : { latest_payment_attempt: attemptView(intent, attempt) }),
  };
}

export function attemptView(intent: Intent, attempt: Attempt): object {
  const { failureCode, originalCode } = attempt;
  const captured = attempt.status === 'SETTLED' ? intent.captured : null;
  return {
    id: attempt.id,
    payment_intent_id: intent.id,
    merchant_order_id: intent.orderId,
    amount: intent.amount,
    currency: intent.amount.currency,
    captured_amount: captured ?? { currency: intent.amount.currency, minor: 0n },
    payment_method: { type: 'card', card: attempt.card },
    status: attempt.status,
    ...(failureCode === null ? {} : { failure_code: failureCode }),
    ...(originalCode === null ? {} : { provider_original_response_code: originalCode }),
    ...(captured === null ? {} : { acquirer_reference_number: attempt.arn }),
  };
}

export function refundView(refund: Refund): object {
  return {
    id: refund.id,
    request_id: refund.requestId,
    payment_intent_id: refund.intentId,
    payment_attempt_id: refund.attemptId,
    amount: refund.amount,
    currency: refund.amount.currency,
    status: refund.status,
    created_at: stamp(refund.createdAt),
    updated_at: stamp(new Date()),
  };
}

export function transferView(transfer: Transfer): object {
  const { amount, failureType } = transfer;
  return {
    ...transfer.sent,
    id: transfer.id,
    short_reference_id: transfer.shortId,
    request_id: transfer.requestId,
    status: transfer.status,
    source_amount: amount,
    transfer_amount: amount,
    transfer_currency: amount.currency,
    amount_beneficiary_receives: amount,
    ...(failureType === null
      ? {}
      : { failure_type: failureType, failure_reason: 'reported by the bank' }),
    created_at: stamp(transfer.createdAt),
    updated_at: stamp(new Date()),
  };
}

export function linkView(world: World, link: Link): object {
  return {
    id: link.id,
    url: `${world.url}/pay/${link.id}`,
    title: link.title,
    reusable: false,
    active: link.active,
    status: link.status,
    amount: link.amount,
    currency: link.amount.currency,
    ...(link.reference === null ? {} : { reference: link.reference }),
    ...(link.paidBy === null ? {} : { latest_successful_payment_intent_id: link.paidBy }),

    created_at: stamp(link.createdAt),
    updated_at: stamp(new Date()),
  };
}

/** In webhooks the same facts have names of their own, and the order is not named (as seen). */
export function disputeEventView(dispute: Dispute): object {
  return {
    dispute_id: dispute.id,
    payment_intent_id: dispute.intentId,
    dispute_amount: dispute.amount,
    dispute_currency: dispute.amount.currency,
    dispute_original_reason_code: dispute.reasonCode,
    stage: dispute.stage,
    status: dispute.status,
    due_at: stamp(dispute.dueAt),
    updated_at: stamp(dispute.updatedAt),
  };
}

export function disputeView(world: World, dispute: Dispute): object {
  const intent = world.intents.get(dispute.intentId);
  return {
    id: dispute.id,
    payment_intent_id: dispute.intentId,
    merchant_order_id: intent?.orderId ?? '',
    amount: dispute.amount,
    currency: dispute.amount.currency,
    reason: { type: 'OTHER', original_code: dispute.reasonCode },
    stage: dispute.stage,
    status: dispute.status,
    due_at: stamp(dispute.dueAt),
    updated_at: stamp(dispute.updatedAt),
  };
}

/** A page of a list, newest first. */
export function pageOf(items: readonly object[], query: Readonly<Record<string, string>>): string {
  const size = Math.min(Number.parseInt(query.page_size ?? '10', 10) || 10, 1000);
  const from = (Number.parseInt(query.page_num ?? '0', 10) || 0) * size;
  const newest = items.toReversed();
  return writeJson({
    has_more: newest.length > from + size,
    items: newest.slice(from, from + size),
  });
}

function freshSecret(intent: Intent): string {
  const secret = `eyJhbGciOiJIUzI1NiJ9.${newId('cs')}.${newId('sig')}`;
  intent.secrets.add(secret);
  return secret;
}
