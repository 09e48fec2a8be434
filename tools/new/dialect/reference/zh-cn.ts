/** What operations and notifications of this API say of themselves, in Chinese. */
import type { Sentence } from './sentences.ts';

export const CHINESE: Readonly<Record<Sentence, string>> = {
  'Create a payment': '创建付款',
  'your id of the order': '你的订单号',
  'what became of it': '结果',
  'Query a payment': '查询付款',
  'Sent when a payment is paid or fails.': '付款成功或失败时发送。',
};
