/** The merchant's notifications by state. */
import { parseId } from '../../domain/id.ts';
import type { NotificationState } from '../../domain/order-event.ts';
import type { NotificationKey, NotificationView } from '../../ports/operator.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { orderLink } from '../order-link.ts';
import type { PageContext } from '../page-context.ts';
import type { Screen } from '../screen.ts';
import { resendForm } from './order.ts';

const PAGE = 50;
const STATES: readonly NotificationState[] = ['parked', 'due', 'delivered'];

interface Notifications {
  readonly state: NotificationState;
  readonly notifications: readonly NotificationView[];
  readonly next: NotificationKey | null;
  readonly paged: boolean;
}

export const notificationsScreen: Screen<Notifications> = {
  path: '/notifications',
  ability: 'look',
  async load({ queries }, { query }) {
    const state = STATES.find((one) => one === query.state) ?? 'parked';
    const before = keyOf(query.before ?? '');
    const { rows: notifications, next } = await queries.notifications(state, before, PAGE);
    return { state, notifications, next, paged: before !== null };
  },
  page: (model, context) => ({
    title: context.t.nav.notifications,
    body: html`<header class="page-head"><div><h1>${context.t.nav.notifications}</h1></div></header>
${stateTabs(model, context)}
<div class="card">${table(model, context)}</div>
${pagerOf(model, context)}`,
  }),
};

/** `<order>.<n>`, as the pager writes it. */
function keyOf(text: string): NotificationKey | null {
  const [id = '', n = ''] = text.split('.');
  const orderId = parseId(id);
  return orderId === null || !/^[0-9]{1,4}$/.test(n) ? null : { orderId, n: Number(n) };
}

function stateTabs({ state }: Notifications, { t, at }: PageContext): SafeHtml {
  return parts.tabs(
    t.orders.state,
    STATES.map((one) => ({
      label: t.notification[one],
      url: at(['notifications'], { state: one }),
      current: one === state,
    })),
  );
}

function table({ state, notifications }: Notifications, context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<NotificationView>[] = [
    { head: t.order.title, cell: ({ orderId }) => orderLink(orderId, context) },
    { head: t.notifications.event, cell: ({ event }) => t.event[event] },
    { head: t.notifications.url, cell: ({ url }) => parts.code(url), look: 'wide' },
    {
      head: t.notifications.attempts,
      cell: ({ attemptCount }) => String(attemptCount),
      look: 'number',
    },
    state === 'due'
      ? { head: t.notifications.next, cell: ({ nextAt }) => parts.time(nextAt) }
      : { head: t.order.ended, cell: ({ doneAt }) => parts.time(doneAt) },
    ...(state === 'due' || !context.may('resend')
      ? []
      : [{ head: '', cell: (one: NotificationView) => resendForm(one, context) }]),
  ];
  return parts.table(columns, notifications, context);
}

function pagerOf({ state, next, paged }: Notifications, { t, at }: PageContext): SafeHtml {
  const older =
    next === null ? null : at(['notifications'], { state, before: `${next.orderId}.${next.n}` });
  return parts.pager(older, paged ? at(['notifications'], { state }) : null, false, t);
}
