/** The merchant's orders: found by id or reference, else searched newest first. */
import { type Id, parseId } from '../../domain/id.ts';
import type { Order, OrderKind, OrderState } from '../../domain/order.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { Own } from '../deps.ts';
import { orderLink } from '../order-link.ts';
import type { PageContext } from '../page-context.ts';
import { type OwnOrder, ownOrder } from '../personal.ts';
import type { Form, Screen } from '../screen.ts';

const PAGE = 50;
const KINDS: readonly OrderKind[] = [
  ...(['payin', 'payout', 'refund', 'withdrawal', 'code', 'mandate', 'verification'] as const),
];
const STATES: readonly OrderState[] = [
  ...(['created', 'pending', 'active', 'paid', 'failed', 'expired', 'closed', 'reversed'] as const),
];

interface Orders {
  readonly orders: readonly OwnOrder[];
  /** The id below which the next page begins. */
  readonly next: Id | null;
  readonly cut: boolean;
  readonly asked: Form;
}

export const ordersScreen: Screen<Orders> = {
  path: '/orders',
  ability: 'look',
  async load(own, { query, member }) {
    const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const shown = (orders: readonly Order[]) => orders.map((one) => ownOrder(one, member.role));
    const q = (query.q ?? '').trim();
    if (q !== '') {
      return { orders: shown(await findOrders(own, q)), next: null, cut: false, asked };
    }
    const filter = {
      kind: KINDS.find((kind) => kind === query.kind) ?? null,
      state: STATES.find((state) => state === query.state) ?? null,
      from: dayOf(query.from, 0),
      until: dayOf(query.until, 1),
    };
    const before = parseId(query.before ?? '');
    const { rows, next } = await own.queries.orders(filter, before, PAGE);
    return { orders: shown(rows), next, cut: next !== null && rows.length < PAGE, asked };
  },
  page: (model, context) => ({
    title: context.t.nav.orders,
    body: html`<header class="page-head"><div><h1>${context.t.nav.orders}</h1></div></header>
${searchForm(model, context)}
<div class="card">${orderTable(model.orders, context)}</div>
${pagerOf(model, context)}`,
  }),
};

/** Our id, bare or with the letters that an API puts in front; or the merchant's own. */
async function findOrders(own: Own, q: string): Promise<readonly Order[]> {
  const id = parseId(q.replace(/^[A-Za-z]{1,2}(?=[0-9]{17,19}$)/, ''));
  const [byId, byRef] = await Promise.all([
    id === null ? null : own.queries.orderDetails(id),
    own.queries.ordersByRef(q),
  ]);
  const found = byId === null ? [] : [byId.order];
  return [...found, ...byRef.filter((order) => order.id !== byId?.order.id)];
}

/** The beginning of a day in UTC, `plus` days later; null for what is no day. */
function dayOf(text: string | undefined, plus: number): Date | null {
  if (!/^20\d\d-\d\d-\d\d$/.test(text ?? '')) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) ? null : new Date(ms + plus * 86_400_000);
}

function searchForm({ asked }: Orders, { t, at }: PageContext): SafeHtml {
  const words = t.orders;
  const kinds = KINDS.map((kind) => [kind, t.kind[kind]] as const);
  const states = STATES.map((state) => [state, t.state[state]] as const);
  const given = (name: string) => asked[name] ?? '';
  return html`<form method="get" action="${at(['orders'])}" class="card filter" role="search">
${parts.field({ name: 'q', label: words.search, value: given('q'), type: 'search', hint: words.searchHint })}
${parts.select('kind', words.kind, [['', t.all], ...kinds], given('kind'))}
${parts.select('state', words.state, [['', t.all], ...states], given('state'))}
${parts.field({ name: 'from', label: words.from, value: given('from'), type: 'date' })}
${parts.field({ name: 'until', label: words.until, value: given('until'), type: 'date' })}
<div class="filter-buttons">${parts.button(words.button, 'primary')}<a class="button" href="${at(['orders'])}">${words.clear}</a></div>
</form>`;
}

export function orderTable(orders: readonly OwnOrder[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<OwnOrder>[] = [
    { head: t.orders.id, cell: ({ id }) => orderLink(id, context) },
    { head: t.orders.ref, cell: ({ merchantRef }) => parts.code(merchantRef), look: 'wide' },
    { head: t.orders.state, cell: ({ state }) => parts.stateBadge(state, context) },
    {
      head: t.orders.amount,
      cell: (order) => parts.orderedAmount(order, context),
      look: 'number',
    },
    {
      head: t.orders.kind,
      cell: ({ kind, channel }) => parts.stack(html`${t.kind[kind]}`, parts.code(channel)),
    },
    { head: t.orders.made, cell: ({ createdAt }) => parts.time(createdAt) },
  ];
  return parts.table(columns, orders, context);
}

function pagerOf({ next, cut, asked }: Orders, { t, at }: PageContext): SafeHtml {
  const { before, ...rest } = asked;
  const older = next === null ? null : at(['orders'], { ...rest, before: String(next) });
  const newest = before === undefined ? null : at(['orders'], rest);
  return parts.pager(older, newest, cut, t);
}
