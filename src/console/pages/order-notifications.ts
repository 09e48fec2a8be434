/** An order's notifications: attempts, the bytes that are sent, and sending them again. */

import { notificationResend } from '../../operator/commands/notification-resend.ts';
import type { AttemptView, NotificationView } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';
import type { OrderModel } from './order-model.ts';

export function notificationCards(model: OrderModel, context: PageContext): SafeHtml | null {
  const { notifications } = model;
  if (notifications.length === 0) return null;
  const cards = notifications.map((notification) => card(model, notification, context));
  return parts.section(context.t.notifications.title, html`${cards}`);
}

function card(model: OrderModel, notification: NotificationView, context: PageContext): SafeHtml {
  const { t } = context;
  const { n, event, state, url, nextAt, note } = notification;
  const attempts = model.attempts.filter((attempt) => attempt.n === n);
  return html`<article class="notice">
<header><h3>${String(n)}. ${t.event[event]} ${notificationBadge(state, context)}</h3>${resendForm(notification, context)}</header>
${parts.facts([
  [t.notifications.url, parts.code(url)],
  [t.notifications.next, state === 'due' ? parts.time(nextAt) : null],
  [t.order.note, note === null ? null : parts.text(note)],
])}
${attempts.length === 0 ? null : attemptTable(attempts, context)}
${bytes(model, n, context)}
</article>`;
}

function notificationBadge(state: NotificationView['state'], { t }: PageContext): SafeHtml {
  const tone = { due: 'calm', delivered: 'good', parked: 'warn' } as const;
  return parts.badge(t.notification[state], tone[state]);
}

/** Nothing for what is waiting already. */
export function resendForm(
  { orderId, n, state }: Pick<NotificationView, 'orderId' | 'n' | 'state'>,
  context: PageContext,
): SafeHtml | null {
  if (state === 'due' || !context.may('resend')) return null;
  const to = parts.at(['orders', String(orderId), 'notifications', String(n), 'resend']);
  return parts.postForm(context, to, parts.button(context.t.notifications.resend));
}

function attemptTable(attempts: readonly AttemptView[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<AttemptView>[] = [
    { head: t.notifications.attempt, cell: ({ attempt }) => String(attempt) },
    { head: t.audit.at, cell: ({ at }) => parts.time(at) },
    {
      head: t.notifications.status,
      cell: ({ status }) => (status === null ? '–' : String(status)),
    },
    { head: t.notifications.took, cell: ({ tookMs }) => `${tookMs} ms`, look: 'number' },
    { head: t.notifications.error, cell: ({ error }) => parts.text(error) },
    { head: t.notifications.reply, cell: ({ reply }) => parts.text(reply), look: 'wide' },
  ];
  return parts.table(columns, attempts, context);
}

function bytes(model: OrderModel, n: number, { t }: PageContext): SafeHtml | null {
  if (model.bytes === null) return null;
  const sent = model.bytes[n] ?? null;
  if (sent === null) return html`<p class="hint">${t.notifications.bytesNone}</p>`;
  const headers = Object.entries(sent.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  return parts.fold(
    t.notifications.bytes,
    html`<h4>${sent.method} · ${t.notifications.headers}</h4><pre data-copy>${headers}</pre>
<h4>${t.notifications.body}</h4><pre data-copy>${sent.body}</pre>`,
  );
}

export const resendAction = actionOf(notificationResend, {
  path: '/orders/:id/notifications/:n/resend',
  screen: '/orders/:id',
  answer: () => ({ done: 'resent' }),
});
