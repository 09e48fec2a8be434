/** `causeway notification list`. */

import { orList } from '../../domain/or-list.ts';
import type { NotificationState, OrderEventType } from '../../domain/order-event.ts';
import type { Platform } from '../../platform.ts';
import { createHistory, type DeliveredView } from '../../store/queues/history.ts';
import { createNotificationQueries, EVERY_NOTIFICATION } from '../../store/queues/notifications.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asEvent } from '../notification-event.ts';
import { asCount, asMoment, oneOf, optional, withDefault } from '../option.ts';
import { momentText, table } from '../style.ts';

/** States by the words that they go by. */
const STATES = {
  'dead-lettered': 'parked',
  due: 'due',
  delivered: 'delivered',
} as const satisfies Readonly<Record<string, NotificationState>>;

const WORDS = Object.keys(STATES) as readonly (keyof typeof STATES)[];

export const notificationList = command({
  name: 'notification list',
  summary: 'show notifications: dead-lettered, due or delivered',
  notes: ['Dead-lettered ones were not acknowledged to the end of the timetable. See `resend`.'],
  options: {
    state: withDefault('STATE', orList(WORDS), 'dead-lettered', oneOf(WORDS)),
    merchant: optional('ID|NAME', 'of this merchant only'),
    event: optional('EVENT', 'of this event only, like payin.paid', asEvent),
    since: optional('TIME', 'of this time or later: 2026-11-20, or 24h for the last day', asMoment),
    limit: withDefault('COUNT', 'at most so many, newest first', '50', asCount(1, 10_000)),
  },
  examples: [
    ['notification list', 'what was given up'],
    ['notification list --state due --merchant "Corner Shop"', 'what is still being tried'],
  ],
  async run({ state: word, merchant, since, limit, ...rest }, context) {
    return await withPlatform(context, async (platform) => {
      const current = platform.snapshot.current();
      const owner = merchant === null ? null : findMerchant(current, merchant);
      if (owner !== null && !owner.ok) return owner.report;
      const from = since === null ? null : since(platform.clock.nowMs());
      const state = STATES[word];
      const filter = { ...rest, state, merchantId: owner?.value.id ?? null, from };
      const notifications = await find(platform, filter, limit);
      const head = ['notification', 'merchant', 'event', 'created', 'tries', word, 'url'];
      return done({ notifications }, (style) =>
        notifications.length === 0
          ? `There is no ${word} notification.`
          : table(
              style,
              head,
              notifications.map((one) => [
                one.id,
                current.merchant(one.merchantId)?.name ?? `${one.merchantId}`,
                one.event,
                momentText(one.createdAt),
                `${one.attemptCount}`,
                momentText(state === 'due' ? one.nextAt : one.doneAt),
                one.url,
              ]),
              { right: [4] },
            ),
      );
    });
  },
});

interface Filter {
  readonly state: NotificationState;
  readonly merchantId: bigint | null;
  readonly event: OrderEventType | null;
  readonly from: Date | null;
}

/** The id is what `resend` takes, and the `webhook-id` that the merchant saw. */
async function find({ pool, shardCount }: Platform, { state, ...filter }: Filter, limit: number) {
  const views =
    state === 'delivered'
      ? await createHistory(pool, shardCount).delivered(filter, limit)
      : await createNotificationQueries(pool, shardCount).list(
          state,
          { ...EVERY_NOTIFICATION, ...filter },
          limit,
        );
  return views.map((view: DeliveredView & { readonly nextAt?: Date }) => ({
    id: `${view.orderId}_${view.n}`,
    state: WORDS.find((word) => STATES[word] === state),
    merchantId: view.merchantId,
    orderId: view.orderId,
    event: view.event,
    url: view.url,
    attemptCount: view.attemptCount,
    createdAt: view.createdAt,
    nextAt: state === 'due' ? (view.nextAt ?? null) : null,
    doneAt: view.doneAt,
  }));
}
