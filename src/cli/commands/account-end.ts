/** `causeway account end`: an old version of a provider's credentials gets its end. */
import { createAccounts } from '../../store/configuration/accounts.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asCount, asDurationS, required, withDefault } from '../option.ts';
import { asProvider } from '../provider.ts';
import { momentText } from '../style.ts';

export const accountEnd = command({
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
    return await withPlatform(context, async ({ pool, vault, shardCount, snapshot }) => {
      const live = snapshot.current().credentials(connector, account);
      if (live[0]?.version === version) {
        return refused(
          `new orders go out with version ${version} of ${connector}/${account}`,
          'Save the next version first, or close the routes of the account.',
        );
      }
      const queries = createAccounts(pool, vault, shardCount);
      const endsAt = await queries.end(provider, version, inS);
      if (endsAt === null) {
        return refused(
          `there is no version ${version} of ${connector}/${account}`,
          'causeway account list shows them.',
        );
      }
      return done(
        { connector, account, version, endsAt },
        () => `Version ${version} of ${connector}/${account} ends ${momentText(endsAt)}.`,
      );
    });
  },
});
