import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { receive } from '../../../tests/wire/conversation.ts';
import { recharge } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { SEED_CREATE_BODY } from './fixtures/published.ts';
import { MERCHANT, newPair, SAMPLE_APP, SAMPLE_KEYS, sampleKey } from './fixtures/sample.ts';
import { AIRWALLEX_FIELDS, CREATE_FIELDS, jsonOf, rawOf, signText } from './fixtures/speak.ts';

const CREATE = 'recharge_create';

function verified(body: string, signed: string) {
  return receive(recharge, rawOf(CREATE, body, signText(signed)), CREATE, harness);
}

/** Keys out of order at both depths, with what the variants write differently. */
const BODY =
  '{ "timestamp":"2026-11-20T09:00:00.000Z", "payType":"airwallex", "good":"a/b \\u00e9 😀",' +
  '"mchId":10002, "money":"10.00", "currency":"USD", "returnUrl":"https://shop.example/r",' +
  '"products":[{"name":"b/c","code":"1","unit_price":10.00}], "2":2, "10":1 }';
const REST =
  '"mchId":10002,"money":"10.00","payType":"airwallex","products":[{PRODUCT}],' +
  '"returnUrl":"https://shop.example/r","timestamp":"2026-11-20T09:00:00.000Z"}';
const TOP =
  '{"10":1,"2":2,"currency":"USD","good":"a/b é 😀",' +
  REST.replace('PRODUCT', '"name":"b/c","code":"1","unit_price":10.00');
const ALL =
  '{"10":1,"2":2,"currency":"USD","good":"a/b é 😀",' +
  REST.replace('PRODUCT', '"code":"1","name":"b/c","unit_price":10.00');

function slashed(text: string): string {
  return text.replaceAll('/', '\\/');
}

function escaped(text: string): string {
  return slashed(text).replace('é', '\\u00e9').replace('😀', '\\ud83d\\ude00');
}

