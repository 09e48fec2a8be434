/**
 * Why a merchant's request was refused. One closed list for the whole core: each dialect
 * maps it to its own codes and words, and a new code there is a type error until it is mapped.
 */

export type RefusalCode =
  | 'malformed' // the body cannot be read
  | 'missing_field'
  | 'invalid_field'
  | 'unknown_app'
  | 'app_disabled'
  | 'bad_signature'
  | 'bad_timestamp'
  | 'ip_not_allowed'
  | 'rate_limited'
  | 'channel_unavailable'
  | 'amount_invalid'
  | 'amount_out_of_limits'
  | 'duplicate_order' // same merchant order id; `conflict` says whether the content differs
  | 'insufficient_balance'
  | 'not_found'
  | 'not_supported' // the channel or the state of the order does not allow it
  | 'refund_exceeds_paid'
  | 'upstream_declined'
  | 'overloaded' // nothing was done; safe to repeat
  | 'internal'; // outcome unknown; query before repeating

/**
 * What is behind a code, for dialects that have a word of their own for it. Whoever has none says
 * the code: a new reason breaks nobody.
 */
export type RefusalReason =
  | 'merchant_disabled' // app_disabled: not the app, its merchant
  | 'country_not_open' // channel_unavailable: the merchant has no channel in the country
  | 'idempotency_key' // duplicate_order: another order was made with this key
  | 'volume_limit' // amount_out_of_limits: the day's sum
  | 'too_many_open' // rate_limited: orders that wait to be paid
  | 'state' // not_supported: the order is not in a state for it
  | 'ended' // not_supported: already paid or closed
  | 'channel' // not_supported: the order's channel has no refunds, or no voids
  | 'not_paid' // not_supported: what shall be refunded was not paid
  | 'too_old' // not_supported: paid longer ago than the channel gives money back
  | 'whole_only' // not_supported: the channel gives no parts back, or not on the day of payment
  | 'parts_only' // not_supported: the channel does not give the whole payment back
  | 'once_only' // not_supported: the channel gives money back once, and it did
  | 'whole_amount' // refund_exceeds_paid: more than the whole, which is all that the channel gives
  | 'refund_open' // refund_exceeds_paid, not_supported: refunds or a void under way leave no rest
  | 'disputed' // refund_exceeds_paid, not_supported: what is held for a dispute leaves no rest
  | 'reversed_part' // refund_exceeds_paid, not_supported: the provider took back what it would need
  | 'refund_repeat' // duplicate_order: the same refund, and it is still under way
  | 'refunded' // not_supported: the payment, or for a void a part of it, went back already
  | 'settled' // not_supported: a void of a payment that became available
  | 'other_day' // not_supported: a void on another day than that of the payment
  | 'voided' // not_supported: the payment was voided
  | 'bank_unknown' // invalid_field: no bank by this code
  | 'wallet_unknown' // invalid_field: no wallet by this code
  | 'mandate_inactive' // not_found: no live authorisation of the payer by this token
  | 'payer_balance' // upstream_declined: the payer has not enough
  | 'upstream_unreachable'; // upstream_declined: nobody was there to decline

export interface Refusal {
  readonly code: RefusalCode;
  readonly reason?: RefusalReason;
  /** Semantic field (`payer.taxId`) or wire field (`orderId`) the refusal is about. */
  readonly field?: string;
  /** A short sentence fit for a merchant's developer: no secrets, nothing of other merchants. */
  readonly detail?: string;
}

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** A refusal as a value. */
export function refuse(
  code: RefusalCode,
  field?: string,
  detail?: string,
  reason?: RefusalReason,
): Refused {
  return {
    ok: false,
    refusal: {
      code,
      ...(reason === undefined ? {} : { reason }),
      ...(field === undefined ? {} : { field }),
      ...(detail === undefined ? {} : { detail }),
    },
  };
}
