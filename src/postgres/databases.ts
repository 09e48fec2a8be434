import assert from 'node:assert/strict';
import pg from 'pg';

/** What `pg` needs to connect; `host` is the folder of the server's unix socket. */
export type Connection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** The same as a URL, the form that `DATABASE_URL` has. */
export function connectionUrl(connection: Connection): string {
  const { host, port, user, password, database } = connection;
  const account = `${user}:${encodeURIComponent(password)}`;
  const folder = encodeURIComponent(host);
  return `postgres://${account}@localhost:${port}/${database}?host=${folder}`;
}

/** What `pg` needs to connect, from a URL that `connectionUrl` made. */
export function connectionOf(url: string): Connection {
  const { searchParams, port, username, password, pathname } = new URL(url);
  return {
    host: searchParams.get('host') ?? 'localhost',
    port: Number.parseInt(port, 10),
    user: username,
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/**
 * Creates a database on the server at `url` and returns its URL. `template` names the database to
 * copy; it must have no connections.
 */
export async function createDatabase(
  url: string,
  name: string,
  template = 'template0',
): Promise<string> {
  // Copies the files: writing each page of the copy to the log first takes several times as long.
  const copy = `template ${identifier(template)} strategy file_copy`;
  const sql = `create database ${identifier(name)} ${copy}`;
  await onServer(url, (client) => client.query(sql));
  return withDatabase(url, name);
}

/** Creates a database unless the server has it. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  await onServer(url, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return;
    await client.query(`create database ${identifier(name)}`).catch(unlessItExists);
  });
}

/** Drops a database if it exists, ending the connections to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  const sql = `drop database if exists ${identifier(name)} with (force)`;
  await onServer(url, (client) => client.query(sql));
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

// Two processes that share a server may both have found it missing: duplicate_database, or
// unique_violation in the catalogue when both create it in the same moment.
function unlessItExists(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
}

// Names are ours, never a user's: anything that would need care in quoting is a mistake.
function identifier(name: string): string {
  assert.match(name, /^[a-z_][a-z0-9_]{0,62}$/, 'a database name is lower case letters, digits, _');
  return `"${name}"`;
}
