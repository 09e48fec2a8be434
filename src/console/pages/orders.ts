/** Orders: found by id or reference, else searched newest first. */

import { type Id, parseId } from '../../domain/id.ts';
import { type Merchant, MODES } from '../../domain/merchant.ts';
import type { Order, OrderKind, OrderState } from '../../domain/order.ts';
import type { OrderFilter } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Ask, Form, Screen } from '../screen.ts';

const PAGE = 50;
/** The choice of merchants in the form; beyond it their id is typed into the search. */
const MERCHANTS_MAX = 500;
const KINDS: readonly OrderKind[] = [
  ...(['payin', 'payout', 'refund', 'withdrawal', 'code', 'mandate', 'verification'] as const),
];
const STATES: readonly OrderState[] = [
  ...(['created', 'pending', 'paid', 'failed', 'expired', 'closed', 'reversed'] as const),
];

/** One line of a list of orders. */
export interface OrderLine
  extends Pick<
    Order,
    | 'id'
    | 'kind'
    | 'mode'
    | 'state'
    | 'merchantRef'
    | 'channel'
    | 'asset'
    | 'amountMinor'
    | 'createdAt'
  > {
  readonly merchant: string;
}

interface Orders {
  readonly orders: readonly OrderLine[];
  /** The id below which the next page begins. */
  readonly next: Id | null;
  readonly cut: boolean;
  readonly merchants: readonly Pick<Merchant, 'id' | 'name'>[];
  readonly asked: Form;
}

export const ordersScreen: Screen<Orders> = {
  path: '/orders',
  ability: 'look',
  async load(deps, { query }: Ask) {
    const merchants = merchantChoice(deps);
    const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const q = (query.q ?? '').trim();
    if (q !== '') {
      const found = (await findOrders(deps, q)).map((order) => lineOf(deps, order));
      return { orders: found, next: null, cut: false, merchants, asked };
    }
    const before = parseId(query.before ?? '');
    const { rows, next } = await deps.queries.orders(filterOf(query), before, PAGE);
    const orders = rows.map((order) => lineOf(deps, order));
    return { orders, next, cut: next !== null && rows.length < PAGE, merchants, asked };
  },
  page: (model, context) => ({
    title: context.t.nav.orders,
    body: html`<header class="page-head"><div><h1>${context.t.nav.orders}</h1></div></header>
${searchForm(model, context)}
${orderTable(model.orders, context)}
${pagerOf(model, context)}`,
  }),
};

/** A platform id, bare or with the letter that a dialect puts in front; or a merchant's own id. */
async function findOrders(deps: ConsoleDeps, q: string): Promise<readonly Order[]> {
  const id = parseId(q.replace(/^[A-Za-z]{1,2}(?=[0-9]{17,19}$)/, ''));
  const all = deps.snapshot.current().merchants();
  const [byId, byRef] = await Promise.all([
    id === null ? null : deps.reader.orderById(id),
    deps.queries.ordersByRef(
      all.map((merchant) => merchant.id),
      q,
    ),
  ]);
  return [...(byId === null ? [] : [byId]), ...byRef.filter((order) => order.id !== byId?.id)];
}

function filterOf(query: Form): OrderFilter {
  return {
    kind: KINDS.find((kind) => kind === query.kind) ?? null,
    mode: MODES.find((mode) => mode === query.mode) ?? null,
    state: STATES.find((state) => state === query.state) ?? null,
    merchantId: parseId(query.merchant ?? ''),
    from: dayOf(query.from, 0),
    until: dayOf(query.until, 1),
  };
}

/** The beginning of a day in UTC, `plus` days later; null for what is no day. */
function dayOf(text: string | undefined, plus: number): Date | null {
  if (!/^20\d\d-\d\d-\d\d$/.test(text ?? '')) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) ? null : new Date(ms + plus * 86_400_000);
}

export function lineOf(deps: ConsoleDeps, order: Order): OrderLine {
  const { id, kind, mode, state, merchantRef, channel, asset, amountMinor, createdAt } = order;
  const merchant = deps.snapshot.current().merchant(order.merchantId)?.name;
  return {
    ...{ id, kind, mode, state, merchantRef, channel, asset, amountMinor, createdAt },
    merchant: merchant ?? String(order.merchantId),
  };
}

/** Merchants to choose from, by name. */
export function merchantChoice(deps: ConsoleDeps): readonly Pick<Merchant, 'id' | 'name'>[] {
  const all = deps.snapshot.current().merchants();
  return [...all]
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, MERCHANTS_MAX)
    .map(({ id, name }) => ({ id, name }));
}

export function merchantSelect(
  merchants: readonly Pick<Merchant, 'id' | 'name'>[],
  chosen: string,
  { t }: PageContext,
): SafeHtml {
  const options = merchants.map(({ id, name }) => [String(id), name] as const);
  return parts.select('merchant', t.orders.merchant, [['', t.all], ...options], chosen);
}

function searchForm({ merchants, asked }: Orders, context: PageContext): SafeHtml {
  const { t } = context;
  const words = t.orders;
  const kinds = KINDS.map((kind) => [kind, t.kind[kind]] as const);
  const modes = MODES.map((mode) => [mode, t.mode[mode]] as const);
  const states = STATES.map((state) => [state, t.state[state]] as const);
  const given = (name: string) => asked[name] ?? '';
  return html`<form method="get" action="${parts.at(['orders'])}" class="card filter" role="search">
${parts.field({ name: 'q', label: words.search, value: given('q'), type: 'search', hint: words.searchHint })}
${parts.select('kind', words.kind, [['', t.all], ...kinds], given('kind'))}
${parts.select('mode', t.merchants.mode, [['', t.all], ...modes], given('mode'))}
${parts.select('state', words.state, [['', t.all], ...states], given('state'))}
${merchantSelect(merchants, given('merchant'), context)}
${parts.field({ name: 'from', label: words.from, value: given('from'), type: 'date' })}
${parts.field({ name: 'until', label: words.until, value: given('until'), type: 'date' })}
<div class="filter-buttons">${parts.button(words.button, 'primary')}<a class="button" href="${parts.at(['orders'])}">${words.clear}</a></div>
</form>`;
}

export function orderTable(orders: readonly OrderLine[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<OrderLine>[] = [
    { head: t.orders.id, cell: ({ id }) => parts.orderLink(id) },
    { head: t.orders.state, cell: ({ state }) => parts.stateBadge(state, context) },
    { head: t.merchants.mode, cell: ({ mode }) => parts.modeBadge(mode, context) },
    {
      head: t.orders.amount,
      cell: (order) => parts.orderedAmount(order, context),
      look: 'number',
    },
    {
      head: t.orders.kind,
      cell: ({ kind, channel }) => parts.stack(html`${t.kind[kind]}`, parts.code(channel)),
    },
    {
      head: t.orders.merchant,
      cell: ({ merchant, merchantRef }) =>
        parts.stack(parts.text(merchant), parts.code(merchantRef)),
      look: 'wide',
    },
    { head: t.orders.made, cell: ({ createdAt }) => parts.time(createdAt) },
  ];
  return html`<div class="card">${parts.table(columns, orders, context)}</div>`;
}

function pagerOf({ next, cut, asked }: Orders, { t }: PageContext): SafeHtml {
  const { before, ...rest } = asked;
  const older = next === null ? null : parts.at(['orders'], { ...rest, before: String(next) });
  const newest = before === undefined ? null : parts.at(['orders'], rest);
  return parts.pager(older, newest, cut, t);
}
