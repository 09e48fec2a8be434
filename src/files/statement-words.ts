/** The words of account statements. */
import type { STATEMENT_ACCOUNTS } from '../domain/account-statement.ts';

export const STATEMENT_LANGUAGES = ['en', 'zh-CN'] as const;
export type StatementLanguage = (typeof STATEMENT_LANGUAGES)[number];

export interface StatementWords {
  readonly title: string;
  readonly day: string;
  readonly time: string;
  readonly seq: string;
  readonly entry: string;
  readonly of: string;
  readonly currency: string;
  readonly fee: string;
  readonly tax: string;
  readonly total: string;
  readonly opening: string;
  readonly closing: string;
  readonly accounts: Readonly<Record<(typeof STATEMENT_ACCOUNTS)[number], string>>;
}

export const STATEMENT_WORDS: Readonly<Record<StatementLanguage, StatementWords>> = {
  en: {
    title: 'Statement',
    day: 'Day (UTC+8)',
    time: 'Time (UTC)',
    seq: 'No.',
    entry: 'Entry',
    of: 'Of',
    currency: 'Currency',
    fee: 'Fee',
    tax: 'Tax',
    total: 'Total after',
    opening: 'Opening',
    closing: 'Closing',
    accounts: {
      pending: 'Pending',
      available: 'Available',
      reserved: 'Held',
      rolling: 'Reserve',
      disputed: 'Disputed',
      debt: 'Owed',
    },
  },
  'zh-CN': {
    title: '对账单',
    day: '日期（UTC+8）',
    time: '时间（UTC）',
    seq: '序号',
    entry: '分录',
    of: '对象',
    currency: '币种',
    fee: '手续费',
    tax: '税',
    total: '之后合计',
    opening: '期初',
    closing: '期末',
    accounts: {
      pending: '待结算',
      available: '可用',
      reserved: '占用',
      rolling: '保证金',
      disputed: '争议中',
      debt: '欠款',
    },
  },
};
