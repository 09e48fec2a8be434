/**
 * What every command of this program stands on: database, schema, secrets, configuration and the
 * write path. Opened once, closed in the reverse order.
 */
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from './config.ts';
import { dialectByName } from './dialects/registry.ts';
import { openLogFile } from './disk/log-file.ts';
import { makeFolder } from './disk/owner.ts';
import { idGenerator } from './domain/id.ts';
import { openVault } from './platform-key.ts';
import type { Clock, GroupLinks, Ids, PayLinks, Reader } from './ports/core.ts';
import type { CatalogueReader } from './ports/operator.ts';
import type { ReportDeps } from './ports/report.ts';
import type { SignedTexts } from './ports/signed-texts.ts';
import type { VerificationFiles } from './ports/verification.ts';
import type { BeneficiaryAccounts } from './ports/withdrawal.ts';
import { startEmbedded } from './postgres/embedded.ts';
import { createCatalogueReader } from './store/configuration/channel-details.ts';
import { type ConfigWriter, createConfigWriter } from './store/configuration/config.ts';
import { type LiveSnapshot, openSnapshot } from './store/configuration/snapshot.ts';
import { migrate } from './store/database/migrate.ts';
import { leaseNode, type NodeLease } from './store/database/node-lease.ts';
import { type Connection, createPool, createQueuePool, endPool } from './store/database/pool.ts';
import { createSignedTexts } from './store/queues/signed-texts.ts';
import { createVerificationFiles } from './store/queues/verifications.ts';
import { createReader } from './store/read/reader.ts';
import { createReportQueries } from './store/read/reports.ts';
import { createBeneficiaryAccounts } from './store/read/withdrawals.ts';
import { type Continuity, SILENCE_MS, watchContinuity } from './store/recovery/continuity.ts';
import { createOrderSeal, type OrderSeal } from './store/secrets/order-seal.ts';
import { createGroupLinks, createPayLinks } from './store/secrets/pay-links.ts';
import { createReportLinks } from './store/secrets/report-links.ts';
import type { Vault } from './store/secrets/vault.ts';
import type { LaneEvents } from './store/write/lane.ts';
import { createLanes, type WritePath } from './store/write/lanes.ts';
import { createStatistics } from './store/write/statistics.ts';
import { openWitness } from './witness.ts';

export interface Platform {
  readonly connection: Connection;
  readonly pool: pg.Pool;
  /** For the workers' queues alone. */
  readonly queuePool: pg.Pool;
  readonly vault: Vault;
  readonly snapshot: LiveSnapshot;
  readonly shardCount: number;
  /** Of orders, for their providers. */
  readonly orderSeal: OrderSeal;
  readonly continuity: Pick<Continuity, 'isListing'>;
  readonly lanes: Omit<WritePath, 'close'>;
  readonly lease: Pick<NodeLease, 'node'>;
  readonly reader: Reader;
  readonly signedTexts: SignedTexts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly payLinks: PayLinks;
  readonly groupLinks: GroupLinks;
  readonly reports: ReportDeps;
  readonly verifications: VerificationFiles;
  readonly beneficiaries: BeneficiaryAccounts;
  readonly config: ConfigWriter;
  readonly catalogue: CatalogueReader;
  /** Writes what is queued, gives the node number back, stops a database of our own. */
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** Says what is being done, for a person who waits. */
  say(line: string): void;
  readonly events: Omit<LaneEvents, 'grown'>;
  /** Rejects where this database is not to be opened: nothing was written then. */
  mayOpen?(connection: Connection): Promise<void>;
}

/** The database cannot be reached, or not be started; the sentence says which, and why. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** Well within the lease of a node number, so that its renewal can be tried again. */
const LEASE_SILENCE_MAX_MS = 2_000;

/** The database alone, as it is: for those who must not migrate it. */
export async function openDatabase(
  config: Config,
  options: Pick<PlatformOptions, 'say'>,
): Promise<{ readonly connection: Connection; close(): Promise<void> }> {
  const closers: (() => Promise<unknown>)[] = [];
  const connection = await database(config, options, closers);
  return {
    connection,
    close: async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
    },
  };
}

