/** `causeway withdrawal terms|make|list`: what is a merchant's goes to an account of its own. */
import type { Order } from '../../domain/order.ts';
import {
  newWithdrawalRef,
  withdrawalMake,
  withdrawalTerms,
} from '../../operator/commands/withdrawals.ts';
import { createOperatorQueries } from '../../store/read/operator-queries.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { figureText, moneyText } from '../money-text.ts';
import { runOperator } from '../operator.ts';
import { asCount, asId, asText, optional, required, withDefault } from '../option.ts';
import { facts, table } from '../style.ts';

export const withdrawalTermsCommand = command({
  name: 'withdrawal terms',
  summary: 'set what a merchant’s withdrawals in a currency cost, and who must approve them',
  notes: [
    'Each call replaces what was set for the currency. Above --alone a withdrawal takes two people',
    '(where CAUSEWAY_FOUR_EYES is on); without terms each does. With --sweep-to all that is available',
    'above --sweep-keep goes there by itself, once the settlements of the day are made.',
  ],
  options: {
    merchant: required('ID|NAME', 'which merchant'),
    asset: required('CODE/SCALE', 'of which currency: PHP/2', asText),
    'fee-rate': optional('PERCENT', 'of the amount; none if absent'),
    'fee-fixed': optional('AMOUNT', 'of each withdrawal; none if absent'),
    min: optional('AMOUNT', 'the least of one withdrawal'),
    alone: optional('AMOUNT', 'up to here one person is enough; none if absent'),
    'day-max': optional('AMOUNT', 'the most of a day of the books (UTC+8); no limit if absent'),
    'sweep-to': optional('BENEFICIARY', 'where the rest goes by itself'),
    'sweep-weekday': optional('1-7', 'on which day, 1 is Monday; each day if absent'),
    'sweep-keep': optional('AMOUNT', 'so much stays; none if absent'),
  },
  examples: [
    [
      'withdrawal terms --merchant Shop --asset PHP/2 --fee-fixed 15 --alone 5000',
      'fifteen pesos each; above five thousand two people',
    ],
  ],
  async run({ merchant: named, asset, min, alone, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const input = {
        ...{ merchant: `${merchant.value.id}`, asset, min: min ?? '', alone: alone ?? '' },
        ...{ fee_rate: given['fee-rate'] ?? '', fee_fixed: given['fee-fixed'] ?? '' },
        ...{ sweep_to: given['sweep-to'] ?? '', sweep_weekday: given['sweep-weekday'] ?? '' },
        ...{ sweep_keep: given['sweep-keep'] ?? '', day_max: given['day-max'] ?? '' },
      };
      const set = await runOperator(platform, context, withdrawalTerms, input, {
        usage: [
          ...['asset', 'fee_rate', 'fee_fixed', 'min', 'alone', 'day_max'],
          ...['sweep_weekday', 'sweep_keep'],
        ],
      });
      if (!set.ok) return set.report;
      const { fee, minMinor, aloneMinor, dayMaxMinor, sweep } = set.result;
      const money = (minor: bigint) => figureText({ asset, minor });
      const terms = {
        ...{ merchant: `${merchant.value.id}`, asset, fixed: money(fee.fixedMinor) },
        ...{ ratePpm: `${fee.ratePpm}`, least: money(minMinor), alone: money(aloneMinor) },
        perDay: dayMaxMinor === null ? 'no limit' : money(dayMaxMinor),
        sweep:
          sweep === null ? 'none' : `to ${sweep.beneficiaryId}, above ${money(sweep.keepMinor)}`,
      };
      return done(terms, (style) => facts(style, Object.entries(terms)));
    });
  },
});

export const withdrawalMakeCommand = command({
  name: 'withdrawal make',
  summary: 'withdraw what is available to a beneficiary of the merchant',
  notes: [
    'The amount and the fee are held at once. A provider pays it by a payout; or a bank account of the',
    'platform does, and `case resolve` says with which reference it was paid, or that it came back.',
    'The same reference again is the same withdrawal.',
  ],
  positionals: { beneficiary: required('BENEFICIARY', 'its id', asId) },
  options: {
    amount: required('AMOUNT', 'what arrives there; the fee comes on top', asText),
    ref: optional('TEXT', 'your reference of it; made if absent'),
  },
  examples: [['withdrawal make 417922341234638848 --amount 5000', 'to its bank account']],
  async run({ beneficiary, amount, ref }, context) {
    return await withPlatform(context, async (platform) => {
      const reference = ref ?? newWithdrawalRef();
      const input = { beneficiary: `${beneficiary}`, amount, ref: reference };
      const made = await runOperator(platform, context, withdrawalMake, input, {
        usage: ['amount'],
        options: { beneficiary: 'the beneficiary', bank: 'it cannot be paid:', reference: '--ref' },
        problems: {
          not_found: `there is no beneficiary ${beneficiary}`,
          not_covered: 'amount and fee are more than is available: `ledger balance` shows it',
          form_stale: '--ref has up to 64 letters, digits, dots, dashes or underscores',
        },
      });
      if (!made.ok) return made.report;
      const { id, state, amountMinor, feeMinor, asset } = made.result;
      const data = { id, state, reference, asset, amountMinor, feeMinor };
      const text = moneyText({ asset, minor: amountMinor });
      return done(data, () => `Withdrawal ${id} of ${text} is held (${reference}).`);
    });
  },
});

export const withdrawalList = command({
  name: 'withdrawal list',
  summary: 'show withdrawals',
  notes: ['Newest first.'],
  options: {
    merchant: optional('ID|NAME', 'of this merchant alone'),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['withdrawal list --merchant Shop', 'and how each stands']],
  async run({ merchant: named, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const merchant = named === null ? null : findMerchant(snapshot.current(), named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const all = { mode: null, state: null, from: null, until: null };
      const filter = {
        ...all,
        kind: 'withdrawal',
        merchantId: merchant?.value.id ?? null,
      } as const;
      const { rows } = await createOperatorQueries(pool, shardCount).orders(filter, null, limit);
      return done({ withdrawals: rows.map(dataOf) }, (style) =>
        rows.length === 0
          ? 'There is none.'
          : table(
              style,
              ['made', 'withdrawal', 'reference', 'to', 'state', 'amount', 'fee', 'bank reference'],
              rows.map(lineOf),
              { right: [5, 6] },
            ),
      );
    });
  },
});

function dataOf({ id, merchantId, mode, state, merchantRef, ...order }: Order) {
  const { asset, amountMinor, feeMinor, bankRef, createdAt, withdrawal } = order;
  const { beneficiaryId = null, bank = null } = withdrawal ?? {};
  const whose = { id, merchantId, mode, state, reference: merchantRef, createdAt };
  return { ...whose, asset, amountMinor, feeMinor, bankRef, beneficiaryId, bank };
}

function lineOf({ asset, fields, ...order }: Order): readonly string[] {
  const money = (minor: bigint) => figureText({ asset, minor });
  const { 'beneficiary.name': name = '', 'beneficiary.account': account = '' } = fields;
  return [
    order.createdAt.toISOString().slice(0, 16),
    ...[`${order.id}`, order.merchantRef, `${name} ${account}`, order.state],
    ...[money(order.amountMinor), money(order.feeMinor), order.bankRef ?? ''],
  ];
}
