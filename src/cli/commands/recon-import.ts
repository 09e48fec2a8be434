/** `causeway recon import|run|balance`: takes reports in, matches and posts them. */
import { basename } from 'node:path';
import { type Reconciled, reconcile } from '../../app/reconcile.ts';
import { CONNECTORS } from '../../connectors/registry.ts';
import { majorText } from '../../domain/money.ts';
import { stageReport } from '../../files/incoming/stage-report.ts';
import { reconApply, reconBalance } from '../../operator/commands/reconciliation.ts';
import { datedBy, readShipped, reconShippedMap } from '../../operator/commands/shipped-map.ts';
import type { Platform } from '../../platform.ts';
import type { FilePreview, Source } from '../../ports/reconciliation.ts';
import { createWithdrawals } from '../../store/read/withdrawals.ts';
import { createReportFiles } from '../../store/reconciliation/files.ts';
import { createReconQueries } from '../../store/reconciliation/queries.ts';
import { createReconRuns } from '../../store/reconciliation/runs.ts';
import { type Context, command, done, type Report, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asDay, asText, flag, optional, required } from '../option.ts';
import { facts, type Style, sections, table } from '../style.ts';
import { SOURCE } from './recon-maps.ts';

export const reconImport = command({
  name: 'recon import',
  summary: 'take in a report of a provider or bank, match it and post what agrees',
  notes: [
    'The file is read by the approved column map, or (--report) by one that is shipped: an account',
    'that had no map has this one from then on. A cell that cannot be used refuses the whole file,',
    'with its row and column; a file that was taken in before changes nothing.',
  ],
  positionals: { ...SOURCE, file: required('FILE', 'CSV or workbook; - reads standard input') },
  options: {
    report: optional('NAME', 'which report it is, by the connector: settlement, payin', asText),
    'dry-run': flag('show what is in it, and keep none of its lines'),
  },
  examples: [
    ['recon import payermax/main payin.csv --report payin', 'by the map that is shipped'],
    ['recon import simulator/main settlement.csv --dry-run', 'what it would bring'],
    ['recon import simulator/main settlement.csv', 'and take it in'],
  ],
  async run({ source: name, file, report, 'dry-run': dryRun }, context) {
    const bytes = await context.read(file);
    return await withPlatform(context, async (platform) => {
      const read = await readSource(platform, context, { name, report, bytes });
      if (!read.ok) return read.report;
      const source = read.result;
      const files = createReportFiles(platform.pool);
      const by = `cli:${context.user()}`;
      const staged = await stageReport(files, source, { name: basename(file), by, bytes });
      if (!staged.ok) {
        return staged.known
          ? done({ known: true }, () => 'This file was taken in before: nothing is changed.')
          : refused(`the file is refused: ${staged.why}`);
      }
      const preview = await createReconQueries(platform.pool).preview(staged.id);
      if (dryRun || preview === null) {
        await files.refuse(staged.id, 'dry run');
        return done({ dryRun: true, ...preview }, (style) => previewText(style, preview));
      }
      return await taken(platform, context, source, staged.id);
    });
  },
});

const MAP_HINT =
  'Name a report that is shipped (--report), or draft a map with `recon draft` and approve it.';

/** By the account's own map, or by the shipped one, from the first day of the file on. */
async function readSource(
  platform: Platform,
  context: Context,
  asked: { readonly name: string; readonly report: string | null; readonly bytes: Uint8Array },
): ReturnType<typeof runOperator<Source>> {
  const { name: source, report, bytes } = asked;
  if (report === null) {
    const known = await knownSource(platform, source);
    return known === null
      ? { ok: false, report: refused(`${source} has no approved column map`, MAP_HINT) }
      : { ok: true, result: known };
  }
  const { snapshot, pool } = platform;
  const recon = createReconQueries(pool);
  const deps = { snapshot, connectors: CONNECTORS, recon, withdrawals: createWithdrawals(pool) };
  const shipped = await readShipped(deps, { source, report });
  const dated = shipped.ok ? await datedBy(shipped.value, bytes) : shipped;
  if (!dated.ok) return { ok: false, report: refused(`${dated.field} ${dated.why}`) };
  const input = { source, report, from: `${dated.value.json.from}` };
  return await runOperator(platform, context, reconShippedMap, input);
}

