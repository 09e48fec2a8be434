/** The documentation of this API: the chapters of seed 004. */
import { navigationOf, type Reference } from '../../reference.ts';
import { MEMBERS } from '../notification.ts';
import { CHINESE } from './zh-cn.ts';

const TITLES = {
  'Signature Rules': '签名规则',
  'Payment Channels': '支付渠道',
  'Test Cards': '测试卡',
  'Create Order': '创建订单',
  'Query Order': '查询订单',
  'Asynchronous Notification': '异步通知',
  'Return Codes': '返回码',
} as const;

const { article, channels, errors, notification, operation } = navigationOf(TITLES);

export const RECHARGE_REFERENCE: Reference = {
  dialect: 'recharge',
  title: { en: 'Pay Center API', 'zh-CN': 'Pay Center 接口' },
  summary: {
    en: 'Pages where players pay by card or wallet. The sorted body is signed with RSA, in a header.',
    'zh-CN': '供玩家以银行卡或钱包付款的收银页；对排序后的请求体做 RSA 签名，放入请求头。',
  },
  versions: [
    {
      name: null,
      entries: [
        article('Signature Rules', 'recharge-signature'),
        channels('Payment Channels', 'payin', null),
        article('Test Cards', 'recharge-test-cards'),
        operation(null, 'Create Order', 'recharge_create'),
        operation(null, 'Query Order', 'recharge_info'),
        notification(null, 'Asynchronous Notification', 'payment', 'recharge_create'),
        errors('Return Codes'),
      ],
    },
  ],
  notifications: [
    {
      name: 'payment',
      description: 'Sent when a payment is paid, fails, is cancelled, or is charged back.',
      members: MEMBERS,
      events: ['payin.paid', 'payin.failed', 'payin.reversed'],
    },
  ],
  failures: [],
  chinese: CHINESE,
  signs: 'rsa',
  wrappingOf: () => 'header',
  notificationWrapping: 'header',
  notificationCheck: 'header',
  acknowledgement: '',
};
