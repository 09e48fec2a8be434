import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeJson } from '../../../wire/canonical-json.ts';
import type { Intent } from '../../contract.ts';
import { sampleIntent } from '../../sample.fixture.ts';
import { CLOSING, CREDENTIALS, NOW_MS, PAYIN, PAYOUT, REFUND } from '../fixtures/expected.ts';
import { createCall, queryCall } from './request.ts';

function dataOf(intent: Intent, secrets: Readonly<Record<string, string>> = {}): string {
  const credentials = { ...CREDENTIALS, secrets: { ...CREDENTIALS.secrets, ...secrets } };
  return writeJson(createCall(intent, credentials, NOW_MS).data);
}

function payinOf(changes: Partial<Intent['order']>, method: 'redirect' | 'card' = 'redirect') {
  return JSON.parse(dataOf(sampleIntent('payin', method, changes))) as Record<string, unknown>;
}

describe('what is asked', () => {
  test('a payment on the cashier: the amount is a JSON number, the article is named', () => {
    assert.equal(
      dataOf(PAYIN),
      '{"outTradeNo":"236130395249311744","integrate":"Hosted_Checkout","subject":"100 coins",' +
        '"totalAmount":100.5,"currency":"PHP","country":"PH","userId":"123456","language":"en",' +
        '"frontCallbackUrl":"https://pay.example/p/8b1c",' +
        '"notifyUrl":"https://pay.example/hooks/sample/main","expireTime":"3600",' +
        '"goodsDetails":[{"goodsId":"gold-100","goodsName":"100 coins","quantity":"1",' +
        '"price":"100.5","goodsCurrency":"PHP"}]}',
    );
  });

  test('an amount beyond what a float can hold is written to the last cent', () => {
    const intent = sampleIntent('payin', 'redirect', { amountMinor: 9_007_199_254_740_993n });
    assert.match(dataOf(intent), /"totalAmount":90071992547409\.93,/);
  });

  test('amounts have the decimals of their currency, and are never rounded', () => {
    for (const [asset, amountMinor, text] of [
      ['IDR/0', 10_000n, '10000'],
      ['KRW/0', 1_000n, '1000'],
      ['CLP/0', 990n, '990'],
      ['COP/0', 4_000n, '4000'],
      ['KWD/3', 1_250n, '1.25'],
      ['BHD/3', 10_000n, '10'],
      // PayerMax takes two decimals here, and says so itself: a fils less would be another amount.
      ['OMR/3', 1_005n, '1.005'],
    ] as const) {
      const intent = sampleIntent('payin', 'redirect', { asset, amountMinor });
      assert.ok(dataOf(intent).includes(`"totalAmount":${text},"currency":"${asset.slice(0, 3)}"`));
    }
  });

  test('a subject is never digits only, and short for Brazil', () => {
    assert.equal(payinOf({ fields: { description: '12345' } }).subject, 'Order 12345');
    assert.equal(payinOf({ fields: {} }).subject, 'Sample Shop');
    const fields = { description: 'x'.repeat(300), 'payer.country': 'BR' };
    assert.equal(payinOf({ fields }).subject, 'x'.repeat(43));
  });

  test('a payer without a name of the merchant gets one of its own order', () => {
    assert.equal(payinOf({ fields: {} }).userId, 'u_236130395249311744');
  });

  test('PayerMax closes between half an hour and a day, so nothing else is asked', () => {
    const closing = (minutes: number) =>
      payinOf({ expiresAt: new Date(NOW_MS + minutes * 60_000) }).expireTime;
    assert.deepEqual([5, 45, 5_000].map(closing), ['1800', '2700', '86400']);
    assert.equal(payinOf({ expiresAt: null }).expireTime, undefined);
  });

  test('a card channel opens the cards, where the country is known', () => {
    assert.deepEqual(payinOf({}, 'card').paymentDetail, { paymentMethodType: 'CARD' });
    const intent = sampleIntent('payin', 'card');
    const worldwide = { ...intent, channel: { ...intent.channel, country: 'ZZ' } };
    const sent = JSON.parse(dataOf(worldwide));
    assert.deepEqual([sent.country, sent.paymentDetail], [undefined, undefined]);
  });

  test('a refund: of the number that the payment was made under', () => {
    assert.equal(
      dataOf(REFUND),
      '{"outRefundNo":"R236130395249311744","refundAmount":100.5,"refundCurrency":"PHP",' +
        '"outTradeNo":"236130395249300000","refundNotifyUrl":"https://pay.example/hooks/sample/main"}',
    );
  });

  test('a payout: the amount is text, the remark has only what PayerMax takes', () => {
    assert.equal(
      dataOf(PAYOUT),
      '{"outTradeNo":"236130395249311744","country":"PH",' +
        '"trade":{"amount":"100.5","currency":"PHP"},"payeeInfo":{' +
        '"paymentMethodType":"BANK_TRANSFER","payeeType":"PERSONAL",' +
        '"accountInfo":{"accountNo":"00123"},"bankInfo":{"bankCode":"BPI"},' +
        '"name":{"firstName":"Maria","lastName":"Santos","fullName":"Maria Santos"}},' +
        '"remark":"Salary  7","notifyUrl":"https://pay.example/hooks/sample/main"}',
    );
  });

  test('a payout to a wallet names the wallet, and the account that pays if one is set', () => {
    const sent = JSON.parse(dataOf(PAYOUT, { payoutMethod: 'WALLET', sourceCurrency: 'USD' }));
    assert.equal(sent.sourceAccount, 'USD');
    assert.equal(sent.payeeInfo.targetOrg, 'BPI');
    assert.equal(sent.payeeInfo.bankInfo, undefined);
  });

  test('a closing: by its own name, of the number that the payment was made under', () => {
    const { name, data } = createCall(CLOSING, CREDENTIALS, NOW_MS);
    assert.equal(name, 'orderClose');
    assert.equal(
      writeJson(data),
      '{"outTradeNo":"236130395249311744","reason":"closed by the merchant"}',
    );
    assert.deepEqual(queryCall(CLOSING), { name, data });
  });

  test('a question: always by our own number', () => {
    const calls = [PAYIN, REFUND, PAYOUT].map((intent) => {
      const { name, data } = queryCall(intent);
      return `${name} ${writeJson(data)}`;
    });
    assert.deepEqual(calls, [
      'orderQuery {"outTradeNo":"236130395249311744"}',
      'refundQuery {"outRefundNo":"R236130395249311744"}',
      'paymentOrderQry {"outTradeNo":"236130395249311744"}',
    ]);
  });
});
