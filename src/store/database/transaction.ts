/** Work that is committed whole, or not at all. */
import pg from 'pg';

/** A pool, or a connection whose transaction is under way. */
export type Transactional = pg.Pool | pg.PoolClient;

/** All reads of the transaction see the database as it was when it began. */
export const ONE_MOMENT = 'isolation level repeatable read read only';

/**
 * Runs the work on one connection; all of it is committed, or none when it throws. On a connection
 * that is in a transaction it is a part of that one. `mode`: as BEGIN takes it.
 */
export async function inTransaction<T>(
  on: Transactional,
  work: (client: pg.PoolClient) => Promise<T>,
  mode = '',
): Promise<T> {
  if (!(on instanceof pg.Pool)) return await work(on);
  const client = await on.connect();
  try {
    await client.query(`begin ${mode}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
