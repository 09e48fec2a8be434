/** What a database and the way to it must be before anything is written. */
import { type Executor, SESSION_MARK } from './pool.ts';

/** The database, or what stands before it, cannot carry the platform; the sentence says why. */
export class UnsuitableDatabase extends Error {
  override readonly name = 'UnsuitableDatabase';
}

interface Found {
  readonly encoding: string;
  readonly mark: string | null;
}

/**
 * Rejects with `UnsuitableDatabase` where names of people cannot be kept as they are written, or
 * where the settings of a connection do not reach the server. A pooler drops them (pgbouncer:
 * `ignore_startup_parameters = options`), and `?options=` of an address takes their place: then
 * no statement has a time limit. `on`: a connection made by `./pool.ts`.
 */
export async function refuseUnsuitable(on: Executor): Promise<void> {
  const { rows } = await on.query<Found>(
    `select current_setting('server_encoding') as encoding,
      current_setting($1, true) as mark`,
    [SESSION_MARK.name],
  );
  const found = rows[0];
  if (found?.mark !== SESSION_MARK.value) {
    throw new UnsuitableDatabase(
      'the settings of connections do not reach the database: let DATABASE_URL name the server ' +
        'itself instead of a pooler such as pgbouncer, and take options= out of it',
    );
  }
  if (found.encoding !== 'UTF8') {
    throw new UnsuitableDatabase(
      `the database has the encoding ${found.encoding}, which cannot keep every name: ` +
        "create one with encoding 'UTF8'",
    );
  }
}
