import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { receive } from '../../../tests/wire/conversation.ts';
import { pairsText } from '../../signatures/pairs/text.ts';
import { checkUnambiguous } from '../../signatures/pairs/unambiguous.ts';
import { collect } from './dialect.ts';
import { SEED_STRING, SIGNATURE_VECTORS } from './fixtures/published.ts';
import {
  SAMPLE_APP,
  SAMPLE_KEY,
  SAMPLE_KEYS,
  SAMPLE_PAYOUT_KEY,
  SAMPLE_VIEW,
  sampleKey,
} from './fixtures/sample.ts';
import {
  COLLECT_FIELDS,
  jsonOf,
  md5WithKey,
  PAY_FIELDS,
  QUERY_FIELDS,
  rawOf,
  tokensOf,
} from './fixtures/speak.ts';
import { type OperationName, operationOf } from './operations.ts';
import { DIGEST, formOf, signatureOf } from './signature.ts';

const platform = { app: SAMPLE_APP, keys: SAMPLE_KEYS, view: SAMPLE_VIEW, nowMs: 0 };

function codeOf(raw: ReturnType<typeof rawOf>, operation: OperationName, keys = SAMPLE_KEYS) {
  const outcome = receive(collect, raw, operation, { ...platform, keys });
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('the string to sign', () => {
  test('is the one that the seed prints', () => {
    assert.equal(DIGEST.seal(pairsText(SEED_STRING.fields), SEED_STRING.key), SEED_STRING.signed);
  });

  for (const { text, md5 } of SIGNATURE_VECTORS) {
    test(`gives the published ${md5}`, () => {
      const fields = text.split('&').map((pair) => {
        const [name = '', value = ''] = pair.split('=', 2);
        return { name, value };
      });
      assert.equal(pairsText(fields.toReversed()), text);
      assert.equal(signatureOf(fields, SAMPLE_KEY), md5);
    });
  }

  test('sorts capitals before small letters and leaves sign, null and blanks out', () => {
    const fields = [
      { name: 'b', value: '2' },
      { name: 'sign', value: 'x' },
      { name: 'a', value: '' },
      { name: 'c', value: null },
      { name: 'B', value: ' ' },
    ];
    assert.equal(pairsText(fields), 'B= &b=2');
    assert.equal(pairsText(fields, 'keep'), 'B= &a=&b=2');
  });
});

describe('verification', () => {
  const amounts = ['"100.00"', '100.00', '100', '"100"', '100.0'];
  for (const token of amounts) {
    test(`signs the amount ${token} as it stands on the wire`, () => {
      const text = token.replaceAll('"', '');
      const { amount: _, ...others } = COLLECT_FIELDS;
      const tokens = Object.fromEntries(
        Object.entries(others).map(([name, value]) => [name, JSON.stringify(value)]),
      );
      const string =
        `amount=${text}&merchant=M1000001&notifyUrl=https://shop.example/notify` +
        '&orderId=ORD202400001&payCode=101';
      const raw = tokensOf('collect_create', { ...tokens, amount: token }, string);
      assert.equal(codeOf(raw, 'collect_create'), 'ok');
      const reformatted = tokensOf(
        'collect_create',
        { ...tokens, amount: token },
        string.replace(/amount=[0-9.]+/, 'amount=100.000'),
      );
      assert.equal(codeOf(reformatted, 'collect_create'), 'bad_signature');
    });
  }

  test('takes a signature in capitals', () => {
    const body = JSON.parse(Buffer.from(jsonOf('order_query', QUERY_FIELDS).body).toString());
    const raw = rawOf('order_query', JSON.stringify({ ...body, sign: body.sign.toUpperCase() }));
    assert.equal(codeOf(raw, 'order_query'), 'ok');
  });

  test('takes blank fields unsigned, and signed as name=', () => {
    const fields = { ...COLLECT_FIELDS, remark: '', email: '' };
    const start =
      'merchant=M1000001&notifyUrl=https://shop.example/notify&orderId=ORD202400001&payCode=101';
    const dropped = `amount=100.00&${start}`;
    const kept = `amount=100.00&email=&${start}&remark=`;
    for (const [string, code] of [
      [dropped, 'ok'],
      [kept, 'ok'],
      [`amount=100.00&email=&${start}`, 'bad_signature'],
    ] as const) {
      const body = JSON.stringify({ ...fields, sign: md5WithKey(string) });
      assert.equal(codeOf(rawOf('collect_create', body), 'collect_create'), code);
    }
  });

  test('never signs null, and signs a value of blanks as it is', () => {
    const string =
      'amount=100.00&customName=  &merchant=M1000001&notifyUrl=https://shop.example/notify' +
      '&orderId=ORD202400001&payCode=101';
    const sign = md5WithKey(string);
    const body = JSON.stringify({ ...COLLECT_FIELDS, customName: '  ', remark: null, sign });
    assert.equal(codeOf(rawOf('collect_create', body), 'collect_create'), 'ok');
  });

  test('signs unknown fields and booleans too', () => {
    const string =
      'amount=100.00&isTest=true&merchant=M1000001&notifyUrl=https://shop.example/notify' +
      '&orderId=ORD202400001&payCode=101&version=2';
    const unsigned = { ...COLLECT_FIELDS, isTest: true, version: 2 };
    const raw = rawOf('collect_create', JSON.stringify({ ...unsigned, sign: md5WithKey(string) }));
    assert.equal(codeOf(raw, 'collect_create'), 'ok');
    const without = string.replace('&isTest=true', '').replace('&version=2', '');
    const wrong = JSON.stringify({ ...unsigned, sign: md5WithKey(without) });
    assert.equal(codeOf(rawOf('collect_create', wrong), 'collect_create'), 'bad_signature');
  });

  test('takes the payout key for payouts where there is one, and for nothing else', () => {
    const both = [...SAMPLE_KEYS, sampleKey('payout-1', 'payout', SAMPLE_PAYOUT_KEY)];
    const byRequest = jsonOf('pay_create', PAY_FIELDS);
    const byPayout = jsonOf('pay_create', PAY_FIELDS, SAMPLE_PAYOUT_KEY);
    assert.equal(codeOf(byRequest, 'pay_create'), 'ok');
    assert.equal(codeOf(byPayout, 'pay_create'), 'bad_signature');
    assert.equal(codeOf(byRequest, 'pay_create', both), 'bad_signature');
    assert.equal(codeOf(byPayout, 'pay_create', both), 'ok');
    const query = jsonOf('order_query', QUERY_FIELDS, SAMPLE_PAYOUT_KEY);
    assert.equal(codeOf(query, 'order_query', both), 'bad_signature');
  });
});

/** Pieces of a sign string: those of an honest order, and such as an attacker might mix in. */
const HONEST = [
  'amount=100',
  'callbackUrl=https://r.example/?x=1',
  'customName=Asha & Sons',
  'merchant=M1000001',
  'notifyUrl=https://s.example/n?g=x',
  'orderId=O1',
  'payCode=101',
  'remark=ok',
];
const MIXED_IN = [
  'amount=5',
  'aaa=1',
  'bonus=7',
  'callbackUrl=https://evil.example',
  'customName=',
  'currency=INR',
  'email=a@b.example',
  'merchant=M1000001',
  'notifyUrl=https://evil.example/?z=1',
  'notifyUrl=https://evil.example',
  'number=5',
  'o=2',
  'orderId=O2',
  'payCode=12001',
  'remark=',
  'remark=y',
  'sign=1',
  'key=1',
  'zz=1',
  'no field',
];

/** An honest order, its addresses with and without a query, and up to two runs of intruders. */
const pieces = fc
  .tuple(
    fc.subarray(HONEST, { minLength: 5 }),
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(8), fc.subarray(MIXED_IN.toSorted(), { maxLength: 3 })), {
      maxLength: 2,
    }),
  )
  .map(([honest, withQuery, runs]) => {
    const all = honest.map((piece) => (withQuery ? piece : piece.replace(/\?.*/, '')));
    for (const [at, run] of runs) all.splice(at, 0, ...run);
    return all;
  });

