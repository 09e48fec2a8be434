import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../domain/channel.ts';
import { payinFee, termsAt } from '../domain/fee.ts';
import { isAsset, scaleOf } from '../domain/money.ts';
import { NO_REFUNDS, PART_REFUNDS } from '../domain/refund.ts';
import { isKnownCheck } from '../fields/check-field.ts';
import { checkFields } from '../fields/check-fields.ts';
import { CHANNELS, DEFAULT_ROUTES, DEFAULT_TERMS } from './catalogue.ts';

function duplicates(keys: readonly string[]): readonly string[] {
  return keys.filter((key, i) => keys.indexOf(key) !== i);
}

function codesWhere(isWrong: (channel: Channel) => boolean): readonly string[] {
  return CHANNELS.filter(isWrong).map((channel) => channel.code);
}

function collectChannel(payCode: string, kind: Channel['kind']): Channel {
  const found = CHANNELS.find((c) => c.aliases.collect === payCode && c.kind === kind);
  assert.ok(found, `no ${kind} channel ${payCode}`);
  return found;
}

test('a channel code names one channel', () => {
  assert.deepEqual(duplicates(CHANNELS.map((channel) => channel.code)), []);
});

test('a dialect finds at most one channel of a kind by its own code', () => {
  const keys = CHANNELS.flatMap((channel) =>
    Object.entries(channel.aliases).map(([dialect, alias]) =>
      [dialect, alias, channel.kind].join(' '),
    ),
  );
  assert.deepEqual(duplicates(keys), []);
  assert.deepEqual(
    codesWhere((channel) => Object.keys(channel.aliases).length === 0),
    [],
  );
});

test('a collect pay code has 3 to 5 digits', () => {
  assert.deepEqual(
    codesWhere(({ aliases }) => 'collect' in aliases && !/^[1-9]\d{2,4}$/.test(aliases.collect)),
    [],
  );
});

test('every asset is well formed and every country is a two-letter code', () => {
  assert.deepEqual(
    codesWhere((channel) => !isAsset(channel.asset) || !/^[A-Z]{2}$/.test(channel.country)),
    [],
  );
});

test('every check that a channel names is known', () => {
  const unknown = CHANNELS.flatMap((channel) =>
    channel.fields
      .filter((rule) => !isKnownCheck(rule.check))
      .map((rule) => `${channel.code} ${rule.check}`),
  );
  assert.deepEqual(unknown, []);
});

test('a channel names a field once', () => {
  assert.deepEqual(
    codesWhere((channel) => duplicates(channel.fields.map((rule) => rule.name)).length > 0),
    [],
  );
});

test('limits are positive and in order', () => {
  assert.deepEqual(
    codesWhere(({ limits }) => limits.minMinor <= 0n || limits.minMinor > limits.maxMinor),
    [],
  );
});

test('an account or virtual account has a bank, and a TEST prefix shorter than the number', () => {
  const isNumber = ({ kind, method }: Channel) =>
    kind === 'payin' && (method === 'va' || method === 'bank_transfer');
  const wrong = CHANNELS.filter(isNumber).flatMap(({ code, codeData }) => {
    const { bank, vaPrefix, vaLength } = codeData ?? {};
    const whole = bank && vaLength && vaPrefix && /^99\d*$/.test(vaPrefix);
    return whole && vaPrefix.length + 8 <= vaLength && vaLength <= 23 ? [] : [code];
  });
  assert.deepEqual(wrong, []);
});

test('decimals are refused only where the asset has none', () => {
  assert.deepEqual(
    codesWhere((channel) => !channel.decimalsAllowed && scaleOf(channel.asset) !== 0),
    [],
  );
});

test('payins that are no reusable code expire, and so do verifications', () => {
  assert.deepEqual(
    codesWhere(({ kind, abilities, expiryMinutes }) => {
      const expires = kind === 'verification' || (kind === 'payin' && !abilities.static);
      return expires ? !Number.isInteger(expiryMinutes) || expiryMinutes <= 0 : expiryMinutes !== 0;
    }),
    [],
  );
});

test('payout channels and only they have the payout method, a name and an account', () => {
  assert.deepEqual(
    codesWhere(({ kind, method }) => (kind === 'payout') !== (method === 'payout')),
    [],
  );
  assert.deepEqual(
    codesWhere(
      ({ kind, fields }) =>
        kind === 'payout' && !fields.some((f) => f.name === 'beneficiary.account' && f.required),
    ),
    [],
  );
});

