/** Everything privileged that can be done here. What is not in this list, no skin can run. */
import type { OperatorCommand } from './command.ts';
import { appCreate } from './commands/app-create.ts';
import { appRotateKey } from './commands/app-rotate-key.ts';
import { appSet } from './commands/app-set.ts';
import { merchantCreate } from './commands/merchant-create.ts';
import { merchantSet } from './commands/merchant-set.ts';

export const OPERATOR_COMMANDS: readonly OperatorCommand[] = [
  merchantCreate,
  merchantSet,
  appCreate,
  appSet,
  appRotateKey,
];
