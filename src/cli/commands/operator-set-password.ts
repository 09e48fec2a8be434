/** `causeway operator set-password`: for whoever has forgotten it. */
import { operatorPasswordReset } from '../../operator/commands/operators.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findOperator, passwordFile, readPassword, runOperator } from '../operator.ts';
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
      const input = { id: `${found.value.id}`, new_password: password };
      const changed = await runOperator(platform, context, operatorPasswordReset, input);
      if (!changed.ok) return changed.report;
      return done({ login: found.value.login }, () => 'Changed; all its sessions have ended.');
    });
  },
});
