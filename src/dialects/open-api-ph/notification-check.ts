/** 4.6 The repayment verification call: the merchant is asked before money is taken for a bill. */
import { MINOR_INTEGER, writeAmount } from '../../wire/amount.ts';
import { textIn } from '../../wire/json-fields.ts';
import { jsonObject, jsonString } from '../../wire/json-value.ts';
import type { PaymentCheck } from '../contract.ts';
import { timeText } from '../kit/family/times.ts';
import { readObject } from '../kit/json-object.ts';
import { numberOf } from './members.ts';
import { signedBody } from './notification.ts';
import { verificationUrlOf } from './settings.ts';

/** Ours: nothing is published. */
const TIMEOUT_MS = 5_000;

/** What the merchant may say (published): here 1000 is a no. */
const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['2000', true],
  ['1000', false],
  ['1001', false],
  ['1002', false],
]);

export const PAYMENT_CHECK: PaymentCheck = {
  timeoutMs: TIMEOUT_MS,

  urlOf: ({ settings }) => verificationUrlOf(settings),

  async ask({ order, amount, payerPhone, at }, app, keys) {
    const fields = jsonObject([
      ['eventName', jsonString('payment.verification')],
      ['mchOrderId', jsonString(order.merchantRef)],
      ['referenceNumber', jsonString(numberOf(order) ?? '')],
      ['amount', writeAmount(amount, MINOR_INTEGER)],
      ['mobile', jsonString(payerPhone)],
      ['createTime', jsonString(timeText(at))],
    ]);
    const body = await signedBody(fields, app, keys);
    return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  },

  read({ status, body }) {
    if (status < 200 || status > 299) return null;
    const json = readObject(Buffer.from(body));
    if (!json.ok) return null;
    const collect = ANSWERS.get(textIn(json.value, 'code'));
    if (collect === undefined) return null;
    return { collect, detail: `${textIn(json.value, 'code')} ${textIn(json.value, 'msg')}`.trim() };
  },
};
