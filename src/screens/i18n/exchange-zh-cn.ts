import type { ExchangeMessages } from './exchange-messages.ts';

export const exchangeZhCn: ExchangeMessages = {
  subscriptions: {
    title: '事件订阅',
    lead: '事件也会发送到此地址，并用其专有密钥签名；密钥只显示一次。',
    number: '编号',
    address: '地址',
    events: '事件',
    eventsHint: '用逗号分隔，例如 payin.paid, refund.paid。留空表示全部事件。',
    all: '全部',
    create: '添加订阅',
    change: '更改订阅',
    newKey: '更换密钥，旧密钥立即失效',
    switches: { on: '开启', off: '关闭' },
  },
  paymentCheck: {
    title: '收款前核验',
    asked: '询问时间',
    amount: '金额',
    answer: '答复',
    why: '原因',
    took: '耗时',
    collect: '可收款',
    refuse: '拒绝',
    none: '尚无答复',
    reason: {
      answered: '商户已答复。',
      not_asked: '未开启核验。',
      no_answer: '未按时答复。',
      unreadable: '答复无法识别。',
      not_reachable: '无法连接商户。',
      not_payable: '订单不接受此付款。',
      unknown_order: '订单不存在。',
      too_many: '进行中的询问过多。',
      not_recorded: '无法记录。',
    },
  },
};
