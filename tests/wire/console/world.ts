/** The console over a real database, with a merchant that has lived a little. */
import { argon2Sync, randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { applyProviderEvent } from '../../../src/app/apply-provider-event.ts';
import { handle } from '../../../src/app/handle.ts';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from '../../../src/catalogue/catalogue.ts';
import { CONNECTORS } from '../../../src/connectors/registry.ts';
import type { ConsoleDeps } from '../../../src/console/deps.ts';
import { registerConsole } from '../../../src/console/register.ts';
import { DIALECTS } from '../../../src/dialects/registry.ts';
import { CLEARING_DAYS } from '../../../src/domain/clearing.ts';
import { referenceOf } from '../../../src/domain/dispatch.ts';
import { idGenerator } from '../../../src/domain/id.ts';
import type { App } from '../../../src/domain/merchant.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { Fact } from '../../../src/domain/provider-event.ts';
import type { MerchantRequest } from '../../../src/domain/request.ts';
import type { AccountKey } from '../../../src/domain/routing.ts';
import type { OperatorDeps } from '../../../src/operator/deps.ts';
import { openOperatorCommands } from '../../../src/operator/run.ts';
import {
  createMemberSignIn,
  createSignIn,
  type MemberSignIn,
} from '../../../src/operator/sign-in.ts';
import { OPERATOR_ROLES, type Operator, type OperatorRole } from '../../../src/ports/operator.ts';
import type {
  OperatorWrites,
  PrivilegedStore,
  PrivilegedWrites,
} from '../../../src/ports/privileged.ts';
import { createBookWatch } from '../../../src/store/books/book-watch.ts';
import { createMainBook } from '../../../src/store/books/main-book.ts';
import { createCatalogueReader } from '../../../src/store/configuration/channel-details.ts';
import { type ConfigWriter, createConfigWriter } from '../../../src/store/configuration/config.ts';
import { type LiveSnapshot, openSnapshot } from '../../../src/store/configuration/snapshot.ts';
import { MEMBERS } from '../../../src/store/operators/account-tables.ts';
import { createApprovals } from '../../../src/store/operators/approvals.ts';
import { createAuditLog } from '../../../src/store/operators/audit-log.ts';
import { createMembers } from '../../../src/store/operators/members.ts';
import { createOperators } from '../../../src/store/operators/operators.ts';
import { createSecondFactors } from '../../../src/store/operators/second-factors.ts';
import { createSessions } from '../../../src/store/operators/sessions.ts';
import { operatorWrites } from '../../../src/store/privileged/operators.ts';
import { createPrivilegedStore } from '../../../src/store/privileged/store.ts';
import { createCases } from '../../../src/store/queues/cases.ts';
import { createDisputes } from '../../../src/store/queues/disputes.ts';
import { checkLedger } from '../../../src/store/queues/ledger-check.ts';
import { createNotificationQueries } from '../../../src/store/queues/notifications.ts';
import { createKeptReports } from '../../../src/store/queues/provider-reports.ts';
import { createStatementFiles } from '../../../src/store/queues/statement-files.ts';
import { createVerifications } from '../../../src/store/queues/verifications.ts';
import { createAccountStatements } from '../../../src/store/read/account-statements.ts';
import { feeDocuments } from '../../../src/store/read/fee-invoices.ts';
import { createOperatorQueries } from '../../../src/store/read/operator-queries.ts';
import { createSettlements } from '../../../src/store/read/settlements.ts';
import { createReconQueries } from '../../../src/store/reconciliation/queries.ts';
import { createVault, type Vault } from '../../../src/store/secrets/vault.ts';
import { createServer } from '../../../src/web/server.ts';
import { type OpenLanes, openLanes, SHARDS } from '../../support/lanes.ts';
import { ALL_WELL } from '../../support/routing.ts';
import { ANY_TEXT, NO_REPORTS } from '../../support/shop.ts';
import { moneyPartsOf } from './money-parts.ts';

export const PASSWORD = 'correct horse battery';
/** Stands in the database sealed, and may stand nowhere else. */
export const MERCHANT_KEY = 'canary5f2b9c1d8e7a6f5b4c3d2e1f0a';

/** What a test may want otherwise. */
export interface ConsoleOptions {
  readonly publicUrl?: string;
  /** The time by which sessions and tries are counted; null: the database's. */
  readonly now?: () => Date | null;
  readonly merchantName?: string;
  readonly health?: ConsoleDeps['health'];
  readonly requireSecondFactor?: boolean;
  readonly fourEyes?: boolean;
  /** Statements of more lines are built by workers. */
  readonly directLinesMax?: number;
  /** Sees, and may change, the writes of each transaction of a command. */
  readonly onWrites?: (writes: PrivilegedWrites) => PrivilegedWrites;
}

export interface ConsoleWorld extends OpenLanes {
  readonly server: FastifyInstance;
  readonly deps: ConsoleDeps & {
    readonly operators: OperatorWrites;
    readonly memberSignIn: MemberSignIn;
    readonly snapshot: LiveSnapshot;
  };
  readonly app: App;
  readonly operators: Readonly<Record<OperatorRole, Operator>>;
  readonly vault: Vault;
  readonly config: ConfigWriter;
  readonly failures: unknown[];
  /** What the commands go by; a test may change it on the way. */
  readonly rules: { fourEyes: boolean };
  payin(merchantRef: string, facts?: readonly Fact[]): Promise<Order>;
  /** Paid out of what payins brought. */
  payout(merchantRef: string, facts?: readonly Fact[]): Promise<Order>;
  /** A number that 2.00 to 500.00 may be paid into, once it is accepted. */
  paymentCode(merchantRef: string, facts?: readonly Fact[]): Promise<Order>;
  mandate(merchantRef: string, facts?: readonly Fact[]): Promise<Order>;
  refund(payin: Order, amountMinor: bigint, facts?: readonly Fact[]): Promise<Order>;
}

const CODES = [
  ...['PH_GCASH', 'PH_MAYA', 'PH_GCASH_PAYOUT'],
  ...['PH_QRPH_DYNAMIC', 'PH_7ELEVEN_VA', 'TH_PROMPTPAY_PAYOUT'],
  ...['PH_GCASH_STATIC_VA', 'PH_GCASH_DIRECT_DEBIT'],
];
const known = ({ code }: { code: string }) => CODES.includes(code);

const LINKS = {
  payLinks: { urlOf: (id: bigint) => `https://pay.example/pay/${id}`, read: () => null },
  groupLinks: { urlOf: (id: bigint) => `https://pay.example/b/${id}`, read: () => null },
};

const booksOf = (pool: Parameters<typeof createMainBook>[0]) => {
  const mainBook = createMainBook(pool, SHARDS);
  const bookWatch = createBookWatch(pool, SHARDS, mainBook);
  return { mainBook, bookWatch, clearingDays: CLEARING_DAYS };
};

const ofMerchants = (pool: OpenLanes['pool'], options: ConsoleOptions) => ({
  recon: createReconQueries(pool),
  ...{ cases: createCases(pool, SHARDS), keptReports: createKeptReports(pool, SHARDS) },
  settlements: createSettlements(pool, SHARDS),
  accountStatements: createAccountStatements(pool, SHARDS),
  statementFiles: createStatementFiles(pool, options.directLinesMax),
  feeDocuments: feeDocuments(pool),
});

export async function openConsole(
  t: TestContext,
  options: ConsoleOptions = {},
): Promise<ConsoleWorld> {
  const vault = createVault(randomBytes(32));
  const base = await openLanes(t, vault.derive('audit-log'));
  const { pool, connection, lanes, reader } = base;
  const generate = idGenerator(1);
  const ids = { next: (bucket: number) => generate(bucket, Date.now()) };
  const config = createConfigWriter(pool, vault, ids.next);
  const appId = await merchantWith(config, options.merchantName ?? 'Kopi Kita');
  const snapshot = await openSnapshot(pool, connection, vault, (error) => failures.push(error));
  t.after(() => snapshot.close());
  const failures: unknown[] = [];
  const operators = { ...createOperators(pool, options.now), ...operatorWrites(pool, options.now) };
  const core = {
    lanes,
    reader,
    snapshot,
    clock: { nowMs: () => Date.now() },
    ids,
    signedTexts: ANY_TEXT,
    ...LINKS,
    dispatchNow: { promise: () => null, run: async () => null },
    reports: NO_REPORTS,
    ...moneyPartsOf(pool, vault, ids.next),
    notifyUrlProblem: () => null,
    routing: ALL_WELL,
    publicUrl: options.publicUrl ?? 'http://console.example',
    consoleHosts: ['console.internal'],
    operators,
    members: createMembers(pool, options.now),
    sessions: createSessions(pool, options.now),
    secondFactors: createSecondFactors(pool, vault, options.now),
    requireSecondFactor: options.requireSecondFactor ?? false,
    approvals: createApprovals(pool, vault, options.now),
    fourEyes: options.fourEyes ?? false,
    audit: createAuditLog(pool, vault.derive('audit-log')),
    queries: createOperatorQueries(pool, SHARDS),
    ...ofMerchants(pool, options),
    disputes: createDisputes(pool, SHARDS),
    verificationList: createVerifications(pool, SHARDS),
    catalogue: createCatalogueReader(pool),
    checkLedger: (shard: number) => checkLedger(pool, shard),
    ...booksOf(pool),
    dialects: DIALECTS,
    ...{ health: options.health ?? (() => []), loads: () => [] },
    callbackAddressOf: ({ connector, account }: AccountKey) =>
      connector === 'simulator' ? null : `https://causeway.example/hooks/${connector}/${account}`,
    onTrouble: (error: unknown) => failures.push(error),
  };
  const store = watched(storeOf(base, vault, ids.next, options), options.onWrites);
  const rules = { fourEyes: core.fourEyes };
  const deps = { ...core, ...commandsOver(core, rules, base, vault, store) };
  const server = createServer({ trustProxy: [] });
  await registerConsole(server, deps);
  t.after(() => server.close());
  return {
    ...base,
    ...trade(deps, appId),
    server,
    deps,
    app: snapshot.current().app(appId) as App,
    operators: await staff(base, operators),
    vault,
    config,
    failures,
    rules,
  };
}

function storeOf(
  { pool }: OpenLanes,
  vault: Vault,
  nextId: (bucket: number) => bigint,
  { now }: ConsoleOptions,
): PrivilegedStore {
  const parts = { pool, vault, shardCount: SHARDS, nextId };
  return createPrivilegedStore({ ...parts, ...(now === undefined ? {} : { now }) });
}

/** The operators' commands over what the console is given. */
function commandsOver(
  core: Omit<OperatorDeps, 'fourEyes' | 'snapshot' | OnlyCommands> & {
    readonly snapshot: LiveSnapshot;
  },
  rules: ConsoleWorld['rules'],
  { pool }: OpenLanes,
  vault: Vault,
  store: PrivilegedStore,
) {
  const deps: OperatorDeps = {
    ...core,
    connectors: CONNECTORS,
    memberFactors: createSecondFactors(pool, vault, undefined, MEMBERS),
    notifications: createNotificationQueries(pool, SHARDS),
    fourEyes: async () => rules.fourEyes,
    isDemo: async () => false,
    versionInUse: ({ connector, account }) =>
      core.snapshot.current().credentials(connector, account)[0]?.version ?? null,
    upstreamUrlProblem: () => null,
  };
  const signIn = createSignIn(deps, store);
  const memberSignIn = createMemberSignIn(deps, store);
  return { ...openOperatorCommands(deps, store), signIn, memberSignIn };
}

type OnlyCommands =
  | 'isDemo'
  | 'connectors'
  | 'memberFactors'
  | 'notifications'
  | 'versionInUse'
  | 'upstreamUrlProblem';

function watched(store: PrivilegedStore, on: ConsoleOptions['onWrites']): PrivilegedStore {
  if (on === undefined) return store;
  return { transaction: (work) => store.transaction((writes) => work(on(writes))) };
}

/** A merchant with one app, and the channels of `CODES` open to it; answers the app. */
async function merchantWith(config: ConfigWriter, name: string): Promise<bigint> {
  const merchantId = await config.createMerchant({ name, bucket: 5 });
  const appId = await config.createApp({
    merchantId,
    dialect: 'collect',
    publicId: '2C0001',
    mode: 'test',
    notifyUrl: 'https://shop.example/notify',
    settings: { asset: 'PHP/2', callbackProfile: 'legacy4' },
    keys: [{ purpose: 'request', material: MERCHANT_KEY }],
  });
  await config.saveChannels(CHANNELS.filter(known));
  const ofKnown = ({ channelCode }: { channelCode: string }) => CODES.includes(channelCode);
  const free = { ratePpm: 10_000n, fixedMinor: 0n, minMinor: null, maxMinor: null };
  await config.addTerms(
    DEFAULT_TERMS.filter(ofKnown).map((row) => ({ ...row, settle: 0, fee: free })),
  );
  await config.addRoutes(DEFAULT_ROUTES.filter(ofKnown));
  await config.saveAccount({
    ...{ connector: 'simulator', account: 'main', mode: 'test', version: 1 },
    ...{ baseUrl: 'https://provider.example', secrets: { apiSecret: 'a', callbackSecret: 'b' } },
  });
  return appId;
}

/** Hashing is slow by design; the same algorithm with the least of everything is not. */
export function cheapHash(password: string): string {
  const least = { nonce: Buffer.alloc(16, 1), memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
  const hash = argon2Sync('argon2id', { message: Buffer.from(password), ...least });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${text(least.nonce)}$${text(hash)}`;
}

/** On every shard; nobody books on it any more. */
export async function closeDay(
  pool: Pick<ConsoleWorld['pool'], 'query'>,
  day: string,
): Promise<void> {
  await pool.query(
    `insert into book_day (shard, day, entries)
     select shard, $2::date, 0 from generate_series(0, $1::int - 1) shard on conflict do nothing`,
    [SHARDS, day],
  );
}

/** One more operator, whom nobody has made. */
export async function hire(
  { pool, deps }: Pick<ConsoleWorld, 'pool' | 'deps'>,
  login: string,
  role: OperatorRole,
): Promise<Operator> {
  const text = `insert into operator (login, name, password_hash, role) values ($1, $1, $2, $3)`;
  await pool.query(text, [login, cheapHash(PASSWORD), role]);
  const found = (await deps.operators.list()).find((one) => one.login === login);
  return found as Operator;
}

/** One operator of each role. */
async function staff({ pool }: OpenLanes, operators: ConsoleDeps['operators']) {
  await pool.query(
    `insert into operator (login, name, password_hash, role)
     select role, role, $1, role from unnest($2::text[]) as r (role)`,
    [cheapHash(PASSWORD), OPERATOR_ROLES],
  );
  const made = (await operators.list()).map((operator) => [operator.role, operator]);
  return Object.fromEntries(made) as Record<OperatorRole, Operator>;
}

export const ACCEPTED: Fact = { kind: 'accepted', upstreamId: 'UP-1', instructions: null };

export function paid(minor: bigint, paymentRef: string): Fact {
  const amount = { asset: 'PHP/2', minor };
  return { kind: 'paid', amount, paymentRef, bankRef: `BANK-${paymentRef}`, upstreamId: null };
}

type Trade = Pick<ConsoleWorld, 'payin' | 'payout' | 'paymentCode' | 'mandate' | 'refund'>;

/** Orders by the commands that merchants and providers use. */
function trade(deps: ConsoleDeps, appId: bigint): Trade {
  const caller = { appId, ip: '192.0.2.1' };
  const asked = {
    scope: 'order',
    digest: '00',
    metadata: {},
    notifyUrl: null,
    onRepeat: 'refuse',
    wait: 'none',
  } as const;
  const returnUrl = 'https://shop.example/back';
  const channelOf = (code: string) => {
    const channel = deps.snapshot.current().channel(code);
    if (channel === null) throw new Error(`no channel ${code}`);
    return channel;
  };
  const make = async (request: MerchantRequest, facts: readonly Fact[]) => {
    const outcome = await handle(deps, caller, request);
    if (!outcome.ok || outcome.kind !== 'created') throw new Error(JSON.stringify(outcome));
    const { order } = outcome;
    const source = { connector: order.connector ?? '', account: order.account ?? '' };
    const reference = referenceOf({ orderId: order.id, n: 1, operation: order.kind });
    for (const [index, fact] of facts.entries()) {
      await applyProviderEvent(deps, source, { reference, eventKey: `${order.id}-${index}`, fact });
    }
    return (await deps.reader.orderById(order.id)) as Order;
  };
  return {
    payin(merchantRef, facts = []) {
      const channel = channelOf('PH_GCASH');
      const fields = { 'payer.name': 'Maria Santos', 'payer.email': 'maria@mail.example' };
      const more = { fields, returnUrl, expiryMinutes: null, amountMinor: 125_050n };
      return make({ ...asked, kind: 'create_payin', merchantRef, channel, ...more }, facts);
    },
    payout(merchantRef, facts = []) {
      const channel = channelOf('PH_GCASH_PAYOUT');
      const fields = { 'beneficiary.name': 'Jose Rizal', 'beneficiary.account': '09171234567' };
      const more = { fields, amountMinor: 20_000n };
      return make({ ...asked, kind: 'create_payout', merchantRef, channel, ...more }, facts);
    },
    paymentCode(merchantRef, facts = []) {
      const channel = channelOf('PH_GCASH_STATIC_VA');
      const limits = { minMinor: 20_000n, maxMinor: 50_000n, single: false, expiresAt: null };
      const more = { fields: {}, amountMinor: 0n, ...limits };
      return make({ ...asked, kind: 'create_code', merchantRef, channel, ...more }, facts);
    },
    mandate(merchantRef, facts = []) {
      const channel = channelOf('PH_GCASH_DIRECT_DEBIT');
      const more = { fields: { 'payer.userId': 'u-77' }, amountMinor: 0n, returnUrl };
      return make({ ...asked, kind: 'create_mandate', merchantRef, channel, ...more }, facts);
    },
    refund(payin, amountMinor, facts = []) {
      const by = { payin: { kind: 'id', id: payin.id }, merchantRef: `R-${payin.id}` } as const;
      return make(
        { ...asked, kind: 'create_refund', operation: 'refund', ...by, amountMinor },
        facts,
      );
    },
  };
}
