/**
 * Why a merchant's request was not carried out. One closed list for the whole core: each dialect
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
  | 'duplicate_order' // same merchant order id; `conflict` tells whether the content differs
  | 'insufficient_balance'
  | 'not_found'
  | 'not_supported' // the channel or the state of the order does not allow it
  | 'refund_exceeds_paid'
  | 'upstream_declined'
  | 'overloaded' // nothing was done; safe to repeat
  | 'internal'; // outcome unknown; query before repeating

export interface Refusal {
  readonly code: RefusalCode;
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
export function refuse(code: RefusalCode, field?: string, detail?: string): Refused {
  return {
    ok: false,
    refusal: {
      code,
      ...(field === undefined ? {} : { field }),
      ...(detail === undefined ? {} : { detail }),
    },
  };
}
