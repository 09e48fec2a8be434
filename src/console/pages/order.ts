/** One order: facts, timeline, dispatches, ledger, notifications, cases. */

import { parseId } from '../../domain/id.ts';
import { ACCOUNTS } from '../../domain/ledger.ts';
import type { Asset } from '../../domain/money.ts';
import type { CodeRule, Failure, Instructions, Order, TermsChange } from '../../domain/order.ts';
import { newRefundRef, refundableMinor } from '../../operator/commands/refund.ts';
import { mayDo } from '../../operator/roles.ts';
import type { EntryView, OperatorRole, OrderDetails } from '../../ports/operator.ts';
import { bytesByNumber, type OrderParts, orderDocument } from '../../screens/order-page.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';
import { caseTable } from './cases.ts';
import type { OrderModel } from './order-model.ts';
import { resendForm } from './order-notifications.ts';
import { lineOf, orderTable } from './orders.ts';
import { paymentCheckTable } from './payment-checks.ts';
import { hidePersonal } from './personal.ts';
import { refundForm } from './refund.ts';
import { resolveOrder } from './resolve.ts';
import { timeline } from './timeline.ts';

export const orderScreen: Screen<OrderModel> = {
  path: '/orders/:id',
  ability: 'look',
  async load(deps, { params, operator }) {
    const id = parseId(params.id ?? '');
    const details = id === null ? null : await deps.queries.orderDetails(id);
    return details === null ? null : await modelOf(deps, details, operator.role);
  },
  page: (model, context) => orderDocument(partsOf(model, context), model, context),
};

function partsOf(model: OrderModel, context: PageContext): OrderParts {
  const { t } = context;
  const { order, cases, dispatches: sent, paymentChecks, entries: booked, children } = model;
  return {
    title: `${t.kind[order.kind]} ${order.id}`,
    head: head(model, context),
    facts: factsOf(model, context),
    people: people(model, context),
    actions: [refundForm(model, context), resolveOrder(model, context)],
    timeline: timeline(model, context),
    tables: [
      listed(t.nav.cases, cases, () => caseTable(cases, context)),
      listed(t.order.dispatches, sent, () => dispatches(model, context)),
      listed(t.paymentCheck.title, paymentChecks, () => paymentCheckTable(paymentChecks, context)),
      listed(t.order.ledger, booked, () => entries(booked, context)),
      listed(childrenTitle(model, context), children, () => orderTable(children, context)),
    ],
    resend: (one) => resendForm(one, context),
  };
}

async function modelOf(
  deps: ConsoleDeps,
  details: OrderDetails,
  role: OperatorRole,
): Promise<OrderModel> {
  const { order } = details;
  const snapshot = deps.snapshot.current();
  const app = snapshot.app(order.appId);
  const merchant = snapshot.merchant(order.merchantId)?.name ?? String(order.merchantId);
  const restMinor = refundableMinor(order, snapshot.channel(order.channel));
  return {
    ...details,
    order: hidePersonal(order, role),
    merchant,
    app: app === null ? null : { publicId: app.publicId, dialect: app.dialect },
    children: details.children.map((child) => lineOf(deps, child)),
    cases: details.cases.map((one) => ({ ...one, merchant })),
    bytes: mayDo(role, 'read_personal')
      ? await bytesByNumber(deps.queries, details.notifications)
      : null,
    refundable: restMinor === 0n ? null : { restMinor, ref: newRefundRef() },
  };
}

function head({ order, merchant }: OrderModel, context: PageContext): SafeHtml {
  const { t } = context;
  return html`<header class="page-head order-head"><div>
<p class="over">${t.kind[order.kind]} · <bdi>${merchant}</bdi> ${parts.modeBadge(order.mode, context)}</p>
<h1>${orderedAmount(order, context)} ${parts.stateBadge(order.state, context)}</h1>
<p><code>${String(order.id)}</code></p>
</div></header>`;
}

