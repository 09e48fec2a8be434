/** `causeway migrate`: brings the database up to date, or tells how far it is. */
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
    'With --status nothing is changed, and the exit code is 1 while migrations are missing.',
  ],
  options: { status: flag('only tell which migrations are applied') },
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
  return {
    code: pending.length === 0 ? EXIT.done : EXIT.refused,
    data: { upToDate: pending.length === 0, migrations: all },
    text: (style) => statusText(style, all, pending.length),
  };
}

function statusText(style: Style, all: readonly MigrationStatus[], pending: number): string {
  const rows = all.map(({ name, known, appliedAt }) => [
    name,
    appliedAt === null ? 'missing' : known ? 'applied' : 'of a newer version',
    momentText(appliedAt),
  ]);
  const lastLine = pending === 0 ? 'Up to date.' : `${pending} missing: causeway migrate`;
  return `${table(style, ['migration', 'state', 'applied'], rows)}\n\n${lastLine}`;
}
