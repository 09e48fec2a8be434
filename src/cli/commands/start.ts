/** `causeway start`: see `../start.ts`. */
import { ROLES } from '../../config.ts';
import { command, EXIT, type ExitCode, failure } from '../command.ts';
import { oneOf, withDefault } from '../option.ts';

export const startCommand = command({
  name: 'start',
  summary: 'run the platform until it is stopped',
  notes: [
    'Outside production a demo is prepared: a merchant, the simulated provider and credentials',
    'in DATA_DIR/demo.json. SIGINT, SIGTERM or SIGHUP lets what is under way end.',
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
      say: context.printLine,
      stopped: new Promise((resolve) => {
        // For good: a signal that comes again, by the group and by a launcher, is the same wish.
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
          process.on(signal, () => resolve(signal));
        }
      }),
      exit: (code) => process.exit(code),
    });
    return code === EXIT.done ? null : failure(code as ExitCode, 'it did not start', null);
  },
});
