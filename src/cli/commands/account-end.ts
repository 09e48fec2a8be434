/** `causeway account end`: an old version of a provider's credentials gets its end. */
import { accountEnd } from '../../operator/commands/accounts.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asCount, asDurationS, required, withDefault } from '../option.ts';
import { asProvider } from '../provider.ts';
import { momentText } from '../style.ts';

export const accountEndCommand = command({
  name: 'account end',
  summary: 'end an old version of the credentials at a provider',
  notes: [
    'From then on no callback is verified with it. What was sent with it is asked about with the',
    'versions that are left. The version that new orders go out with cannot be ended: save the next',
    'one first, or close the routes of the account.',
  ],
  positionals: { provider: required('CONNECTOR/NAME', 'which account', asProvider) },
  options: {
    version: required('NUMBER', 'which version', asCount(1, 999_999_999)),
    in: withDefault('TIME', 'how long from now; 0s ends it now', '0s', asDurationS),
  },
  examples: [
    ['account end simulator/main --version 1 --in 7d', 'old callbacks may come for a week'],
  ],
  async run({ provider, version, in: inS }, context) {
    const { connector, account } = provider;
    const input = { connector, account, version: `${version}`, in_s: `${inS}` };
    return await withPlatform(context, async (platform) => {
      const ended = await runOperator(platform, context, accountEnd, input, {
        problems: { not_found: `there is no version ${version} of ${connector}/${account}` },
        hints: {
          not_found: 'causeway account list shows them.',
          version: 'Save the next version first, or close the routes of the account.',
        },
        sentence: ({ field }) =>
          field === 'version'
            ? `new orders go out with version ${version} of ${connector}/${account}`
            : null,
      });
      if (!ended.ok) return ended.report;
      const { endsAt } = ended.result;
      return done(
        { connector, account, version, endsAt },
        () => `Version ${version} of ${connector}/${account} ends ${momentText(endsAt)}.`,
      );
    });
  },
});
