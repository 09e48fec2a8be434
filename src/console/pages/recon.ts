/** Reconciliation: how each account does, its balance by day, and what is open. */
import { connectorByName } from '../../connectors/registry.ts';
import { daysBetween } from '../../domain/day.ts';
import { choicesFor } from '../../domain/reconciliation/posting.ts';
import type { AccountKey } from '../../domain/routing.ts';
import { reconUpload } from '../../operator/commands/recon-upload.ts';
import type {
  BalanceDay,
  FileView,
  ItemView,
  Source,
  SourceView,
} from '../../ports/reconciliation.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

const [ITEMS_SHOWN, DAYS_SHOWN, FILES_SHOWN] = [200, 31, 20];
/** Of a file that is sent by a form, in bytes. */
const UPLOAD_MAX = 8 * 2 ** 20;

interface ReconModel {
  readonly sources: readonly SourceView[];
  readonly known: readonly Source['name'][];
  /** Accounts whose connector ships maps, with the names of those reports. */
  readonly shipped: readonly { readonly name: string; readonly reports: readonly string[] }[];
  readonly days: readonly BalanceDay[];
  readonly items: readonly ItemView[];
  readonly files: readonly FileView[];
}

export const reconScreen: Screen<ReconModel> = {
  path: '/reconciliation',
  ability: 'look',
  async load({ recon, snapshot, withdrawals }) {
    const known = await recon.sources();
    const days = await Promise.all(known.map((one) => recon.balances(one, DAYS_SHOWN)));
    const filter = { source: null, state: null, onlyOpen: true };
    return {
      sources: await recon.overview(),
      known: known.map(({ name }) => name),
      shipped: [
        ...shippedOf(snapshot.current().accounts()),
        ...(await withdrawals.banks()).map(({ code }) => ({
          name: `bank:${code}`,
          reports: ['camt053'],
        })),
      ],
      days: days.flat(),
      items: await recon.items(filter, ITEMS_SHOWN),
      files: await recon.files(null, FILES_SHOWN),
    };
  },
  page({ sources, known, shipped, days, items, files }, context) {
    const words = context.t.recon;
    const maps = html`<a class="button plain" href="${parts.at(['column-maps'])}">${words.maps}</a>`;
    return {
      title: context.t.nav.recon,
      body: html`${parts.pageHead(context.t.nav.recon, words.lead, maps)}
${sources.flatMap(({ name, stopped }) => (stopped === null ? [] : [html`<p class="flash flash-warn">${words.stopped(name, stopped)}</p>`]))}
${sources.length === 0 ? html`<p class="nothing">${words.none}</p>` : html`<div class="card">${sourceTable(sources, context)}</div>`}
${uploadForm({ known, shipped }, context)}
${parts.section(words.items, itemTable(items, context))}
${days.length === 0 ? null : parts.section(words.balances, balanceTable(days, context))}
${files.length === 0 ? null : parts.section(words.files, fileTable(files, context))}`,
    };
  },
};

