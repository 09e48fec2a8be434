/** `causeway account limit`: how much may be asked of a provider's account at once. */
import { DEFAULT_LIMIT, LIMIT_RANGE } from '../../domain/account-limit.ts';
import { accountLimit } from '../../operator/commands/account-limit.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { optional, required } from '../option.ts';
import { asProvider } from '../provider.ts';

export const accountLimitCommand = command({
  name: 'account limit',
  summary: 'say how much may be asked of a provider at once',
  notes: [
    'How many requests are under way follows what the provider answers: it grows while answers take',
    'as long as before, and shrinks on 429, errors and timeouts. This sets its bounds, for each',
    'process. `none` takes a bound away; what is not named stays.',
  ],
  positionals: { provider: required('CONNECTOR/NAME', 'which account', asProvider) },
  options: {
    least: optional(
      'NUMBER',
      `requests that may always be under way; ${DEFAULT_LIMIT.floor} if none`,
    ),
    most: optional('NUMBER', `requests at once, never more; ${DEFAULT_LIMIT.ceiling} if none`),
    'per-second': optional('NUMBER', `begun within a second, up to ${LIMIT_RANGE.perSecond[1]}`),
  },
  examples: [
    ['account limit payermax/main --most 50', 'the contract says fifty at once'],
    ['account limit airwallex/main --per-second 20', 'its documents say twenty a second'],
    ['account limit airwallex/main --per-second none', 'they do not any more'],
  ],
  async run({ provider, least, most, 'per-second': perSecond }, context) {
    const { connector, account } = provider;
    const input = {
      ...{ connector, account },
      ...(least === null ? {} : { least }),
      ...(most === null ? {} : { most }),
      ...(perSecond === null ? {} : { per_second: perSecond }),
    };
    return await withPlatform(context, async (platform) => {
      const set = await runOperator(platform, context, accountLimit, input, {
        problems: { not_found: `there is no account ${connector}/${account}` },
        hints: { not_found: 'causeway account list shows them.' },
      });
      if (!set.ok) return set.report;
      const { floor, ceiling, perSecond: rate } = set.result;
      return done({ connector, account, least: floor, most: ceiling, perSecond: rate }, () => {
        const beginning = rate === null ? '' : `, at most ${rate} of them begun within a second`;
        return `${connector}/${account}: ${floor} to ${ceiling} requests at once${beginning}.`;
      });
    });
  },
});
