/** One order of the merchant: facts, what happened, refunds, notifications. */
import { parseId } from '../../domain/id.ts';
import { notificationResend } from '../../operator/commands/notification-resend.ts';
import {
  keptRefundRef,
  newRefundRef,
  refund,
  refundableMinor,
} from '../../operator/commands/refund.ts';
import { memberMayDo } from '../../operator/member-roles.ts';
import type { MemberRole } from '../../ports/member.ts';
import type { NotificationView, OrderDetails } from '../../ports/operator.ts';
import type { NotificationsOfOrder } from '../../screens/notification-cards.ts';
import { bytesByNumber, type OrderParts, orderDocument } from '../../screens/order-page.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { Own } from '../deps.ts';
import { orderLink } from '../order-link.ts';
import type { PageContext } from '../page-context.ts';
import { type OwnOrder, ownOrder } from '../personal.ts';
import { actionOf, type Screen } from '../screen.ts';
import { orderTable } from './orders.ts';

interface OrderModel extends NotificationsOfOrder {
  readonly order: OwnOrder;
  readonly app: string | null;
  readonly children: readonly OwnOrder[];
  readonly refundable: { readonly restMinor: bigint; readonly ref: string } | null;
}

export const orderScreen: Screen<OrderModel> = {
  path: '/orders/:id',
  ability: 'look',
  async load(own, { params, member }) {
    const id = parseId(params.id ?? '');
    const details = id === null ? null : await own.queries.orderDetails(id);
    return details === null ? null : await modelOf(own, details, member.role);
  },
  page: (model, context) => orderDocument(partsOf(model, context), model, context),
};

function partsOf(model: OrderModel, context: PageContext): OrderParts {
  return {
    title: `${context.t.kind[model.order.kind]} ${model.order.id}`,
    head: head(model, context),
    facts: factsOf(model, context),
    people: people(model, context),
    actions: [refundForm(model, context)],
    timeline: timeline(model, context),
    tables: [children(model, context)],
    resend: (one) => resendForm(one, context),
  };
}

async function modelOf(
  own: Own,
  { order, children: found, notifications, attempts }: OrderDetails,
  role: MemberRole,
): Promise<OrderModel> {
  const restMinor = refundableMinor(order, own.channel(order.channel));
  const mayRead = memberMayDo(role, 'read_personal');
  const ref = newRefundRef();
  return {
    order: ownOrder(order, role),
    app: own.app(order.appId)?.publicId ?? null,
    children: found.map((child) => ownOrder(child, role)),
    notifications,
    attempts,
    bytes: mayRead ? await bytesByNumber(own.queries, notifications) : null,
    refundable: restMinor === 0n ? null : { restMinor, ref },
  };
}

function head({ order }: OrderModel, context: PageContext): SafeHtml {
  const { kind, asset } = order;
  const { t } = context;
  const moved =
    order.paidMinor > 0n
      ? parts.amount({ asset, minor: order.paidMinor }, context)
      : parts.orderedAmount(order, context);
  const amount = parts.hasAmount(kind) ? moved : html`${t.kind[kind]}`;
  const asked =
    order.paidMinor > 0n && order.paidMinor !== order.amountMinor && order.amountMinor > 0n
      ? html` <small>${parts.amountText({ asset, minor: order.amountMinor }, context)}</small>`
      : null;
  return html`<header class="page-head order-head"><div>
<p class="over">${t.kind[kind]} · <code>${order.channel}</code> ${parts.modeBadge(order.mode, context)}</p>
<h1>${amount}${asked} ${parts.stateBadge(order.state, context)}</h1>
<p><code>${String(order.id)}</code> · <code>${order.merchantRef}</code></p>
</div></header>`;
}

