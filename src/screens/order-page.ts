/** The page of an order, alike for whoever reads it. */

import type { NotificationBytes, NotificationKey, NotificationView } from '../ports/operator.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { type NotificationsOfOrder, notificationCards } from './notification-cards.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';
import type { Document } from './screen.ts';

type Part = SafeHtml | null;

/** What differs: `actions` beside the facts, `tables` below both, `resend` at each notification. */
export interface OrderParts {
  readonly title: string;
  readonly head: SafeHtml;
  readonly facts: SafeHtml;
  readonly people: Part;
  readonly actions: readonly Part[];
  readonly timeline: SafeHtml;
  readonly tables: readonly Part[];
  resend(one: NotificationView): Part;
}

/** Facts beside actions and timeline, then tables, then notifications. */
export function orderDocument(
  order: OrderParts,
  notifications: NotificationsOfOrder,
  context: PageContext,
): Document {
  const { t } = context;
  return {
    title: order.title,
    body: html`${order.head}
<div class="columns"><div>
${parts.section(t.order.facts, order.facts)}
${order.people}
</div><div>
${order.actions.filter((part) => part !== null)}
${parts.section(t.order.timeline, order.timeline)}
</div></div>
${order.tables.filter((part) => part !== null)}
${notificationCards(notifications, context, order.resend)}`,
  };
}

/** The bytes that were sent to the merchant, by the number of the notification. */
export async function bytesByNumber(
  queries: { bytesOf(key: NotificationKey): Promise<NotificationBytes | null> },
  notifications: readonly NotificationView[],
): Promise<NotificationsOfOrder['bytes']> {
  const found = await Promise.all(
    notifications.map(({ orderId, n }) => queries.bytesOf({ orderId, n })),
  );
  return Object.fromEntries(notifications.map(({ n }, index) => [n, found[index] ?? null]));
}