/** One string for each half of the rule; without that half it is accepted as two commands. */
const CRAFTED: readonly (readonly string[])[] = [
  // Text values: a remark that ends in a field of its own.
  ['amount=100', 'merchant=M1000001', 'notifyUrl=https://s.example/n', 'orderId=O1'].concat(
    'payCode=101',
    'remark=ok',
    'zz=1',
  ),
  // An address without a query, and an unknown field behind it.
  ['amount=100', 'merchant=M1000001', 'notifyUrl=https://s.example/n', 'o=2'].concat(
    'orderId=O1',
    'payCode=101',
  ),
  // An address with a query, and an unknown field behind it.
  ['amount=100', 'merchant=M1000001', 'notifyUrl=https://s.example/n?g=x', 'o=2'].concat(
    'orderId=O1',
    'payCode=101',
  ),
  // An address with a query, and an optional field behind it.
  ['amount=100', 'merchant=M1000001', 'notifyUrl=https://s.example/n?g=x', 'number=5'].concat(
    'orderId=O1',
    'payCode=101',
  ),
  // One address in the query of the other.
  ['amount=100', 'callbackUrl=https://r.example/?x=1', 'merchant=M1000001'].concat(
    'notifyUrl=https://evil.example/?z=1',
    'merchant=M1000001',
    'notifyUrl=https://s.example/n',
    'orderId=O1',
    'payCode=101',
  ),
];

type Reading = readonly (readonly [string, string])[];

