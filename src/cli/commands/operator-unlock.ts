/** `causeway operator unlock`: for whoever is out of tries because others guess. */
import { operatorUnlock } from '../../operator/commands/operators.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findOperator, runOperator } from '../operator.ts';
import { asText, required } from '../option.ts';

export const operatorUnlockCommand = command({
  name: 'operator unlock',
  summary: 'give an operator the tries at signing in back',
  notes: ['After five wrong tries an account waits for 15 minutes, whoever has made them.'],
  positionals: { login: required('LOGIN', 'whose', asText) },
  examples: [['operator unlock ann', 'somebody guesses at the password of Ann']],
  async run({ login }, context) {
    return await withPlatform(context, async (platform) => {
      const found = await findOperator(platform, login);
      if (!found.ok) return refused(found.reason);
      const input = { id: `${found.value.id}` };
      const unlocked = await runOperator(platform, context, operatorUnlock, input);
      if (!unlocked.ok) return unlocked.report;
      return done({ login: found.value.login }, () => 'Five tries from now on.');
    });
  },
});
