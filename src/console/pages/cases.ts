/** What a person must look at: listed, looked into, closed with a reason, or settled by hand. */

import { isOfOrder } from '../../domain/case.ts';
import { MODES, type Mode } from '../../domain/merchant.ts';
import { caseClose, findCase, isResolvable } from '../../operator/commands/case-close.ts';
import type { CaseView } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';
import { type Bookable, bookableOf, bookForm } from './case-book.ts';
import { exitForm, heldAmount } from './case-exit.ts';
import { lineOf, type OrderLine, orderTable } from './orders.ts';
import { resolveForms } from './resolve.ts';

const LIST_MAX = 200;
type Case = CaseView & { readonly merchant: string };

interface Cases {
  readonly state: 'open' | 'all';
  /** Null: of both. */
  readonly mode: Mode | null;
  readonly cases: readonly Case[];
}

export const casesScreen: Screen<Cases> = {
  path: '/cases',
  ability: 'look',
  async load(deps, { query }) {
    const state = query.state === 'all' ? 'all' : 'open';
    const mode = MODES.find((one) => one === query.mode) ?? null;
    const filter = { state: state === 'open' ? 'open' : null, merchantId: null, mode } as const;
    const found = await deps.cases.list(filter, LIST_MAX);
    return { state, mode, cases: found.map((one) => named(deps, one)) };
  },
  page: ({ state, mode, cases }, context) => ({
    title: context.t.nav.cases,
    body: html`${parts.pageHead(context.t.nav.cases, context.t.cases.lead)}
${parts.tabs(context.t.orders.state, [
  {
    label: context.t.caseState.open,
    url: parts.at(['cases'], queryOf('open', mode)),
    current: state === 'open',
  },
  {
    label: context.t.all,
    url: parts.at(['cases'], queryOf('all', mode)),
    current: state === 'all',
  },
])}
${parts.tabs(
  context.t.merchants.mode,
  [null, ...MODES].map((one) => ({
    label: one === null ? context.t.all : context.t.mode[one],
    url: parts.at(['cases'], queryOf(state, one)),
    current: one === mode,
  })),
)}
<div class="card">${caseTable(cases, context)}</div>
${parts.moreNote(cases.length === LIST_MAX, context)}`,
  }),
};

function queryOf(state: Cases['state'], mode: Mode | null) {
  return { ...(state === 'all' && { state }), ...(mode !== null && { mode }) };
}

function named(deps: ConsoleDeps, one: CaseView): Case {
  const merchant = deps.snapshot.current().merchant(one.merchantId)?.name;
  const unnamed = isOfOrder(one) ? String(one.merchantId) : '';
  return { ...one, merchant: merchant ?? unnamed };
}

export function caseTable(cases: readonly Case[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Case>[] = [
    { head: t.cases.kind, cell: (one) => caseLink(one, context) },
    {
      head: t.orders.state,
      cell: (one) => parts.stack(caseBadge(one, context), parts.time(one.openedAt)),
    },
    {
      head: t.order.title,
      cell: (one) => (isOfOrder(one) ? parts.orderLink(one.orderId) : ''),
    },
    {
      head: t.orders.merchant,
      cell: ({ merchant, mode }) =>
        mode === null
          ? parts.text(merchant)
          : parts.stack(parts.text(merchant), parts.modeBadge(mode, context)),
    },
    {
      head: t.exits.held,
      cell: (one) => heldAmount(one, context) ?? parts.text(null),
      look: 'number',
    },
    { head: t.cases.detail, cell: ({ detail }) => parts.text(detail), look: 'wide' },
  ];
  return parts.table(columns, cases, context);
}

function caseLink({ orderId, kind, key }: CaseView, { t }: PageContext): SafeHtml {
  const url = parts.at(['cases', String(orderId), kind], { key });
  return html`<a class="id" href="${url}">${t.caseKind[kind]}</a>`;
}

function caseBadge({ state }: CaseView, { t }: PageContext): SafeHtml {
  return parts.badge(t.caseState[state], state === 'open' ? 'warn' : 'plain');
}

// ---------------------------------------------------------------------------------------------

interface CaseModel {
  readonly case: Case;
  /** Null: the case is about a report of no order, or about the books. */
  readonly order: OrderLine | null;
  /** A payout or refund in doubt may be settled by an operator's word. */
  readonly resolvable: boolean;
  /** A payment without an order, and whose it may be; null: it is none. */
  readonly bookable: Bookable | null;
}

export const caseScreen: Screen<CaseModel> = {
  path: '/cases/:id/:kind',
  ability: 'look',
  async load(deps, { params, query }) {
    const found = await findCase(deps, { ...params, key: query.key ?? '' });
    const order = found === null ? null : await deps.reader.orderById(found.orderId);
    if (found === null) return null;
    return {
      case: named(deps, found),
      order: order === null ? null : lineOf(deps, order),
      resolvable: isResolvable(found, order),
      bookable: await bookableOf(deps, found),
    };
  },
  page: (model, context) => ({
    title: context.t.caseKind[model.case.kind],
    body: html`<header class="page-head"><div>
<h1>${context.t.caseKind[model.case.kind]} ${caseBadge(model.case, context)}</h1>
<p>${context.t.cases.explained[model.case.kind]}</p></div></header>
${parts.section(context.t.order.facts, caseFacts(model.case, context))}
${model.order === null ? null : orderTable([model.order], context)}
${model.case.state === 'open' ? forms(model, context) : null}`,
  }),
};

function caseFacts(one: Case, context: PageContext): SafeHtml {
  const { t } = context;
  return parts.facts([
    [t.cases.detail, parts.text(one.detail)],
    [t.exits.held, heldAmount(one, context)],
    [t.orders.merchant, parts.text(one.merchant)],
    [t.cases.opened, parts.time(one.openedAt)],
    [t.cases.closed, one.closedAt === null ? null : parts.time(one.closedAt)],
    [t.cases.by, one.closedBy === null ? null : parts.text(one.closedBy)],
    [t.cases.resolution, one.resolution === null ? null : parts.text(one.resolution)],
  ]);
}

function forms(model: CaseModel, context: PageContext): SafeHtml {
  const { orderId, kind, key } = model.case;
  const to = parts.at(['cases', String(orderId), kind, 'resolve']);
  const resolve = model.resolvable
    ? resolveForms(to, ['paid', 'failed'], parts.hidden('key', key), context)
    : null;
  const isOfWords = !model.resolvable && model.case.heldMinor === 0n;
  const close = context.may('close_case') && isOfWords ? closeForm(model, context) : null;
  const book = model.bookable === null ? null : bookForm(model.case, model.bookable, context);
  return html`${resolve}${book}${exitForm(model.case, context)}${close}`;
}

function closeForm({ case: one }: CaseModel, context: PageContext): SafeHtml {
  const { t, typed } = context;
  const to = parts.at(['cases', String(one.orderId), one.kind, 'close']);
  return parts.section(
    t.cases.close,
    parts.postForm(
      context,
      to,
      html`${parts.hidden('key', one.key)}
${parts.area({ name: 'reason', label: t.cases.reason, value: typed.reason ?? '', rows: 3 })}
${parts.button(t.cases.close, 'primary')}`,
    ),
  );
}

export const closeCaseAction = actionOf(caseClose, {
  path: '/cases/:id/:kind/close',
  screen: '/cases/:id/:kind',
  answer: () => ({ done: 'case_closed', go: ['cases'] }),
});
