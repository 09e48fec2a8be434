import type { CoverageMessages } from './coverage-messages.ts';

export const zhCoverage: CoverageMessages = {
  lead: '资金在何处、账龄多长，与应付款项对照。仅含已关账的日期。',
  summary: '备付覆盖',
  groups: { cover: '持有资金', owed: '应付款项', own: '平台自有' },
  group: '分组',
  difference: '超出应付',
  ratio: '覆盖率',
  state: '状态',
  covered: '足额',
  short: '不足',
  day: '日期',
  show: '查看',
  since: '起始日',
  age: '账龄',
  amount: '金额',
  overdue: '清算超期',
  days: (count) => `${count} 天`,
  daysOf: (count, limit) => `${count} 天（上限 ${limit} 天）`,
};
