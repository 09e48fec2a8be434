import type { RulesMessages } from './rules-messages.ts';

export const rulesZhCn: RulesMessages = {
  amountRules: {
    title: '少付、多付和迟付',
    lead: '未单独设置的通道沿用全部通道的规则；均未设置时按上述规则处理，若应用的接口只能显示订单金额，少付款项会先暂记。',
    set: '设置规则',
    replaces: '将替换同一通道原有的全部规则。',
    channel: '通道',
    all: '全部通道',
    short: '少付',
    shorts: {
      default: '按接口能力处理',
      hold: '暂记，等待补足',
      return: '暂记，订单结束仍未补足则退回付款人',
      accept: '按实收金额入账',
    },
    tolerance: '允许差额',
    toleranceHint: '差额不超过订单的该比例时视为足额',
    toleranceAmountHint: '或不超过该金额，取较大者；须指定通道',
    over: '多付',
    overs: { default: '同上', accept: '接受', excess_to_suspense: '多付部分记入暂记' },
    late: '订单结束后到账',
    lates: { default: '同上', accept: '接受', suspense: '记入暂记' },
    lateHours: '逾期接受（小时）',
    lateHoursHint: '留空表示不限时间',
  },
};
