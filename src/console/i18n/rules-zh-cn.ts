import type { RulesMessages } from './rules-messages.ts';

export const rulesZhCn: RulesMessages = {
  appSettings: {
    name: '设置项',
    value: '值',
    valueHint: '留空则恢复默认值',
    default: '默认值',
    values: '可选值',
  },
  reserve: {
    title: '准备金',
    lead: '每次结算按比例留存，以备退款和拒付，到期自动释放；如有欠款，先抵欠款。冻结和手工释放请使用“余额记账”。',
    set: '设置准备金',
    bases: { gross: '按实收金额', net: '按结算净额' },
    shareHint: '每次结算的留存比例；0 表示停止，已留存的按原日期释放',
    daysHint: '多少天后释放，最多 730 天',
    capHint: '留存上限；留空表示不限',
  },
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
