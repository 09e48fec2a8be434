/** Connections: bigints stay bigints, every session has its limits, statements are named. */
import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { Statement } from '../statements/statement.ts';

/** Most of what a row of orders or balances holds is nothing. */
const bigintOf = (text: string) => (text === '0' ? 0n : BigInt(text));

/** `int8` as bigint, never as a JS number; `numeric` (sums) stays text or is cast in SQL. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return bigintOf;
    // A day is no moment: `2026-11-30`.
    if (oid === 1082) return (text: string) => text;
    if (oid === 1016) return (text: string) => text.slice(1, -1).split(',').map(BigInt);
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** A PostgreSQL address: a URL, or parts (the embedded server's unix socket). */
export type Connection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** Means nothing to PostgreSQL. Where it is missing, the settings beside it are missing too. */
export const SESSION_MARK = { name: 'causeway.session', value: 'own' } as const;

/** What an account or a database may be set to otherwise, and our statements count on. */
const OURS =
  '-c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex' +
  ' -c default_transaction_isolation=read\\ committed' +
  ` -c ${SESSION_MARK.name}=${SESSION_MARK.value}`;

const SESSION =
  `${OURS} -c statement_timeout=5000 -c lock_timeout=3000` +
  ' -c idle_in_transaction_session_timeout=10000';

/**
 * How long a connection in use may say nothing. The server's own limits are shorter, so a network
 * has swallowed it: it is cut, its query fails, and the other connections of the pool are not
 * trusted any more.
 */
const SILENCE_MAX_MS = 7_000;
/** How much later than the idle ones the silent connection itself is cut. */
const CUT_AFTER_MS = 20;
/** How long the ends of a pool's connections are waited for: whoever is silent is cut then. */
const END_WITHIN_MS = 2_000;

/**
 * Hot statements name their rows by key: index and nested loop are right at every table size, so
 * a plan made while the tables were empty must not scan them for ever (see also `Lane`).
 */
const BY_KEY =
  ' -c plan_cache_mode=force_generic_plan -c jit=off' +
  ' -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off' +
  ' -c enable_material=off -c enable_bitmapscan=off';

/**
 * A queue is empty at one moment and long at the next, and its statements take many rows at once:
 * each is planned for the tables as they are. That costs a fraction of what it does.
 */
const FRESH_PLANS = ' -c plan_cache_mode=force_custom_plan -c jit=off';

/** Connections of the pool are replaced this often: new ones plan for the tables as they are. */
const CONNECTION_LIFE_S = 120;

function config(connection: Connection, name: string, options: string): pg.ClientConfig {
  const address = 'url' in connection ? { connectionString: connection.url } : { ...connection };
  return {
    ...address,
    types,
    application_name: `causeway ${name}`,
    options,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** A small pool for reads: people's lists, configuration, audits. */
export function createPool(
  connection: Connection,
  name: string,
  max: number,
  silenceMaxMs = SILENCE_MAX_MS,
): pg.Pool {
  const settings = config(connection, name, SESSION);
  const connectionTimeoutMillis = Math.min(5_000, silenceMaxMs);
  return poolOf({ ...settings, connectionTimeoutMillis }, max, silenceMaxMs);
}

/** A pool for the queues' statements. */
export function createQueuePool(connection: Connection, max: number): pg.Pool {
  return poolOf(config(connection, 'queues', SESSION + FRESH_PLANS), max, SILENCE_MAX_MS);
}

/** A connection of its own, without limits on its statements: for migrations and looking around. */
export function createClient(connection: Connection, name: string): pg.Client {
  const client = new pg.Client(config(connection, name, OURS));
  // Broken between two queries, it fails the next one; unheard, it ends the process.
  client.on('error', () => undefined);
  return client;
}

const CONNECTIONS = new WeakMap<pg.Pool, Set<pg.PoolClient>>();

function poolOf(settings: pg.ClientConfig, max: number, silenceMaxMs: number): pg.Pool {
  const pool = new pg.Pool({
    ...settings,
    max,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: CONNECTION_LIFE_S,
  });
  // A connection that breaks while idle is replaced at the next use; unheard, it ends the process.
  // The pool hears only those in its hands: one that is lent out and between two queries is heard
  // here, and its user's next query fails.
  pool.on('error', () => undefined);
  const all = new Set<pg.PoolClient>();
  const idle = new Set<pg.PoolClient>();
  CONNECTIONS.set(pool, all);
  pool.on('connect', (client) => {
    all.add(client);
    client.on('error', () => undefined);
    streamOf(client).on('timeout', () => {
      for (const each of idle) cut(each);
      // Only when the pool has heard of those: what the query's user does next shall not meet them.
      setTimeout(cut, CUT_AFTER_MS, client);
    });
  });
  pool.on('acquire', (client) => {
    idle.delete(client);
    allowSilence(client, silenceMaxMs);
  });
  pool.on('release', (_error, client) => {
    idle.add(client as pg.PoolClient);
    allowSilence(client as pg.PoolClient, 0);
  });
  pool.on('remove', (client) => {
    all.delete(client);
    idle.delete(client);
  });
  return pool;
}

function cut(client: pg.PoolClient): void {
  streamOf(client).destroy();
}

/** The connection of a pool is one like any other; only its type does not say so. */
function streamOf(client: pg.PoolClient) {
  return (client as unknown as pg.Client).connection.stream as Duplex & {
    setTimeout(ms: number): void;
  };
}

/** Lets a connection be silent for so long (0: for ever) until it is given back to its pool. */
export function allowSilence(client: pg.PoolClient, ms: number): void {
  streamOf(client).setTimeout(ms);
}

/** Ends a pool in good order; what does not end in time is cut. */
export async function endPool(pool: pg.Pool): Promise<void> {
  const timer = setTimeout(() => {
    for (const client of CONNECTIONS.get(pool) ?? []) cut(client);
  }, END_WITHIN_MS);
  try {
    await pool.end();
  } finally {
    clearTimeout(timer);
  }
}

/** One pipelining connection of a lane; statements are sent without waiting for the last answer. */
export async function connect(connection: Connection, name: string): Promise<pg.Client> {
  const settings = config(connection, name, SESSION + BY_KEY);
  const client = new pg.Client({ ...settings, pipeline: true } as pg.ClientConfig);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * Sends the statements that `ask` gives to a pipelining connection in one write: one system call,
 * and a server that wakes up once for all of them.
 */
export function inOneWrite<T>(client: pg.Client, ask: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return ask();
  } finally {
    stream.uncork();
  }
}

/** Runs SQL text: the pool, or the connection that holds a transaction. */
export type Executor = Pick<pg.PoolClient, 'query'>;

/** Anything that runs a query: a pool or a client. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<R>>;
}

/** Runs a hot statement on a shard. */
export async function run<R extends pg.QueryResultRow>(
  on: Queryable,
  { name, text }: Statement,
  shard: number,
  parameters: readonly unknown[] = [],
): Promise<pg.QueryResult<R>> {
  return await on.query<R>({ name, text, values: [shard, ...parameters] });
}