test('every channel has one row of general terms and one open route, and nothing else has', () => {
  const codes = CHANNELS.map((channel) => channel.code);
  assert.deepEqual(
    DEFAULT_TERMS.map((row) => row.channelCode),
    codes,
  );
  const open = DEFAULT_ROUTES.filter((route) => route.enabled);
  assert.deepEqual(
    open.map((route) => route.channelCode),
    codes,
  );
  assert.ok(open.every((r) => r.connector === 'simulator' && r.account === 'main'));
});

test('a closed route leads to the provider that a channel is of, before the simulator', () => {
  const closed = DEFAULT_ROUTES.filter((route) => !route.enabled);
  const recharge = CHANNELS.filter((channel) => 'recharge' in channel.aliases);
  assert.deepEqual(
    closed.map((route) => route.channelCode),
    recharge.map((channel) => channel.code),
  );
  for (const { channelCode, connector, priority } of closed) {
    assert.equal(connector, channelCode.split('_')[0]?.toLowerCase());
    const open = DEFAULT_ROUTES.find((r) => r.enabled && r.channelCode === channelCode);
    assert.ok(open !== undefined && open.priority > priority);
  }
});

test('a channel of the recharge API is named by provider, country and currency', () => {
  const wrong = codesWhere(({ aliases, country, asset }) => {
    if (!('recharge' in aliases)) return false;
    const place = country === 'ZZ' ? '' : `:${country}`;
    const rest = `${place}:${asset.split('/')[0]}`;
    return !['payermax', 'airwallex'].some((payType) => aliases.recharge === payType + rest);
  });
  assert.deepEqual(wrong, []);
});

test('the recharge API takes orders in the currency of each of its 22 countries', () => {
  const byAlias = new Set(CHANNELS.map((channel) => channel.aliases.recharge));
  const ofCountries = CHANNELS.filter(
    ({ aliases, country }) => 'recharge' in aliases && country !== 'ZZ',
  );
  assert.equal(ofCountries.length, 22);
  for (const { asset } of ofCountries) assert.ok(byAlias.has(`payermax:${asset.split('/')[0]}`));
});

test('currencies have the decimals that the providers print', () => {
  const scales = new Map(CHANNELS.map(({ asset }) => [asset.slice(0, 3), scaleOf(asset)]));
  const without = ['IDR', 'KRW', 'CLP', 'COP', 'JPY'];
  const three = ['BHD', 'KWD', 'JOD', 'OMR'];
  for (const [currency, scale] of scales) {
    const expected = without.includes(currency) ? 0 : three.includes(currency) ? 3 : 2;
    assert.equal(scale, expected, currency);
  }
});

test('the test channel collects and pays 1.00 to 50,000,000.00 for 1 %, available at once', () => {
  for (const kind of ['payin', 'payout'] as const) {
    const channel = collectChannel('101', kind);
    assert.equal(channel.asset, 'PHP/2');
    assert.deepEqual(channel.limits, { minMinor: 100n, maxMinor: 5_000_000_000n });
    const terms = termsAt(DEFAULT_TERMS, 1n, channel.code, new Date('2026-01-01T00:00:00Z'));
    assert.equal(terms?.settle, 0);
    assert.equal(payinFee(terms!.fee, 10_000n), 100n);
  }
});

test('Brazil asks for what the seed requires', () => {
  const required = (channel: Channel): readonly string[] =>
    channel.fields.filter((rule) => rule.required).map((rule) => rule.name);
  assert.deepEqual(required(collectChannel('12001', 'payin')), [
    'payer.taxId',
    'payer.name',
    'payer.phone',
    'payer.email',
  ]);
  assert.deepEqual(required(collectChannel('12002', 'payout')), [
    'beneficiary.accountType',
    'beneficiary.account',
    'beneficiary.name',
    'beneficiary.phone',
    'beneficiary.email',
  ]);
});

test('Indonesian amounts are whole rupiah', () => {
  const wrong = codesWhere(
    ({ country, asset, decimalsAllowed }) =>
      country === 'ID' && (asset !== 'IDR/0' || decimalsAllowed),
  );
  assert.deepEqual(wrong, []);
});

