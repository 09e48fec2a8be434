import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import type { App } from '../../domain/merchant.ts';
import type { MerchantRequest } from '../../domain/request.ts';
import { collect } from './dialect.ts';
import { SAMPLE_APP, SAMPLE_KEYS, SAMPLE_VIEW } from './fixtures/sample.ts';
import {
  BALANCE_FIELDS,
  COLLECT_FIELDS,
  jsonOf,
  PAY_FIELDS,
  QUERY_FIELDS,
} from './fixtures/speak.ts';
import type { OperationName } from './operations.ts';

function ask(
  operation: OperationName,
  fields: Readonly<Record<string, string>>,
  app: App = SAMPLE_APP,
) {
  const platform = { app, keys: SAMPLE_KEYS, view: SAMPLE_VIEW, nowMs: 0 };
  return receive(collect, jsonOf(operation, fields), operation, platform);
}

function created(operation: 'collect_create' | 'pay_create', fields: Record<string, string>) {
  const outcome = ask(operation, fields);
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
  const { value } = outcome;
  assert.ok(value.kind === 'create_payin' || value.kind === 'create_payout');
  return value;
}

function refusalOf(operation: OperationName, fields: Readonly<Record<string, string>>) {
  const outcome = ask(operation, fields);
  assert.ok(!outcome.ok);
  return [outcome.refusal.code, outcome.refusal.field];
}

describe('a collection order', () => {
  test('becomes a payin in the one name space, refused when repeated, without waiting', () => {
    const outcome = ask('collect_create', {
      ...COLLECT_FIELDS,
      callbackUrl: 'https://shop.example/return',
      customName: 'Asha Rao',
    });
    assert.ok(outcome.ok);
    const { digest, ...value } = outcome.value as Extract<
      MerchantRequest,
      { kind: 'create_payin' }
    >;
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(value, {
      kind: 'create_payin',
      channel: SAMPLE_VIEW.channel('101', 'payin'),
      scope: 'order',
      merchantRef: 'ORD202400001',
      amountMinor: 10_000n,
      metadata: { keyId: 'request-1' },
      notifyUrl: 'https://shop.example/notify',
      returnUrl: 'https://shop.example/return',
      onRepeat: 'refuse',
      wait: 'none',
      fields: { 'payer.name': 'Asha Rao' },
      expiryMinutes: null,
    });
  });

  test('has a digest of what was asked, whatever blanks and unknown fields are sent along', () => {
    const { digest } = created('collect_create', COLLECT_FIELDS);
    const same = created('collect_create', { ...COLLECT_FIELDS, remark: '', version: '2' });
    const other = created('collect_create', { ...COLLECT_FIELDS, remark: 'x' });
    assert.equal(same.digest, digest);
    assert.notEqual(other.digest, digest);
  });

  test('without callbackUrl returns nowhere', () => {
    const value = created('collect_create', { ...COLLECT_FIELDS, callbackUrl: '' });
    assert.equal(value.kind === 'create_payin' && value.returnUrl, null);
  });
});

describe('remark, customName, number, email and bankAccount', () => {
  const person = { customName: 'Ana', number: '+5511987654321', email: 'ana@mail.example' };

  test('are the payer in Brazil, remark being the tax number', () => {
    const fields = { ...COLLECT_FIELDS, ...person, payCode: '12001', remark: '52998224725' };
    assert.deepEqual(created('collect_create', fields).fields, {
      'payer.taxId': '52998224725',
      'payer.name': 'Ana',
      'payer.phone': '+5511987654321',
      'payer.email': 'ana@mail.example',
    });
  });

  test('are the beneficiary in Brazil, remark being the kind of the PIX key', () => {
    const fields = { ...PAY_FIELDS, ...person, payCode: '12002', remark: 'CPF' };
    assert.deepEqual(created('pay_create', fields).fields, {
      'beneficiary.account': '50100012345678',
      'beneficiary.name': 'Ana',
      'beneficiary.accountType': 'CPF',
      'beneficiary.phone': '+5511987654321',
      'beneficiary.email': 'ana@mail.example',
    });
  });

  test('are the beneficiary in India, remark being the IFSC', () => {
    const { fields } = created('pay_create', { ...PAY_FIELDS, remark: 'HDFC0001234' });
    assert.equal(fields['beneficiary.bankCode'], 'HDFC0001234');
  });

  test('leave remark a description where the channel asks for nothing', () => {
    const { fields } = created('collect_create', { ...COLLECT_FIELDS, remark: 'order 7' });
    assert.deepEqual(fields, { description: 'order 7' });
  });
});

describe('an amount', () => {
  const READ: readonly (readonly [string, bigint])[] = [
    ['100', 10_000n],
    ['100.0', 10_000n],
    ['100.00', 10_000n],
    ['0.01', 1n],
    ['9999999999.99', 999_999_999_999n],
  ];
  for (const [amount, minor] of READ) {
    test(`of ${amount} is ${minor} paise`, () => {
      assert.equal(created('collect_create', { ...COLLECT_FIELDS, amount }).amountMinor, minor);
    });
  }

  const REFUSED = [
    '0',
    '0.00',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.001',
    '1.000',
    '1e2',
    '1,5',
    '0x10',
  ].concat([
    '00',
    '01',
    ' 1',
    '1 ',
    'true',
    'NaN',
    'Infinity',
    '１',
    '99999999999999999999',
    '1'.repeat(40),
  ]);
  for (const amount of REFUSED) {
    test(`of ${JSON.stringify(amount)} is refused`, () => {
      const fields = { ...COLLECT_FIELDS, amount };
      assert.deepEqual(refusalOf('collect_create', fields), ['amount_invalid', 'amount']);
    });
  }

  test('has no decimal point in Indonesia', () => {
    const fields = { ...PAY_FIELDS, payCode: '13002', remark: '014' };
    assert.equal(created('pay_create', { ...fields, amount: '1000' }).amountMinor, 1000n);
    for (const amount of ['1000.00', '1000.0', '1000.5']) {
      assert.deepEqual(refusalOf('pay_create', { ...fields, amount }), [
        'amount_invalid',
        'amount',
      ]);
    }
  });
});