/** What was ordered; of what has no amount, what it is. */
function orderedAmount(order: Order, context: PageContext): SafeHtml {
  return parts.hasAmount(order.kind)
    ? parts.orderedAmount(order, context)
    : html`${context.t.kind[order.kind]}`;
}

function factsOf({ order, app, merchant }: OrderModel, context: PageContext): SafeHtml {
  const { t } = context;
  const money = (minor: bigint) => parts.amount({ asset: order.asset, minor }, context);
  const unlessNull = <T>(value: T | null, show: (value: T) => SafeHtml) =>
    value === null ? null : show(value);
  return parts.facts([
    [t.orders.ref, parts.code(order.merchantRef)],
    [
      t.orders.merchant,
      html`<a href="${parts.at(['merchants', String(order.merchantId)])}">${merchant}</a>`,
    ],
    [
      t.order.app,
      unlessNull(app, ({ publicId, dialect }) => html`<code>${publicId}</code> ${dialect}`),
    ],
    [t.orders.channel, parts.code(order.channel)],
    [t.orders.made, parts.time(order.createdAt)],
    [t.order.paid, order.paidMinor === 0n ? null : money(order.paidMinor)],
    [t.order.fee, hasFee(order) ? money(order.feeMinor) : null],
    [t.order.refunded, order.refundedMinor === 0n ? null : money(order.refundedMinor)],
    [t.order.refundedFee, order.refundedFeeMinor === 0n ? null : money(order.refundedFeeMinor)],
    [t.order.pending, order.pendingMinor === 0n ? null : money(order.pendingMinor)],
    [t.order.disputed, order.disputedMinor === 0n ? null : money(order.disputedMinor)],
    [t.order.lost, order.lostMinor === 0n ? null : money(order.lostMinor)],
    [t.order.voided, order.voided ? html`${t.yes}` : null],
    [t.order.failure, unlessNull(order.failure, (why) => whyEnded(why, context))],
    [t.order.corrected, order.corrected ? html`${t.yes}` : null],
    [t.order.connector, html`<code>${order.connector ?? t.none}/${order.account ?? ''}</code>`],
    [t.order.upstreamId, unlessNull(order.upstreamId, parts.code)],
    [t.order.paymentRef, unlessNull(order.paymentRef, parts.code)],
    [t.order.bankRef, unlessNull(order.bankRef, parts.code)],
    [
      order.parent === null ? t.order.payin : t.kind[order.parent.kind],
      unlessNull(order.parentId, parts.orderLink),
    ],
    [t.order.allowed, unlessNull(order.code, (rule) => ruleOf(rule, order.asset, context))],
    [t.order.change, order.termsChange ? changeOf(order.termsChange, order, context) : null],
    [t.order.instructions, unlessNull(order.instructions, shownToPayer)],
    [t.order.expires, unlessNull(order.expiresAt, parts.time)],
    [t.order.ended, unlessNull(order.finalAt, parts.time)],
    [t.order.settles, unlessNull(order.settleAt, parts.time)],
    [t.order.notifyUrl, unlessNull(order.notifyUrl, parts.code)],
    [t.order.returnUrl, unlessNull(order.returnUrl, parts.code)],
  ]);
}

function childrenTitle({ order }: OrderModel, { t }: PageContext): string {
  return order.kind === 'payin' ? t.order.refunds : t.order.payments;
}

/** Codes and mandates cost nothing themselves: the payments that come by them do. */
function hasFee({ kind }: Order): boolean {
  return kind !== 'code' && kind !== 'mandate' && kind !== 'verification';
}

/** Several may end a code or mandate: then it says who did. */
function whyEnded({ by, code, text }: Failure, { t }: PageContext): SafeHtml {
  return by === undefined
    ? html`${t.failure[code]} <small>${text}</small>`
    : html`${t.order.endedBy[by]}`;
}

/** What may be paid into a code: `1.00 – 500.00`, and whether it ends with its first payment. */
function ruleOf(
  { minMinor, maxMinor, single }: CodeRule,
  asset: Asset,
  context: PageContext,
): SafeHtml {
  const limit = (minor: bigint | null) =>
    minor === null ? html`…` : parts.amount({ asset, minor }, context);
  const once = single ? html` <small>${context.t.order.single}</small>` : null;
  return html`${limit(minMinor)} – ${limit(maxMinor)}${once}`;
}

