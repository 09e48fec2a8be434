/** `causeway operator create`: the first account of an installation, or a further one. */
import { OPERATOR_ROLES } from '../../ports/operator.ts';
import { createOperators } from '../../store/operators/operators.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asProblem, audited, PROBLEMS, passwordFile, readPassword } from '../operators.ts';
import { asText, oneOf, optional, required } from '../option.ts';

export const operatorCreate = command({
  name: 'operator create',
  summary: 'let somebody sign in to the console',
  notes: [
    'The first owner of an installation is made here; owners make the others in the console.',
    'They should change the password after signing in, and set up a second factor.',
  ],
  options: {
    login: required('LOGIN', 'a short name or an e-mail address', asText),
    role: required('ROLE', `what they may do: ${OPERATOR_ROLES.join(', ')}`, oneOf(OPERATOR_ROLES)),
    name: optional('NAME', 'what colleagues read; the login if absent', asText),
    'password-file': passwordFile(),
  },
  examples: [
    ['operator create --login ann --role owner --password-file -', 'type the password, then Enter'],
  ],
  async run({ login, role, name, ...values }, context) {
    const password = await readPassword(context, values['password-file']);
    return await withPlatform(context, async (platform) => {
      const event = { action: 'operator.create', subject: `operator ${login}` };
      const input = { login, role, password, ...(name === null ? {} : { name }) };
      const problem = await audited(platform, context, event, async () => {
        const made = await createOperators(platform.pool).createOperator(input);
        return asProblem(made.ok ? null : PROBLEMS[made.problem]);
      });
      if (problem !== null) return refused(problem);
      const { publicUrl } = context.config();
      const shown = login.trim().toLowerCase();
      return done(
        { login: shown, role },
        () => `${shown} (${role}) can sign in at ${publicUrl}/console`,
      );
    });
  },
});
