/** Which migrations a database has, without touching it. */
import { knownMigrations, type Migration } from './migrate.ts';
import { type Connection, createClient } from './pool.ts';

export interface MigrationStatus {
  readonly version: number;
  readonly name: string;
  readonly breaking: boolean;
  /** False: a newer program's, which this one does not know. */
  readonly known: boolean;
  /** Null: not yet applied. */
  readonly appliedAt: Date | null;
}

/** The known migrations and those applied by newer programs, by version. */
export async function migrationStatus(
  connection: Connection,
  known?: readonly Migration[],
): Promise<readonly MigrationStatus[]> {
  const applied = new Map((await readApplied(connection)).map((row) => [row.version, row]));
  const ours = known ?? (await knownMigrations());
  const newer = [...applied.values()].filter(
    ({ version }) => !ours.some((migration) => migration.version === version),
  );
  return [
    ...ours.map(({ version, name, breaking }) => ({
      version,
      name,
      breaking,
      known: true,
      appliedAt: applied.get(version)?.applied_at ?? null,
    })),
    ...newer.map(({ version, name, breaking, applied_at }) => ({
      version,
      name,
      breaking,
      known: false,
      appliedAt: applied_at,
    })),
  ].sort((a, b) => a.version - b.version);
}

interface AppliedRow {
  readonly version: number;
  readonly name: string;
  readonly breaking: boolean;
  readonly applied_at: Date;
}

async function readApplied(connection: Connection): Promise<readonly AppliedRow[]> {
  const client = createClient(connection, 'migration status');
  await client.connect();
  try {
    const there = await client.query<{ there: boolean }>(
      "select to_regclass('migration') is not null as there",
    );
    if (there.rows[0]?.there !== true) return [];
    const { rows } = await client.query<AppliedRow>(
      'select version, name, breaking, applied_at from migration order by version',
    );
    return rows;
  } finally {
    await client.end();
  }
}
