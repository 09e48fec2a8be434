/** `causeway report build`: the report of a day into a file, as the merchant would download it. */
import { writeFile } from 'node:fs/promises';
import { requestReport } from '../../app/request-report.ts';
import { DIALECTS, dialectByName } from '../../dialects/registry.ts';
import { BOOK_ZONE_MINUTES } from '../../domain/day.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { App } from '../../domain/merchant.ts';
import type { ReportOf } from '../../domain/report.ts';
import type { Platform } from '../../platform.ts';
import type { ReportFile } from '../../ports/report.ts';
import { createReportQueue } from '../../store/queues/reports.ts';
import { parseDay } from '../../wire/day.ts';
import { ReportBuilder } from '../../workers/reports.ts';
import { type Context, command, done, type Report, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { oneOf, optional, required, withDefault } from '../option.ts';
import { facts } from '../style.ts';

export const reportBuild = command({
  name: 'report build',
  summary: 'write the report of a day into a file, as the merchant would download it',
  notes: ['The day is one of the books, which begin theirs at UTC+8: what was booked on it.'],
  options: {
    app: required('ID|PUBLIC-ID', 'whose'),
    day: required('YYYY-MM-DD', 'the day on which it was booked'),
    of: withDefault('KIND', 'payin (with refunds) or payout', 'payin', oneOf(['payin', 'payout'])),
    country: optional('CODE', 'only channels of this country, like PH'),
    output: optional('FILE', 'where to; if absent, under its own name in this folder'),
  },
  examples: [['report build --app M1000001 --day 2026-11-20', 'the payments of a day']],
  async run(values, context) {
    return await withPlatform(context, async (platform) => {
      const app = findApp(platform.snapshot.current(), values.app);
      return app.ok ? await build(platform, app.value, values, context) : app.report;
    });
  },
});

interface Values {
  readonly day: string;
  readonly of: ReportOf;
  readonly country: string | null;
  readonly output: string | null;
}

async function build(
  platform: Platform,
  app: App,
  { day, of, country, output }: Values,
  context: Context,
): Promise<Report> {
  if (dialectByName(app.dialect)?.reports === undefined)
    return refused(`${app.dialect} has no reports`);
  const bounds = parseDay(day, BOOK_ZONE_MINUTES);
  if (!bounds.ok) return refused(`--day: ${bounds.error.reason}`);
  const asked = { kind: 'request_report', of, day, ...bounds.value, country } as const;
  const outcome = await requestReport(
    platform,
    { appId: app.id, ip: '' },
    { ...asked, asset: null, format: null },
  );
  if (!outcome.ok) return refused(outcome.refusal.detail ?? outcome.refusal.code);
  if (outcome.kind !== 'report') return refused('no report came of it');
  const { pathname, search } = new URL(outcome.url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  const link = platform.reports.links.read(name, search.slice(1));
  const file = link === null ? null : await finished(platform, link.id, context);
  if (file?.state !== 'ready') return refused('the file could not be built: see --verbose');
  const path = output ?? file.fileName;
  await writeFile(path, platform.reports.queries.bytes(file));
  return done({ appId: app.id, file: path, bytes: file.byteCount, url: outcome.url }, (style) =>
    facts(style, [
      ['file', path],
      ['bytes', `${file.byteCount}`],
    ]),
  );
}

const LOOK_EVERY_MS = 200;

/** Builds it here, unless a running server has begun; null: it is gone. */
async function finished(platform: Platform, id: Id, context: Context): Promise<ReportFile | null> {
  const say = (fields: object, text: string) =>
    context.say(`${text}: ${(fields as { err?: Error }).err?.message ?? ''}`);
  const builder = new ReportBuilder({
    queue: createReportQueue(platform.queuePool),
    snapshot: platform.snapshot,
    dialects: new Map(DIALECTS.map((dialect) => [dialect.name, dialect])),
    log: { info: say, warn: say, error: say },
    events: {},
  });
  for (;;) {
    const built = await builder.round(shardOf(id, platform.shardCount));
    const file = await platform.reports.queries.file(id);
    if (file?.state !== 'due' && file?.state !== 'building') return file;
    if (!built) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
