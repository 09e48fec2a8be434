/** The documentation of this API: the chapters of seed 002. */
import { navigationOf, type Reference } from '../../reference.ts';
import { FULL } from '../notification.ts';
import { ACKNOWLEDGEMENT } from '../status.ts';
import { CHINESE } from './zh-cn.ts';

const TITLES = {
  'API Interface Description': '接口说明',
  'Data Dictionary': '数据字典',
  'Create a Collection Order': '创建代收订单',
  'Create a Proxy Payment Order': '创建代付订单',
  'Order Inquiry': '订单查询',
  'Callback Notification': '回调通知',
  'Balance Inquiry': '余额查询',
  'Collection Pay Codes': '代收支付编码',
  'Proxy Payment Pay Codes': '代付支付编码',
} as const;

const { article, channels, errors, notification, operation } = navigationOf(TITLES);

export const COLLECT_REFERENCE: Reference = {
  dialect: 'collect',
  title: { en: 'Collection API', 'zh-CN': '代收代付接口' },
  summary: {
    en: 'Collections and payouts in eight countries by pay codes. Requests are signed with MD5 and one key.',
    'zh-CN': '按支付编码在八个国家代收与代付；请求使用一把密钥以 MD5 签名。',
  },
  versions: [
    {
      name: null,
      entries: [
        article('API Interface Description', 'collect-description', '1'),
        errors('Data Dictionary', '2'),
        operation('3', 'Create a Collection Order', 'collect_create'),
        operation('4', 'Create a Proxy Payment Order', 'pay_create'),
        operation('5', 'Order Inquiry', 'order_query'),
        notification('6', 'Callback Notification', 'order', 'collect_create'),
        operation('7', 'Balance Inquiry', 'order_balance'),
        channels('Collection Pay Codes', 'payin', null),
        channels('Proxy Payment Pay Codes', 'payout', null),
      ],
    },
  ],
  notifications: [
    {
      name: 'order',
      description: 'Sent when a collection or a payout has succeeded or failed, or was reversed.',
      members: FULL,
      events: [
        ...(['payin.paid', 'payin.failed', 'payin.reversed', 'payin.part_reversed'] as const),
        ...(['payout.paid', 'payout.failed', 'payout.reversed'] as const),
      ],
    },
  ],
  failures: [],
  chinese: CHINESE,
  signs: 'md5',
  wrappingOf: () => 'flat',
  notificationWrapping: 'flat',
  notificationCheck: { digest: 'md5', suffix: '&key=YOUR_KEY' },
  acknowledgement: ACKNOWLEDGEMENT,
};
