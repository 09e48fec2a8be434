/** The documentation of this API, both versions. */
import type { Reference } from '../../reference.ts';
import { FAILURES } from '../status.ts';
import { NOTIFICATIONS } from './notifications.ts';
import { V1, V2 } from './tree.ts';
import { CHINESE } from './zh-cn.ts';

export const OPEN_API_REFERENCE: Reference = {
  dialect: 'open-api',
  title: { en: 'Open API', 'zh-CN': 'Open API' },
  summary: {
    en: 'Five countries: payments, codes, payouts, refunds, checkouts and direct debit. The text of param is signed with RSA.',
    'zh-CN': '覆盖五个国家：收款、收款码、代付、退款、收银台与授权代扣；对 param 文本做 RSA 签名。',
  },
  versions: [
    { name: 'v1', entries: V1 },
    { name: 'v2', entries: V2 },
  ],
  notifications: NOTIFICATIONS,
  failures: FAILURES,
  chinese: CHINESE,
  signs: 'rsa',
  wrappingOf: () => 'envelope',
  notificationWrapping: 'envelope',
  notificationCheck: 'envelope',
  acknowledgement: '{"code":10000,"message":"Success"}',
};
