/** What operations and notifications of this API say of themselves, in Chinese. */
import type { Sentence } from './sentences.ts';

export const CHINESE: Readonly<Record<Sentence, string>> = {
  'Create an order': '创建订单',
  'when the request was made, as 2022-01-22T10:00:00.500+08:00':
    '请求时间，格式如 2022-01-22T10:00:00.500+08:00',
  'the provider of the page: Payermax, Airwallex': '收银页的提供方：Payermax、Airwallex',
  'your merchant number, a whole number': '你的商户号，整数',
  'what is bought': '购买的商品',
  'ISO 4217, in capitals': 'ISO 4217 币种，大写',
  'the price in major units, at most (10,2)': '价格，以主币单位表示，最多 (10,2)',
  'where the payer returns to': '付款后返回的页面',
  'ISO 3166-1, of two or three letters': 'ISO 3166-1 国家代码，两位或三位字母',
  'your id of the payer': '你的付款人编号',
  'of the page': '页面语言',
  'your id of the product': '你的商品编号',
  'what is bought; Airwallex needs it': '购买的商品；Airwallex 必填',
  'your code of the product': '你的商品编码',
  'what it is': '商品描述',
  'its name': '通道名称',
  'how many': '数量',
  'price of one, in major units': '单价，以主币单位表示',
  'kind of product': '商品类型',
  'the methods that the page offers; all unless given': '页面提供的支付方式；不填则全部提供',
  'returned in notifications': '在通知中原样返回',
  'who plays': '玩家',
  where: '渠道',
  whose: '商户',
  'the page to send the payer to': '引导付款人前往的页面',
  'our number of the order': '平台订单号',
  "the provider's number of the order; Payermax only": '提供方订单号；仅 Payermax',
  'Query an order': '查询订单',
  'as ordered, in major units': '订单金额，以主币单位表示',
  'when it was paid; null unless it stands as paid': '支付时间；未处于已支付状态时为 null',
  'CREATE, PAYING, IN_PROGRESS (paid), FAILED, REVERSED (cancelled), REFUSE (charged back)':
    'CREATE 已创建、PAYING 支付中、IN_PROGRESS 支付成功、FAILED 支付失败、REVERSED 已取消、REFUSE 已拒付',
  'Sent when a payment is paid, fails, is cancelled, or is charged back.':
    '支付成功、失败、取消或被拒付时发送。',
  'when it happened': '发生时间',
  '1: a payment': '1：支付订单',
  'ISO 4217': 'ISO 4217 币种',
  'what the order brought along': '下单时附带的数据',
};