/** Every way to read a sign string as fields with growing names: cut or not at each `&`. */
function* readings(list: readonly string[], at = 0, read: Reading = []): Generator<Reading> {
  const piece = list[at];
  if (piece === undefined) {
    yield read;
    return;
  }
  const last = read.at(-1);
  const equals = piece.indexOf('=');
  const name = piece.slice(0, equals);
  if (equals > 0 && (last === undefined || name > last[0])) {
    yield* readings(list, at + 1, [...read, [name, piece.slice(equals + 1)]]);
  }
  if (last !== undefined) {
    const longer = [last[0], `${last[1]}&${piece}`] as const;
    yield* readings(list, at + 1, [...read.slice(0, -1), longer]);
  }
}

/** The commands that the readings of one signed string are accepted as, each once. */
function commandsOf(list: readonly string[], operations: readonly OperationName[]): Set<string> {
  const sign = md5WithKey(list.join('&'));
  const commands = new Set<string>();
  for (const reading of readings(list)) {
    const body = JSON.stringify(Object.fromEntries([...reading, ['sign', sign]]));
    for (const operation of operations) {
      const outcome = receive(collect, rawOf(operation, body), operation, platform);
      if (outcome.ok) commands.add(JSON.stringify(outcome.value, bigints));
    }
  }
  return commands;
}

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

describe('unescaped values', () => {
  test('never let one signed string be accepted as two commands', () => {
    let accepted = 0;
    fc.assert(
      fc.property(pieces, (list) => {
        const commands = commandsOf(list, ['collect_create', 'pay_create', 'order_query']);
        accepted += commands.size;
        assert.ok(commands.size <= 1, [...commands].join('\n'));
      }),
      { numRuns: 1500, examples: CRAFTED.map((list) => [[...list]]) },
    );
    assert.ok(accepted > 100, `only ${accepted} strings were accepted at all`);
  });

  test('would do so without the check, which the pieces above show', () => {
    const honest = 'notifyUrl=https://s.example/n?g=x';
    const list = ['amount=100', 'merchant=M1000001', honest, 'o=2', 'orderId=O1', 'payCode=101'];
    const known = [...readings(list)].filter((reading) => {
      const names = reading.map(([name]) => name);
      return ['amount', 'merchant', 'notifyUrl', 'orderId', 'payCode'].every((name) =>
        names.includes(name),
      );
    });
    const urls = known.map((reading) => Object.fromEntries(reading).notifyUrl);
    assert.ok(urls.includes('https://s.example/n?g=x'));
    assert.ok(urls.includes('https://s.example/n?g=x&o=2'));
    assert.equal(commandsOf(list, ['collect_create']).size, 1);
  });

  const ACCEPTED: readonly Readonly<Record<string, string>>[] = [
    { notifyUrl: 'https://s.example/n?g=x&orderId=ORD202400001&amount=1&callbackUrl=2' },
    { notifyUrl: 'https://s.example/n?g=x&o=2' },
    { notifyUrl: 'https://s.example/n', o: '2' },
    { customName: 'Smith & Sons', remark: 'a=b & c' },
    { callbackUrl: 'https://r.example/?a=1&orderId=7', zz: '1' },
    { notifyUrl: 'https://s.example/n?g=x', number: '5', zz: '1' },
  ];
  for (const more of ACCEPTED) {
    test(`leave ${JSON.stringify(more)} alone`, () => {
      const fields = { ...COLLECT_FIELDS, ...more };
      assert.equal(codeOf(jsonOf('collect_create', fields), 'collect_create'), 'ok');
    });
  }

  const REFUSED: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ remark: 'x&amount=1' }, 'remark'],
    [{ remark: 'x&zz=1' }, 'remark'],
    [{ orderId: 'O1&payCode=7' }, 'orderId'],
    [{ aaa: '1&amount=5' }, 'aaa'],
    [{ notifyUrl: 'https://s.example/n?g=x', o: '2' }, 'o'],
    [{ notifyUrl: 'https://s.example/n?g=x&number=5' }, 'notifyUrl'],
    [{ notifyUrl: 'https://s.example/n&o=2' }, 'notifyUrl'],
    [{ callbackUrl: 'https://r.example/?a=1&notifyUrl=https://evil.example' }, 'callbackUrl'],
  ];
  for (const [more, field] of REFUSED) {
    test(`are refused in ${JSON.stringify(more)}, which names ${field}`, () => {
      const fields = { ...COLLECT_FIELDS, ...more };
      const outcome = receive(
        collect,
        jsonOf('collect_create', fields),
        'collect_create',
        platform,
      );
      assert.ok(!outcome.ok);
      assert.deepEqual([outcome.refusal.code, outcome.refusal.field], ['invalid_field', field]);
    });
  }

  test('do no harm where the operation has no URL', () => {
    const fields = Object.entries({ ...QUERY_FIELDS, x: '1' });
    assert.equal(
      checkUnambiguous(
        fields.map(([name, value]) => ({ name, value })),
        formOf(operationOf('order_query')),
      ),
      null,
    );
  });
});
