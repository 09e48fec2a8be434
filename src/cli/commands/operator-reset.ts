/** `causeway operator reset-second-factor`: for a lost phone, where no other owner is at hand. */
import { createSecondFactors } from '../../store/operators/second-factors.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asProblem, audited, findOperator } from '../operators.ts';
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
      const { id } = found.operator;
      const event = { action: 'second_factor.reset', subject: `operator ${id}` };
      const problem = await audited(platform, context, event, async () => {
        const removed = await createSecondFactors(platform.pool, platform.vault).remove(id);
        return asProblem(removed ? null : `${found.operator.login} has no second factor`);
      });
      if (problem !== null) return refused(problem);
      return done({ login: found.operator.login }, () => 'Taken away; all sessions have ended.');
    });
  },
});
