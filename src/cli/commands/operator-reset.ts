/** `causeway operator reset-second-factor`: for a lost phone, where no other owner is at hand. */
import { secondFactorReset } from '../../operator/commands/operators.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findOperator, runOperator } from '../operator.ts';
import { asText, required } from '../option.ts';

export const operatorReset = command({
  name: 'operator reset-second-factor',
  summary: 'take the second factor of an operator away',
  notes: [
    'For a lost phone: make sure who asks. All sessions of the account end, and signing in takes',
    'the password alone until a new second factor is set up. Recorded in the audit log.',
  ],
  positionals: { login: required('LOGIN', 'whose', asText) },
  examples: [['operator reset-second-factor ann', 'Ann stands before you, without her phone']],
  async run({ login }, context) {
    return await withPlatform(context, async (platform) => {
      const found = await findOperator(platform, login);
      if (!found.ok) return refused(found.reason);
      const input = { id: `${found.value.id}` };
      const { login: shown } = found.value;
      const problems = { no_second_factor: `${shown} has no second factor` };
      const reset = await runOperator(platform, context, secondFactorReset, input, { problems });
      if (!reset.ok) return reset.report;
      return done({ login: shown }, () => 'Taken away; all sessions have ended.');
    });
  },
});
