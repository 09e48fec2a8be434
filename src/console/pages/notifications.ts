/** Notifications by state, and sending all dead-lettered ones again. */

import { parseId } from '../../domain/id.ts';
import type { Merchant, Mode } from '../../domain/merchant.ts';
import type { NotificationState } from '../../domain/order-event.ts';
import { notificationsResend } from '../../operator/commands/notification-resend.ts';
import type { NotificationKey, NotificationView } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';
import { resendForm } from './order-notifications.ts';
import { merchantChoice, merchantSelect } from './orders.ts';

const PAGE = 50;
const STATES: readonly NotificationState[] = ['parked', 'due', 'delivered'];
interface Notifications {
  readonly state: NotificationState;
  readonly merchantId: bigint | null;
  readonly notifications: readonly (NotificationView & {
    readonly merchant: string;
    /** Null: its app is gone. */
    readonly mode: Mode | null;
  })[];
  readonly next: NotificationKey | null;
  readonly paged: boolean;
  readonly merchants: readonly Pick<Merchant, 'id' | 'name'>[];
}

export const notificationsScreen: Screen<Notifications> = {
  path: '/notifications',
  ability: 'look',
  async load(deps, { query }) {
    const state = STATES.find((one) => one === query.state) ?? 'parked';
    const merchantId = parseId(query.merchant ?? '');
    const before = keyOf(query.before ?? '');
    const { rows, next } = await deps.queries.notifications(
      state,
      { merchantId, appIds: null },
      before,
      PAGE,
    );
    const snapshot = deps.snapshot.current();
    const notifications = rows.map((row) => ({
      ...row,
      merchant: snapshot.merchant(row.merchantId)?.name ?? String(row.merchantId),
      mode: snapshot.app(row.appId)?.mode ?? null,
    }));
    const merchants = merchantChoice(deps);
    return { state, merchantId, notifications, next, paged: before !== null, merchants };
  },
  page: (model, context) => ({
    title: context.t.nav.notifications,
    body: html`<header class="page-head"><div><h1>${context.t.nav.notifications}</h1></div></header>
${stateTabs(model, context)}
${filterForm(model, context)}
<div class="card">${notificationTable(model, context)}</div>
${pagerOf(model, context)}`,
  }),
};

/** `<order>.<n>`, as the pager writes it. */
function keyOf(text: string): NotificationKey | null {
  const [id = '', n = ''] = text.split('.');
  const orderId = parseId(id);
  return orderId === null || !/^[0-9]{1,4}$/.test(n) ? null : { orderId, n: Number(n) };
}

function queryOf({ state, merchantId }: Pick<Notifications, 'state' | 'merchantId'>) {
  return { state, ...(merchantId === null ? {} : { merchant: String(merchantId) }) };
}

function stateTabs({ state, merchantId }: Notifications, { t }: PageContext): SafeHtml {
  return parts.tabs(
    t.orders.state,
    STATES.map((one) => ({
      label: t.notification[one],
      url: parts.at(['notifications'], queryOf({ state: one, merchantId })),
      current: one === state,
    })),
  );
}

function filterForm(model: Notifications, context: PageContext): SafeHtml {
  const { state, merchantId, merchants, notifications } = model;
  const { t } = context;
  const chosen = merchantId === null ? '' : String(merchantId);
  const deadLettered = state === 'parked' && notifications.length > 0 && context.may('resend');
  const resendAll = deadLettered
    ? parts.postForm(
        context,
        parts.at(['notifications', 'resend']),
        html`${parts.hidden('merchant', chosen)}<div>${parts.button(t.notifications.resendAll)}<p class="hint">${t.notifications.resendAllHint}</p></div>`,
      )
    : null;
  return html`<div class="card filter-row"><form method="get" action="${parts.at(['notifications'])}" class="filter">
${parts.hidden('state', state)}${merchantSelect(merchants, chosen, context)}
<div class="filter-buttons">${parts.button(t.orders.button, 'primary')}</div></form>${resendAll}</div>`;
}

type Line = Notifications['notifications'][number];

function notificationTable(model: Notifications, context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Line>[] = [
    { head: t.order.title, cell: ({ orderId }) => parts.orderLink(orderId) },
    { head: t.notifications.event, cell: ({ event }) => t.event[event] },
    { head: t.orders.merchant, cell: ({ merchant }) => parts.text(merchant) },
    {
      head: t.merchants.mode,
      cell: ({ mode }) => (mode === null ? '' : parts.modeBadge(mode, context)),
    },
    { head: t.notifications.url, cell: ({ url }) => parts.code(url), look: 'wide' },
    {
      head: t.notifications.attempts,
      cell: ({ attemptCount }) => String(attemptCount),
      look: 'number',
    },
    model.state === 'due'
      ? { head: t.notifications.next, cell: ({ nextAt }) => parts.time(nextAt) }
      : { head: t.order.ended, cell: ({ doneAt }) => parts.time(doneAt) },
    ...(model.state === 'due' || !context.may('resend')
      ? []
      : [{ head: '', cell: (line: Line) => resendForm(line, context) }]),
  ];
  return parts.table(columns, model.notifications, context);
}

function pagerOf(model: Notifications, { t }: PageContext): SafeHtml {
  const query = queryOf(model);
  const { next, paged } = model;
  const older =
    next === null
      ? null
      : parts.at(['notifications'], { ...query, before: `${next.orderId}.${next.n}` });
  return parts.pager(older, paged ? parts.at(['notifications'], query) : null, false, t);
}

export const resendAllAction = actionOf(notificationsResend, {
  path: '/notifications/resend',
  screen: '/notifications',
  answer: ({ count }) => ({ done: 'resent_many', count }),
});
