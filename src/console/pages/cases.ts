/** What a person must look at: listed, looked into, closed with a reason, or settled by hand. */

import { resolveDoubt } from '../../app/resolve-case.ts';
import { type Id, parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import type { CaseView } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import {
  type Action,
  type ActionResult,
  type Ask,
  type Checked,
  doneBy,
  type Failed,
  type Form,
  failed,
  type Screen,
} from '../screen.ts';
import { lineOf, type OrderLine, orderTable } from './orders.ts';

const LIST_MAX = 200;
const REASON_CHARS_MIN = 8;
const REASON_CHARS_MAX = 500;

type Case = CaseView & { readonly merchant: string };

interface Cases {
  readonly state: 'open' | 'all';
  readonly cases: readonly Case[];
}

export const casesScreen: Screen<Cases> = {
  path: '/cases',
  ability: 'look',
  async load(deps, { query }) {
    const state = query.state === 'all' ? 'all' : 'open';
    const filter = { state: state === 'open' ? 'open' : null, merchantId: null } as const;
    const found = await deps.cases.list(filter, LIST_MAX);
    return { state, cases: found.map((one) => named(deps, one)) };
  },
  page: ({ state, cases }, context) => ({
    title: context.t.nav.cases,
    body: html`${parts.pageHead(context.t.nav.cases, context.t.cases.lead)}
${parts.tabs(context.t.orders.state, [
  { label: context.t.caseState.open, url: parts.at(['cases']), current: state === 'open' },
  { label: context.t.all, url: parts.at(['cases'], { state: 'all' }), current: state === 'all' },
])}
<div class="card">${caseTable(cases, context)}</div>
${parts.moreNote(cases.length === LIST_MAX, context)}`,
  }),
};

function named(deps: ConsoleDeps, one: CaseView): Case {
  const merchant = deps.snapshot.current().merchant(one.merchantId)?.name;
  const unnamed = one.kind === 'unattributed' ? '' : String(one.merchantId);
  return { ...one, merchant: merchant ?? unnamed };
}

export function caseTable(cases: readonly Case[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Case>[] = [
    { head: t.cases.kind, cell: (one) => caseLink(one, context) },
    { head: t.orders.state, cell: (one) => caseBadge(one, context) },
    {
      head: t.order.title,
      cell: ({ kind, orderId }) => (kind === 'unattributed' ? '' : parts.orderLink(orderId)),
    },
    { head: t.orders.merchant, cell: ({ merchant }) => parts.text(merchant) },
    { head: t.cases.detail, cell: ({ detail }) => parts.text(detail), look: 'wide' },
    { head: t.cases.opened, cell: ({ openedAt }) => parts.time(openedAt) },
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
  /** Null: the case is about a report that no order was found for. */
  readonly order: OrderLine | null;
  /** A payout or refund in doubt may be settled by an operator's word. */
  readonly resolvable: boolean;
}

export const caseScreen: Screen<CaseModel> = {
  path: '/cases/:id/:kind',
  ability: 'look',
  async load(deps, { params, query }) {
    const found = await findCase(deps, params, query.key ?? '');
    const order = found === null ? null : await deps.reader.orderById(found.orderId);
    if (found === null) return null;
    return {
      case: named(deps, found),
      order: order === null ? null : lineOf(deps, order),
      resolvable: isResolvable(found, order),
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

async function findCase(deps: ConsoleDeps, params: Form, key: string): Promise<CaseView | null> {
  const orderId = parseId(params.id ?? '');
  if (orderId === null) return null;
  const all = await deps.cases.ofOrder(orderId);
  return all.find((one) => one.kind === params.kind && one.key === key) ?? null;
}

function isResolvable({ kind, state }: CaseView, order: Order | null): boolean {
  if (order === null) return false;
  const open = order.state === 'created' || order.state === 'pending';
  return (
    kind === 'doubt' &&
    state === 'open' &&
    (order.kind === 'payout' || order.kind === 'refund') &&
    open
  );
}

function caseFacts(one: Case, { t }: PageContext): SafeHtml {
  return parts.facts([
    [t.cases.detail, parts.text(one.detail)],
    [t.orders.merchant, parts.text(one.merchant)],
    [t.cases.opened, parts.time(one.openedAt)],
    [t.cases.closed, one.closedAt === null ? null : parts.time(one.closedAt)],
    [t.cases.by, one.closedBy === null ? null : parts.text(one.closedBy)],
    [t.cases.resolution, one.resolution === null ? null : parts.text(one.resolution)],
  ]);
}

function forms(model: CaseModel, context: PageContext): SafeHtml {
  const resolve =
    model.resolvable && context.may('settle_doubt') ? resolveForms(model, context) : null;
  const close = context.may('close_case') && !model.resolvable ? closeForm(model, context) : null;
  return html`${resolve}${close}`;
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

function resolveForms({ case: one }: CaseModel, context: PageContext): SafeHtml {
  const { t, typed } = context;
  const to = parts.at(['cases', String(one.orderId), one.kind, 'resolve']);
  const form = (finding: 'paid' | 'failed', field: SafeHtml) =>
    parts.postForm(
      context,
      to,
      html`<h3>${t.cases[finding]}</h3>${parts.hidden('key', one.key)}${parts.hidden('finding', finding)}
${field}
${parts.passwordField(context)}
${parts.moneyButton(t.cases[finding], context)}`,
    );
  const value = typed.evidence ?? '';
  const paid = { name: 'evidence', label: t.cases.reference, hint: t.cases.referenceHint };
  const failedField = { name: 'evidence', label: t.cases.proof, hint: t.cases.proofHint };
  const chosen = typed.finding;
  return parts.section(
    t.cases.resolve,
    html`<p>${t.cases.resolveLead}</p><div class="columns">
<div>${form('paid', parts.field({ ...paid, value: chosen === 'paid' ? value : '' }))}</div>
<div>${form('failed', parts.field({ ...failedField, value: chosen === 'failed' ? value : '' }))}</div>
</div>`,
  );
}

// ---------------------------------------------------------------------------------------------

const subject = ({ params }: Ask) => `case ${params.id ?? ''}/${params.kind ?? ''}`;

/** A doubt about money that is held is not closed by a reason: it is settled, or stays. */
export const closeCaseAction: Action = {
  path: '/cases/:id/:kind/close',
  ability: 'close_case',
  name: 'case.close',
  confirm: false,
  screen: '/cases/:id/:kind',
  subject,
  async run(deps, { params, operator }, form) {
    const found = await findCase(deps, params, form.key ?? '');
    const order = found === null ? null : await deps.reader.orderById(found.orderId);
    if (found === null) return failed('not_found');
    if (isResolvable(found, order)) return failed('not_resolved');
    const reason = reasonOf(form.reason, REASON_CHARS_MIN);
    if (reason === null) return failed('reason_missing');
    if (!(await deps.cases.close(found, operator.login, reason))) return failed('already_closed');
    const after = await findCase(deps, params, found.key);
    return { ok: true, done: 'case_closed', go: ['cases'], before: found, after };
  },
};

export const resolveCaseAction: Action = {
  path: '/cases/:id/:kind/resolve',
  ability: 'settle_doubt',
  name: 'case.resolve',
  confirm: true,
  screen: '/cases/:id/:kind',
  subject,
  twoPersons: { name: 'case.resolve', check },
  async run(deps, ask, form): Promise<ActionResult> {
    const asked = await readFinding(deps, ask, form);
    if (!asked.ok) return asked;
    const { found, before, paid, evidence } = asked;
    const result = await resolveDoubt(
      deps,
      found.orderId,
      paid
        ? { kind: 'paid', ref: evidence, amountMinor: null }
        : { kind: 'failed', proof: evidence },
      doneBy(ask),
    );
    if (!result.ok) return failed('not_resolved', result.why);
    const after = await deps.reader.orderById(found.orderId);
    return { ...resolved(found.orderId), before, after, detail: result.state };
  },
};

async function readFinding(deps: ConsoleDeps, { params }: Ask, form: Form) {
  const found = await findCase(deps, params, form.key ?? '');
  if (found === null) return failed('not_found');
  const before = await deps.reader.orderById(found.orderId);
  if (before === null || !isResolvable(found, before)) return failed('not_resolved');
  const paid = form.finding === 'paid';
  const evidence = reasonOf(form.evidence, paid ? 3 : REASON_CHARS_MIN);
  if (evidence === null) return failed(paid ? 'reference_missing' : 'reason_missing');
  return { ok: true as const, found, before, paid, evidence };
}

async function check(deps: ConsoleDeps, ask: Ask, form: Form): Promise<Checked | Failed> {
  const asked = await readFinding(deps, ask, form);
  if (!asked.ok) return asked;
  const { before, paid, evidence } = asked;
  const { asset, amountMinor } = before;
  const order = { orderId: String(before.id), asset, amountMinor: String(amountMinor) };
  return { ok: true, summary: { ...order, finding: paid ? 'paid' : 'failed', evidence } };
}

function resolved(orderId: Id) {
  return { ok: true, done: 'case_resolved', go: ['orders', String(orderId)] } as const;
}

function reasonOf(typed: string | undefined, charsMin: number): string | null {
  const reason = (typed ?? '').trim();
  return reason.length < charsMin ? null : reason.slice(0, REASON_CHARS_MAX);
}
