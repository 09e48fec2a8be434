/** The first page: what needs a person, how the last day went, whether the ledger balances. */

import type { Account } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import { isFinal, type OrderKind, type OrderState } from '../../domain/order.ts';
import type { CheckLedger, QueueCounts, StateCount } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { SafeUrl } from '../../web/safe-url.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

const DAY_MS = 86_400_000;
/** A check is good for so long; adding up a large ledger is work for the database. */
const CHECK_AGE_MS = 60_000;
/** How long the page waits for a check that is being made. */
const CHECK_WAIT_MS = 1_500;

/** Orders of one kind, mode and currency. */
interface DayRow {
  readonly kind: OrderKind;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly total: bigint;
  readonly paidMinor: bigint;
  readonly byState: Readonly<Partial<Record<OrderState, bigint>>>;
  /** Paid among those that have ended, in tenths of a percent; null when none has. */
  readonly successPermille: bigint | null;
}

interface LedgerFault {
  readonly merchantId: bigint;
  readonly asset: Asset;
  readonly account: Account;
  readonly balanceMinor: bigint;
  readonly dueMinor: bigint;
}

interface LedgerState {
  readonly checkedAt: Date;
  readonly entryCount: bigint;
  readonly faults: readonly LedgerFault[];
}

interface Overview {
  readonly queues: QueueCounts;
  readonly day: readonly DayRow[];
  /** Null: the first check is still being made. */
  readonly ledger: LedgerState | null;
}

/** The first page, with a ledger check of its own that is shared by all who look. */
export function overviewScreen(): Screen<Overview> {
  const lookAtLedger = sharedCheck();
  return {
    path: '',
    ability: 'look',
    async load(deps) {
      const since = new Date(deps.clock.nowMs() - DAY_MS);
      const [queues, counts, ledger] = await Promise.all([
        deps.queries.queues(),
        deps.queries.countsSince(since),
        lookAtLedger(deps),
      ]);
      return { queues, day: dayRows(counts), ledger };
    },
    page: (model, context) => ({
      title: context.t.nav.overview,
      body: html`${parts.pageHead(context.t.nav.overview, context.t.overview.lead)}
${tiles(model, context)}
${faults(model.ledger, context)}
${parts.section(context.t.overview.day, day(model.day, context))}`,
    }),
  };
}

/** At most one check at a time; the last one is shown while the next is made. */
function sharedCheck(): (deps: ConsoleDeps) => Promise<LedgerState | null> {
  let last: LedgerState | null = null;
  let running: Promise<void> | null = null;
  return async (deps) => {
    const ageMs = last === null ? Infinity : deps.clock.nowMs() - last.checkedAt.getTime();
    if (ageMs > CHECK_AGE_MS) {
      running ??= checkAll(deps.checkLedger, deps.lanes.shardCount, deps.clock.nowMs())
        .then((state) => {
          last = state;
        })
        .catch(deps.onTrouble)
        .finally(() => {
          running = null;
        });
      await Promise.race([running, waited(CHECK_WAIT_MS)]);
    }
    return last;
  };
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Shard after shard: the ledger is not added up on every processor at once. */
async function checkAll(
  check: CheckLedger,
  shardCount: number,
  nowMs: number,
): Promise<LedgerState> {
  const faults: LedgerFault[] = [];
  let entryCount = 0n;
  for (let shard = 0; shard < shardCount; shard += 1) {
    const found = await check(shard);
    faults.push(...found.faults);
    for (const totals of found.totals) entryCount += totals.entryCount;
  }
  return { checkedAt: new Date(nowMs), entryCount, faults };
}

const KIND_ORDER: readonly OrderKind[] = [
  ...(['payin', 'payout', 'refund', 'withdrawal', 'code', 'mandate', 'verification'] as const),
];

function dayRows(counts: readonly StateCount[]): readonly DayRow[] {
  const groups = Map.groupBy(
    counts,
    ({ kind, mode, asset }) => `${mode} ${KIND_ORDER.indexOf(kind)} ${asset}`,
  );
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rows]) => {
      const { kind, mode, asset } = rows[0] as StateCount;
      const sum = (of: (row: StateCount) => bigint) => rows.reduce((all, row) => all + of(row), 0n);
      const ended = sum((row) => (isFinal(row.state) ? row.count : 0n));
      const paid = sum((row) => (row.state === 'paid' ? row.count : 0n));
      return {
        ...{ kind, mode, asset },
        total: sum((row) => row.count),
        paidMinor: sum((row) => (row.state === 'paid' ? row.paidMinor : 0n)),
        byState: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
        successPermille: ended === 0n ? null : (paid * 1000n) / ended,
      };
    });
}

// ---------------------------------------------------------------------------------------------

