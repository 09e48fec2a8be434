/** What operations and notifications of this API say of themselves, in Chinese. */
import type { Sentence } from './sentences.ts';

export const CHINESE: Readonly<Record<Sentence, string>> = {
  'Create a collection order': '创建代收订单',
  'your merchant number': '你的商户号',
  'the way to pay, by its code': '支付方式的编码',
  'in major units, at most two decimals; without a decimal point in Indonesia':
    '以主币单位表示，最多两位小数；印度尼西亚不带小数点',
  'your id of the order, used once': '你的订单号，只能使用一次',
  'where the result is sent': '结果通知地址',
  'where the payer returns to': '付款后返回的页面',
  'the tax number of the payer where the channel needs one, else a description':
    '通道要求时填付款人税号，否则为说明',
  'name of the payer': '付款人姓名',
  'phone number of the payer': '付款人电话',
  'e-mail address of the payer': '付款人邮箱',
  'the signature': '签名',
  'the page to send the payer to': '引导付款人前往的页面',
  'our id of the order': '平台订单号',
  'Create a payout': '创建代付订单',
  'account, wallet or Pix key to pay to': '收款账号、钱包或 Pix 密钥',
  'name of the payee': '收款人姓名',
  'what the channel needs: kind of Pix key, IFSC or bank code; else a description':
    '通道所需：Pix 密钥类型、IFSC 或银行编码；否则为说明',
  'phone number of the payee': '收款人电话',
  'e-mail address of the payee': '收款人邮箱',
  'Query an order': '查询订单',
  'your id of the order': '你的订单号',
  'what was paid once something was, what was ordered before': '付款后为实付金额，付款前为订单金额',
  '0 submitted, 1 success, 2 failed or sent back': '0 已提交，1 成功，2 失败或被退回',
  "the bank's reference": '银行参考号',
  'our fee': '手续费',
  'Query the balance': '查询余额',
  'everything that is yours': '全部余额',
  'what can be paid out now': '当前可代付的余额',
  'Sent when a collection or a payout has succeeded or failed, or was reversed.':
    '代收或代付成功、失败或被撤回时发送。',
  'an earlier final result is taken back': '此前的最终结果被撤回',
  'why it failed, else `no`': '失败原因；没有时为 `no`',
};
