/** The operators' commands over an open platform: the only place that has the privileged writes. */
import type { Deps } from './app/deps.ts';
import type { Config } from './config.ts';
import { CONNECTORS } from './connectors/registry.ts';
import { DIALECTS } from './dialects/registry.ts';
import { notifyGuard } from './notify-policy.ts';
import type { OperatorDeps } from './operator/deps.ts';
import { type OperatorCommands, openOperatorCommands } from './operator/run.ts';
import {
  createMemberSignIn,
  createSignIn,
  type MemberSignIn,
  type SignIn,
} from './operator/sign-in.ts';
import type { Platform } from './platform.ts';
import { hasFourEyes, readInstallation } from './store/configuration/installation.ts';
import { MEMBERS } from './store/operators/account-tables.ts';
import { createApprovals } from './store/operators/approvals.ts';
import { createMembers } from './store/operators/members.ts';
import { createOperators } from './store/operators/operators.ts';
import { createSecondFactors } from './store/operators/second-factors.ts';
import { createPrivilegedStore } from './store/privileged/store.ts';
import { createCases } from './store/queues/cases.ts';
import { createNotificationQueries } from './store/queues/notifications.ts';
import { createKeptReports } from './store/queues/provider-reports.ts';
import { createReceipts } from './store/queues/receipts.ts';
import { createSettlements } from './store/read/settlements.ts';
import { createTopUps } from './store/read/top-ups.ts';
import { createWithdrawals } from './store/read/withdrawals.ts';
import { createReconQueries } from './store/reconciliation/queries.ts';

/** What a process that serves knows better than a command line: providers' health, the sender. */
type Serving = Pick<Deps, 'routing' | 'dispatchNow'>;

/** Without providers' health every route is open; what is left to send, a server sends. */
const NOT_SERVING: Serving = {
  routing: { admits: () => true, take: () => undefined, random: Math.random },
  dispatchNow: { promise: () => null, run: async () => null },
};

/** Opens the commands for a console (`serving`), or for one command line. */
export function operatorCommandsOf(
  platform: Platform,
  config: Config,
  serving: Serving = NOT_SERVING,
): OperatorCommands & { readonly signIn: SignIn; readonly memberSignIn: MemberSignIn } {
  const { pool, vault, ids, shardCount, snapshot } = platform;
  const store = createPrivilegedStore({ pool, vault, shardCount, nextId: ids.next });
  const deps: OperatorDeps = {
    ...platform,
    ...serving,
    publicUrl: config.publicUrl,
    notifyUrlProblem: notifyGuard(config),
    operators: createOperators(pool),
    secondFactors: createSecondFactors(pool, vault),
    members: createMembers(pool),
    memberFactors: createSecondFactors(pool, vault, undefined, MEMBERS),
    approvals: createApprovals(pool, vault),
    cases: createCases(pool, shardCount),
    keptReports: createKeptReports(pool, shardCount),
    settlements: createSettlements(pool, shardCount),
    recon: createReconQueries(pool),
    withdrawals: createWithdrawals(pool),
    topUps: createTopUps(pool),
    receipts: createReceipts(pool, { shardCount, nextId: ids.next }),
    restHours: config.restHours,
    notifications: createNotificationQueries(pool, shardCount),
    dialects: DIALECTS,
    connectors: CONNECTORS,
    // The console notes the rule: a command typed beside it may have another environment.
    fourEyes: async () => config.fourEyes || (await hasFourEyes(pool)),
    isDemo: async () => (await readInstallation(pool)) === 'demo',
    versionInUse: ({ connector, account }) =>
      snapshot.current().credentials(connector, account)[0]?.version ?? null,
    upstreamUrlProblem: (url) => whyNotUpstream(url, config),
  };
  const signIn = createSignIn(deps, store);
  const memberSignIn = createMemberSignIn(deps, store);
  return { ...openOperatorCommands(deps, store), signIn, memberSignIn };
}

/** Why a provider's API cannot be at this address, as a sentence's end; null: it can. */
function whyNotUpstream(text: string, { allowLoopbackUpstream }: Config): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must be a web address';
  if (url.username !== '' || url.password !== '') return 'must not hold a password';
  return url.protocol === 'http:' && !allowLoopbackUpstream
    ? 'must be https (CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM is off)'
    : null;
}
