import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import type { App } from '../../domain/merchant.ts';
import type { CreatePayin } from '../../domain/request.ts';
import { orderNoOf } from './codec.ts';
import { recharge } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { newPair, SAMPLE_APP, SAMPLE_VIEW, sampleKey, sampleOrder } from './fixtures/sample.ts';
import {
  AIRWALLEX_FIELDS,
  bytesOf,
  CREATE_FIELDS,
  jsonOf,
  PRODUCTS,
  rawOf,
  signText,
} from './fixtures/speak.ts';

const CREATE = 'recharge_create';

function ask(fields: object, app: App = SAMPLE_APP) {
  return receive(recharge, jsonOf(CREATE, fields), CREATE, { ...harness, app });
}

function created(fields: object, app?: App): CreatePayin {
  const outcome = ask(fields, app);
  assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
  assert.equal(outcome.value.kind, 'create_payin');
  return outcome.value as CreatePayin;
}

function refusalOf(fields: object, app?: App) {
  const outcome = ask(fields, app);
  assert.ok(!outcome.ok);
  return [outcome.refusal.code, outcome.refusal.field];
}

describe('an order', () => {
  test('becomes a payin, named by what was signed, answered with the first when repeated', () => {
    const { digest, merchantRef, ...value } = created({
      ...CREATE_FIELDS,
      country: 'SGP',
      language: 'en',
      userId: 123456,
      productId: 'p-1',
    });
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.equal(merchantRef, digest);
    assert.deepEqual(value, {
      kind: 'create_payin',
      channel: SAMPLE_VIEW.channel('payermax:SGD', 'payin'),
      scope: 'recharge',
      amountMinor: 1_000n,
      metadata: { payType: 'payermax', productId: 'p-1' },
      notifyUrl: null,
      returnUrl: 'https://shop.example/return',
      onRepeat: 'return_first',
      wait: 'instructions',
      fields: {
        description: 'test',
        'payer.country': 'SG',
        'payer.language': 'en',
        'payer.userId': '123456',
      },
      expiryMinutes: null,
    });
  });

  test('is the same one in every spelling of the same values, and another with any other value', () => {
    const { digest } = created(CREATE_FIELDS);
    const reversed = Object.fromEntries(Object.entries(CREATE_FIELDS).toReversed());
    assert.equal(created(reversed).digest, digest);
    const pretty = JSON.stringify(CREATE_FIELDS, null, 2).replaceAll('/', '\\/');
    const outcome = receive(recharge, bytesOf(CREATE, pretty), CREATE, harness);
    assert.ok(outcome.ok && (outcome.value as CreatePayin).digest === digest);
    for (const other of [
      { timestamp: '2026-11-20T09:00:00.001Z' },
      { money: '10.0' },
      { mchId: '10002' },
      { unknown: 1 },
    ]) {
      assert.notEqual(created({ ...CREATE_FIELDS, ...other }).digest, digest);
    }
  });

  test('keeps lists and metadata as compact JSON, sorted', () => {
    const metadata = { openid: 'o', merchant: 'm', channel_name: 'c' };
    const { metadata: kept } = created({ ...AIRWALLEX_FIELDS, paymentMethods: ['card'], metadata });
    assert.deepEqual(kept, {
      payType: 'airwallex',
      products:
        '[{"code":"c1","desc":"100 coins","name":"coins","quantity":1,"type":1,"unit_price":"10.00"}]',
      paymentMethods: '["card"]',
      metadata: '{"channel_name":"c","merchant":"m","openid":"o"}',
    });
  });
});

