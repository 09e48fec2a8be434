/** Why requests are refused and what to do about it, in English. */
import type { RefusalWords } from './messages.ts';

export const REFUSALS_EN: RefusalWords = {
  malformed:
    'The body could not be read. Send one JSON document in UTF-8, with the right content type.',
  missing_field: 'A required field is missing or blank. The answer names it: add it.',
  invalid_field:
    'A field has the wrong type, length or form. The answer names it and says what it must be.',
  unknown_app: 'No app has this id. Check the id and that you call the right environment.',
  app_disabled: 'The app is switched off. Ask the platform to switch it on.',
  bad_signature:
    'The signature does not match. Compare your string to sign with the one of the signature explainer, and check the key.',
  bad_timestamp:
    'The request is too old or too far ahead. Set your clock and send the current time.',
  ip_not_allowed:
    "The request came from an address that is not on the app's list. Add it to the list.",
  rate_limited: 'Too many requests in a short time. Wait a minute and slow down.',
  channel_unavailable:
    'The channel is unknown, closed, or not open for you. Take a code from the channel list.',
  amount_invalid: 'The amount is not a positive amount of this currency. Check unit and decimals.',
  amount_out_of_limits: "The amount is outside the channel's limits. See the channel list.",
  duplicate_order:
    'Your id was used before. If you repeat a call that got no answer, query the order; else take a new id.',
  insufficient_balance:
    'Your available balance does not cover amount and fee. Top up, or wait for settlement.',
  not_found: 'There is no such order of yours. Check the id and which app made it.',
  not_supported: 'The channel or the state of the order does not allow this.',
  refund_exceeds_paid:
    'The refund is more than what is left of the payment. Query the payment first.',
  upstream_declined:
    'The provider declined. Nothing was moved: try another channel or other details.',
  overloaded: 'The platform is busy and did nothing. Send the same request again in a moment.',
  internal:
    'Something failed on our side and the outcome is not known. Query the order before you repeat.',
  merchant_disabled: 'Your merchant account is suspended. Ask the platform why.',
  country_not_open: 'No channel in this country is open for you. Ask the platform to open one.',
  idempotency_key:
    'The idempotency id was used by another payout. Take a new one for a new payout.',
  volume_limit:
    "The channel's limit for the day is reached. Try again tomorrow or use another channel.",
  too_many_open:
    'Too many orders wait to be paid on this channel. Close some, or wait until they expire.',
  state: 'The order is not in a state for this. Query it first.',
  ended: 'The order is paid or closed already, so it cannot be closed.',
  channel: "The payment's channel has no refunds or voids. See the list of channels with refunds.",
  not_paid: 'The payment is not paid, so there is nothing to give back.',
  too_old: 'The payment is too old for a refund through this channel.',
  whole_only: 'This channel gives back the whole payment only, or no parts on the day of payment.',
  parts_only: 'This channel does not give back the whole payment at once.',
  once_only: 'This channel gives money back once, and it has.',
  whole_amount: 'This channel gives back the whole payment only: send its full amount.',
  refund_open: 'Another refund of this payment is under way. Wait until it has ended.',
  disputed: 'Part of the payment is held for a dispute and cannot be refunded now.',
  reversed_part: 'The provider reversed what this refund would need.',
  refund_repeat: 'The same refund is under way already. Query it instead.',
  refunded: 'The payment was refunded already.',
  settled: 'The payment has settled. Refund it instead of voiding it.',
  other_day: 'A void is possible only on the day of the payment. Refund it instead.',
  voided: 'The payment was voided already.',
  bank_unknown: 'No bank has this code. Take one from the list.',
  wallet_unknown: 'No wallet has this code. Take one from the list.',
  mandate_inactive: "The payer's permission is not active. Ask the payer anew.",
  payer_balance: 'The payer has not enough money. Ask again later.',
  upstream_unreachable: 'The provider could not be reached. Nothing was done: try again later.',
};