async function taken(platform: Platform, context: Context, source: Source, id: bigint) {
  const applied = await runOperator(platform, context, reconApply, { file: `${id}` });
  if (!applied.ok) return applied.report;
  const { lineCount, repeatCount } = applied.result;
  const run = await runOf(platform, source);
  return done({ file: applied.result, run }, (style) =>
    sections(
      facts(style, [
        ['lines', `${lineCount}`],
        ['known before', `${repeatCount}`],
      ]),
      runText(style, source, run),
    ),
  );
}

async function knownSource({ pool }: Platform, name: string): Promise<Source | null> {
  const sources = await createReconQueries(pool).sources();
  return sources.find((one) => one.name === name) ?? null;
}

async function runOf({ pool, shardCount }: Platform, source: Source): Promise<Reconciled | null> {
  const deps = { runs: createReconRuns(pool, shardCount), queries: createReconQueries(pool) };
  return await reconcile(deps, source);
}

function runText(style: Style, { name }: Source, run: Reconciled | null): string {
  if (run === null) return `${name} is being reconciled by another process.`;
  const { expected, posted, stopped } = run;
  return sections(
    facts(style, [
      ['source', name],
      ['entries expected', `${expected}`],
      ['lines posted', `${posted}`],
    ]),
    ...(stopped === null ? [] : [style.warn(`Nothing is posted by itself: ${stopped}.`)]),
  );
}

function previewText(style: Style, preview: FilePreview | null): string {
  if (preview === null) return 'The file holds nothing.';
  const { lineCount, repeatCount, expectedCount, totals, first } = preview;
  return sections(
    facts(style, [
      ['lines', `${lineCount}`],
      ['known before', `${repeatCount}`],
      ['with an entry by their id', `${expectedCount}`],
    ]),
    table(
      style,
      ['type', 'count', 'gross', 'fee', 'tax'],
      totals.map(({ type, asset, count, grossMinor, feeMinor, taxMinor }) => [
        ...[type, `${count}`],
        ...[grossMinor, feeMinor, taxMinor].map((minor) => majorText({ asset, minor })),
      ]),
      { right: [1, 2, 3, 4] },
    ),
    table(
      style,
      ['row', 'type', 'payment', 'reference', 'gross', 'fee'],
      first.map(({ row, type, ref, reference, asset, grossMinor, feeMinor }) => [
        ...[`${row}`, type, ref, reference],
        ...[grossMinor, feeMinor].map((minor) => majorText({ asset, minor })),
      ]),
      { right: [0, 4, 5] },
    ),
  );
}

export const reconRun = command({
  name: 'recon run',
  summary: 'match all that is open, and post what agrees',
  notes: ['Workers do it every minute. Run again, it changes nothing.'],
  options: { source: optional('SOURCE', 'this one alone', asText) },
  examples: [['recon run --source simulator/main', 'at once, after a day was closed']],
  async run({ source: name }, context) {
    return await withPlatform(context, async (platform): Promise<Report> => {
      const all = await createReconQueries(platform.pool).sources();
      const sources = all.filter((one) => name === null || one.name === name);
      if (sources.length === 0) return refused('no account has an approved column map', MAP_HINT);
      const runs: { source: Source; run: Reconciled | null }[] = [];
      for (const source of sources) runs.push({ source, run: await runOf(platform, source) });
      return done(
        { runs: runs.map(({ source, run }) => ({ source: source.name, run })) },
        (style) => sections(...runs.map(({ source, run }) => runText(style, source, run))),
      );
    });
  },
});

export const reconBalanceCommand = command({
  name: 'recon balance',
  summary: 'say what a provider or bank holds at the end of a day, by its own word',
  notes: [
    'The day before and its lines must come to it, and so must our books with what is open.',
    'Where they do not, nothing of the account is posted by itself. What is said last counts.',
  ],
  positionals: SOURCE,
  options: {
    day: required('DAY', 'in the provider’s zone', asDay),
    asset: required('ASSET', 'currency and scale, such as PHP/2', asText),
    closing: required('AMOUNT', 'what it holds then', asText),
  },
  examples: [
    ['recon balance bank:main --day 2026-11-30 --asset PHP/2 --closing 1200.50', 'of a statement'],
  ],
  async run({ source, day, asset, closing }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { source, day, asset, closing };
      const declared = await runOperator(platform, context, reconBalance, input, {
        options: { source: 'SOURCE' },
        usage: ['day', 'asset', 'closing'],
      });
      if (!declared.ok) return declared.report;
      const { closingMinor: minor } = declared.result;
      return done(declared.result, (style) =>
        facts(style, [
          ['source', source],
          ['day', day],
          ['closing', majorText({ asset, minor })],
        ]),
      );
    });
  },
});