/** The specification's samples, as the open API's create calls would carry them. */
const OPEN_API_SAMPLES = [
  {
    alias: 'PH_EWALLET',
    fields: {
      'beneficiary.bankCode': 'GCASH',
      'beneficiary.account': '09171234567',
      'beneficiary.name': 'Juan Reyes Cruz',
      description: 'salary',
    },
  },
  {
    alias: 'ID_BANK',
    fields: {
      'beneficiary.bankCode': 'CIMB',
      'beneficiary.account': '1095944800',
      'beneficiary.name': 'Budi Santoso',
      'beneficiary.phone': '081234567890',
    },
  },
  {
    alias: 'MY_BANK',
    fields: {
      'beneficiary.bankCode': 'MBB',
      'beneficiary.account': '512345678901',
      'beneficiary.accountType': 'BANK_ACCOUNT',
      'beneficiary.name': 'Aisyah Rahman',
    },
  },
  {
    alias: 'TH_BANK',
    fields: {
      'beneficiary.bankCode': 'KBANK',
      'beneficiary.account': '0123456789',
      'beneficiary.accountType': 'INDIVIDUAL',
      'beneficiary.taxId': '1100200300401',
      'beneficiary.name': 'Somchai Jaidee',
      'beneficiary.phone': '0812345678',
    },
  },
  {
    alias: 'PH_GCASH_URL',
    fields: {
      'payer.name': 'Maria Santos',
      'payer.email': 'maria@example.com',
      'payer.phone': '09171234567',
      description: 'order 88',
    },
  },
  {
    alias: 'TH_WECHAT_JS_URL',
    fields: {
      'payer.name': 'Somchai Jaidee',
      'payer.email': 'somchai@example.com',
      'payer.phone': '0812345678',
      'payer.userId': 'oExample1234567890',
    },
  },
  {
    alias: 'RU_SBP_URL',
    fields: {
      'payer.name': 'Ivan Petrov',
      'payer.email': 'ivan@example.com',
      'payer.phone': '79161234567',
    },
  },
] as const;

for (const { alias, fields } of OPEN_API_SAMPLES) {
  test(`the printed sample for ${alias} of the open API is accepted, and every part is kept`, () => {
    const channel = CHANNELS.find((c) => c.aliases['open-api'] === alias);
    assert.ok(channel);
    const checked = checkFields(channel, fields);
    assert.ok(checked.ok, 'refused');
    assert.deepEqual(Object.keys(checked.fields).sort(), Object.keys(fields).sort());
  });
}

test('a payment channel of the open API is known by its own code', () => {
  assert.deepEqual(
    codesWhere((c) => c.kind === 'payin' && (c.aliases['open-api'] ?? c.code) !== c.code),
    [],
  );
});

test('what can be voided is a card, whose money is not settled at once', () => {
  const voided = CHANNELS.filter(({ abilities }) => abilities.void);
  assert.ok(voided.length > 0);
  for (const { code, method } of voided) {
    const [agreed] = DEFAULT_TERMS.filter(({ channelCode }) => channelCode === code);
    assert.equal(method, 'card', code);
    assert.ok(agreed !== undefined && agreed.settle !== 0, code);
  }
});

test('refunds and voids of the open API are those of its list', () => {
  const open = CHANNELS.filter(({ aliases, kind }) => 'open-api' in aliases && kind === 'payin');
  const rulesOf = (part: string) => open.filter(({ code }) => code.includes(part));
  for (const { code, abilities } of rulesOf('TRUEMONEY')) {
    assert.deepEqual(abilities.refund, { ...PART_REFUNDS, partialSameDay: false }, code);
  }
  for (const { code, abilities } of rulesOf('WECHAT')) {
    assert.deepEqual(abilities.refund, { ...PART_REFUNDS, feeBackOnFull: true }, code);
  }
  assert.deepEqual([rulesOf('TRUEMONEY').length, rulesOf('WECHAT').length], [2, 3]);
  const isStill = ({ method, abilities }: Channel) => method === 'va' || abilities.static;
  for (const { code, abilities } of open.filter(isStill)) {
    assert.deepEqual(abilities.refund, NO_REFUNDS, code);
  }
  const voided = open.filter(({ abilities }) => abilities.void).map(({ code }) => code);
  assert.deepEqual(voided.sort(), ['PH_MASTER_CARD_URL', 'PH_VISA_CARD_URL', 'RU_CARD_URL']);
});
