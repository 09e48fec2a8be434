/** `causeway operator create`: the first account of an installation, or a further one. */

import { operatorCreate } from '../../operator/commands/operators.ts';
import { OPERATOR_ROLES } from '../../ports/operator.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { passwordFile, readPassword, runOperator } from '../operator.ts';
import { asText, oneOf, optional, required } from '../option.ts';

export const operatorCreateCommand = command({
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
      const input = { login, role, name: name ?? '', new_password: password };
      const made = await runOperator(platform, context, operatorCreate, input);
      if (!made.ok) return made.report;
      const { publicUrl } = context.config();
      const shown = made.result.login;
      return done(
        { login: shown, role },
        () => `${shown} (${role}) can sign in at ${publicUrl}/console`,
      );
    });
  },
});
