import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import type { App } from '../../domain/merchant.ts';
import type { Field } from '../contract.ts';
import { openApi } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { SAMPLE_APP } from './fixtures/sample.ts';
import { type Fields, fieldsOf, sampleFields } from './fixtures/speak.ts';
import { OPERATIONS } from './operations/all.ts';

function outcomeOf(operation: string, changes: object, app: Partial<App> = {}) {
  const raw = fieldsOf(operation, { ...sampleFields(operation), ...changes });
  return receive(openApi, raw, operation, { ...harness, app: { ...SAMPLE_APP, ...app } });
}

/** The code and the field that are answered; `ok` when it is accepted. */
function answerTo(operation: string, changes: object, app: Partial<App> = {}): string {
  const outcome = outcomeOf(operation, changes, app);
  if (outcome.ok) return 'ok';
  const reply = openApi.reply(outcome, operation, harness.app, harness.nowMs);
  const { code, data } = JSON.parse(reply.body);
  return `${code} ${data?.field ?? 'null'}`;
}

/** A value of the field's form that is longer than it may be. */
function tooLong({ form: { type, format, words, max } }: Field): unknown {
  if (type === 'whole number') return '9'.repeat(33);
  assert.ok(max !== null);
  if (words !== undefined) return Array(max + 1).fill('QR');
  if (format === 'phone') return '9'.repeat(max + 1);
  if (format === 'url') return `https://shop.example/${'x'.repeat(max)}`;
  return 'x'.repeat(max + 1);
}

describe('the field tables', () => {
  for (const { name: operation, fields } of OPERATIONS) {
    test(`${operation}: each needed field that is missing, null or blank is named`, () => {
      for (const { name } of fields.filter(({ required }) => required)) {
        for (const value of [undefined, null, '', '  ']) {
          const due = name === 'timestamp' ? '21008 timestamp' : `21002 ${name}`;
          assert.equal(answerTo(operation, { [name]: value }), due);
        }
      }
    });

    test(`${operation}: each field that is too long, or of another type, is named`, () => {
      for (const field of fields.filter(({ form }) => form.type !== 'object')) {
        const { name } = field;
        const codes = new Map([
          ['timestamp', 21008],
          ['payMethodCode', 21019],
          ['transferCode', 21018],
        ]);
        const due = `${codes.get(name) ?? 21002} ${name}`;
        assert.equal(answerTo(operation, { [name]: tooLong(field) }), due, 'too long');
        for (const value of [true, { a: 1 }, ...(field.form.type === 'list' ? ['x'] : [['x']])]) {
          assert.equal(answerTo(operation, { [name]: value }), due, JSON.stringify(value));
        }
      }
    });

    test(`${operation}: unknown fields are ignored`, () => {
      assert.equal(answerTo(operation, { payMode: 'WEB', x: { y: [1] } }), 'ok');
    });
  }
});

describe('texts', () => {
  const PAYMENT = 'ph_payment_create';
  for (const [name, value] of [
    ['mchOrderId', 'a b'],
    ['mchOrderId', 'é'],
    ['customerName', 'a\nb'],
    ['notifyUrl', 'ftp://shop.example/x'],
    ['notifyUrl', 'https://user:pass@shop.example/x'],
    ['notifyUrl', 'https://shop.example/a b'],
    ['redirectUrl', 'shop.example'],
    ['mobile', '0917-1234567'],
  ]) {
    test(`${name} may not be ${JSON.stringify(value)}`, () => {
      assert.equal(answerTo(PAYMENT, { [name as string]: value }), `21002 ${name}`);
    });
  }

  test('of payouts have the lengths of their country', () => {
    assert.equal(answerTo('ph_payout_create', { mchOrderId: 'A' }), 'ok');
    for (const country of ['id', 'my', 'th']) {
      const operation = `${country}_payout_create`;
      assert.equal(answerTo(operation, { mchOrderId: 'A23456789' }), '21002 mchOrderId');
      assert.equal(answerTo(operation, { idempotencyId: 'A23456789' }), '21002 idempotencyId');
    }
    const long = 'x'.repeat(31);
    assert.equal(answerTo('ph_payout_create', { idempotencyId: long }), '21002 idempotencyId');
    assert.equal(answerTo('id_payout_create', { idempotencyId: long }), 'ok');
  });

  test('of a Philippine payee hold letters, digits and a few signs', () => {
    assert.equal(answerTo('ph_payout_create', { accountName: "Ma. O'Neil-Peña Jr" }), 'ok');
    assert.equal(answerTo('ph_payout_create', { accountName: 'a@b' }), '21002 accountName');
    assert.equal(answerTo('my_payout_create', { accountName: 'a@b' }), 'ok');
  });
});

