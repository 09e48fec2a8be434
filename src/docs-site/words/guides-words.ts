/** Titles of the guides and what each is for. */
import type { Language } from '../../dialects/reference.ts';
import type { GuideWords } from './messages.ts';

export const GUIDE_WORDS: Readonly<Record<Language, GuideWords>> = {
  en: {
    'first-order': {
      title: 'First paid order in three minutes',
      lead: 'From nothing to a paid order with curl and openssl.',
    },
    signatures: {
      title: 'Signatures',
      lead: 'What is signed in each API, how to build it, and how to find out why one fails.',
    },
    notifications: {
      title: 'Notifications',
      lead: 'Receive results, check that they come from us, and acknowledge them.',
    },
    idempotency: {
      title: 'Repeats and idempotency',
      lead: 'Lost answers happen. How to repeat a call without paying twice.',
    },
    testing: {
      title: 'Testing with magic amounts',
      lead: 'Play every outcome in test mode by the amount you send.',
    },
    'going-live': {
      title: 'Going live',
      lead: 'What to check before the first real order.',
    },
    errors: {
      title: 'Errors',
      lead: 'What to do with each kind of error, and which ones are safe to repeat.',
    },
    'v1-to-v2': {
      title: 'Moving from v1 to v2',
      lead: 'What changes in the Open API between its two versions.',
    },
  },
  'zh-CN': {
    'first-order': {
      title: '三分钟完成第一笔收款',
      lead: '只用 curl 和 openssl，从零到一笔已支付订单。',
    },
    signatures: { title: '签名', lead: '每套接口签什么、怎么拼，以及签名失败时如何查明原因。' },
    notifications: { title: '通知', lead: '接收结果、验证来源并确认。' },
    idempotency: { title: '重发与幂等', lead: '响应可能丢失。如何重发而不重复付款。' },
    testing: { title: '用特定金额测试', lead: '在测试模式下，用金额触发各种结果。' },
    'going-live': { title: '上线', lead: '第一笔真实订单之前要检查的事项。' },
    errors: { title: '错误处理', lead: '各类错误该怎么办，哪些可以安全重发。' },
    'v1-to-v2': { title: '从 v1 迁移到 v2', lead: 'Open API 两个版本之间的变化。' },
  },
};
