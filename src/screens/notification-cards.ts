/** An order's notifications: attempts, and the bytes that are sent. */

import type { AttemptView, NotificationBytes, NotificationView } from '../ports/operator.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';

export interface NotificationsOfOrder {
  readonly notifications: readonly NotificationView[];
  readonly attempts: readonly AttemptView[];
  /** By the notification's number; null for a role that may not read them. */
  readonly bytes: Readonly<Record<number, NotificationBytes | null>> | null;
}

/** `form`: beside each, to send it again. */
export function notificationCards(
  model: NotificationsOfOrder,
  context: PageContext,
  form: (one: NotificationView) => SafeHtml | null,
): SafeHtml | null {
  const { notifications } = model;
  if (notifications.length === 0) return null;
  const cards = notifications.map((notification) =>
    card(model, notification, context, form(notification)),
  );
  return parts.section(context.t.notifications.title, html`${cards}`);
}

function card(
  model: NotificationsOfOrder,
  notification: NotificationView,
  context: PageContext,
  form: SafeHtml | null,
): SafeHtml {
  const { t } = context;
  const { n, event, state, url, nextAt, note } = notification;
  const attempts = model.attempts.filter((attempt) => attempt.n === n);
  return html`<article class="notification">
<header><h3>${String(n)}. ${t.event[event]} ${notificationBadge(state, context)}</h3>${form}</header>
${parts.facts([
  [t.notifications.url, parts.code(url)],
  [t.notifications.next, state === 'due' ? parts.time(nextAt) : null],
  [t.order.note, note === null ? null : parts.text(note)],
])}
${attempts.length === 0 ? null : attemptTable(attempts, context)}
${bytes(model, n, context)}
</article>`;
}

export function notificationBadge(state: NotificationView['state'], { t }: PageContext): SafeHtml {
  const tone = { due: 'calm', delivered: 'good', parked: 'warn' } as const;
  return parts.badge(t.notification[state], tone[state]);
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

function bytes(model: NotificationsOfOrder, n: number, { t }: PageContext): SafeHtml | null {
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