describe('amounts', () => {
  const amountOf = (amount: unknown) => {
    const outcome = outcomeOf('ph_payment_create', { amount });
    if (!outcome.ok) return outcome.refusal.code;
    return outcome.value.kind === 'create_payin' ? outcome.value.amountMinor : null;
  };

  test('are whole numbers of the smallest unit, as a number or as digits', () => {
    assert.equal(amountOf(50_010), 50_010n);
    assert.equal(amountOf('50010'), 50_010n);
    assert.equal(amountOf('9223372036854775807'), 9_223_372_036_854_775_807n);
  });

  test('are nothing else', () => {
    for (const odd of [0, '0', -5, '-5', 0.5, '10.00', '1e3', '010', '9223372036854775808', 'x']) {
      assert.equal(amountOf(odd), 'amount_invalid', String(odd));
    }
  });
});

describe('mobile numbers', () => {
  const GOOD: Readonly<Record<string, string>> = {
    ph: '09171234567',
    id: '081234567890',
    my: '0123456789',
    th: '0812345678',
    ru: '79161234567',
  };

  for (const [country, mobile] of Object.entries(GOOD)) {
    test(`${country}: are judged in strict mode only`, () => {
      const operation = `${country}_payment_create`;
      const strict = { settings: { ...SAMPLE_APP.settings, strictMobile: 'yes' } };
      assert.equal(answerTo(operation, { mobile: '123456789' }), 'ok');
      assert.equal(answerTo(operation, { mobile: '123456789' }, strict), '21002 mobile');
      assert.equal(answerTo(operation, { mobile }, strict), 'ok');
    });
  }
});

describe('channels', () => {
  const channelOf = (operation: string, channelCode: string, changes: Fields = {}) => {
    const outcome = outcomeOf(operation, { channelCode, ...changes });
    if (!outcome.ok) return outcome.refusal.reason ?? outcome.refusal.code;
    assert.ok('channel' in outcome.value && typeof outcome.value.channel === 'object');
    assert.ok('metadata' in outcome.value && outcome.value.metadata.channelCode === channelCode);
    return outcome.value.channel.code;
  };

  test('are found by their code, an older name, or the short form in their country', () => {
    for (const [operation, code, due] of [
      ['ph_payment_create', 'PH_GCASH_URL', 'PH_GCASH_URL'],
      ['ph_payment_create', 'GCASH_URL', 'PH_GCASH_URL'],
      ['my_payment_create', 'DUITNOW_DYNAMIC_QR', 'MY_DUITNOW_DYNAMIC'],
      ['my_payment_create', 'SHOPEEPAY_URL', 'MY_SHOPEEPAY_URL'],
      ['id_payment_create', 'BCA_VA', 'ID_BCA_VA'],
      ['th_payment_create', 'THAI_DYNAMIC_QR', 'TH_PROMPTPAY_DYNAMIC'],
      ['th_payment_create', 'TRUEMONEY_DYNAMIC_QR', 'TH_TRUEMONEY_QR'],
      ['th_payment_create', 'TRUEMONEY_URL', 'TH_TRUEMONEY_URL'],
      ['th_payment_create', 'WECHAT_DYNAMIC_QR', 'TH_WECHAT_QR'],
      ['th_payment_create', 'WECHAT_JS_URL', 'TH_WECHAT_JS_URL'],
      ['th_code_create', 'THAI_STATIC_QR', 'TH_PROMPTPAY_STATIC'],
      ['id_code_create', 'BNI_VA', 'ID_BNI_STATIC_VA'],
      ['va_create', 'BRI_VA', 'ID_BRI_STATIC_VA'],
      ['webpay_create', 'TRUEMONEY_URL', 'TH_TRUEMONEY_URL'],
    ] as const) {
      assert.equal(channelOf(operation, code), due, `${operation} ${code}`);
    }
  });

  test('of another country, or for the other use, are not', () => {
    for (const [operation, code] of [
      ['ph_payment_create', 'ID_BCA_VA'],
      ['id_payment_create', 'PH_GCASH_URL'],
      ['ph_payment_create', 'PH_QRPH_STATIC'],
      ['ph_code_create', 'PH_QRPH_DYNAMIC'],
      ['ph_payment_create', 'PH_GCASH_DIRECT_DEBIT'],
      ['mandate_apply', 'PH_GCASH_URL'],
      ['ph_payment_create', 'constructor'],
    ] as const) {
      assert.equal(channelOf(operation, code), 'channel_unavailable', `${operation} ${code}`);
    }
  });

  test('that lead to a page need redirectUrl, the others do not', () => {
    const without = { redirectUrl: null };
    assert.equal(answerTo('my_payment_create', without), '21002 redirectUrl');
    assert.equal(answerTo('id_payment_create', without), 'ok');
    assert.equal(
      answerTo('my_payment_create', { ...without, channelCode: 'MY_DUITNOW_DYNAMIC' }),
      'ok',
    );
  });

  test('in a country that is not opened are 21017, and so is a country that is none here', () => {
    const only = { settings: { countries: 'PH, ID' } };
    assert.equal(answerTo('ph_payment_create', {}, only), 'ok');
    assert.equal(answerTo('my_payment_create', {}, only), '21017 countryCode');
    assert.equal(answerTo('th_payout_create', {}, only), '21017 countryCode');
    assert.equal(answerTo('balance', { countryCode: 'US' }), '21017 countryCode');
    assert.equal(answerTo('balance', { countryCode: null, currency: 'USD' }), '21017 currency');
    const russian = { ...sampleFields('th_payout_create'), countryCode: 'RU' };
    assert.equal(answerTo('payout_create', russian), '21017 countryCode');
    const nothing = { channel: () => null, channels: () => [] };
    const raw = fieldsOf('ph_payment_create', sampleFields('ph_payment_create'));
    const outcome = receive(openApi, raw, 'ph_payment_create', { ...harness, view: nothing });
    assert.ok(!outcome.ok && outcome.refusal.reason === 'country_not_open');
  });
});

