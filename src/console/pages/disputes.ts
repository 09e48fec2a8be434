/** Disputes: listed by the day on which something must be done, and one with what to do. */
import { type Dispute, isOver, waitsForMerchant } from '../../domain/dispute.ts';
import { parseId } from '../../domain/id.ts';
import type { CaseView } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';
import { caseTable } from './cases.ts';
import { lineOf, type OrderLine, orderTable } from './orders.ts';

const LIST_MAX = 200;
type Line = Dispute & { readonly merchant: string };

interface DisputesModel {
  readonly state: 'open' | 'all';
  readonly disputes: readonly Line[];
}

export const disputesScreen: Screen<DisputesModel> = {
  path: '/disputes',
  ability: 'look',
  async load(deps, { query }) {
    const state = query.state === 'all' ? 'all' : 'open';
    const found = await deps.disputes.list(state === 'open' ? 'open' : null, LIST_MAX);
    return { state, disputes: found.map((one) => named(deps, one)) };
  },
  page: ({ state, disputes }, context) => ({
    title: context.t.nav.disputes,
    body: html`${parts.pageHead(context.t.nav.disputes, context.t.disputes.lead)}
${parts.tabs(context.t.orders.state, [
  { label: context.t.caseState.open, url: parts.at(['disputes']), current: state === 'open' },
  { label: context.t.all, url: parts.at(['disputes'], { state: 'all' }), current: state === 'all' },
])}
<div class="card">${disputeTable(disputes, context)}</div>
${parts.moreNote(disputes.length === LIST_MAX, context)}`,
  }),
};

function named(deps: ConsoleDeps, one: Dispute): Line {
  const merchant = deps.snapshot.current().merchant(one.merchantId)?.name;
  return { ...one, merchant: merchant ?? String(one.merchantId) };
}

export function disputeTable(disputes: readonly Dispute[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Dispute>[] = [
    { head: t.disputes.title, cell: (one) => disputeLink(one) },
    { head: t.orders.state, cell: (one) => disputeBadge(one, context) },
    { head: t.order.title, cell: ({ orderId }) => parts.orderLink(orderId) },
    { head: t.disputes.disputed, cell: (one) => disputed(one, context), look: 'number' },
    { head: t.disputes.due, cell: ({ dueAt }) => parts.time(dueAt) },
    { head: t.disputes.reason, cell: ({ reason }) => parts.text(reason), look: 'wide' },
    { head: t.cases.opened, cell: ({ openedAt }) => parts.time(openedAt) },
  ];
  return parts.table(columns, disputes, context);
}

function disputeLink({ id }: Dispute): SafeHtml {
  return html`<a class="id" href="${parts.at(['disputes', String(id)])}">${String(id)}</a>`;
}

function disputeBadge(one: Dispute, { t }: PageContext): SafeHtml {
  const tone = isOver(one) ? 'plain' : waitsForMerchant(one) ? 'warn' : 'calm';
  return parts.badge(t.disputes.states[one.state], tone);
}

function disputed({ asset, amountMinor: minor }: Dispute, context: PageContext): SafeHtml {
  return minor === null ? parts.text(null) : parts.amount({ asset, minor }, context);
}

// ---------------------------------------------------------------------------------------------

interface DisputeModel {
  readonly dispute: Line;
  readonly order: OrderLine | null;
  /** Of the order, and about a dispute. */
  readonly cases: readonly (CaseView & { readonly merchant: string })[];
  /** Others of the same payment. */
  readonly others: readonly Dispute[];
}

export const disputeScreen: Screen<DisputeModel> = {
  path: '/disputes/:id',
  ability: 'look',
  async load(deps, { params }) {
    const id = parseId(params.id ?? '');
    const found = id === null ? null : await deps.disputes.byId(id);
    if (found === null) return null;
    const [order, all, cases] = await Promise.all([
      deps.reader.orderById(found.orderId),
      deps.disputes.ofOrder(found.orderId),
      deps.cases.ofOrder(found.orderId),
    ]);
    const dispute = named(deps, found);
    return {
      dispute,
      order: order === null ? null : lineOf(deps, order),
      cases: cases.map((one) => ({ ...one, merchant: dispute.merchant })),
      others: all.filter((one) => one.id !== found.id),
    };
  },
  page({ dispute, order, cases, others }, context) {
    const { t } = context;
    return {
      title: t.disputes.title,
      body: html`<header class="page-head"><div>
<p class="over"><bdi>${dispute.merchant}</bdi></p>
<h1>${disputed(dispute, context)} ${disputeBadge(dispute, context)}</h1></div></header>
${parts.section(t.disputes.toDo, html`<p>${t.disputes.explained[dispute.state]}</p>`)}
${parts.section(t.order.facts, factsOf(dispute, context))}
${order === null ? null : orderTable([order], context)}
${others.length === 0 ? null : parts.section(t.nav.disputes, disputeTable(others, context))}
${cases.length === 0 ? null : parts.section(t.nav.cases, caseTable(cases, context))}`,
    };
  },
};

function factsOf(one: Dispute, context: PageContext): SafeHtml {
  const { t } = context;
  const { asset, fee } = one;
  const money = (minor: bigint) => parts.amount({ asset, minor }, context);
  return parts.facts([
    [t.disputes.due, one.dueAt === null ? null : parts.time(one.dueAt)],
    [t.disputes.held, one.heldMinor === 0n ? null : money(one.heldMinor)],
    [t.disputes.lost, one.lostMinor === 0n ? null : money(one.lostMinor)],
    [t.disputes.reason, one.reason === null ? null : parts.text(one.reason)],
    [t.disputes.providerWords, parts.code(one.words)],
    [t.disputes.providerId, parts.code(one.ref)],
    [t.order.connector, html`<code>${one.connector}/${one.account}</code>`],
    [t.disputes.network, one.network === null ? null : parts.text(one.network)],
    [t.disputes.round, html`${String(one.round)}`],
    [t.disputes.providerFee, fee === null ? null : parts.amount(fee, context)],
    [t.cases.opened, parts.time(one.openedAt)],
    [t.disputes.updated, parts.time(one.updatedAt)],
    [t.cases.closed, one.closedAt === null ? null : parts.time(one.closedAt)],
  ]);
}
