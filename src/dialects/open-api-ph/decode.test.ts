/** Fields, and what is asked of the core. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import type { App } from '../../domain/merchant.ts';
import type { Field } from '../contract.ts';
import { openApiPh } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { SAMPLE_APP } from './fixtures/sample.ts';
import { type Fields, requestOf, sampleFields } from './fixtures/speak.ts';
import { OPERATIONS, operationOf } from './operations/all.ts';

function outcomeOf(operation: string, changes: Fields, app: Partial<App> = {}) {
  const raw = requestOf(operation, { ...sampleFields(operation), ...changes });
  return receive(openApiPh, raw, operation, { ...harness, app: { ...SAMPLE_APP, ...app } });
}

/** Code and text of the refusal; `ok` when it is accepted. */
function answerTo(operation: string, changes: Fields, app: Partial<App> = {}): string {
  const outcome = outcomeOf(operation, changes, app);
  if (outcome.ok) return 'ok';
  const reply = openApiPh.reply(outcome, operation, harness.app, harness.nowMs);
  const { code, message } = JSON.parse(reply.body);
  return `${code} ${message}`;
}

/** What is asked of the core. */
function asked(operation: string, changes: Fields = {}) {
  const outcome = outcomeOf(operation, changes);
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
  return outcome.value;
}

/** Codes that are not 1009 although a field is missing or wrong. */
const OWN_CODES: Readonly<Record<string, string>> = { email: '1015 request email invalid' };

/** A value of the field's form that is longer than it may be; null where none is too long. */
function tooLong({ form: { type, format, max } }: Field): string | null {
  if (type === 'whole number') return '9'.repeat(33);
  if (max === null || type === 'list') return null;
  if (format === 'url') return `https://m.example.com/${'x'.repeat(max)}`;
  return (format === 'phone' ? '9' : 'X').repeat(max + 1);
}

describe('the field tables', () => {
  for (const { name: operation, fields } of OPERATIONS) {
    const inPayload = fields.filter((each) => each.in === 'payload');
    test(`${operation}: each needed field that is missing, null or blank is named`, () => {
      for (const { name } of inPayload.filter(({ required }) => required)) {
        const values = operationOf(operation).method === 'GET' ? ['', ' '] : [null, '', '  '];
        for (const value of values) {
          const answer = answerTo(operation, { [name]: value });
          assert.equal(answer, `1009 ${name}:must not be blank`);
        }
      }
    });

    test(`${operation}: each field that is too long is named`, () => {
      for (const each of inPayload) {
        const long = tooLong(each);
        if (long === null) continue;
        const answer = answerTo(operation, { [each.name]: long });
        const own = OWN_CODES[each.name];
        if (own === undefined) assert.match(answer, new RegExp(`^1009 ${each.name}:.`));
        else assert.equal(answer, own);
      }
    });

    test(`${operation}: unknown fields are ignored`, () => {
      assert.equal(answerTo(operation, { payMode: 'WEB' }), 'ok');
    });
  }
});

describe('amounts', () => {
  test('are whole centavos within the range of the call, which is named in clients’ words', () => {
    const answers = [
      ['payout_create', 99, '1009 amount:must be greater than or equal to 100'],
      ['payout_create', 500_000_001, '1009 amount:must be less than or equal to 500000000'],
      ['payout_create', 500_000_000, 'ok'],
      ['payment_create', 99, '1009 amount:must be greater than or equal to 100'],
      ['payment_create', 5_000_001, '1009 amount:must be less than or equal to 5000000'],
      ['qrcode_create', 1_999, '1009 amount:must be greater than or equal to 2000'],
      ['qrcode_create', 2_000, 'ok'],
      ['debit_create', '100.00', '1009 amount:the amount must be a whole number'],
      ['refund_create', 1, 'ok'],
    ] as const;
    for (const [operation, amount, answer] of answers) {
      const name = operation === 'refund_create' ? 'refundAmount' : 'amount';
      assert.equal(answerTo(operation, { [name]: amount }), answer);
    }
  });

  test('of a QR for one payment are needed, of one for many they are the payer’s', () => {
    assert.equal(answerTo('qrcode_create', { amount: '' }), '1020 dynamic qrcode amount is null');
    const many = asked('qrcode_create', { channelCode: 'QRPH_STATIC_QR', amount: '' });
    assert.ok(many.kind === 'create_code' && many.amountMinor === 0n && !many.single);
    const hybrid = asked('qrcode_create', { channelCode: 'QRPH_HYBRID_QR' });
    assert.ok(hybrid.kind === 'create_payin' && hybrid.expiryMinutes === 10);
  });
});