describe('what is refused', () => {
  const CASES: readonly (readonly [
    string,
    OperationName,
    Record<string, string>,
    string,
    string,
  ])[] = [
    ['an unknown payCode', 'collect_create', { payCode: '999' }, 'channel_unavailable', 'payCode'],
    ['a payout code', 'collect_create', { payCode: '12002' }, 'channel_unavailable', 'payCode'],
    ['an orderId of 33', 'collect_create', { orderId: 'x'.repeat(33) }, 'invalid_field', 'orderId'],
    ['a blank in orderId', 'collect_create', { orderId: 'a b' }, 'invalid_field', 'orderId'],
    ['orderId not ASCII', 'collect_create', { orderId: 'é' }, 'invalid_field', 'orderId'],
    [
      'notifyUrl as ftp',
      'collect_create',
      { notifyUrl: 'ftp://a.example/' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'notifyUrl as script',
      'collect_create',
      { notifyUrl: 'javascript:alert(1)' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'notifyUrl with a password',
      'collect_create',
      { notifyUrl: 'https://user:pass@shop.example/notify' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'notifyUrl bare',
      'collect_create',
      { notifyUrl: 'shop.example/notify' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'notifyUrl broken',
      'collect_create',
      { notifyUrl: 'https://[1' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'notifyUrl with a blank',
      'collect_create',
      { notifyUrl: 'https://a.example/ b' },
      'invalid_field',
      'notifyUrl',
    ],
    [
      'callbackUrl as script',
      'collect_create',
      { callbackUrl: 'javascript:1' },
      'invalid_field',
      'callbackUrl',
    ],
    ['a line break', 'collect_create', { customName: 'a\r\nb' }, 'invalid_field', 'customName'],
    ['a long remark', 'collect_create', { remark: 'x'.repeat(257) }, 'invalid_field', 'remark'],
    ['no bankAccount', 'pay_create', { bankAccount: '' }, 'missing_field', 'bankAccount'],
    ['no customName', 'pay_create', { customName: '' }, 'missing_field', 'customName'],
    [
      'bankAccount to collect',
      'collect_create',
      { bankAccount: '1' },
      'invalid_field',
      'bankAccount',
    ],
  ];
  for (const [title, operation, more, code, field] of CASES) {
    test(`${title}: ${code}, naming ${field}`, () => {
      const fields = operation === 'pay_create' ? PAY_FIELDS : COLLECT_FIELDS;
      assert.deepEqual(refusalOf(operation, { ...fields, ...more }), [code, field]);
    });
  }

  test('is reported in the order of the error table: payCode, amount, orderId, the others', () => {
    const wrong = { payCode: '999', amount: '0', orderId: 'a b', notifyUrl: 'x' };
    const right = Object.entries(COLLECT_FIELDS).filter(([name]) => name !== 'merchant');
    const fields: Record<string, string> = { ...COLLECT_FIELDS, ...wrong };
    const reported: unknown[] = [];
    for (const [name, value] of right) {
      reported.push(refusalOf('collect_create', fields)[1]);
      fields[name] = value;
    }
    assert.deepEqual(reported, ['payCode', 'amount', 'orderId', 'notifyUrl']);
  });

  test('32 printable characters are an orderId', () => {
    const orderId = `~!${'9'.repeat(28)}/#`;
    assert.equal(created('collect_create', { ...COLLECT_FIELDS, orderId }).merchantRef, orderId);
  });
});

describe('questions', () => {
  test('about an order name both kinds, by the one name space', () => {
    const outcome = ask('order_query', QUERY_FIELDS);
    assert.deepEqual(outcome.ok && outcome.value, {
      kind: 'query_order',
      key: { kind: 'merchantRef', scope: 'order', merchantRef: 'ORD202400001' },
      kinds: ['payin', 'payout'],
    });
  });

  test("about the balance ask for the app's asset, or for all there are", () => {
    const one = ask('order_balance', BALANCE_FIELDS);
    assert.deepEqual(one.ok && one.value, { kind: 'query_balance', asset: 'INR/2' });
    const all = ask('order_balance', BALANCE_FIELDS, { ...SAMPLE_APP, settings: {} });
    assert.deepEqual(all.ok && all.value, { kind: 'query_balance', asset: null });
  });

  test('are not answered for a body that was signed to create an order', () => {
    assert.equal(refusalOf('order_query', COLLECT_FIELDS)[0], 'invalid_field');
    assert.equal(refusalOf('order_balance', PAY_FIELDS)[0], 'invalid_field');
    assert.equal(refusalOf('order_balance', QUERY_FIELDS)[0], 'invalid_field');
  });
});