function sourceTable(sources: readonly SourceView[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  const columns: readonly parts.Column<SourceView>[] = [
    {
      head: words.source,
      cell: ({ name, mode }) => parts.stack(parts.code(name), parts.modeBadge(mode, context)),
      look: 'wide',
    },
    { head: words.through, cell: ({ reportThrough }) => parts.code(reportThrough) },
    { head: words.lines, cell: (one) => parts.count(one.lineCount, context), look: 'number' },
    { head: words.matched, cell: (one) => parts.count(one.matchedCount, context), look: 'number' },
    { head: words.open, cell: (one) => parts.count(one.openCount, context), look: 'number' },
    { head: words.oldest, cell: ({ oldestDay }) => parts.code(oldestDay) },
  ];
  return parts.table(columns, sources, context);
}

function itemTable(items: readonly ItemView[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  if (items.length === 0) return html`<p class="nothing">${words.nothingOpen}</p>`;
  const now = new Date(context.nowMs);
  const age = (day: string) => daysBetween(new Date(`${day}T00:00:00Z`), now, 0);
  const columns: readonly parts.Column<ItemView>[] = [
    {
      head: words.item,
      cell: ({ id, source }) =>
        parts.stack(
          html`<a class="id" href="${parts.at(['reconciliation', 'items', `${id}`])}">${`${id}`}</a>`,
          parts.code(source),
        ),
    },
    {
      head: words.state,
      cell: ({ state, type }) =>
        parts.stack(parts.badge(words.states[state], 'warn'), html`${words.types[type]}`),
    },
    { head: words.difference, cell: (one) => parts.amount(one, context), look: 'number' },
    {
      head: words.age,
      cell: ({ day }) => parts.stack(html`${words.days(age(day))}`, parts.code(day)),
    },
    {
      head: words.suggested,
      cell: (one) => words.resolutions[choicesFor(one)[0] ?? 'none'],
      look: 'wide',
    },
  ];
  return parts.table(columns, items, context);
}

function balanceTable(days: readonly BalanceDay[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  const money = (head: string, of: (day: BalanceDay) => bigint): parts.Column<BalanceDay> => ({
    head,
    cell: (day) => parts.amount({ asset: day.asset, minor: of(day) }, context),
    look: 'number',
  });
  const columns: readonly parts.Column<BalanceDay>[] = [
    {
      head: words.day,
      cell: ({ day, source }) => parts.stack(parts.code(day), parts.code(source)),
    },
    money(words.closing, ({ closingMinor }) => closingMinor),
    money(words.lines, ({ linesMinor }) => linesMinor),
    money(words.books, ({ booksMinor }) => booksMinor),
    money(words.pool, ({ openMinor }) => openMinor),
    money(words.unexplained, ({ unexplainedMinor }) => unexplainedMinor),
  ];
  return parts.table(columns, days, context);
}

function fileTable(files: readonly FileView[], context: PageContext): SafeHtml {
  const words = context.t.recon;
  const columns: readonly parts.Column<FileView>[] = [
    {
      head: words.file,
      cell: ({ id, name, state, source }) =>
        parts.stack(
          state === 'reading'
            ? html`<a href="${parts.at(['reconciliation', 'files', `${id}`])}"><bdi>${name}</bdi></a>`
            : html`<bdi>${name}</bdi>`,
          parts.code(source),
        ),
      look: 'wide',
    },
    {
      head: words.state,
      cell: ({ state, note }) =>
        parts.stack(
          parts.badge(words.fileStates[state], state === 'applied' ? 'good' : 'calm'),
          parts.text(note),
        ),
      look: 'wide',
    },
    { head: words.lines, cell: (one) => parts.count(one.lineCount, context), look: 'number' },
    { head: words.known, cell: (one) => parts.count(one.repeatCount, context), look: 'number' },
    { head: words.received, cell: ({ receivedAt }) => parts.time(receivedAt) },
  ];
  return parts.table(columns, files, context);
}

function shippedOf(accounts: readonly AccountKey[]): ReconModel['shipped'] {
  return accounts.flatMap(({ connector, account }) => {
    const reports = connectorByName(connector)?.reports?.map(({ name }) => name) ?? [];
    return reports.length === 0 ? [] : [{ name: `${connector}/${account}`, reports }];
  });
}

function uploadForm(
  { known, shipped }: Pick<ReconModel, 'known' | 'shipped'>,
  context: PageContext,
): SafeHtml | null {
  const names = [...new Set([...known, ...shipped.map(({ name }) => name)])];
  if (names.length === 0 || !context.may('move_money')) return null;
  const words = context.t.recon;
  const { typed, problem } = context;
  const isWrong = typed.part === 'upload' && problem !== null;
  const faultOf = (field: string) =>
    isWrong && problem.field === field ? (problem.why ?? null) : null;
  const reports = [...new Set(shipped.flatMap((one) => one.reports))];
  const form = parts.postForm(
    context,
    parts.at(['reconciliation', 'upload']),
    html`${parts.hidden('part', 'upload')}<p>${words.uploadLead}</p>
${parts.select('source', words.source, pairs(names), typed.source ?? names[0] ?? '', faultOf('source'))}
${parts.select('report', words.report, [['', words.ownMap], ...pairs(reports)], typed.report ?? '', faultOf('report'))}
${parts.fileField('file', words.file, faultOf('file'))}
${parts.button(words.read, 'primary')}`,
    'files',
  );
  return parts.fold(words.upload, form, isWrong);
}

const pairs = (names: readonly string[]) => names.map((name) => [name, name] as const);

export const uploadReportAction = actionOf(reconUpload, {
  path: '/reconciliation/upload',
  screen: '/reconciliation',
  bodyBytesMax: UPLOAD_MAX,
  input: (_asked, form) => form,
  answer: ({ id }) => ({ done: 'report_read', go: ['reconciliation', 'files', `${id}`] }),
});
