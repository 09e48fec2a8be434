/** The database for the length of one command; what is not needed is not loaded. */
import type { Platform } from '../platform.ts';
import type { Connection } from '../store/database/pool.ts';
import type { Context } from './command.ts';

/**
 * Opens the platform (the database is brought up to date), works, and closes it again. A server
 * that already runs on the embedded database is shared and goes on running.
 */
export async function withPlatform<T>(
  context: Context,
  work: (platform: Platform) => Promise<T>,
): Promise<T> {
  const { openPlatform } = await import('../platform.ts');
  const platform = await openPlatform(context.config(), {
    say: context.say,
    events: {
      committed: () => undefined,
      trouble: (_shard, error) => context.say(`database: ${(error as Error).message}`),
    },
  });
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}

/** The database as it is: nothing is migrated, nothing is read. */
export async function withDatabase<T>(
  context: Context,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import('../platform.ts');
  const database = await openDatabase(context.config(), { say: context.say });
  try {
    return await work(database.connection);
  } finally {
    await database.close();
  }
}
