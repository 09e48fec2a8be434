/** 各类请求的用途。 */
import type { RequestWords } from './messages.ts';

export const REQUESTS_ZH_CN: RequestWords = {
  create_payin: '通过一个通道向一位付款人收一笔款。响应给出要展示给付款人的内容，结果以通知送达。',
  create_checkout: '创建由我们托管的收银页，由付款人选择支付方式。请引导付款人前往响应中的地址。',
  create_code: '创建长期有效、可多次付款的号码、账户或二维码。每笔付款各发一次通知。',
  create_codes: '用你的一个编号在多个通道同时创建收款码。',
  extend_codes:
    '为已有编号增加通道。已有的收款码不变；若传入限额或最后一天，则在通道方确认后生效。',
  query_codes: '查询你的一个编号下的全部收款码。',
  close_codes: '结束一个编号下的收款码，之前的付款不受影响。',
  list_code_payments: '列出一个编号下收款码收到的付款。',
  update_order: '修改仍然有效的订单的信息。',
  create_mandate: '请付款人授权你以后扣款。请引导付款人前往响应中的页面，授权号以通知送达。',
  create_verification: '请付款人核验身份。请引导付款人前往响应中的页面，结果以通知送达。',
  create_payout:
    '向银行账户或钱包付款。金额和手续费立即冻结，最终结果以通知送达。没有得到响应时，请先查询再重新付款。',
  create_refund: '全额或部分退还一笔收款。结果以通知送达。',
  close_order: '结束未支付的订单，此后不能再支付。',
  query_order: '查询一笔订单的当前状态。通知未到或响应丢失时使用。',
  query_verification: '查询身份核验的结果和识别出的信息。',
  list_children: '列出属于某订单的记录：收款码的付款，或收款的退款。',
  list_mandates: '列出付款人给你的授权。',
  list_channels: '列出已对你开通的通道。',
  query_balance: '查询你的余额。',
  list_statement: '按页列出某日的订单。',
  request_report: '生成某日的文件，并返回下载地址。',
};
