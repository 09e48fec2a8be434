/** `causeway recon maps|draft|approve`: how the reports of accounts and banks are read. */
import { reconMapApprove, reconMapDraft } from '../../operator/commands/reconciliation.ts';
import { createReconQueries } from '../../store/reconciliation/queries.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asCount, required } from '../option.ts';
import { facts, momentText, table } from '../style.ts';

export const SOURCE = {
  source: required('SOURCE', 'an account, such as simulator/main, or a bank, such as bank:main'),
};

export const reconMaps = command({
  name: 'recon maps',
  summary: 'show how reports are read: the column map of each account and bank',
  examples: [['recon maps --json', 'with the maps themselves']],
  async run(_given, context) {
    return await withPlatform(context, async ({ pool }) => {
      const maps = await createReconQueries(pool).maps();
      return done({ maps }, (style) =>
        maps.length === 0
          ? 'There is no column map yet.'
          : table(
              style,
              ['source', 'version', 'state', 'approved'],
              maps.map(({ source, version, state, approvedAt }) => [
                ...[source, `${version}`, state],
                approvedAt === null ? '' : momentText(approvedAt),
              ]),
            ),
      );
    });
  },
});

export const reconDraft = command({
  name: 'recon draft',
  summary: 'draft the column map of an account or bank',
  notes: [
    'A JSON object: docs/reconciliation.md describes it. The draft before is replaced; what is',
    'approved stays until this is approved.',
  ],
  positionals: SOURCE,
  options: { map: required('FILE', 'the map; - reads standard input') },
  examples: [['recon draft simulator/main --map simulator.json', 'the columns of its report']],
  async run({ source, map: file }, context) {
    const map = new TextDecoder().decode(await context.read(file));
    return await withPlatform(context, async (platform) => {
      const drafted = await runOperator(
        platform,
        context,
        reconMapDraft,
        { source, map },
        {
          options: { source: 'SOURCE' },
          usage: ['source', 'map'],
        },
      );
      if (!drafted.ok) return drafted.report;
      return done(drafted.result, (style) =>
        facts(style, [
          ['source', source],
          ['draft', `version ${drafted.result.version}`],
        ]),
      );
    });
  },
});

export const reconApprove = command({
  name: 'recon approve',
  summary: 'approve the draft of a column map',
  notes: ['Takes two people. Reports that are read from then on are read by it.'],
  positionals: SOURCE,
  options: {
    version: required('N', 'the version that `recon maps` shows', asCount(1, 100_000)),
  },
  examples: [['recon approve simulator/main --version 1', 'the map that was read and is right']],
  async run({ source, version }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { source, version: `${version}` };
      const approved = await runOperator(platform, context, reconMapApprove, input, {
        options: { source: 'SOURCE' },
        usage: ['source'],
        problems: { not_found: `no version ${version} of the map of ${source} is a draft` },
      });
      if (!approved.ok) return approved.report;
      return done(approved.result, (style) =>
        facts(style, [
          ['source', source],
          ['approved', `version ${version}`],
        ]),
      );
    });
  },
});