describe('the channel', () => {
  const CHOICES = [
    [{ payType: 'Payermax' }, 'PAYERMAX_SGD'],
    [{ payType: 'PAYERMAX', country: 'ID' }, 'PAYERMAX_SGD'],
    [{ currency: 'IDR' }, 'PAYERMAX_IDR'],
    [{ currency: 'IDR', country: 'ID' }, 'PAYERMAX_ID'],
    [{ currency: 'IDR', country: 'IDN' }, 'PAYERMAX_ID'],
    [{ currency: 'IDR', country: 'SG' }, 'PAYERMAX_IDR'],
    [
      { payType: 'airwallex', currency: 'USD', products: PRODUCTS, country: 'DEU' },
      'AIRWALLEX_USD',
    ],
  ] as const;
  for (const [more, code] of CHOICES) {
    test(`for ${JSON.stringify(more).slice(0, 60)} is ${code}`, () => {
      assert.equal(created({ ...CREATE_FIELDS, ...more }).channel.code, code);
    });
  }

  const NONE = [
    { payType: 'paypal' },
    { payType: 'payermax:ID', currency: 'IDR' },
    { currency: 'THB' },
    { currency: 'EUR' },
    { payType: 'airwallex', products: PRODUCTS },
  ];
  for (const more of NONE) {
    test(`for ${JSON.stringify(more).slice(0, 60)} is none`, () => {
      assert.deepEqual(refusalOf({ ...CREATE_FIELDS, ...more }), [
        'channel_unavailable',
        'payType',
      ]);
    });
  }
});

