/** The words of account statements. */
import type { STATEMENT_ACCOUNTS } from '../domain/account-statement.ts';
import type { StatementKind } from '../domain/statement-kind.ts';
import { KINDS_EN, KINDS_ZH_CN } from './statement-kind-words.ts';

export const STATEMENT_LANGUAGES = ['en', 'zh-CN'] as const;
export type StatementLanguage = (typeof STATEMENT_LANGUAGES)[number];

/** That of a page, by its tag; English where there is none. */
export function statementLanguage(tag: string): StatementLanguage {
  return STATEMENT_LANGUAGES.find((one) => one === tag) ?? 'en';
}

export interface StatementWords {
  readonly title: string;
  readonly merchant: string;
  readonly day: string;
  readonly time: string;
  readonly seq: string;
  readonly entry: string;
  readonly reference: string;
  readonly of: string;
  readonly channel: string;
  readonly currency: string;
  readonly gross: string;
  readonly fee: string;
  readonly tax: string;
  readonly net: string;
  readonly total: string;
  readonly batch: string;
  readonly opening: string;
  readonly closing: string;
  readonly accounts: Readonly<Record<(typeof STATEMENT_ACCOUNTS)[number], string>>;
  readonly kinds: Readonly<Record<StatementKind, string>>;
}

export const STATEMENT_WORDS: Readonly<Record<StatementLanguage, StatementWords>> = {
  en: {
    title: 'Statement',
    merchant: 'Merchant',
    day: 'Day (UTC+8)',
    time: 'Time (UTC+8)',
    seq: 'No.',
    entry: 'Movement',
    reference: 'Your reference',
    of: 'Platform id',
    channel: 'Channel',
    currency: 'Currency',
    gross: 'Gross',
    fee: 'Fee',
    tax: 'Tax',
    net: 'Net',
    total: 'Balance after',
    batch: 'Settlement',
    opening: 'Opening balance',
    closing: 'Closing balance',
    accounts: {
      pending: 'Pending',
      available: 'Available',
      reserved: 'Held',
      rolling: 'Reserve',
      disputed: 'Disputed',
      debt: 'Owed',
    },
    kinds: KINDS_EN,
  },
  'zh-CN': {
    title: '对账单',
    merchant: '商户',
    day: '日期（UTC+8）',
    time: '时间（UTC+8）',
    seq: '序号',
    entry: '变动',
    reference: '商户订单号',
    of: '平台编号',
    channel: '通道',
    currency: '币种',
    gross: '总额',
    fee: '手续费',
    tax: '税',
    net: '净额',
    total: '变动后余额',
    batch: '结算批次',
    opening: '期初余额',
    closing: '期末余额',
    accounts: {
      pending: '待结算',
      available: '可用',
      reserved: '占用',
      rolling: '保证金',
      disputed: '争议中',
      debt: '欠款',
    },
    kinds: KINDS_ZH_CN,
  },
};
