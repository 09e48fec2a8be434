/** `causeway notification resend`: one by its id, or dead-lettered ones by filter. */
import type { Id } from '../../domain/id.ts';
import {
  notificationResend,
  notificationsResend,
  RESEND_MAX,
} from '../../operator/commands/notification-resend.ts';
import type { Platform } from '../../platform.ts';
import type { NotificationFilter } from '../../ports/operator.ts';
import { createNotificationQueries, EVERY_NOTIFICATION } from '../../store/queues/notifications.ts';
import { type Context, command, done, type Report, refused, usageError } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asEvent, asNotificationId } from '../notification-event.ts';
import { runOperator } from '../operator.ts';
import { asMoment, flag, optional } from '../option.ts';

const SHOWN_MAX = 10_000;

export const notificationResendCommand = command({
  name: 'notification resend',
  summary: 'send notifications again, on a fresh timetable',
  notes: [
    'One by its id, or all dead-lettered ones that a filter names. The bytes are the same as',
    'before. The running platform sends them within seconds.',
  ],
  positionals: { notification: optional('ID', 'ORDER_N, as shown by the list', asNotificationId) },
  options: {
    merchant: optional('ID|NAME', 'dead-lettered ones of this merchant'),
    event: optional('EVENT', 'dead-lettered ones of this event, like payin.paid', asEvent),
    since: optional(
      'TIME',
      'dead-lettered ones of this time or later: 2026-11-20, or 24h',
      asMoment,
    ),
    all: flag('all dead-lettered ones'),
    'dry-run': flag('only count them'),
  },
  examples: [
    ['notification resend 236130395249311744_1', 'one'],
    ['notification resend --merchant "Corner Shop" --since 24h --dry-run', 'how many would it be?'],
  ],
  async run({ notification, merchant, event, since, all, 'dry-run': dryRun }, context) {
    const filtered = merchant !== null || event !== null || since !== null;
    if (notification === null && !filtered && !all) {
      return usageError('name a notification, a filter, or --all');
    }
    if (notification !== null && (filtered || all)) {
      return usageError('name a notification, or filter: not both');
    }
    return await withPlatform(context, async (platform) => {
      if (notification !== null) return await resendOne(platform, context, notification, dryRun);
      const owner = merchant === null ? null : findMerchant(platform.snapshot.current(), merchant);
      if (owner !== null && !owner.ok) return owner.report;
      const from = since === null ? null : since(platform.clock.nowMs());
      const merchantId = owner?.value.id ?? null;
      const filter = { ...EVERY_NOTIFICATION, merchantId, event, from };
      return await resendMany(platform, context, filter, dryRun);
    });
  },
});

async function resendOne(
  platform: Platform,
  context: Context,
  { orderId, n }: { orderId: Id; n: number },
  dryRun: boolean,
): Promise<Report> {
  const queries = createNotificationQueries(platform.pool, platform.shardCount);
  const found = (await queries.ofOrder(orderId)).find((one) => one.n === n);
  const none = `there is no notification ${orderId}_${n}`;
  const due = `notification ${orderId}_${n} is due already`;
  const not = `${due}, or a newer one of its order has been delivered or is being sent`;
  if (found === undefined) return refused(none);
  if (dryRun) return found.state === 'due' ? refused(due) : resent(1, true);
  const input = { id: `${orderId}`, n: `${n}` };
  const problems = { not_found: none, not_due: not };
  const sent = await runOperator(platform, context, notificationResend, input, { problems });
  return sent.ok ? resent(1, false) : sent.report;
}

async function resendMany(
  platform: Platform,
  context: Context,
  filter: NotificationFilter,
  dryRun: boolean,
): Promise<Report> {
  if (dryRun) {
    const queries = createNotificationQueries(platform.pool, platform.shardCount);
    return resent((await queries.list('parked', filter, SHOWN_MAX)).length, true);
  }
  const input = {
    merchant: filter.merchantId === null ? '' : `${filter.merchantId}`,
    event: filter.event ?? '',
    from: filter.from?.toISOString() ?? '',
  };
  // Each run takes so many of a shard: below that number none had more.
  for (let count = 0; ; ) {
    const sent = await runOperator(platform, context, notificationsResend, input);
    if (!sent.ok) return sent.report;
    count += sent.result.count;
    if (sent.result.count < RESEND_MAX) return resent(count, false);
  }
}

function resent(count: number, dryRun: boolean): Report {
  const more = count === SHOWN_MAX && dryRun ? ' or more' : '';
  const what = `${count}${more} notification${count === 1 ? '' : 's'}`;
  return done({ count, dryRun }, () => `${what} ${dryRun ? 'would be' : 'will be'} sent again.`);
}