/** Opens everything; on failure what was opened is closed again. */
export async function openPlatform(config: Config, options: PlatformOptions): Promise<Platform> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(options.say);
  };
  try {
    const connection = await database(config, options, closers);
    await options.mayOpen?.(connection);
    for (const { name } of await migrate(connection)) options.say(`migrated: ${name}`);
    const pool = createPool(connection, 'pool', 12);
    closers.push(() => endPool(pool));
    const vault = await openVault(config, pool);
    const queuePool = createQueuePool(connection, 8);
    closers.push(() => endPool(queuePool));
    const shardCount = await shardCountOf(pool);
    const trouble = (error: unknown) => options.events.trouble(-1, error);
    const continuity = await continuityOf(pool, config, trouble, closers);
    const clock = await databaseClock(pool, closers);
    const leasePool = createPool(connection, 'node number', 1, LEASE_SILENCE_MAX_MS);
    closers.push(() => endPool(leasePool));
    const lease = await leaseNode(leasePool);
    closers.push(() => lease.release());
    const next = idsOf(lease, clock);
    const snapshot = await openSnapshot(
      ...([pool, connection, vault, trouble, clock.nowMs] as const),
      (dialect) => (dialectByName(dialect)?.saysToCompare ? 'accept' : 'hold'),
    );
    closers.push(() => snapshot.close());
    const grown = createStatistics(pool);
    const lanes = createLanes(
      connection,
      shardCount,
      { ...options.events, grown },
      vault.derive('audit-log'),
      (appId) => snapshot.current().app(appId)?.subscriptions ?? [],
    );
    closers.push(() => lanes.close());
    return {
      connection,
      pool,
      queuePool,
      vault,
      snapshot,
      shardCount,
      orderSeal: createOrderSeal(vault.derive('order-seal')),
      continuity,
      lanes,
      lease,
      reader: createReader(pool, shardCount),
      signedTexts: createSignedTexts(pool, shardCount),
      clock,
      ids: { next },
      payLinks: createPayLinks(config.publicUrl, vault.derive('pay-links')),
      groupLinks: createGroupLinks(config.publicUrl, vault.derive('pay-links')),
      reports: reportsOf(pool, shardCount, vault, config),
      verifications: createVerificationFiles(pool, vault, shardCount),
      beneficiaries: createBeneficiaryAccounts(pool, vault, shardCount),
      config: createConfigWriter(pool, vault, next),
      catalogue: createCatalogueReader(pool),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Looked at before anything is sent. The demo is stopped for days: its silence is no sign. */
async function continuityOf(
  pool: pg.Pool,
  { demo, dataDir }: Config,
  trouble: (error: unknown) => void,
  closers: (() => Promise<unknown>)[],
): Promise<Continuity> {
  const witness = await openWitness(dataDir, trouble);
  const continuity = await watchContinuity(pool, demo ? null : SILENCE_MS, witness, trouble);
  closers.push(async () => continuity.stop());
  return continuity;
}

function reportsOf(
  pool: pg.Pool,
  shardCount: number,
  vault: Vault,
  { publicUrl }: Config,
): ReportDeps {
  return {
    queries: createReportQueries(pool, shardCount),
    links: createReportLinks(publicUrl, vault.derive('report-links')),
    tablesOf: (dialect) => dialectByName(dialect)?.reports ?? null,
  };
}

async function database(
  config: Config,
  { say }: Pick<PlatformOptions, 'say'>,
  closers: (() => Promise<unknown>)[],
): Promise<Connection> {
  try {
    if (config.databaseUrl !== null) return await reach(config.databaseUrl);
    await makeFolder(config.dataDir);
    say(`starting PostgreSQL in ${config.dataDir}`);
    const log = databaseLog(join(config.dataDir, 'postgres.log'), say, closers);
    const embedded = await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), log });
    closers.push(() => embedded.stop());
    return embedded.connection;
  } catch (error) {
    throw new DatabaseUnavailable((error as Error).message, { cause: error });
  }
}

/** What the server itself writes goes to a file; what its supervisor says is for people. */
function databaseLog(
  path: string,
  say: (line: string) => void,
  closers: (() => Promise<unknown>)[],
): (line: string) => void {
  const file = openLogFile(path);
  closers.push(async () => file.close());
  return (line) => {
    if (/^[A-Z]+: {2}/.test(line)) file.write(`${new Date().toISOString()} ${line}\n`);
    else say(line);
  };
}

/** Proves that the database answers, so that what fails later is something else. */
async function reach(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { url };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    throw new Error(`DATABASE_URL cannot be reached: ${message || code}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function shardCountOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ value: string }>(
    "select value from meta where key = 'shard_count'",
  );
  return Number.parseInt(rows[0]?.value ?? '', 10);
}

const CLOCK_CHECK_MS = 30_000;

/** Deadlines are by the database's time: this clock is ours, corrected by the difference. */
async function databaseClock(pool: pg.Pool, closers: (() => Promise<unknown>)[]): Promise<Clock> {
  let offsetMs = 0;
  const measure = async () => {
    const sentMs = Date.now();
    const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
    const middleMs = (sentMs + Date.now()) / 2;
    offsetMs = (rows[0]?.now.getTime() ?? middleMs) - middleMs;
  };
  await measure();
  const timer = setInterval(() => void measure().catch(() => undefined), CLOCK_CHECK_MS);
  timer.unref();
  closers.push(async () => clearInterval(timer));
  return { nowMs: () => Math.round(Date.now() + offsetMs) };
}

/** Ids of whichever node number is ours at the moment; throws while none is. */
function idsOf(lease: NodeLease, clock: Clock): Ids['next'] {
  const generators = new Map<number, ReturnType<typeof idGenerator>>();
  return (bucket) => {
    const node = lease.node();
    if (node === null) throw new Error('no node number is ours now: no id can be made');
    const generate = generators.get(node) ?? idGenerator(node);
    generators.set(node, generate);
    return generate(bucket, clock.nowMs());
  };
}
