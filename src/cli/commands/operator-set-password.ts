/** `causeway operator set-password`: for whoever has forgotten it. */
import { createOperators } from '../../store/operators/operators.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import {
  asProblem,
  audited,
  findOperator,
  PROBLEMS,
  passwordFile,
  readPassword,
} from '../operators.ts';
import { asText, required } from '../option.ts';

export const operatorSetPassword = command({
  name: 'operator set-password',
  summary: 'give an operator a new password',
  notes: ['All sessions of the account end. The second factor stays as it is.'],
  positionals: { login: required('LOGIN', 'whose', asText) },
  options: { 'password-file': passwordFile() },
  examples: [['operator set-password ann --password-file -', 'type the password, then Enter']],
  async run({ login, ...values }, context) {
    const password = await readPassword(context, values['password-file']);
    return await withPlatform(context, async (platform) => {
      const found = await findOperator(platform, login);
      if (!found.ok) return refused(found.reason);
      const { id } = found.operator;
      const event = { action: 'operator.password', subject: `operator ${id}` };
      const problem = await audited(platform, context, event, async () => {
        const changed = await createOperators(platform.pool).setPassword(id, password);
        return asProblem(changed.ok ? null : PROBLEMS[changed.problem]);
      });
      if (problem !== null) return refused(problem);
      return done({ login: found.operator.login }, () => 'Changed; all its sessions have ended.');
    });
  },
});