function factsOf({ order, app }: OrderModel, context: PageContext): SafeHtml {
  const { t } = context;
  const money = (minor: bigint) => parts.amount({ asset: order.asset, minor }, context);
  const unlessZero = (minor: bigint) => (minor === 0n ? null : money(minor));
  const time = (date: Date | null) => (date === null ? null : parts.time(date));
  return parts.facts([
    [t.orders.ref, parts.code(order.merchantRef)],
    [t.order.app, app === null ? null : parts.code(app)],
    [t.orders.channel, parts.code(order.channel)],
    [t.orders.amount, parts.hasAmount(order.kind) ? parts.orderedAmount(order, context) : null],
    [t.order.paid, unlessZero(order.paidMinor)],
    [t.order.fee, unlessZero(order.feeMinor)],
    [t.order.refunded, unlessZero(order.refundedMinor)],
    [t.order.pending, unlessZero(order.pendingMinor)],
    [t.order.disputed, unlessZero(order.disputedMinor)],
    [t.order.failure, order.failure === null ? null : html`${t.failure[order.failure.code]}`],
    [t.order.bankRef, order.bankRef === null ? null : parts.code(order.bankRef)],
    [
      order.parent === null ? t.order.payin : t.kind[order.parent.kind],
      order.parentId === null ? null : orderLink(order.parentId, context),
    ],
    [t.orders.made, parts.time(order.createdAt)],
    [t.order.expires, time(order.expiresAt)],
    [t.order.ended, time(order.finalAt)],
    [t.order.settles, time(order.settleAt)],
    [t.order.notifyUrl, order.notifyUrl === null ? null : parts.code(order.notifyUrl)],
    [t.order.returnUrl, order.returnUrl === null ? null : parts.code(order.returnUrl)],
  ]);
}

function people({ order }: OrderModel, context: PageContext): SafeHtml | null {
  if (Object.keys(order.fields).length === 0) return null;
  const hint = context.may('read_personal')
    ? null
    : html`<p class="hint">${context.t.order.hidden}</p>`;
  return parts.section(context.t.order.people, html`${parts.people(order.fields, context)}${hint}`);
}

function timeline(
  { order, notifications, children: of }: OrderModel,
  { t }: PageContext,
): SafeHtml {
  const { moments } = t.order;
  const made = { at: order.createdAt, title: moments.created, detail: '' };
  const notified = notifications.flatMap(({ createdAt, doneAt, event, state }) => [
    { at: createdAt, title: moments.notification, detail: t.event[event] },
    ...(doneAt === null
      ? []
      : [{ at: doneAt, title: moments.delivered, detail: t.notification[state] }]),
  ]);
  const came = of.map((one) => ({
    at: one.createdAt,
    title: t.kind[one.kind],
    detail: t.state[one.state],
  }));
  const end =
    order.finalAt === null
      ? []
      : [{ at: order.finalAt, title: moments.ended, detail: t.state[order.state] }];
  const items = [made, ...notified, ...came, ...end]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(
      ({ at, title, detail }) =>
        html`<li class="moment moment-plain"><p class="when">${parts.time(at)}</p><p>${title}${detail === '' ? null : html`<small>${detail}</small>`}</p></li>`,
    );
  return html`<ol class="timeline">${items}</ol>`;
}

function children({ order, children: of }: OrderModel, context: PageContext): SafeHtml | null {
  if (of.length === 0) return null;
  const { refunds, payments } = context.t.order;
  const title = order.kind === 'payin' ? refunds : payments;
  return parts.section(title, orderTable(of, context));
}

function refundForm({ order, refundable }: OrderModel, context: PageContext): SafeHtml | null {
  if (refundable === null || !context.may('refund')) return null;
  const { t, typed, at } = context;
  const rest = { asset: order.asset, minor: refundable.restMinor };
  const ref = keptRefundRef(typed.ref, refundable.ref);
  const form = parts.postForm(
    context,
    at(['orders', String(order.id), 'refund']),
    html`<p>${t.refund.lead(parts.amountText(rest, context))}</p>
${parts.hidden('ref', ref)}
${parts.field({ name: 'amount', label: t.refund.amount, value: typed.amount ?? '', inputmode: 'decimal', required: true })}
${parts.passwordField(context)}
${parts.button(t.refund.button, 'danger')}
${context.waits ? html`<p class="hint">${t.appsPage.waits}</p>` : null}`,
  );
  return html`<section class="card">${parts.fold(t.refund.title, form, typed.ref !== undefined)}</section>`;
}

/** Nothing for what is waiting already. */
export function resendForm(
  { orderId, n, state }: Pick<NotificationView, 'orderId' | 'n' | 'state'>,
  context: PageContext,
): SafeHtml | null {
  if (state === 'due' || !context.may('resend')) return null;
  const to = context.at(['orders', String(orderId), 'notifications', String(n), 'resend']);
  return parts.postForm(context, to, parts.button(context.t.notifications.resend));
}

export const refundAction = actionOf(refund, {
  path: '/orders/:id/refund',
  screen: '/orders/:id',
  answer: () => ({ done: 'refunded' }),
});

export const resendAction = actionOf(notificationResend, {
  path: '/orders/:id/notifications/:n/resend',
  screen: '/orders/:id',
  answer: () => ({ done: 'resent' }),
});
