import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { PLATFORM, SAMPLE_KEYS } from './fixtures/sample.ts';
import { CREATE_FIELDS, rawOf, signText } from './fixtures/speak.ts';
import { rechargeTools } from './tools.ts';

const FIELDS = {
  ...CREATE_FIELDS,
  good: 'é&<中>',
  returnUrl: 'https://a.b/?c=1&d=2',
  userId: '',
};
const SORTED = sortedText(FIELDS);
const UNSORTED = JSON.stringify(Object.fromEntries(Object.entries(FIELDS).toReversed()));
/** Sent in an order that is not sorted, with blanks: neither form is the one to sign. */
const BODY = JSON.stringify(JSON.parse(UNSORTED), null, 1);

function explained(sign: string | null, body = BODY, keys = SAMPLE_KEYS) {
  const explanation = rechargeTools.explain(
    rawOf('recharge_create', body, sign),
    'recharge_create',
    keys,
  );
  assert.ok('matches' in explanation);
  return explanation;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the explainer', () => {
  test('shows the text that was signed when it holds', () => {
    const { stringToSign, matches, hints, signedInstead } = explained(signText(SORTED));
    assert.deepEqual([stringToSign, matches, hints, signedInstead], [SORTED, true, [], null]);
  });

  const MISTAKES: readonly (readonly [RegExp, string])[] = [
    [/with spaces in it/, SORTED.replace(/,"/g, ', "').replace(/":/g, '": ')],
    [/with spaces in it/, JSON.stringify(JSON.parse(SORTED), null, 2)],
    [/with spaces in it/, JSON.stringify(JSON.parse(SORTED), null, 4)],
    [/Other characters were escaped/, SORTED.replace(/[<>&]/g, unit)],
    [/Other characters were escaped/, SORTED.replace(/[<>&=']/g, unit)],
    [/Other characters were escaped/, SORTED.replace(/[é中]/g, unit)],
    [/in the order sent/, UNSORTED],
    [/in the order sent/, UNSORTED.replaceAll('/', '\\/')],
    [/name=value/, pairs()],
    [/digest was signed/, sha256(SORTED)],
    [/digest was signed/, sha256(BODY).toUpperCase()],
    [/"sign" was included in the signed text/, sortedText({ ...FIELDS, sign: '' })],
    [/as text and sent as a number/, SORTED.replace('10002', '"10002"')],
    [/as text and sent as a number/, SORTED.replace('"10.00"', '10.00')],
    [/Blank or null fields/, sortedText({ ...FIELDS, userId: undefined })],
    [/line break/, `${SORTED}\n`],
    [/JSON inside JSON/, JSON.stringify(SORTED)],
    [/money was left out/, sortedText({ ...FIELDS, money: undefined })],
  ];
  for (const [index, [hint, text]] of MISTAKES.entries()) {
    test(`names mistake ${index + 1}: ${hint.source}`, () => {
      const { matches, hints, signedInstead } = explained(signText(text));
      assert.equal(matches, false);
      assert.match(hints[0] ?? '', hint);
      assert.equal(signedInstead, text);
    });
  }

  const right = signText(SORTED);
  const SPELLINGS = [
    [/URL alphabet/, right.replaceAll('+', '-').replaceAll('/', '_').replace('==', '')],
    [/spaces or line breaks/, `${right.slice(0, 76)}\n${right.slice(76)}`],
    [/URL-encoded/, encodeURIComponent(right)],
    [/hexadecimal/, Buffer.from(right, 'base64').toString('hex')],
    [/header sign is missing/, null],
    [/has 340 characters/, right.slice(0, 340)],
  ] as const;
  for (const [hint, sign] of SPELLINGS) {
    test(`names the spelling: ${hint.source}`, () => {
      const { matches, hints } = explained(sign);
      assert.equal(matches, false);
      assert.match(hints[0] ?? '', hint);
    });
  }

  test('knows the platform’s key when it was used instead', () => {
    const { hints } = explained(signText(SORTED, PLATFORM.privateKey));
    assert.match(hints[0] ?? '', /platform's key/);
  });

  test('says when there is no key, and shows no key when there is', () => {
    assert.match(explained('x', BODY, []).hints.join(), /no live public key/);
    const text = JSON.stringify(explained('x'));
    for (const { material } of SAMPLE_KEYS) assert.ok(!text.includes(material));
  });

  test('refuses what is no JSON', () => {
    const refused = rechargeTools.explain(
      rawOf('recharge_info', '{', 'x'),
      'recharge_info',
      SAMPLE_KEYS,
    );
    assert.ok('ok' in refused && !refused.ok);
  });
});

function sortedText(fields: Record<string, unknown>): string {
  return JSON.stringify(fields, Object.keys(fields).sort());
}

function pairs(): string {
  const fields: Record<string, unknown> = FIELDS;
  const names = Object.keys(fields).filter((name) => fields[name] !== '');
  return names
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

function unit(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
