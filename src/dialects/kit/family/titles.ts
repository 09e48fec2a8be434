/** Titles that both published navigations have, in Chinese. */
export const FAMILY_TITLES = {
  Account: '账户',
  Payout: '代付',
  'Create Payout': '创建代付订单',
  'Check Payout Status': '查询代付状态',
  Refund: '退款',
  'Refund Support Channel List': '支持退款的通道列表',
  'Get Refund Payments': '查询退款',
  Checkout: '收银台',
  'Direct Debit': '授权代扣',
  'Cancel Authorization': '取消授权',
  'Authorization Notification': '授权通知',
  'Create QR Code': '创建二维码',
  'Create Web Payment': '创建网页支付',
} as const;
