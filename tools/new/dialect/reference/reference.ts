/** The documentation of this API: its navigation, notifications, and the second language. */
import { navigationOf, type Reference } from '../../../../src/dialects/reference.ts';
import { REFERENCE, STATUS } from '../members.ts';
import { unwritten } from '../unwritten.ts';
import { CHINESE } from './zh-cn.ts';

const TITLES = {
  'Create a Payment': '创建付款',
  'Query a Payment': '查询付款',
  'Payment Notification': '付款通知',
} as const;

const { notification, operation } = navigationOf(TITLES);

export const newDialectReference: Reference = {
  dialect: 'new-dialect',
  title: { en: 'New Dialect', 'zh-CN': 'New Dialect' },
  summary: { en: 'Payments.', 'zh-CN': '付款。' },
  versions: [
    {
      name: null,
      entries: [
        operation(null, 'Create a Payment', 'payment_create'),
        operation(null, 'Query a Payment', 'payment_query'),
        notification(null, 'Payment Notification', 'payment', 'payment_create'),
      ],
    },
  ],
  notifications: [
    {
      name: 'payment',
      description: 'Sent when a payment is paid or fails.',
      members: [REFERENCE, STATUS],
      events: ['payin.paid', 'payin.failed'],
    },
  ],
  failures: [],
  chinese: CHINESE,
  signs: 'rsa',
  wrappingOf: () => unwritten('reference/reference.ts: wrappingOf, how a signature travels'),
  notificationWrapping: 'header',
  notificationCheck: 'header',
  acknowledgement: '',
};