/** Other terms that were asked for, and what their provider said. */
function changeOf(change: TermsChange, { asset }: Order, context: PageContext): SafeHtml {
  const { minMinor, maxMinor, expiresAt, refused } = change;
  const end = expiresAt === null ? null : html`, ${parts.time(expiresAt)}`;
  const { t } = context;
  const answer =
    refused === null ? t.order.unanswered : html`${t.order.refusedTerms}: ${refused.text}`;
  return html`${ruleOf({ minMinor, maxMinor, single: false }, asset, context)}${end}
<small>${answer}</small>`;
}

/** The number, account, QR text or page, as the provider reported it. */
function shownToPayer(instructions: Instructions): SafeHtml {
  switch (instructions.kind) {
    case 'redirect':
      return parts.code(instructions.url);
    case 'qr':
      return parts.code(instructions.payload);
    case 'va':
      return html`${instructions.bank} ${parts.code(instructions.number)} <bdi>${instructions.name}</bdi>`;
    case 'bank_transfer':
      return html`${instructions.bank} ${parts.code(instructions.account)} <bdi>${instructions.name}</bdi>`;
    case 'bill':
      return html`<bdi>${instructions.biller}</bdi> ${parts.code(instructions.number)}`;
  }
}

function people({ order }: OrderModel, context: PageContext): SafeHtml | null {
  if (Object.keys(order.fields).length === 0) return null;
  const hint = context.may('read_personal')
    ? null
    : html`<p class="hint">${context.t.order.hidden}</p>`;
  return parts.section(context.t.order.people, html`${parts.people(order.fields, context)}${hint}`);
}

function listed<T>(title: string, rows: readonly T[], show: () => SafeHtml): SafeHtml | null {
  return rows.length === 0 ? null : parts.section(title, show());
}

type Dispatch = OrderModel['dispatches'][number];

function dispatches(model: OrderModel, context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Dispatch>[] = [
    { head: t.orders.state, cell: (one) => html`${String(one.n)}. ${dispatchBadge(one, context)}` },
    {
      head: t.order.connector,
      cell: ({ connector, account }) => parts.code(`${connector}/${account}`),
    },
    {
      head: t.order.sent,
      cell: ({ sentAt, nextAt, state }) =>
        state === 'done'
          ? parts.time(sentAt)
          : parts.stack(parts.time(sentAt), html`${t.order.next} ${parts.time(nextAt)}`),
    },
    { head: t.order.queries, cell: ({ queryCount }) => String(queryCount), look: 'number' },
    { head: t.order.note, cell: ({ note }) => parts.text(note), look: 'wide' },
  ];
  return parts.table(columns, model.dispatches, context);
}

function dispatchBadge({ state }: Dispatch, { t }: PageContext): SafeHtml {
  const tone = { ready: 'plain', sent: 'calm', doubt: 'warn', done: 'good' } as const;
  return parts.badge(t.dispatch[state], tone[state]);
}

/** One row an entry, whose sum is shown to be zero. */
function entries(list: readonly EntryView[], context: PageContext): SafeHtml {
  const { t } = context;
  const sumOf = ({ legs }: EntryView) => ACCOUNTS.reduce((sum, name) => sum + legs[name], 0n);
  const columns: readonly parts.Column<EntryView>[] = [
    {
      head: t.order.entry,
      cell: ({ name, at }) => parts.stack(parts.code(name), parts.time(at)),
      look: 'wide',
    },
    { head: t.order.accounts, cell: ({ asset, legs }) => parts.accounts(asset, legs, context) },
    {
      head: t.order.sum,
      cell: (row) => parts.signed({ asset: row.asset, minor: sumOf(row) }, context),
      look: 'number',
    },
  ];
  return html`${parts.table(columns, list, context)}<p class="hint">${t.order.balanced}</p>`;
}
