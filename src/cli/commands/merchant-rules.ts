/** `causeway merchant rules`. */
import {
  LATE_CHOICES,
  merchantRules,
  OVER_CHOICES,
  SECOND_CHOICES,
  SHORT_CHOICES,
} from '../../operator/commands/amount-rules.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { oneOf, optional, required } from '../option.ts';
import { facts } from '../style.ts';

export const merchantRulesCommand = command({
  name: 'merchant rules',
  summary: 'set what is done with short, over, late and second payments',
  notes: [
    'For all channels of a merchant, or for one. What is left out is as the merchant was made; less',
    'than was ordered is then accepted where the API of the app says to compare amounts, else held.',
    'What is returned goes back by a refund, once; what fails is a case for a person.',
    'Each call replaces what was set for the same channel.',
  ],
  options: {
    merchant: required('ID|NAME', 'which merchant'),
    channel: optional(
      'CODE',
      'of this channel alone; left out: of all that have no rules of their own',
    ),
    short: optional('hold|return|accept|default', 'less than was ordered', oneOf(SHORT_CHOICES)),
    tolerance: optional('PERCENT', 'so much of the order may be missing, and it is whole'),
    'tolerance-amount': optional('AMOUNT', 'or so much, whichever is more; with --channel'),
    over: optional(
      'accept|excess_to_suspense|return|default',
      'what is more than that',
      oneOf(OVER_CHOICES),
    ),
    late: optional(
      'accept|suspense|return|default',
      'after the order has ended',
      oneOf(LATE_CHOICES),
    ),
    'late-hours': optional('N', 'late payments are accepted within so many hours of the end'),
    second: optional(
      'suspense|return|default',
      'once more, when the order is paid',
      oneOf(SECOND_CHOICES),
    ),
  },
  examples: [
    [
      'merchant rules --merchant Shop --channel ID_BCA_VA --short hold --tolerance 0.5',
      'short transfers are added up; half a per cent may be missing',
    ],
  ],
  async run({ merchant: named, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const { id } = merchant.value;
      const { channel, short, tolerance, over, late, second } = given;
      const texts = { channel, short, tolerance, over, late, second };
      const more = { tolerance_amount: given['tolerance-amount'], late_hours: given['late-hours'] };
      const input = Object.fromEntries(
        Object.entries({ ...texts, ...more }).map(([name, text]) => [name, text ?? '']),
      );
      const set = await runOperator(platform, context, merchantRules, {
        ...input,
        merchant: `${id}`,
      });
      if (!set.ok) return set.report;
      const { merchantId: _, tolerancePpm, toleranceMinor, ...rest } = set.result;
      const words = {
        ...rest,
        tolerancePpm: `${tolerancePpm}`,
        toleranceMinor: `${toleranceMinor}`,
      };
      return done({ id, ...words }, (style) =>
        facts(
          style,
          Object.entries({ merchant: `${id}`, ...words }).map(
            ([name, value]) => [name, `${value ?? 'default'}`] as const,
          ),
        ),
      );
    });
  },
});
