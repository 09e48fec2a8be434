/** The sites that people sign in to, over one platform. */
import type { FastifyInstance } from 'fastify';
import { callbackUrlOf } from './app/build-intent.ts';
import type { Deps } from './app/deps.ts';
import { isCallbackAddressSet } from './connectors/registry.ts';
import { registerConsole } from './console/register.ts';
import { DIALECTS } from './dialects/registry.ts';
import { operatorCommandsOf } from './operator-commands.ts';
import { registerPortal } from './portal/register.ts';
import type { Services } from './services.ts';
import { createBookWatch } from './store/books/book-watch.ts';
import { createMainBook } from './store/books/main-book.ts';
import { MEMBERS } from './store/operators/account-tables.ts';
import { createApprovals } from './store/operators/approvals.ts';
import { createAuditLog } from './store/operators/audit-log.ts';
import { createMembers } from './store/operators/members.ts';
import { createOperators } from './store/operators/operators.ts';
import { createSecondFactors } from './store/operators/second-factors.ts';
import { createSessions, sessionsOf } from './store/operators/sessions.ts';
import { createCases } from './store/queues/cases.ts';
import { createDisputes } from './store/queues/disputes.ts';
import { checkLedger } from './store/queues/ledger-check.ts';
import { createKeptReports } from './store/queues/provider-reports.ts';
import { createStatementFiles } from './store/queues/statement-files.ts';
import { createVerifications } from './store/queues/verifications.ts';
import { createAccountStatements } from './store/read/account-statements.ts';
import { feeDocuments } from './store/read/fee-invoices.ts';
import { merchantQueriesOf } from './store/read/merchant-queries.ts';
import { createOperatorQueries } from './store/read/operator-queries.ts';
import { createSettlements } from './store/read/settlements.ts';
import { createTopUps } from './store/read/top-ups.ts';
import { createWithdrawals } from './store/read/withdrawals.ts';
import { createReconQueries } from './store/reconciliation/queries.ts';

/** The console for operators, and the portal for merchants, over the same commands. */
export async function openSites(server: FastifyInstance, services: Services): Promise<void> {
  const { config, platform, deps, log } = services;
  const { pool, shardCount, snapshot, vault, clock, reader } = platform;
  const { publicUrl, consoleHosts: hosts, requireSecondFactor, fourEyes } = config;
  const commands = operatorCommandsOf(platform, config, deps);
  const onTrouble = (error: unknown) => log.error({ err: error }, 'a page failed');
  await openConsole(server, services, { ...deps, ...commands, onTrouble });
  const queries = createOperatorQueries(pool, shardCount);
  await registerPortal(server, {
    ...{ ...commands, clock, snapshot, publicUrl, hosts, requireSecondFactor, fourEyes, onTrouble },
    members: createMembers(pool),
    memberFactors: createSecondFactors(pool, vault, undefined, MEMBERS),
    memberSessions: sessionsOf(pool, MEMBERS),
    withdrawals: createWithdrawals(pool),
    topUps: createTopUps(pool),
    approvals: createApprovals(pool, vault),
    queriesOf: merchantQueriesOf(pool, shardCount, reader, queries),
    dialects: DIALECTS,
  });
}

type Commands = ReturnType<typeof operatorCommandsOf> & { onTrouble(error: unknown): void };

async function openConsole(
  server: FastifyInstance,
  { config, platform, health, upstream }: Services,
  deps: Deps & Commands,
): Promise<void> {
  const { pool, shardCount, snapshot, vault, catalogue } = platform;
  const { requireSecondFactor, consoleHosts, fourEyes, publicUrl, clearingDays } = config;
  const mainBook = createMainBook(pool, shardCount);
  await registerConsole(server, {
    ...deps,
    snapshot,
    operators: createOperators(pool),
    sessions: createSessions(pool),
    secondFactors: createSecondFactors(pool, vault),
    members: createMembers(pool),
    approvals: createApprovals(pool, vault),
    ...{ requireSecondFactor, consoleHosts, fourEyes },
    audit: createAuditLog(pool, vault.derive('audit-log')),
    queries: createOperatorQueries(pool, shardCount),
    cases: createCases(pool, shardCount),
    keptReports: createKeptReports(pool, shardCount),
    settlements: createSettlements(pool, shardCount),
    withdrawals: createWithdrawals(pool),
    topUps: createTopUps(pool),
    recon: createReconQueries(pool),
    accountStatements: createAccountStatements(pool, shardCount),
    statementFiles: createStatementFiles(pool),
    feeDocuments: feeDocuments(pool),
    disputes: createDisputes(pool, shardCount),
    verificationList: createVerifications(pool, shardCount),
    catalogue,
    checkLedger: (shard) => checkLedger(pool, shard),
    mainBook,
    bookWatch: createBookWatch(pool, shardCount, mainBook),
    clearingDays,
    dialects: DIALECTS,
    health: () => health.list(),
    loads: () => upstream.gates.list(),
    callbackAddressOf: (account) =>
      isCallbackAddressSet(account.connector) ? callbackUrlOf(publicUrl, account) : null,
  });
}