function tiles({ queues, ledger }: Overview, context: PageContext): SafeHtml {
  const { t } = context;
  const deadLettered = parts.at(['notifications'], { state: 'parked' });
  const due = parts.at(['notifications'], { state: 'due' });
  const { openCases, deadLetteredNotifications, doubts, dueNotifications } = queues;
  return html`<div class="tiles">
${tile(t.overview.openCases, openCases, 'warn', parts.at(['cases']), context)}
${tile(t.overview.doubts, doubts, 'warn', parts.at(['cases']), context)}
${tile(t.overview.deadLettered, deadLetteredNotifications, 'warn', deadLettered, context)}
${tile(t.overview.waiting, dueNotifications, 'plain', due, context)}
${ledgerTile(ledger, context)}
</div>`;
}

function tile(
  label: string,
  value: number,
  tone: string,
  url: SafeUrl,
  context: PageContext,
): SafeHtml {
  const look = value === 0 ? 'plain' : tone;
  return html`<a class="tile tile-${look}" href="${url}"><span>${label}</span><strong>${parts.count(value, context)}</strong></a>`;
}

function ledgerTile(ledger: LedgerState | null, context: PageContext): SafeHtml {
  const { t } = context;
  const url = parts.at(['balances']);
  if (ledger === null) {
    return html`<a class="tile tile-plain" href="${url}"><span>${t.overview.ledger}</span><strong class="words">${t.overview.ledgerRunning}</strong></a>`;
  }
  const good = ledger.faults.length === 0;
  const words = good ? t.overview.ledgerGood : t.overview.ledgerBad;
  const entries = t.overview.entries(parts.count(ledger.entryCount, context));
  return html`<a class="tile tile-${good ? 'good' : 'bad'}" href="${url}"><span>${t.overview.ledger}</span><strong class="words">${words}</strong><small>${entries}, ${t.overview.checkedAt} ${parts.time(ledger.checkedAt)}</small></a>`;
}

function faults(ledger: LedgerState | null, context: PageContext): SafeHtml | null {
  if (ledger === null || ledger.faults.length === 0) return null;
  const lines = ledger.faults.slice(0, 50).map((fault) => {
    const { asset, account, balanceMinor, dueMinor, merchantId } = fault;
    const words = context.t.overview.fault(
      context.t.account[account],
      parts.amountText({ asset, minor: balanceMinor }, context),
      parts.amountText({ asset, minor: dueMinor }, context),
    );
    return html`<li><code>${String(merchantId)}</code> ${words}</li>`;
  });
  return html`<section class="card card-bad"><h2>${context.t.overview.ledgerBad}</h2><ul>${lines}</ul></section>`;
}

function day(rows: readonly DayRow[], context: PageContext): SafeHtml {
  const { t } = context;
  if (rows.length === 0) return html`<p class="nothing">${t.overview.noOrders}</p>`;
  const columns: readonly parts.Column<DayRow>[] = [
    { head: t.orders.kind, cell: ({ kind }) => t.kind[kind] },
    { head: t.merchants.mode, cell: ({ mode }) => parts.modeBadge(mode, context) },
    { head: t.overview.orders, cell: ({ total }) => parts.count(total, context), look: 'number' },
    { head: t.orders.state, cell: (row) => states(row, context), look: 'wide' },
    { head: t.overview.success, cell: (row) => percent(row.successPermille), look: 'number' },
    {
      head: t.overview.paidAmount,
      cell: ({ asset, paidMinor }) => parts.amount({ asset, minor: paidMinor }, context),
      look: 'number',
    },
  ];
  return parts.table(columns, rows, context);
}

const STATES: readonly OrderState[] = [
  ...(['created', 'pending', 'paid', 'failed', 'expired', 'closed', 'reversed'] as const),
];
const BAR = 1000n;

/** A bar of the states' shares, and the same in words. */
function states({ byState, total }: DayRow, { t }: PageContext): SafeHtml {
  const present = STATES.flatMap((state) => {
    const count = byState[state] ?? 0n;
    return count === 0n ? [] : [{ state, count }];
  });
  let x = 0n;
  const rects = present.map(({ state, count }) => {
    const width = (count * BAR) / total;
    const rect = html`<rect class="share share-${state}" x="${String(x)}" y="0" width="${String(width)}" height="10"/>`;
    x += width;
    return rect;
  });
  const words = present.map(
    ({ state, count }) =>
      html`<span class="key key-${state}">${t.state[state]} ${String(count)}</span>`,
  );
  return html`<svg class="shares" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rects}</svg><span class="keys">${words}</span>`;
}

function percent(permille: bigint | null): string {
  return permille === null ? '–' : `${permille / 10n}.${permille % 10n}%`;
}