describe('money', () => {
  const READ = [
    ['SGD', '10.00', 1_000n],
    ['SGD', '10', 1_000n],
    ['SGD', '0.01', 1n],
    ['SGD', '99999999.99', 9_999_999_999n],
    ['IDR', '15000.00', 15_000n],
    ['KWD', '10.25', 10_250n],
  ] as const;
  for (const [currency, money, minor] of READ) {
    test(`${money} ${currency} is ${minor}, as text or as a number`, () => {
      assert.equal(created({ ...CREATE_FIELDS, currency, money }).amountMinor, minor);
      const body = JSON.stringify({ ...CREATE_FIELDS, currency, money: 0 });
      const raw = bytesOf(CREATE, body.replace('"money":0', `"money":${money}`));
      const outcome = receive(recharge, raw, CREATE, harness);
      assert.ok(outcome.ok && (outcome.value as CreatePayin).amountMinor === minor);
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
    '00',
  ]
    .concat(['01', ' 1', '1 ', 'true', 'NaN', 'Infinity', '１', '100000000', '100000000.0'])
    .map((money) => ['SGD', money] as const);
  for (const [currency, money] of [...REFUSED, ['IDR', '10.50'], ['KWD', '1.005']] as const) {
    test(`${JSON.stringify(money)} ${currency} is refused`, () => {
      const fields = { ...CREATE_FIELDS, currency, money };
      assert.deepEqual(refusalOf(fields), ['amount_invalid', 'money']);
    });
  }
});

describe('what is refused, naming the field', () => {
  const product = (change: object) => ({
    payType: 'airwallex',
    currency: 'USD',
    products: [PRODUCTS[0], { ...PRODUCTS[0], ...change }],
  });
  const metadata = { openid: 'o', merchant: 'm', channel_name: 'c' };
  const CASES: readonly (readonly [object, string, string?])[] = [
    ...Object.keys(CREATE_FIELDS).flatMap((name) => [
      [{ [name]: undefined }, name, 'missing_field'] as const,
      [{ [name]: null }, name, 'missing_field'] as const,
      [{ [name]: ' ' }, name, 'missing_field'] as const,
      [{ [name]: true }, name] as const,
      [{ [name]: { a: 1 } }, name] as const,
      [{ [name]: ['a'] }, name] as const,
    ]),
    [{ payType: 7 }, 'payType'],
    [{ payType: 'p'.repeat(31) }, 'payType'],
    [{ mchId: -1 }, 'mchId'],
    [{ mchId: 1.5 }, 'mchId'],
    [{ mchId: '010002' }, 'mchId'],
    [{ mchId: 'M10002' }, 'mchId'],
    [{ mchId: '1'.repeat(20) }, 'mchId'],
    [{ good: 'g'.repeat(101) }, 'good'],
    [{ good: 'a\nb' }, 'good'],
    [{ good: 5 }, 'good'],
    [{ currency: 'sgd' }, 'currency'],
    [{ currency: 'SG' }, 'currency'],
    [{ currency: 'SGDX' }, 'currency'],
    [{ money: '1'.repeat(12) }, 'money'],
    [{ returnUrl: 'shop.example/return' }, 'returnUrl'],
    [{ returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
    [{ returnUrl: 'https://[1' }, 'returnUrl'],
    [{ returnUrl: 'https://a.example/ b' }, 'returnUrl'],
    [{ returnUrl: 'https://a:b@c.example/' }, 'returnUrl'],
    [{ returnUrl: `https://a.example/${'x'.repeat(240)}` }, 'returnUrl'],
    [{ timestamp: '2026-11-20' }, 'timestamp'],
    [{ timestamp: 1_795_167_000 }, 'timestamp'],
    [{ country: 'sg' }, 'country'],
    [{ country: 'ZZ' }, 'country'],
    [{ country: 'ABCD' }, 'country'],
    [{ userId: 1.5 }, 'userId'],
    [{ userId: 'u'.repeat(65) }, 'userId'],
    [{ userId: {} }, 'userId'],
    [{ language: 'l'.repeat(9) }, 'language'],
    [{ productId: 'p'.repeat(65) }, 'productId'],
    [{ productId: -1 }, 'productId'],
    [{ orderNo: '443' }, 'orderNo'],
    [{ products: 'x' }, 'products'],
    [{ products: Array.from({ length: 101 }, () => ({})) }, 'products'],
    [{ products: [1] }, 'products[0]'],
    [{ payType: 'airwallex', currency: 'USD' }, 'products', 'missing_field'],
    [{ payType: 'airwallex', currency: 'USD', products: [] }, 'products', 'missing_field'],
    [product({ code: 'c'.repeat(65) }), 'products[1].code'],
    [product({ desc: 'd'.repeat(101) }), 'products[1].desc'],
    [product({ name: 9 }), 'products[1].name'],
    [product({ quantity: 1.5 }), 'products[1].quantity'],
    [product({ quantity: '-1' }), 'products[1].quantity'],
    [product({ unit_price: '1.001' }), 'products[1].unit_price'],
    [product({ unit_price: '100000000' }), 'products[1].unit_price'],
    [product({ type: 1.5 }), 'products[1].type'],
    [product({ type: true }), 'products[1].type'],
    [{ paymentMethods: 'card' }, 'paymentMethods'],
    [{ paymentMethods: [1] }, 'paymentMethods'],
    [{ paymentMethods: ['a b'] }, 'paymentMethods'],
    [{ metadata: [] }, 'metadata'],
    [{ metadata: { ...metadata, openid: '' } }, 'metadata.openid', 'missing_field'],
    [{ metadata: { openid: 'o' } }, 'metadata.channel_name', 'missing_field'],
    [{ metadata: { ...metadata, merchant: 'm'.repeat(129) } }, 'metadata.merchant'],
    [{ metadata: { ...metadata, merchant: 1 } }, 'metadata.merchant'],
  ];
  for (const [more, field, code = 'invalid_field'] of CASES) {
    test(`${JSON.stringify(more).slice(0, 70)}: ${code}, ${field}`, () => {
      assert.deepEqual(refusalOf({ ...CREATE_FIELDS, ...more }), [code, field]);
    });
  }

  test('nothing of what is optional and blank, nor of what is unknown', () => {
    const blanks = { country: '', userId: null, language: ' ', productId: '', metadata: {} };
    assert.ok(ask({ ...CREATE_FIELDS, ...blanks, unknown: { a: [1] }, products: null }).ok);
  });

  test('a payermax order without productId only where the app says so', () => {
    const app = { ...SAMPLE_APP, settings: { requireProductId: 'yes' } };
    assert.deepEqual(refusalOf(CREATE_FIELDS, app), ['missing_field', 'productId']);
    assert.ok(ask({ ...CREATE_FIELDS, productId: 7 }, app).ok);
    assert.ok(ask(AIRWALLEX_FIELDS, app).ok);
  });
});

const pair = await newPair();

describe('the freshness window', () => {
  const keys = [sampleKey('own', 'request', pair.publicKey)];
  const sentMs = Date.parse(CREATE_FIELDS.timestamp);

  function after(ms: number, changes: Partial<App>) {
    const body = JSON.stringify(CREATE_FIELDS);
    const raw = rawOf(CREATE, body, signText(body, pair.privateKey));
    const app = { ...SAMPLE_APP, ...changes };
    const outcome = receive(recharge, raw, CREATE, {
      app,
      keys,
      view: SAMPLE_VIEW,
      nowMs: sentMs + ms,
    });
    return outcome.ok ? 'ok' : `${outcome.refusal.code} ${outcome.refusal.field}`;
  }

  const STALE = 'bad_timestamp timestamp';
  const live = { mode: 'live', settings: {} } as const;
  const CASES: readonly (readonly [string, Partial<App>, number, string])[] = [
    ['is five minutes in live mode', live, 300_000, 'ok'],
    ['is five minutes ahead too', live, -300_000, 'ok'],
    ['ends after that', live, 300_001, STALE],
    ['ends before that', live, -300_001, STALE],
    ['is five minutes in test mode', { settings: {} }, 300_000, 'ok'],
    ['ends after that in test mode', { settings: {} }, 300_001, STALE],
    ['may be set in test mode', { settings: { timestampWindowSeconds: '60' } }, 60_001, STALE],
    ['may be set wider', { ...live, settings: { timestampWindowSeconds: '600' } }, 600_000, 'ok'],
    ['may be off', { ...live, settings: { timestampWindowSeconds: 'off' } }, 9e11, 'ok'],
    ['is not opened by a slip', { ...live, settings: { timestampWindowSeconds: '' } }, 9e11, STALE],
    ['is not opened by zero', { ...live, settings: { timestampWindowSeconds: '0' } }, 9e11, STALE],
  ];
  for (const [title, changes, ms, result] of CASES) {
    test(title, () => assert.equal(after(ms, changes), result));
  }

  test('is not spoken of to whoever cannot sign', () => {
    const raw = rawOf(CREATE, JSON.stringify(CREATE_FIELDS), 'x');
    const app = { ...SAMPLE_APP, mode: 'live' as const };
    const outcome = receive(recharge, raw, CREATE, {
      app,
      keys,
      view: SAMPLE_VIEW,
      nowMs: sentMs + 9e9,
    });
    assert.ok(!outcome.ok && outcome.refusal.code === 'bad_signature');
  });
});

describe('a question', () => {
  const { id } = sampleOrder();
  const QUESTION = { mchId: 10002, orderNo: orderNoOf(id), timestamp: CREATE_FIELDS.timestamp };
  const about = (fields: object) => {
    return receive(recharge, jsonOf('recharge_info', fields), 'recharge_info', harness);
  };

  test('names the order by our own id, and payins only', () => {
    const outcome = about(QUESTION);
    assert.deepEqual(outcome.ok && outcome.value, {
      kind: 'query_order',
      key: { kind: 'id', id },
      kinds: ['payin'],
    });
  });

  test('about a number that we never made is about no order', () => {
    const outcome = about({ ...QUESTION, orderNo: `${QUESTION.orderNo.slice(0, -1)}x` });
    assert.ok(!outcome.ok);
    assert.deepEqual([outcome.refusal.code, outcome.refusal.field], ['not_found', 'orderNo']);
  });

  test('is no order, and an order no question', () => {
    const one = about({ ...QUESTION, money: '1.00' });
    assert.ok(!one.ok && one.refusal.field === 'money');
    const other = about(CREATE_FIELDS);
    assert.ok(!other.ok && other.refusal.code === 'missing_field');
  });
});
