/** What is done with payments that are less or more than ordered, come late, or once more. */
import {
  type AmountRuleRow,
  LATE_RULES,
  OVER_RULES,
  SECOND_RULES,
  SHORT_RULES,
} from '../../domain/amount-rules.ts';
import type { Channel } from '../../domain/channel.ts';
import { parsePercent } from '../../wire/percent.ts';
import { failedField, type Input, type OperatorCommand } from '../command.ts';
import { type Read, readChoice, readMerchant, readMoneyOrNone, readWholeOrNone } from '../input.ts';

/** `default`: as the merchant was made, and by what its API says. */
export const SHORT_CHOICES = ['default', ...SHORT_RULES] as const;
export const OVER_CHOICES = ['default', ...OVER_RULES] as const;
export const LATE_CHOICES = ['default', ...LATE_RULES] as const;
export const SECOND_CHOICES = ['default', ...SECOND_RULES] as const;

const orNull = <W extends string>(word: W | 'default') => (word === 'default' ? null : word);

/** Inputs: `merchant`; `channel` (empty: all); the rest replaces what was set before. */
export const merchantRules: OperatorCommand<AmountRuleRow, AmountRuleRow> = {
  name: 'merchant.rules',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchant = readMerchant(deps, input);
    if (!merchant.ok) return merchant;
    const code = (input.channel ?? '').trim();
    const channel = code === '' ? null : deps.snapshot.current().channel(code);
    if (code !== '' && channel === null) return failedField('channel', 'is not known');
    const tolerance = readTolerance(input, channel);
    if (!tolerance.ok) return tolerance;
    const short = readChoice(input, 'short', SHORT_CHOICES, 'default');
    if (!short.ok) return short;
    const over = readChoice(input, 'over', OVER_CHOICES, 'default');
    if (!over.ok) return over;
    const late = readChoice(input, 'late', LATE_CHOICES, 'default');
    if (!late.ok) return late;
    const second = readChoice(input, 'second', SECOND_CHOICES, 'default');
    if (!second.ok) return second;
    const lateHours = readWholeOrNone(input, 'late_hours');
    if (!lateHours.ok) return lateHours;
    if (lateHours.value === 0) return failedField('late_hours', 'must be 1 or more, or empty');
    const value: AmountRuleRow = {
      ...{ merchantId: merchant.value.id, channelCode: channel?.code ?? null, ...tolerance.value },
      ...{ short: orNull(short.value), over: orNull(over.value), late: orNull(late.value) },
      ...{ lateHours: lateHours.value, second: orNull(second.value) },
    };
    return { ok: true, value };
  },
  execute: (run, row) =>
    run.commit(async ({ merchants }) => {
      await merchants.amountRule(row);
      const { channelCode, short, over, late, second } = row;
      const rules = `short ${short}, over ${over}, late ${late}, second ${second}`;
      const detail = `${channelCode ?? 'all channels'}: ${rules}`;
      return { ok: true, result: row, after: row, detail };
    }),
};

type Tolerance = Pick<AmountRuleRow, 'tolerancePpm' | 'toleranceMinor'>;

/** Per cent of the order; and, of one channel, whose currency is known, an amount. */
function readTolerance(input: Input, channel: Channel | null): Read<Tolerance> {
  const percent = parsePercent((input.tolerance ?? '').trim() || '0');
  if (!percent.ok) return failedField('tolerance', percent.error.reason);
  if (channel === null) {
    return (input.tolerance_amount ?? '').trim() === ''
      ? { ok: true, value: { tolerancePpm: percent.value, toleranceMinor: 0n } }
      : failedField('tolerance_amount', 'needs a channel, whose currency it is in');
  }
  const amount = readMoneyOrNone(input, 'tolerance_amount', channel.asset);
  if (!amount.ok) return amount;
  const toleranceMinor = amount.value ?? 0n;
  return { ok: true, value: { tolerancePpm: percent.value, toleranceMinor } };
}
