/** Notifications, sent again: one, or dead-lettered ones by filter. */
import { type Id, parseId } from '../../domain/id.ts';
import type { OrderEventType } from '../../domain/order-event.ts';
import type { NotificationFilter, NotificationView } from '../../ports/operator.ts';
import { failed, failedField, type OperatorCommand } from '../command.ts';
import { ofOrder } from '../member-rule.ts';

interface One {
  readonly orderId: Id;
  readonly n: number;
  readonly before: NotificationView;
}

export const notificationResend: OperatorCommand<One, null> = {
  name: 'notification.resend',
  ability: 'resend',
  member: ofOrder('resend'),
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject: ({ id = '', n = '' }) => `notification ${id}/${n}`,
  async check(deps, _actor, { id = '', n: number = '' }) {
    const orderId = parseId(id);
    const n = /^[1-9][0-9]{0,4}$/.test(number) ? Number.parseInt(number, 10) : null;
    if (orderId === null || n === null) return failed('not_found');
    const before = (await deps.notifications.ofOrder(orderId)).find((one) => one.n === n);
    return before === undefined ? failed('not_found') : { ok: true, value: { orderId, n, before } };
  },
  execute: (run, { orderId, n, before }) =>
    run.commit(async ({ notifications }) => {
      if (!(await notifications.resend(orderId, n))) return failed('not_due');
      return { ok: true, result: null, before, after: { ...before, state: 'due' } };
    }),
};

/** Of one run, per shard; more stay where they are and are shown. */
export const RESEND_MAX = 1_000;

export const notificationsResend: OperatorCommand<NotificationFilter, { readonly count: number }> =
  {
    name: 'notification.resend_dead_lettered',
    ability: 'resend',
    confirm: 'none',
    approval: 'none',
    changesConfiguration: false,
    subject: ({ merchant = '' }) =>
      merchant === ''
        ? 'all dead-lettered notifications'
        : `dead-lettered notifications of merchant ${merchant}`,
    async check(_deps, _actor, { merchant = '', event = '', from = '' }) {
      const merchantId = merchant === '' ? null : parseId(merchant);
      if (merchant !== '' && merchantId === null) return failedField('merchant', 'must be an id');
      const since = from === '' ? null : new Date(from);
      if (since !== null && Number.isNaN(since.getTime())) {
        return failedField('from', 'must be a time such as 2026-11-20T09:30:00Z');
      }
      const type = event === '' ? null : (event as OrderEventType);
      const value = { merchantId, event: type, endpoint: null, from: since, before: null };
      return { ok: true, value };
    },
    execute: (run, filter) =>
      run.commit(async ({ notifications }) => {
        const count = await notifications.resendDeadLettered(filter, RESEND_MAX);
        return { ok: true, result: { count }, detail: `${count} notifications` };
      }),
  };
