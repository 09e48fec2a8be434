/** What PayerMax's emulator refuses, so that a wrong request of ours could not pass it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CARDS, Talk } from './payermax-talk.ts';

let talk: Talk;
before(async () => {
  talk = await Talk.start();
});
after(() => talk[Symbol.asyncDispose]());

type Changes = Readonly<Record<string, unknown>>;

/** Sends an order that is good but for these changes of its data or its envelope. */
async function refusalOf(data: Changes, envelope: Changes = {}): Promise<unknown> {
  const { body } = talk.request(talk.payin(1_000n));
  const sent = JSON.parse(body ?? '') as { data: object };
  const text = JSON.stringify({ ...sent, ...envelope, data: { ...sent.data, ...data } });
  return (await talk.gateway('orderAndPay', text, talk.signed(text))).code;
}

describe('the envelope', () => {
  test('is checked by the very bytes: one blank more is another body', async () => {
    const { body, headers } = talk.request(talk.payin(1_000n));
    const text = body ?? '';
    const code = async (changed: string, sign = headers.sign ?? '') =>
      (await talk.gateway('orderAndPay', changed, sign)).code;
    assert.equal(await code(text.replace('{', '{ ')), 'SIGN_VERIFY_FAILED');
    assert.equal(await code(text.replace('10', '11')), 'SIGN_VERIFY_FAILED');
    assert.equal(await code(text, 'AAAA'), 'SIGN_VERIFY_FAILED');
    assert.equal(await code(text, ''), 'SIGN_VERIFY_FAILED');
    assert.equal(await code(text), 'APPLY_SUCCESS');
  });

  test('holds for two minutes either way, and what came too late was not executed', async () => {
    const intent = talk.payin(1_000n);
    for (const offsetMs of [125_000, -125_000]) {
      await talk.call('PUT', '/emulator/clock', { offsetMs });
      const verdict = await talk.create(intent);
      assert.ok(verdict.kind === 'not_executed' && verdict.reason.startsWith('REQ_TIME_OVER_TIME'));
    }
    for (const offsetMs of [110_000, -110_000, 0]) {
      await talk.call('PUT', '/emulator/clock', { offsetMs });
      assert.equal((await talk.create(talk.payin(1_000n))).kind, 'accepted');
    }
    assert.equal((await talk.create(intent)).kind, 'accepted');
  });

  test('has the fields that PayerMax knows, in their limits', async () => {
    for (const [envelope, code] of [
      [{ version: '1.0' }, 'PARAMS_INVALID'],
      [{ version: undefined }, 'PARAMS_INVALID'],
      [{ keyVersion: '2' }, 'PARAMS_INVALID'],
      [{ requestTime: 'yesterday' }, 'PARAMS_INVALID'],
      [{ appId: 'another' }, 'MERCHANT_APP_INVALID'],
      [{ merchantNo: 'another' }, 'MERCHANT_INVALID'],
    ] as const) {
      assert.equal(await refusalOf({}, envelope), code, JSON.stringify(envelope));
    }
  });
});

