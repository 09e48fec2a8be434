import type { MoneyMessages } from './money-messages.ts';

export const moneyZhCn: MoneyMessages = {
  exits: {
    title: '处理资金',
    lead: (held) => `该事项暂记 ${held}。最后一笔转出后，事项随之关闭。`,
    lossLead: (lost) => `缺少 ${lost}。最后一笔补足后，事项随之关闭。`,
    held: '暂记金额',
    way: '归属',
    amount: '金额',
    amountHint: '留空表示全部',
    fee: '收取订单手续费',
    evidence: '凭据',
    evidenceHint: '作为依据的函件、工单或银行参考号',
    reason: '原因',
    post: '记账',
    ways: {
      merchant: '归商户',
      provider: '已由上游退回付款人',
      platform: '归平台：无人认领',
    },
    lossWays: {
      merchant: '由商户承担',
      provider: '上游已追回',
      platform: '由平台承担：核销',
    },
  },
  factNames: {
    case: '事项',
    way: '归属',
    side: '类别',
    fee: '收取手续费',
    merchant: '商户',
    reason: '原因',
    kind: '订单类型',
    reference: '商户订单号',
  },
  sides: { held: '暂记资金', loss: '缺失资金' },
  no: '否',
};