describe('a payout', () => {
  test('names its bank or wallet by the method’s own field', () => {
    const wallet = asked('payout_create', { bankCode: 'BDO' });
    assert.ok(wallet.kind === 'create_payout');
    assert.equal(wallet.channel.code, 'PHL_EWALLET');
    assert.equal(wallet.fields['beneficiary.bankCode'], 'GCASH');
    assert.equal(wallet.idempotencyKey, 'idem2026011500001');
    const bank = { payMethodCode: 'BANK', accountNo: '001234567890' };
    assert.equal(answerTo('payout_create', bank), '1009 bankCode:must not be blank');
    assert.equal(
      answerTo('payout_create', { ewalletCode: '' }),
      '1009 ewalletCode:must not be blank',
    );
    const unknown = answerTo('payout_create', { payMethodCode: 'CASH' });
    assert.equal(unknown, '1009 payMethodCode:must be one of BANK, EWALLET, SCANQR');
  });

  test('to a QR code needs neither', () => {
    const qr = { payMethodCode: 'SCANQR', ewalletCode: '', accountNo: '000201010211' };
    const payout = asked('payout_create', qr);
    assert.ok(payout.kind === 'create_payout' && payout.channel.code === 'PHL_SCANQR');
  });

  test('is sent where the request says, else where the app does', () => {
    const payout = asked('payout_create');
    assert.ok(payout.kind === 'create_payout' && payout.notifyUrl === SAMPLE_APP.notifyUrl);
    const own = asked('payout_create', { callbackUrl: 'https://m.example.com/own' });
    assert.ok(own.kind === 'create_payout' && own.notifyUrl === 'https://m.example.com/own');
  });
});

describe('channels', () => {
  test('of a call are those of its section', () => {
    const closed = '1011 merchant channel unavailable';
    for (const [operation, channelCode] of [
      ['qrcode_create', 'GCASH_URL'],
      ['payment_create', 'QRPH_DYNAMIC_QR'],
      ['payment_create', 'PH_GCASH_URL'],
      ['bill_create', 'INSTA_TRANSFER_ACC'],
      ['bill_batch_create', 'GCASH_URL,QRPH_STATIC_QR'],
      ['bill_short_link', 'GCASH_STATIC_VA,QRPH_STATIC_QR'],
      ['account_batch_create', 'GCASH_STATIC_VA'],
      ['mandate_apply', 'GCASH_URL'],
    ] as const) {
      assert.equal(answerTo(operation, { channelCode }), closed, channelCode);
    }
    assert.equal(answerTo('mandate_apply', { channelCode: 'PH_GCASH_DIRECT_DEBIT' }), 'ok');
  });

  test('of a checkout are chosen by code and kind, as a list, a text, or not at all', () => {
    const offered = (changes: Fields) => {
      const checkout = asked('checkout_create', changes);
      assert.ok(checkout.kind === 'create_checkout');
      return checkout.channels;
    };
    assert.equal(offered({}), null);
    assert.equal(offered({ channelCodeList: null, channelTypeList: [] }), null);
    assert.deepEqual(offered({ channelCodeList: ['GCASH_URL'] }), ['PHL_GCASH_URL']);
    assert.deepEqual(offered({ channelTypeList: 'ONLINE_BANKING' })?.length, 5);
    const both = { channelTypeList: ['QR', 'EWALLET'], channelCodeList: 'BPIA_URL, ZFB_URL' };
    assert.deepEqual(offered(both), ['PHL_ZFB_URL']);
    const none = answerTo('checkout_create', { channelCodeList: ['NONE_URL'] });
    assert.equal(none, '1011 merchant channel unavailable');
    const static_ = answerTo('checkout_create', { channelCodeList: ['QRPH_STATIC_QR'] });
    assert.equal(static_, '1011 merchant channel unavailable');
  });
});

