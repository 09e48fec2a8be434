/** `causeway recon status|items|item|resolve`: what is open, since when, and what becomes of it. */
import { daysBetween } from '../../domain/day.ts';
import { majorText } from '../../domain/money.ts';
import { MATCH_STATES } from '../../domain/reconciliation/finding.ts';
import { choicesFor, RESOLUTIONS } from '../../domain/reconciliation/posting.ts';
import { resolveCommandFor } from '../../operator/commands/reconciliation.ts';
import type { BalanceDay, ItemDetail, ItemView, SourceView } from '../../ports/reconciliation.ts';
import { createReconQueries } from '../../store/reconciliation/queries.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asCount, asText, flag, oneOf, optional, required, withDefault } from '../option.ts';
import { facts, type Style, sections, table } from '../style.ts';

const DAYS_SHOWN = 31;

export const reconStatus = command({
  name: 'recon status',
  summary: 'show each account: matched, open, and whether its balance holds',
  examples: [['recon status', 'before the day is signed off']],
  async run(_given, context) {
    return await withPlatform(context, async ({ pool }) => {
      const queries = createReconQueries(pool);
      const sources = await queries.overview();
      const days: BalanceDay[] = [];
      for (const source of await queries.sources()) {
        days.push(...(await queries.balances(source, DAYS_SHOWN)));
      }
      return done({ sources, days }, (style) => statusText(style, sources, days));
    });
  },
});

function statusText(
  style: Style,
  sources: readonly SourceView[],
  days: readonly BalanceDay[],
): string {
  if (sources.length === 0) return 'No account is reconciled yet.';
  const money = (asset: string, minor: bigint | null) =>
    minor === null ? '' : majorText({ asset, minor });
  return sections(
    table(
      style,
      ['source', 'mode', 'through', 'lines', 'matched', 'open', 'oldest'],
      sources.map((one) => [
        ...[one.name, one.mode, one.reportThrough ?? ''],
        ...[`${one.lineCount}`, `${one.matchedCount}`, `${one.openCount}`, one.oldestDay ?? ''],
      ]),
      { right: [3, 4, 5] },
    ),
    ...sources.flatMap(({ name, stopped }) =>
      stopped === null ? [] : [style.warn(`Nothing of ${name} is posted by itself: ${stopped}.`)],
    ),
    ...(days.length === 0
      ? []
      : [
          table(
            style,
            ['source', 'day', 'closing', 'lines', 'books', 'open', 'unexplained'],
            days.map((one) => [
              ...[one.source, one.day],
              ...[one.closingMinor, one.linesMinor, one.booksMinor, one.openMinor].map((minor) =>
                money(one.asset, minor),
              ),
              money(one.asset, one.unexplainedMinor),
            ]),
            { right: [2, 3, 4, 5, 6] },
          ),
        ]),
  );
}

export const reconItems = command({
  name: 'recon items',
  summary: 'list what does not agree, the oldest first',
  options: {
    source: optional('SOURCE', 'of one account or bank', asText),
    state: optional('STATE', 'such as missing_here', oneOf(MATCH_STATES)),
    all: flag('also what is decided or has come since'),
    limit: withDefault('N', 'how many', '50', asCount(1, 1_000)),
  },
  examples: [['recon items --state missing_there', 'what no report has a line for']],
  async run({ source, state, all, limit }, context) {
    return await withPlatform(context, async ({ pool, clock }) => {
      const filter = { source, state, onlyOpen: !all };
      const items = await createReconQueries(pool).items(filter, limit);
      return done({ items }, (style) => itemsText(style, items, new Date(clock.nowMs())));
    });
  },
});

function itemsText(style: Style, items: readonly ItemView[], now: Date): string {
  if (items.length === 0) return 'Nothing is open.';
  const age = (day: string) => `${daysBetween(new Date(`${day}T00:00:00Z`), now, 0)}`;
  return table(
    style,
    ['item', 'source', 'state', 'type', 'in question', 'day', 'age', 'proposed'],
    items.map((item) => [
      ...[`${item.id}`, item.source, item.state, item.type],
      ...[majorText(item), item.day, age(item.day)],
      item.status === 'open' ? (choicesFor(item)[0] ?? '') : (item.resolution ?? item.status),
    ]),
    { right: [0, 4, 6] },
  );
}

