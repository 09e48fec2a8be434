import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Explanation } from '../../signatures/explanation.ts';
import { SAMPLE_KEY, SAMPLE_KEYS, SAMPLE_PAYOUT_KEY, sampleKey } from './fixtures/sample.ts';
import {
  COLLECT_FIELDS,
  jsonOf,
  md5WithKey,
  PAY_FIELDS,
  plainString,
  rawOf,
} from './fixtures/speak.ts';
import { collectTools } from './tools.ts';

const FIELDS: Readonly<Record<string, string>> = {
  ...COLLECT_FIELDS,
  customName: 'Zoë Ray',
  Version: '1.0',
};
const STRING = plainString(FIELDS);
const KEYS = [...SAMPLE_KEYS, sampleKey('payout-1', 'payout', SAMPLE_PAYOUT_KEY)];

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function explain(sign: string, fields: Readonly<Record<string, unknown>> = FIELDS): Explanation {
  const raw = rawOf('collect_create', JSON.stringify({ ...fields, sign }));
  const explained = collectTools.explain(raw, 'collect_create', KEYS);
  assert.ok('matches' in explained);
  return explained;
}

function mapped(change: (value: string) => string): string {
  const entries = Object.entries(FIELDS).map(([name, value]) => [name, change(value)]);
  return md5WithKey(plainString(Object.fromEntries(entries)));
}

function withAmount(amount: string): string {
  return md5WithKey(STRING.replace('amount=100.00', `amount=${amount}`));
}

const unsorted = Object.entries(FIELDS).map(([name, value]) => `${name}=${value}`);
const ignoringCase = unsorted.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

describe('the explainer names the mistake', () => {
  const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
    ['key without &key=', md5(STRING + SAMPLE_KEY), /not appended as "&key=/],
    ['& without key=', md5(`${STRING}&${SAMPLE_KEY}`), /not appended as "&key=/],
    ['key in front', md5(`key=${SAMPLE_KEY}&${STRING}`), /in front/],
    ['key sorted in', md5(plainString({ ...FIELDS, key: SAMPLE_KEY })), /sorted in/],
    ['no key', md5(STRING), /No key was used/],
    ['key in capitals', md5WithKey(STRING, SAMPLE_KEY.toUpperCase()), /case or by a space/],
    ['key with a line break', md5WithKey(STRING, `${SAMPLE_KEY}\n`), /case or by a space/],
    ['payout key', md5WithKey(STRING, SAMPLE_PAYOUT_KEY), /Signed with the payout key/],
    ['order as sent', md5WithKey(unsorted.join('&')), /in the order sent/],
    ['order ignoring case', md5WithKey(ignoringCase.join('&')), /without regard to case/],
    ['values URL-encoded', mapped(encodeURIComponent), /URL-encoded/],
    [
      'values URL-encoded by PHP',
      mapped((v) => encodeURIComponent(v).replaceAll('%20', '+')),
      /URL-encoded/,
    ],
    ['slashes escaped', mapped((value) => value.replaceAll('/', '\\/')), /JSON form/],
    ['unicode escaped', mapped((value) => value.replace('ë', '\\u00eb')), /JSON form/],
    ['amount as 100', withAmount('100'), /re-formatted/],
    ['amount as 100.0', withAmount('100.0'), /re-formatted/],
    [
      'an unknown field unsigned',
      md5WithKey(plainString({ ...FIELDS, Version: '' })),
      /unknown ones/,
    ],
    [
      'customName unsigned',
      md5WithKey(plainString({ ...FIELDS, customName: '' })),
      /customName was left out/,
    ],
    ['an empty sign signed', md5WithKey(`${STRING}&sign=`), /empty sign=/],
    ['the body hashed', md5WithKey(JSON.stringify(FIELDS)), /body was hashed/],
    ['none of these', '0'.repeat(32), /the key differs/],
    ['blanks around sign', ` ${md5WithKey(STRING)} `, /sign has spaces/],
  ];
  for (const [title, sign, hint] of MISTAKES) {
    test(title, () => {
      const { matches, hints, given } = explain(sign);
      assert.equal(matches, false);
      assert.equal(given, sign);
      assert.match(hints[0] ?? '', hint);
    });
  }

  test('amount written longer', () => {
    const sign = md5WithKey(STRING);
    const { hints } = explain(sign, { ...FIELDS, amount: '100' });
    assert.match(hints[0] ?? '', /re-formatted/);
  });

  test('null signed as a word, and as nothing', () => {
    const fields = { ...FIELDS, remark: null };
    for (const value of ['null', '']) {
      const { hints } = explain(md5WithKey(`${STRING}&remark=${value}`), fields);
      assert.match(hints[0] ?? '', /null field was signed/);
    }
  });

  test('values trimmed before signing', () => {
    const sign = md5WithKey(STRING);
    const { hints } = explain(sign, { ...FIELDS, customName: 'Zoë Ray ' });
    assert.match(hints[0] ?? '', /trimmed/);
    assert.ok(hints.some((hint) => /customName has spaces around it/.test(hint)));
  });

  test('the key sent as a field', () => {
    const { hints, stringToSign } = explain(md5WithKey(STRING), { ...FIELDS, key: SAMPLE_KEY });
    assert.match(hints[0] ?? '', /"key" was sent/);
    assert.ok(!stringToSign.includes(SAMPLE_KEY));
  });

  test('another digest', () => {
    const sha = createHash('sha256').update(`${STRING}&key=${SAMPLE_KEY}`).digest('hex');
    assert.match(explain(sha).hints[0] ?? '', /SHA-256/);
    assert.match(explain('').hints[0] ?? '', /sign is missing/);
  });
});

describe('the explainer shows', () => {
  test('the string with the key hidden', () => {
    assert.equal(explain('x').stringToSign, `${STRING}&key=***`);
  });

  test('only the beginning of the signature it expects: it must not sign for anybody', () => {
    const expected = md5WithKey(STRING);
    const text = JSON.stringify(explain('0'.repeat(32)));
    assert.ok(text.includes(`begins with ${expected.slice(0, 6)}`));
    assert.ok(!text.includes(expected.slice(0, 7)));
  });

  test('no secret, whatever the signature is', () => {
    for (const sign of ['', SAMPLE_KEY, SAMPLE_PAYOUT_KEY, md5WithKey(STRING)]) {
      const text = JSON.stringify(explain(sign));
      assert.ok(!text.includes(SAMPLE_KEY) && !text.includes(SAMPLE_PAYOUT_KEY));
    }
  });

  test('that a right signature is right, and why it is refused all the same', () => {
    assert.deepEqual(explain(md5WithKey(STRING)).hints, []);
    const fields = { ...FIELDS, remark: 'x&amount=1' };
    const { matches, hints } = explain(md5WithKey(plainString(fields)), fields);
    assert.equal(matches, true);
    assert.match(hints[0] ?? '', /remark is refused/);
  });

  test('that a payout wants the payout key', () => {
    const explained = collectTools.explain(jsonOf('pay_create', PAY_FIELDS), 'pay_create', KEYS);
    assert.ok('matches' in explained);
    assert.match(explained.hints[0] ?? '', /Signed with the request key: .*payout key/);
  });

  test('a refusal for a body that cannot be read', () => {
    const explained = collectTools.explain(rawOf('order_query', '{'), 'order_query', KEYS);
    assert.ok(!('matches' in explained));
    assert.equal(explained.refusal.code, 'malformed');
  });
});