describe('addresses', () => {
  test('for notifications are the call’s, else the app’s, else missed by name', () => {
    const urlOf = (changes: Fields, app: Partial<App> = {}) => {
      const outcome = outcomeOf('ph_code_create', changes, app);
      return outcome.ok && 'notifyUrl' in outcome.value ? outcome.value.notifyUrl : 'refused';
    };
    assert.equal(urlOf({}), 'https://shop.example.com/hook/static');
    assert.equal(urlOf({ notifyUrl: null }), 'https://shop.example/notify');
    const none = { notifyUrl: null };
    assert.equal(answerTo('ph_code_create', { notifyUrl: null }, none), '21002 notifyUrl');
    assert.equal(
      answerTo('refund_create', { refundCallbackUrl: '' }, none),
      '21002 refundCallbackUrl',
    );
  });
});

describe('payouts', () => {
  test('need in Thailand what their method needs', () => {
    const BANK = ['transferCode', 'accountName', 'accountType', 'accountTaxId', 'mobile'];
    for (const name of BANK) {
      assert.equal(answerTo('th_payout_create', { [name]: null }), `21002 ${name}`);
    }
    const promptpay = { payMethodCode: 'PROMPTPAY', transferCode: null, accountTaxId: null };
    assert.equal(answerTo('th_payout_create', promptpay), '21002 promptpayAccountType');
    const odd = { ...promptpay, promptpayAccountType: 'IBAN' };
    assert.equal(answerTo('th_payout_create', odd), '21002 promptpayAccountType');
    const fine = { ...promptpay, promptpayAccountType: 'MSISDN', accountNo: '0812345678' };
    const outcome = outcomeOf('th_payout_create', fine);
    assert.ok(outcome.ok && outcome.value.kind === 'create_payout');
    assert.equal(outcome.value.fields['beneficiary.accountType'], 'MSISDN');
    assert.equal(outcome.value.channel.code, 'TH_PROMPTPAY_PAYOUT');
  });

  test('go to a bank account in Malaysia unless they say otherwise', () => {
    const typeOf = (accountType: string | null) => {
      const outcome = outcomeOf('my_payout_create', { accountType });
      assert.ok(outcome.ok && outcome.value.kind === 'create_payout');
      return outcome.value.fields['beneficiary.accountType'];
    };
    assert.equal(typeOf(null), 'BANK_ACCOUNT');
    assert.equal(typeOf('MOBILE_NUMBER'), 'MOBILE_NUMBER');
  });

  test('carry their second name, and are of v2 where the shared path is given a country', () => {
    const outcome = outcomeOf('payout_create', {});
    assert.ok(outcome.ok && outcome.value.kind === 'create_payout');
    assert.equal(outcome.value.idempotencyKey, 'idem20250106D0001');
    assert.equal(outcome.value.metadata.version, 'v2');
    const short = outcomeOf('payout_create', { countryCode: null });
    assert.ok(short.ok && short.value.kind === 'create_payout');
    assert.equal(short.value.metadata.version, 'v1');
    assert.equal(
      answerTo('payout_create', { countryCode: null }, { settings: {} }),
      '21002 countryCode',
    );
  });
});

