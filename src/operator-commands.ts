/** The operators' commands over an open platform: the only place that has the privileged writes. */
import type { Deps } from './app/deps.ts';
import type { Config } from './config.ts';
import { DIALECTS } from './dialects/registry.ts';
import { notifyGuard } from './notify-policy.ts';
import { openOperatorCommands, type RunCommand } from './operator/run.ts';
import type { Platform } from './platform.ts';
import { hasFourEyes } from './store/configuration/installation.ts';
import { createApprovals } from './store/operators/approvals.ts';
import { createOperators } from './store/operators/operators.ts';
import { createSecondFactors } from './store/operators/second-factors.ts';
import { createPrivilegedStore } from './store/privileged/store.ts';

/** What a process that serves knows better than a command line: providers' health, the sender. */
type Serving = Pick<Deps, 'routing' | 'dispatchNow'>;

/** Without providers' health every route is open; what is left to send, a server sends. */
const NOT_SERVING: Serving = {
  routing: { admits: () => true, take: () => undefined, random: Math.random },
  dispatchNow: { run: async () => undefined },
};

/** Opens the room for a console (`serving`), or for one command line. */
export function operatorCommandsOf(
  platform: Platform,
  config: Config,
  serving: Serving = NOT_SERVING,
): RunCommand {
  const { pool, vault, ids } = platform;
  const store = createPrivilegedStore({ pool, vault, nextId: ids.next });
  return openOperatorCommands(
    {
      ...platform,
      ...serving,
      publicUrl: config.publicUrl,
      notifyUrlProblem: notifyGuard(config),
      operators: createOperators(pool),
      secondFactors: createSecondFactors(pool, vault),
      approvals: createApprovals(pool),
      dialects: DIALECTS,
      // The console notes the rule: a command typed beside it may have another environment.
      fourEyes: async () => config.fourEyes || (await hasFourEyes(pool)),
    },
    store,
  );
}