describe('an order', () => {
  for (const [title, data, code] of [
    ['no number', { outTradeNo: undefined }, 'PARAMS_INVALID'],
    ['a hyphen in the number', { outTradeNo: 'a-1' }, 'PARAMS_INVALID'],
    ['too long a number', { outTradeNo: 'a'.repeat(65) }, 'PARAMS_INVALID'],
    ['digits as a subject', { subject: '12345' }, 'PARAMS_INVALID'],
    ['no subject', { subject: '' }, 'PARAMS_INVALID'],
    ['no payer', { userId: undefined }, 'PARAMS_INVALID'],
    ['no page to go back to', { frontCallbackUrl: undefined }, 'PARAMS_INVALID'],
    ['a script as that page', { frontCallbackUrl: 'javascript:alert(1)' }, 'PARAMS_INVALID'],
    ['another way of integration', { integrate: 'Drop_In' }, 'PARAMS_INVALID'],
    ['half of the goods', { goodsDetails: [{ goodsId: '1' }] }, 'PARAMS_INVALID'],
    ['a third decimal', { totalAmount: '10.005' }, 'AMOUNT_INVALID'],
    ['nothing to pay', { totalAmount: 0 }, 'AMOUNT_INVALID'],
    ['no country of theirs', { country: 'XX' }, 'COUNTRY_INVALID'],
    ['no currency of theirs', { currency: 'XXX' }, 'CURRENCY_INVALID'],
    [
      'a method without its country',
      { country: undefined, paymentDetail: { paymentMethodType: 'CARD' } },
      'PARAMS_INVALID',
    ],
  ] as const) {
    test(`is refused with ${title}`, async () => {
      assert.equal(await refusalOf(data), code);
    });
  }

  test('may have its amount as text', async () => {
    assert.equal(await refusalOf({ totalAmount: '10.00' }), 'APPLY_SUCCESS');
  });

  test('number counts once, whatever the case of its letters', async () => {
    assert.equal(await refusalOf({ outTradeNo: 'Order_a1' }), 'APPLY_SUCCESS');
    assert.equal(await refusalOf({ outTradeNo: 'Order_a1' }), 'ORDER_REPEAT');
    assert.equal(await refusalOf({ outTradeNo: 'oRDER_A1' }), 'ORDER_REPEAT');
  });

  test('is found in any case of its letters', async () => {
    await refusalOf({ outTradeNo: 'Order_b2' });
    const { body } = talk.request(talk.payin(1n));
    const sent = JSON.parse(body ?? '') as object;
    const text = JSON.stringify({ ...sent, data: { outTradeNo: 'ORDER_B2' } });
    const found = await talk.gateway('orderQuery', text, talk.signed(text));
    assert.equal(found.code, 'APPLY_SUCCESS');
  });

  test('cannot be opened without its token', async () => {
    const page = await talk.opened(talk.payin(1_000n));
    const guessed = { ...page, token: '0'.repeat(32) };
    assert.equal((await talk.pay(guessed, CARDS.visa)).code, 'SIGN_VERIFY_FAILED');
  });
});

describe('what the connector does not ask for', () => {
  /** A signed call of any kind: its data, or its refusal's code. */
  async function asked(name: string, data: Changes, version = '1.4'): Promise<unknown> {
    const { body } = talk.request(talk.payin(1n));
    const text = JSON.stringify({ ...JSON.parse(body ?? ''), version, data });
    const answer = await talk.gateway(name, text, talk.signed(text));
    return answer.data ?? answer.code;
  }

  test('a refund by the trade token, and the question by its own number', async () => {
    const [, { tradeToken }] = await talk.paid(3_000n);
    const data = { outRefundNo: 'r_1', refundAmount: 10, refundCurrency: 'SGD', tradeToken };
    const made = (await asked('refund', data)) as { refundTradeNo: string };
    const { refundTradeNo } = made;
    const found = (await asked('refundQuery', { refundTradeNo })) as { outRefundNo: string };
    assert.equal(found.outRefundNo, 'r_1');
    assert.equal(await asked('refundQuery', { refundTradeNo: 'x' }), 'ORDER_NOT_EXIST');
    const inDollars = { ...data, outRefundNo: 'r_2', refundCurrency: 'USD' };
    assert.equal(await asked('refund', inDollars), 'CURRENCY_INVALID');
  });

  test('the versions that the official clients send are taken, and no other', async () => {
    const query = { outTradeNo: 'nobody' };
    for (const version of ['1.2', '1.4', '1.5']) {
      assert.equal(await asked('orderQuery', query, version), 'ORDER_NOT_EXIST');
    }
    assert.equal(await asked('orderQuery', query, '1.1'), 'PARAMS_INVALID');
    const accounts = { accountType: ['DISBURSEMENT'], accountCurrency: ['SGD'] };
    for (const version of ['1.3', '1.4']) {
      assert.equal(typeof (await asked('currentBalanceQuery', accounts, version)), 'object');
    }
    assert.equal(await asked('currentBalanceQuery', accounts, '1.2'), 'PARAMS_INVALID');
  });

  test('an order is closed by its own call, and by that of authorised payments', async () => {
    const [open, paid] = [talk.payin(1_000n), (await talk.paid(1_000n))[0]];
    await talk.opened(open);
    const closed = { outTradeNo: open.reference, reason: 'no longer wanted' };
    for (const _ of [1, 2]) {
      const answer = (await asked('orderClose', closed)) as Record<string, string>;
      assert.deepEqual(Object.keys(answer).toSorted(), ['closedTime', 'outTradeNo', 'status']);
      assert.deepEqual([answer.outTradeNo, answer.status], [open.reference, 'CLOSED']);
    }
    const { status } = (await asked('orderClose', { outTradeNo: paid.reference })) as {
      status: string;
    };
    assert.equal(status, 'SUCCESS');
    assert.equal(await asked('orderClose', { outTradeNo: 'nobody' }), 'ORDER_NOT_EXIST');
    const cancel = { requestId: 'c1', outTradeNo: open.reference };
    assert.equal(await asked('cancel', cancel), 'ORDER_CLOSED');
  });

  test('the accounts at the end of a day, of the last ninety', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const data = { inquiryDate: today, timezone: 'utc', accountType: ['DISBURSEMENT'] };
    const day = (await asked('dayEndBalanceQuery', { ...data, accountCurrency: 'USD' }, '1.3')) as {
      accountEndDayTimeTypes: { endBalance: number; currency: string }[];
    };
    assert.deepEqual(
      day.accountEndDayTimeTypes.map(({ endBalance, currency }) => [endBalance, currency]),
      [[1_000_000, 'USD']],
    );
    const old = { ...data, inquiryDate: '2020-01-01' };
    assert.equal(await asked('dayEndBalanceQuery', old, '1.3'), 'PARAMS_INVALID');
    assert.equal(await asked('dayEndBalanceQuery', data), 'PARAMS_INVALID');
  });

  test('a frozen amount and its fee lie in an account of their own until the case has ended', async () => {
    const [intent] = await talk.paid(2_000n);
    const { reference: outTradeNo } = intent;
    const frozen = async () => {
      const accounts = await talk.balances();
      assert.ok(accounts.ok);
      return accounts.value.find(({ type, asset }) => type === 'FREEZE' && asset === 'SGD/2')
        ?.balance.minor;
    };
    const { caseId } = await talk.call('POST', '/emulator/disputes', {
      outTradeNo,
      amount: '7.50',
    });
    assert.equal(await frozen(), 2_250n);
    const won = { status: 'DISPUTE_END', result: 'WIN' };
    await talk.call('POST', `/emulator/disputes/${caseId}`, won);
    assert.equal(await frozen(), 0n);
  });
});

