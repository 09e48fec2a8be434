/** `causeway migrate`: brings the database up to date, or shows how far it is. */
import type { MigrationStatus } from '../../store/database/migration-status.ts';
import { command, done, EXIT, type Report } from '../command.ts';
import { withDatabase } from '../database.ts';
import { flag } from '../option.ts';
import { momentText, type Style, table } from '../style.ts';

export const migrateCommand = command({
  name: 'migrate',
  summary: 'bring the database up to date',
  notes: [
    'Harmless when run twice, or by two at once. `start` and every other command do it too.',
    'With --status nothing is changed, and the exit code is 1 while migrations are missing, or when',
    'the database has some of a newer version with which this one cannot work.',
  ],
  options: { status: flag('only show which migrations are applied') },
  examples: [
    ['migrate', 'before a deployment'],
    ['migrate --status --json', 'for a script'],
  ],
  async run({ status }, context) {
    return await withDatabase(context, async (connection) => {
      const { migrate } = await import('../../store/database/migrate.ts');
      const { migrationStatus } = await import('../../store/database/migration-status.ts');
      if (status) return statusReport(await migrationStatus(connection));
      const applied = (await migrate(connection)).map(({ name }) => name);
      return done({ applied }, ({ good }) =>
        applied.length === 0
          ? 'The database is up to date.'
          : applied.map((name) => `${good('applied')}  ${name}`).join('\n'),
      );
    });
  },
});

function statusReport(all: readonly MigrationStatus[]): Report {
  const pending = all.filter(({ known, appliedAt }) => known && appliedAt === null);
  const tooNew = all.filter(({ known, breaking }) => !known && breaking);
  const upToDate = pending.length === 0 && tooNew.length === 0;
  return {
    code: upToDate ? EXIT.done : EXIT.refused,
    data: { upToDate, migrations: all },
    text: (style) => statusText(style, all, lastLine(pending.length, tooNew)),
  };
}

function lastLine(pendingCount: number, tooNew: readonly MigrationStatus[]): string {
  const [newer] = tooNew;
  if (newer !== undefined) {
    return `The database is newer than this program, which does not know ${newer.name}.`;
  }
  return pendingCount === 0 ? 'Up to date.' : `${pendingCount} missing: causeway migrate`;
}

function statusText(style: Style, all: readonly MigrationStatus[], last: string): string {
  const rows = all.map(({ name, known, appliedAt }) => [
    name,
    appliedAt === null ? 'missing' : known ? 'applied' : 'of a newer version',
    momentText(appliedAt),
  ]);
  return `${table(style, ['migration', 'state', 'applied'], rows)}\n\n${last}`;
}
