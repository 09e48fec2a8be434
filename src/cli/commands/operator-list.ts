/** `causeway operator list`. */
import { createOperators } from '../../store/operators/operators.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { momentText, table } from '../style.ts';

export const operatorList = command({
  name: 'operator list',
  summary: 'who may sign in to the console',
  examples: [['operator list --json', 'for a script']],
  async run(_values, context) {
    return await withPlatform(context, async ({ pool }) => {
      const operators = await createOperators(pool).list();
      const rows = operators.map(({ login, name, role, disabledAt, secondFactorAt }) => [
        login,
        name,
        role,
        disabledAt === null ? 'active' : 'disabled',
        secondFactorAt === null ? 'none' : momentText(secondFactorAt),
      ]);
      const head = ['login', 'name', 'role', 'status', 'second factor'];
      return done({ operators }, (style) => table(style, head, rows));
    });
  },
});