describe('the API mode of the sandbox', () => {
  const direct = (changes: Changes) =>
    refusalOfDirect({ subject: 'coins', currency: 'SGD', ...changes });

  async function refusalOfDirect(changes: Changes): Promise<unknown> {
    const { body } = talk.request(talk.payin(1_000n));
    const sent = JSON.parse(body ?? '') as { data: object };
    const paymentDetail = {
      paymentMethodType: 'WALLET',
      targetOrg: 'GRABPAY',
      buyerInfo: { clientIp: '198.51.100.7', userAgent: 'test' },
    };
    const more = { integrate: 'Direct_Payment', terminalType: 'WEB', paymentDetail };
    const text = JSON.stringify({ ...sent, data: { ...sent.data, ...more, ...changes } });
    const answer = await talk.gateway('orderAndPay', text, talk.signed(text));
    return (answer.data as { status?: string } | undefined)?.status ?? answer.code;
  }

  test('decides by the amount, and by the subject first', async () => {
    for (const totalAmount of [15, 500, 1.12, 20_000, 25_000]) {
      assert.equal(await direct({ totalAmount }), 'FAILED', `${totalAmount}`);
    }
    for (const totalAmount of [6, 60, 600, 16_000]) {
      assert.equal(await direct({ totalAmount }), 'PENDING', `${totalAmount}`);
    }
    assert.equal(await direct({ totalAmount: 10 }), 'SUCCESS');
    assert.equal(await direct({ totalAmount: 15, subject: 'SUCCESS' }), 'SUCCESS');
    assert.equal(await direct({ totalAmount: 10, subject: 'FAILED' }), 'FAILED');
    assert.equal(await direct({ totalAmount: 10, subject: 'PENDING' }), 'PENDING');
    assert.equal(await direct({ terminalType: undefined }), 'PARAMS_INVALID');
  });
});

describe('card data', () => {
  test('is on the provider’s side only: nothing that we see holds a number', async () => {
    const numbers = Object.values(CARDS).map(({ number }) => number);
    for (const card of Object.values(CARDS)) {
      const intent = talk.payin(8_059n);
      await talk.pay(await talk.opened(intent), card);
    }
    const paid = talk.payin(100n);
    await talk.pay(await talk.opened(paid), CARDS.visa);
    await talk.untilReported(paid);
    const all = talk.seen.join('\n');
    assert.ok(all.includes('444433******1111'));
    for (const number of numbers) assert.ok(!all.includes(number), number);
    const journal = JSON.stringify(await talk.call('GET', '/emulator/journal'));
    for (const number of numbers) assert.ok(!journal.includes(number), number);
  });
});
