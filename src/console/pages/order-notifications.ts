/** Sending an order's notification again. */

import { notificationResend } from '../../operator/commands/notification-resend.ts';
import type { NotificationView } from '../../ports/operator.ts';
import type { SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** Nothing for what is waiting already. */
export function resendForm(
  { orderId, n, state }: Pick<NotificationView, 'orderId' | 'n' | 'state'>,
  context: PageContext,
): SafeHtml | null {
  if (state === 'due' || !context.may('resend')) return null;
  const to = parts.at(['orders', String(orderId), 'notifications', String(n), 'resend']);
  return parts.postForm(context, to, parts.button(context.t.notifications.resend));
}

export const resendAction = actionOf(notificationResend, {
  path: '/orders/:id/notifications/:n/resend',
  screen: '/orders/:id',
  answer: () => ({ done: 'resent' }),
});
