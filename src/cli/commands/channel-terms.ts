/** `causeway channel terms`: what a channel costs a merchant, from a day on. */
import { channelTerms, SETTLE_KINDS } from '../../operator/commands/channel-terms.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { flag, oneOf, optional, required, withDefault } from '../option.ts';
import { channelText } from './channel-show.ts';

export const channelTermsCommand = command({
  name: 'channel terms',
  summary: 'agree fees and settlement of a channel, from a day on',
  notes: [
    'Always a new row: an order keeps the terms that were in force when it was made. A merchant with',
    'terms of its own goes by those, in all they say: what is left out costs nothing.',
  ],
  positionals: { channel: required('CHANNEL', 'its code') },
  options: {
    merchant: optional('ID|NAME', 'for this merchant alone; left out: for all without their own'),
    from: optional('YYYY-MM-DD', 'from 00:00 UTC of that day; left out: from now on'),
    rate: required('PERCENT', 'of the amount, at most four decimals'),
    fixed: required('AMOUNT', 'and so much for each'),
    least: optional('AMOUNT', 'the fee is never below'),
    most: optional('AMOUNT', 'nor above'),
    days: optional('N', 'settled so many days after the payment; 0: at once'),
    settle: withDefault(
      'KIND',
      `${SETTLE_KINDS.join(', ')}: but for hours, by calendars`,
      'hours',
      oneOf(SETTLE_KINDS),
    ),
    zone: optional('ZONE', 'of the trading day, such as Asia/Manila'),
    cutoff: optional('HH:MM', 'from then on a payment is of the next day'),
    calendars: optional('IDS', 'whose closed days count, with commas; none: Saturday and Sunday'),
    weekday: optional('1-7', 'weekly: paid on that day, 1 is Monday'),
    day: optional('1-31', 'monthly: paid on that day, or the last of the month'),
    trade: optional('following|same', 'a closed day counts as the next open one, or as itself'),
    'refund-rate': optional('PERCENT', 'what a refund costs the merchant'),
    'refund-fixed': optional('AMOUNT', 'and so much for each'),
    'dispute-rate': optional('PERCENT', 'what a dispute costs, once a round, of what is disputed'),
    'dispute-fixed': optional('AMOUNT', 'and so much for each'),
    'dispute-fee-refunded': flag('won, that fee is refunded'),
    'payment-fee-refunded': flag("lost, the payment's own fee is refunded with what is lost"),
  },
  examples: [
    [
      'channel terms PH_VISA_CARD_URL --rate 3.4 --fixed 0.5 --days 3 --dispute-fixed 750',
      'a card payment settles after three days, and a dispute about it costs 750.00',
    ],
    [
      'channel terms PH_QRPH --rate 2 --fixed 0 --settle business --days 1 --zone Asia/Manila',
      'it settles on the next business day in Tokyo',
    ],
  ],
  async run({ channel: code, merchant: named, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = named === null ? null : findMerchant(platform.snapshot.current(), named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const texts = {
        ...{ settle_kind: given.settle, settle_zone: given.zone, settle_cutoff: given.cutoff },
        ...{ settle_calendars: given.calendars, settle_trade: given.trade ?? 'following' },
        ...{ settle_weekday: given.weekday, settle_day: given.day },
        ...{ from: given.from, rate: given.rate, fixed: given.fixed, days: given.days },
        ...{ fee_min: given.least, fee_max: given.most },
        ...{ refund_rate: given['refund-rate'], refund_fixed: given['refund-fixed'] },
        ...{ dispute_rate: given['dispute-rate'], dispute_fixed: given['dispute-fixed'] },
        dispute_fee_refunded: given['dispute-fee-refunded'] ? 'yes' : null,
        payment_fee_refunded: given['payment-fee-refunded'] ? 'yes' : null,
        merchant: merchant === null ? null : `${merchant.value.id}`,
      };
      const input = Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [name, text ?? '']),
      );
      const options = {
        ...{ fee_min: '--least', fee_max: '--most', settle_kind: '--settle' },
        ...{ settle_zone: '--zone', settle_cutoff: '--cutoff', settle_calendars: '--calendars' },
        ...{ settle_weekday: '--weekday', settle_day: '--day', settle_trade: '--trade' },
      };
      const failures = { options, problems: { not_found: `there is no channel ${code}` } };
      const set = await runOperator(platform, context, channelTerms, { ...input, code }, failures);
      return set.ok ? done(set.result, (style) => channelText(style, set.result)) : set.report;
    });
  },
});