describe('a group of codes', () => {
  test('has a code at each channel that is named, once, with one rule for all', () => {
    const asks = asked('bill_batch_create', {
      channelCode: 'GCASH_STATIC_VA,MLH_STATIC_VA,GCASH_STATIC_VA',
      expireTime: '2026-02-01',
      description: 'loan 17',
    });
    assert.ok(asks.kind === 'create_codes');
    assert.deepEqual(asks.group, { scope: 'open-api-ph.bill', merchantRef: 'USR0000001' });
    const reported = asks.items.map(({ channel, minMinor, maxMinor }) => [
      channel.code,
      minMinor,
      maxMinor,
    ]);
    assert.deepEqual(reported, [
      ['PHL_GCASH_STATIC_VA', 20_000n, 5_000_000n],
      ['PHL_MLH_STATIC_VA', 20_000n, 5_000_000n],
    ]);
    assert.equal(asks.items[0]?.expiresAt?.toISOString(), '2026-02-01T16:00:00.000Z');
    assert.equal(asks.items[0]?.metadata.remark, 'loan 17');
  });

  test('is the same pair, be it made alone or among others', () => {
    const one = asked('bill_create');
    assert.ok(one.kind === 'create_code');
    const { scope, merchantRef } = one;
    assert.deepEqual(
      { scope, merchantRef },
      { scope: 'open-api-ph.bill:PHL_GCASH_STATIC_VA', merchantRef: 'USR0000001' },
    );
  });

  test('is listed by days, a month at most', () => {
    const asks = asked('bill_payments');
    assert.ok(asks.kind === 'list_code_payments' && asks.channels === null);
    assert.equal(asks.within?.from.toISOString(), '2025-12-31T16:00:00.000Z');
    assert.equal(asks.within?.to.toISOString(), '2026-01-15T16:00:00.000Z');
    const backwards = answerTo('bill_payments', { endDate: '2025-12-31' });
    assert.equal(backwards, '1009 endDate:must not be before startDate');
    const long = answerTo('bill_payments', { endDate: '2026-02-01' });
    assert.equal(long, '1009 endDate:must be within 31 days');
  });
});

describe('a call that changes something', () => {
  test('takes no field of another call', () => {
    for (const operation of ['qrcode_cancel', 'bill_cancel', 'checkout_close', 'mandate_cancel']) {
      const answer = answerTo(operation, { appName: 'Demo App' });
      assert.equal(answer, '1009 appName:is not a field of this call');
    }
  });

  test('updates codes of a group: their limits and last day, by a text that has its time', () => {
    for (const operation of ['bill_batch_update', 'account_batch_update']) {
      const published = asked(operation);
      assert.ok(published.kind === 'extend_codes' && published.terms === null);
      const terms = { minAmount: 5_000, maxAmount: 90_000, expireTime: '2026-03-31' };
      const undated = answerTo(operation, terms);
      assert.equal(undated, '1009 timestamp:must not be blank');
      const asks = asked(operation, { ...terms, timestamp: 1_768_440_000_000 });
      assert.ok(asks.kind === 'extend_codes');
      assert.deepEqual(asks.terms, {
        ...{ minMinor: 5_000n, maxMinor: 90_000n },
        expiresAt: new Date('2026-03-31T16:00:00.000Z'),
      });
    }
  });

  test('updates what a QR code says, and nothing that it costs', () => {
    const asks = asked('qrcode_update', { email: '' });
    assert.ok(asks.kind === 'update_order');
    assert.deepEqual(asks.changes, {
      fields: { 'payer.name': 'Juana Dela Cruz', description: 'table 7' },
      metadata: { remark: 'table 7' },
      notifyUrl: 'https://m.example.com/cb2',
    });
    assert.equal(
      answerTo('qrcode_update', { amount: 1 }),
      '1009 amount:is not a field of this call',
    );
  });
});

describe('a permission to debit', () => {
  test('needs the system of a phone, and a terminal that there is', () => {
    const apply = (changes: Fields) => answerTo('mandate_apply', changes);
    assert.equal(apply({ osType: '' }), '1009 osType:must not be blank');
    assert.equal(apply({ osType: 'OTHER' }), '1009 osType:must be one of IOS, ANDROID');
    assert.equal(apply({ terminalType: 'WEB', osType: '' }), 'ok');
    assert.equal(apply({ terminalType: 'TV' }), '1009 terminalType:must be one of WEB, WAP, APP');
  });

  test('is named by a token that we made', () => {
    const answer = answerTo('debit_create', { payToken: 'TK0000000000000000' });
    assert.equal(answer, '1024 direct debit token invalid');
    const debit = asked('debit_create', { callbackUrl: '', notifyUrl: 'https://m.example.com/n' });
    assert.ok(debit.kind === 'create_payin' && debit.mandate?.kind === 'id');
    assert.equal(debit.notifyUrl, 'https://m.example.com/n');
  });
});
