/** `causeway merchant reserve`. */

import { RESERVE_BASES } from '../../domain/reserve.ts';
import { merchantReserve } from '../../operator/commands/merchant-reserve.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asText, oneOf, optional, required } from '../option.ts';
import { facts } from '../style.ts';

export const merchantReserveCommand = command({
  name: 'merchant reserve',
  summary: 'hold a share of what is settled in reserve',
  notes: [
    'Of each settlement in a currency a share goes into the reserve, and is released so many days',
    'later; a debt is filled first. Each call replaces what was set for the currency; what is held',
    'already keeps its day. --share 0 ends it. Money is frozen and released by `balance post`.',
  ],
  options: {
    merchant: required('ID|NAME', 'which merchant'),
    asset: required('CODE/SCALE', 'of which currency: PHP/2', asText),
    share: required('PERCENT', 'how much of each settlement', asText),
    days: required('N', 'released so many days later', asText),
    cap: optional('AMOUNT', 'never more than this is held; left out: no limit'),
    basis: optional('gross|net', 'of what was paid, or of what is settled', oneOf(RESERVE_BASES)),
  },
  examples: [
    [
      'merchant reserve --merchant Shop --asset PHP/2 --share 10 --days 90 --cap 1000000',
      'a tenth of what is paid, for 90 days, up to a million',
    ],
  ],
  async run({ merchant: named, asset, share, days, cap, basis }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const input = {
        ...{ merchant: `${merchant.value.id}`, asset, reserve_share: share, reserve_days: days },
        ...{ reserve_cap: cap ?? '', reserve_basis: basis ?? '' },
      };
      const set = await runOperator(platform, context, merchantReserve, input, {
        usage: ['asset', 'reserve_share', 'reserve_days', 'reserve_cap'],
        options: { reserve_share: '--share', reserve_days: '--days', reserve_cap: '--cap' },
      });
      if (!set.ok) return set.report;
      const { merchantId, ppm, capMinor, ...rest } = set.result;
      const rule = { ...rest, ppm: `${ppm}`, capMinor: capMinor === null ? null : `${capMinor}` };
      return done({ id: merchantId, ...rule }, (style) =>
        facts(
          style,
          Object.entries({ merchant: `${merchantId}`, ...rule }).map(
            ([name, value]) => [name, `${value ?? 'none'}`] as const,
          ),
        ),
      );
    });
  },
});