describe('v2', () => {
  test('needs what the type of the channel needs', () => {
    for (const name of ['customerName', 'email', 'mobile', 'terminalType', 'redirectUrl']) {
      assert.equal(answerTo('payment_create', { [name]: null }), `21002 ${name}`);
    }
    const qr = { channelType: 'QR', channelCode: 'PH_QRPH_DYNAMIC', redirectUrl: null };
    assert.equal(answerTo('payment_create', qr), 'ok');
    assert.equal(answerTo('payment_create', { channelType: 'QR' }), '21002 channelType');
    assert.equal(answerTo('payment_create', { terminalType: 'TV' }), '21002 terminalType');
    assert.equal(answerTo('payment_create', { currency: 'THB' }), '21002 currency');
    const debit = { channelType: 'DIRECT_DEBIT', channelCode: 'PH_GCASH_DIRECT_DEBIT' };
    const bare = { customerName: null, email: null, mobile: null, terminalType: null };
    assert.equal(answerTo('payment_create', { ...debit, ...bare }), '21002 payToken');
    const token = { payToken: 'TK1A02D5D3B77801C8' };
    assert.equal(answerTo('payment_create', { ...debit, ...bare, ...token }), 'ok');
    assert.equal(answerTo('payment_create', { ...debit, payToken: 'TKx' }), '21024 null');
  });

  test('has the WeChat fields in an object', () => {
    const wechatpay = { wpOpenid: 'o1', wpAppid: 'wx0123456789abcdef' };
    const asked = {
      ...{ countryCode: 'TH', currency: 'THB', channelCode: 'TH_WECHAT_JS_URL' },
      ...{ channelType: 'EWALLET', mobile: '0812345678' },
    };
    const outcome = outcomeOf('payment_create', { ...asked, wechatpay });
    assert.ok(outcome.ok && outcome.value.kind === 'create_payin');
    assert.equal(outcome.value.fields['payer.userId'], 'o1');
    assert.equal(outcome.value.fields['payer.appId'], 'wx0123456789abcdef');
    const lacking = { ...asked, wechatpay: { wpAppid: 'wx1' } };
    assert.equal(answerTo('payment_create', lacking), '21002 wpOpenid');
  });

  test('checkouts narrow the choice by codes and types, and are settled in their currency', () => {
    const channelsOf = (channelTypeList: unknown, channelCodeList: unknown) => {
      const outcome = outcomeOf('checkout_create', { channelTypeList, channelCodeList });
      if (!outcome.ok) return outcome.refusal.field;
      return outcome.value.kind === 'create_checkout' ? outcome.value.channels : null;
    };
    assert.equal(channelsOf(null, null), null);
    assert.equal(channelsOf([], []), null);
    assert.deepEqual(channelsOf(null, ['GCASH_URL']), ['PH_GCASH_URL']);
    assert.deepEqual(channelsOf(['QR'], ['PH_GCASH_URL', 'PH_GCASH_QR']), ['PH_GCASH_QR']);
    assert.equal(channelsOf(['PAYLATER'], null), 'channelTypeList');
    assert.equal(channelsOf(null, ['ID_BCA_VA']), 'channelCodeList');
    const settled = { settlementCurrency: 'USD' };
    assert.equal(answerTo('checkout_create', settled), '21002 settlementCurrency');
    assert.equal(answerTo('checkout_create', { language: 'FR' }), '21002 language');
    assert.equal(answerTo('checkout_create', { expireSeconds: 29 }), '21002 expireSeconds');
    const russia = { countryCode: 'RU', currency: 'RUB', settlementCurrency: 'RUB' };
    assert.equal(answerTo('checkout_create', russia), '21017 countryCode');
  });

  test('permissions need the system of a phone', () => {
    assert.equal(answerTo('mandate_apply', { osType: null }), '21002 osType');
    assert.equal(answerTo('mandate_apply', { osType: null, terminalType: 'WEB' }), 'ok');
    assert.equal(answerTo('mandate_apply', { osType: 'BEOS' }), '21002 osType');
  });
});

describe('queries', () => {
  test('take either id, the merchant’s first, and miss them by name', () => {
    const keyOf = (changes: Fields) => {
      const outcome = outcomeOf('ph_payment_query', changes);
      return outcome.ok && outcome.value.kind === 'query_order'
        ? outcome.value.key.kind
        : 'refused';
    };
    const transactionId = 'C1874300000000000456';
    assert.equal(keyOf({ transactionId }), 'merchantRef');
    assert.equal(keyOf({ mchOrderId: null, transactionId }), 'id');
    assert.equal(answerTo('ph_payment_query', { mchOrderId: null }), '21002 mchOrderId');
    const foreign = { mchOrderId: null, transactionId: 'D1874300000000000456' };
    assert.equal(answerTo('ph_payment_query', foreign), '21006 null');
  });

  test('of one thing take no field that says they were signed for another', () => {
    for (const [operation, field] of [
      ['balance', 'mchOrderId'],
      ['ph_payment_query', 'amount'],
      ['payment_close', 'channelCode'],
      ['ph_code_cancel', 'customerName'],
      ['ph_payout_create', 'originalTransactionId'],
    ] as const) {
      assert.equal(answerTo(operation, { [field]: '1' }), `21002 ${field}`, operation);
    }
  });
});