describe('the signature is taken', () => {
  const TAKEN = [
    ['the very bytes', BODY],
    ['the body sorted at the top', TOP],
    ['the body sorted at every depth', ALL],
    ['that with \\/, top', slashed(TOP)],
    ['that with \\/, every depth', slashed(ALL)],
    ['as PHP writes it, top', escaped(TOP)],
    ['as PHP writes it, every depth', escaped(ALL)],
  ] as const;
  for (const [title, signed] of TAKEN) {
    test(`over ${title}`, () => {
      const taken = verified(BODY, signed);
      assert.ok(taken.ok);
      assert.deepEqual(taken, verified(BODY, BODY));
    });
  }

  test('over the text of the spec, for the seed’s pretty-printed sample', () => {
    const compact = SEED_CREATE_BODY.replace(/\n/g, '').replace(/": /g, '":').replace(/, "/g, ',"');
    assert.ok(compact.startsWith('{"currency":"SGD","good":"test","mchId":10002,"money":"10.00",'));
    assert.ok(verified(SEED_CREATE_BODY, compact).ok);
  });
});

describe('the signature is refused', () => {
  const REFUSED = [
    ['unsorted, when it was sent with blanks', BODY.replace(/ (?=["}])/g, '')],
    ['with numbers in another spelling', ALL.replace('10.00}', '10.0}')],
    ['with numbers as text', ALL.replace('10002', '"10002"')],
    ['with the list in another order', ALL.replace('"2":2', '"2":[2]')],
    ['with integer names in number order', ALL.replace('"10":1,"2":2', '"2":2,"10":1')],
    ['with blanks', ALL.replaceAll(',', ', ')],
    ['with capitals in escapes', escaped(ALL).replace('\\u00e9', '\\u00E9')],
    ['with unicode escaped and slashes not', escaped(ALL).replaceAll('\\/', '/')],
    ['as name=value', 'currency=USD&mchId=10002'],
    ['over nothing', ''],
    ['with a line break behind', `${ALL}\n`],
  ] as const;
  for (const [title, signed] of REFUSED) {
    test(`over the body ${title}`, () => {
      const refused = verified(BODY, signed);
      assert.ok(!refused.ok);
      assert.deepEqual([refused.refusal.code, refused.refusal.field], ['bad_signature', 'sign']);
    });
  }

  test('with a name beyond ASCII, unless the very bytes are signed', () => {
    const body = JSON.stringify({ ...CREATE_FIELDS, é: 1 });
    assert.ok(verified(body, body).ok);
    assert.ok(!verified(` ${body}`, body).ok);
  });

  const right = signText(JSON.stringify(CREATE_FIELDS));
  const WRONG = [
    ['missing', null],
    ['blank', ''],
    ['not base64', '!'.repeat(344)],
    ['in the URL alphabet', right.replaceAll('+', '-').replaceAll('/', '_').replace('==', '')],
    ['short', right.slice(0, 340)],
    ['padded', `${right} `],
    ['doubled', right + right],
    ['hexadecimal', Buffer.from(right, 'base64').toString('hex')],
    ['of other bits', `${right.slice(0, -3)}${right.at(-3) === 'A' ? 'Q' : 'A'}==`],
  ] as const;
  for (const [title, sign] of WRONG) {
    test(`when it is ${title}, in the same words`, () => {
      const raw = rawOf(CREATE, JSON.stringify(CREATE_FIELDS), sign);
      const refused = receive(recharge, raw, CREATE, harness);
      assert.ok(!refused.ok);
      assert.deepEqual(refused.refusal, { code: 'bad_signature', field: 'sign' });
    });
  }

  test('by the platform’s own key, or a key of another purpose', async () => {
    const pair = await newPair();
    const raw = rawOf(CREATE, ALL, signText(ALL, pair.privateKey));
    for (const purpose of ['payout', 'callback'] as const) {
      const keys = [...SAMPLE_KEYS, sampleKey('k', purpose, pair.publicKey)];
      assert.ok(!receive(recharge, raw, CREATE, { ...harness, keys }).ok);
    }
    const keys = [sampleKey('k', 'request', pair.publicKey)];
    assert.ok(receive(recharge, raw, CREATE, { ...harness, keys }).ok);
  });
});

describe('keys', () => {
  const raw = jsonOf(CREATE, CREATE_FIELDS);

  test('that public documents print are for test mode only', async () => {
    assert.ok(receive(recharge, raw, CREATE, harness).ok);
    const settings = { timestampWindowSeconds: 'off' };
    const app = { ...SAMPLE_APP, mode: 'live' as const, settings };
    assert.ok(!receive(recharge, raw, CREATE, { ...harness, app }).ok);
    const pair = await newPair();
    const body = JSON.stringify(CREATE_FIELDS);
    const own = rawOf(CREATE, body, signText(body, pair.privateKey));
    const keys = [sampleKey('own', 'request', pair.publicKey)];
    assert.ok(receive(recharge, own, CREATE, { ...harness, app, keys }).ok);
  });

  test('are taken as PEM and as base64, and a broken one disturbs no other', () => {
    const pem = `-----BEGIN PUBLIC KEY-----\n${MERCHANT.publicKey}\n-----END PUBLIC KEY-----\n`;
    const keys = [sampleKey('broken', 'request', 'no key'), sampleKey('pem', 'request', pem)];
    assert.ok(receive(recharge, raw, CREATE, { ...harness, keys }).ok);
    assert.ok(!receive(recharge, raw, CREATE, { ...harness, keys: keys.slice(0, 1) }).ok);
  });
});

describe('what is verified is what is executed', () => {
  test('two bodies that one signature holds for ask for the same', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constantFrom('a/b', 'é', '😀', '\u2028', '"', '\\', '</script>'),
      fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
    );
    const fields = fc.record({
      good: fc.string({ minLength: 1, maxLength: 20 }),
      x: value,
      Y: value,
    });
    fc.assert(
      fc.property(fields, fc.func(fc.nat()), (more, rank) => {
        const body = {
          ...AIRWALLEX_FIELDS,
          ...more,
          good: `g${more.good.replace(/\p{Cc}/gu, '')}`,
        };
        const shuffled = Object.fromEntries(
          Object.entries(body).toSorted(([a], [b]) => rank(a) - rank(b)),
        );
        const sorted = Object.fromEntries(
          Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1)),
        );
        const [one, other] = [
          verified(JSON.stringify(body, null, 1), JSON.stringify(sorted)),
          verified(JSON.stringify(shuffled), JSON.stringify(sorted)),
        ];
        assert.deepEqual(one, other);
        assert.ok(one.ok || one.refusal.code !== 'bad_signature');
      }),
      { numRuns: 200 },
    );
  });
});
