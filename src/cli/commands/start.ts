/** `causeway start`: see `../start.ts`. */
import { ROLES } from '../../config.ts';
import { command, EXIT, type ExitCode, failure } from '../command.ts';
import { oneOf, withDefault } from '../option.ts';

export const startCommand = command({
  name: 'start',
  summary: 'run the platform until it is told to stop',
  notes: [
    'Outside production a demo is prepared: a merchant, the simulated provider and credentials',
    'in DATA_DIR/demo.json. SIGINT or SIGTERM lets what is under way end.',
  ],
  options: {
    role: withDefault('ROLE', `what this process does: ${ROLES.join(', ')}`, 'all', oneOf(ROLES)),
  },
  examples: [
    ['start', 'everything in one process'],
    ['start --role worker', 'only deliver, dispatch, expire and settle'],
  ],
  async run({ role }, context) {
    const { start } = await import('../start.ts');
    const code = await start(context.config(), role, {
      say: context.tell,
      stopped: new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
          process.once(signal, () => resolve(signal));
        }
      }),
    });
    return code === EXIT.done ? null : failure(code as ExitCode, 'it did not start', null);
  },
});