const ITEM = { item: required('ITEM', 'its number, as `recon items` shows it', asCount(1, 2e9)) };

export const reconItem = command({
  name: 'recon item',
  summary: 'show one item: its lines, entries, and what can be decided',
  positionals: ITEM,
  examples: [['recon item 17', 'before it is decided']],
  async run({ item: number }, context) {
    return await withPlatform(context, async ({ pool }) => {
      const item = await createReconQueries(pool).item(BigInt(number));
      if (item === null) return refused(`there is no item ${number}`);
      return done({ item, choices: choicesFor(item) }, (style) => itemText(style, item));
    });
  },
});

function itemText(style: Style, item: ItemDetail): string {
  const { lines, entries, suggested, differences } = item;
  const entryRow = (one: ItemDetail['entries'][number], what: string) => [
    ...[what, one.type, one.ref, `${one.orderId ?? ''}`, majorText(one), '', one.day],
  ];
  return sections(
    facts(style, [
      ['item', `${item.id}`],
      ['source', item.source],
      ['state', `${item.state} (${item.status})`],
      ['difference', differences.map(majorText).join(', ')],
      ['can be', item.status === 'open' ? choicesFor(item).join(', ') : (item.resolution ?? '')],
      ['reason', item.reason ?? ''],
    ]),
    table(
      style,
      ['', 'type', 'payment', 'order', 'gross', 'fee', 'day'],
      [
        ...lines.map((one) => [
          ...[`line ${one.row} of ${one.file}`, one.type, one.ref, one.reference],
          majorText({ asset: one.asset, minor: one.grossMinor }),
          majorText({ asset: one.asset, minor: one.feeMinor + one.taxMinor }),
          one.at.toISOString().slice(0, 10),
        ]),
        ...entries.map((one) => entryRow(one, 'entry')),
        ...(suggested === null ? [] : [entryRow(suggested, 'could be')]),
      ],
      { right: [4, 5] },
    ),
  );
}

export const reconResolve = command({
  name: 'recon resolve',
  summary: 'decide an open item: a journal is posted, and nothing is edited',
  notes: [
    'cost: the provider is right, a charge. unallocated: nobody’s yet. claim: the provider owes it.',
    'difference: borne, or kept, by the platform. reserve: held back by the provider, or released.',
    'fx: two currencies of one payment. none: no money moved. Above the limit of the column map it',
    'takes two people: in the console, where money by hand does (CAUSEWAY_FOUR_EYES).',
  ],
  positionals: ITEM,
  options: {
    as: required('WHAT', 'one of those that `recon item` shows', oneOf(resolutions())),
    reason: required('WHY', 'why, in 8 characters or more', asText),
    by: optional('NAME', 'who says so; the account of this system if absent', asText),
  },
  examples: [
    ['recon resolve 17 --as claim --reason "ticket 4711 at the provider"', 'it is owed to us'],
  ],
  async run({ item: number, as: resolution, reason, by }, context) {
    return await withPlatform(context, async (platform) => {
      const queries = createReconQueries(platform.pool);
      const item = await queries.item(BigInt(number));
      const source = (await queries.sources()).find(({ name }) => name === item?.source);
      if (item === null || source === undefined) return refused(`there is no item ${number}`);
      const input = { item: `${number}`, resolution, reason };
      const chosen = resolveCommandFor(source, item);
      const decided = await runOperator(platform, context, chosen, input, {
        saidBy: by ?? context.user(),
        options: { resolution: '--as' },
        usage: ['resolution'],
        problems: {
          reason_missing: '--reason must say why, in 8 characters or more',
          already_closed: `item ${number} is not open`,
        },
      });
      if (!decided.ok) return decided.report;
      return done({ item: number, resolution }, () => `Item ${number}: ${resolution}.`);
    });
  },
});

function resolutions() {
  return Object.keys(RESOLUTIONS) as readonly (keyof typeof RESOLUTIONS)[];
}
