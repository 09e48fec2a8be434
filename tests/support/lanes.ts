import type { TestContext } from 'node:test';
import pg from 'pg';
import type { Lanes, Reader } from '../../src/ports/core.ts';
import { type Connection, createPool } from '../../src/store/database/pool.ts';
import { createReader } from '../../src/store/read/reader.ts';
import { createLanes } from '../../src/store/write/lanes.ts';
import { migratedDatabase } from './migrated.ts';

export const SHARDS = 4;

/** Real lanes on a migrated database of the test's own. */
export interface OpenLanes {
  readonly connection: Connection;
  readonly pool: pg.Pool;
  readonly lanes: Lanes & { queued(): number };
  readonly reader: Reader;
  /** What the lanes had to report. */
  readonly troubles: unknown[];
}

/** `auditKey`: chains the rows that operators' commands leave. */
export async function openLanes(
  t: TestContext,
  auditKey: Uint8Array | null = null,
): Promise<OpenLanes> {
  const { connection } = await migratedDatabase(t);
  return lanesOn(t, connection, connection, auditKey);
}

/** Lanes on one address of a database, reads on another: a proxy may stand before the lanes. */
export function lanesOn(
  t: TestContext,
  writes: Connection,
  reads: Connection,
  auditKey: Uint8Array | null = null,
): OpenLanes {
  const troubles: unknown[] = [];
  const pool = createPool(reads, 'test', 4);
  const lanes = createLanes(
    writes,
    SHARDS,
    {
      committed: () => undefined,
      trouble: (_shard, error) => troubles.push(error),
      grown: () => undefined,
    },
    auditKey,
  );
  t.after(async () => {
    await lanes.close();
    await pool.end();
  });
  return { connection: reads, pool, lanes, reader: createReader(pool, SHARDS), troubles };
}

/** A plain connection, as somebody with a password has it. */
export async function connectTo(t: TestContext, connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(
    'url' in connection ? { connectionString: connection.url } : { ...connection },
  );
  client.on('error', () => undefined);
  await client.connect();
  t.after(() => client.end());
  return client;
}
