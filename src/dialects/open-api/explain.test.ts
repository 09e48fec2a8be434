import assert from 'node:assert/strict';
import { constants, createHash, createPrivateKey, sign as signBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { MERCHANT, PLATFORM, SAMPLE_APP, SAMPLE_KEYS } from './fixtures/sample.ts';
import { envelopeOf, rawOf, signText } from './fixtures/speak.ts';
import { openApiTools } from './tools.ts';

const APP_ID = SAMPLE_APP.publicId;
/** Not sorted, with blanks, a slash, letters beyond ASCII, a blank field and a null one. */
const PARAM =
  '{"timestamp": 1735689600000, "url":"https://a.b/<c>", "name":"é中", "e":"", "n":null}';
const VALUE = JSON.parse(PARAM) as Record<string, unknown>;
const right = signText(PARAM);

function explained(sign: string | null, param: unknown = PARAM, keys = SAMPLE_KEYS) {
  const envelope = sign === null ? { appId: APP_ID, param } : { appId: APP_ID, sign, param };
  const explanation = openApiTools.explain(envelopeOf('balance', envelope), 'balance', keys);
  assert.ok('matches' in explanation);
  return explanation;
}

function sorted(value: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(value).toSorted()));
}

function otherwise(digest: string, padding = constants.RSA_PKCS1_PADDING): string {
  const der = Buffer.from(MERCHANT.privateKey, 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return signBytes(digest, Buffer.from(PARAM), { key, padding }).toString('base64');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

describe('the explainer', () => {
  test('shows the text of param as what is signed, and agrees when it holds', () => {
    const { stringToSign, matches, hints, signedInstead } = explained(right);
    assert.deepEqual([stringToSign, matches, hints, signedInstead], [PARAM, true, [], null]);
  });

  const COMPACT = JSON.stringify(VALUE);
  const MISTAKES: readonly (readonly [RegExp, string])[] = [
    [/whole envelope/, JSON.stringify({ appId: APP_ID, param: PARAM })],
    [/whole envelope/, sorted({ appId: APP_ID, sign: '', param: PARAM })],
    [/written anew/, COMPACT],
    [/written anew/, sorted(VALUE)],
    [/written anew/, JSON.stringify(VALUE, null, 2)],
    [/written anew/, COMPACT.replaceAll('/', '\\/')],
    [/written anew/, COMPACT.replaceAll('/', '\\/').replace(/[é中]/g, escaped)],
    [/written anew/, COMPACT.replace(/[<>&]/g, escaped)],
    [/quotes and escapes/, JSON.stringify(PARAM)],
    [/quotes and escapes/, JSON.stringify(PARAM).slice(1, -1)],
    [/name=value/, `appId=${APP_ID}&param=${PARAM}`],
    [/name=value/, 'name=é中&timestamp=1735689600000&url=https://a.b/<c>'],
    [/appId was included in the signed text/, APP_ID + PARAM],
    [/digest was signed/, sha256(PARAM)],
    [/digest was signed/, sha256(PARAM).toUpperCase()],
    [/base64 of param/, Buffer.from(PARAM).toString('base64')],
    [/line break or space/, `${PARAM}\n`],
    [/Blank or null fields/, '{"timestamp":1735689600000,"url":"https://a.b/<c>","name":"é中"}'],
    [/Nothing of param/, '{}'],
  ];
  for (const [index, [hint, text]] of MISTAKES.entries()) {
    test(`names mistake ${index + 1}: ${hint.source}`, () => {
      const { matches, hints, signedInstead } = explained(signText(text));
      assert.ok(!matches);
      assert.match(hints[0] ?? '', hint);
      assert.equal(signedInstead, text);
    });
  }

  const SPELLINGS: readonly (readonly [RegExp, string | null])[] = [
    [/URL alphabet/, Buffer.from(right, 'base64').toString('base64url')],
    [/URL alphabet/, right.replace(/=+$/, '')],
    [/spaces or line breaks/, `${right.slice(0, 76)}\n${right.slice(76)}`],
    [
      /PEM/,
      `-----BEGIN SIGNATURE-----\n${right.slice(0, 64)}\n${right.slice(64)}\n-----END X-----`,
    ],
    [/arrived as a space/, right.replaceAll('+', ' ')],
    [/URL-encoded/, encodeURIComponent(right)],
    [/hexadecimal/, Buffer.from(right, 'base64').toString('hex')],
    [/base64 twice/, Buffer.from(right).toString('base64')],
    [/SHA1withRSA/, otherwise('RSA-SHA1')],
    [/SHA512withRSA/, otherwise('RSA-SHA512')],
    [/PSS/, otherwise('RSA-SHA256', constants.RSA_PKCS1_PSS_PADDING)],
    [/sign is missing/, null],
    [/has 340 characters/, right.slice(0, 340)],
  ];
  for (const [hint, sign] of SPELLINGS) {
    test(`names the spelling or scheme: ${hint.source}`, () => {
      const { matches, hints } = explained(sign);
      assert.ok(!matches);
      assert.match(hints[0] ?? '', hint);
    });
  }

  test('says that param is an object where a text is due, whichever text was signed', () => {
    for (const text of [COMPACT, JSON.stringify(VALUE, null, 4)]) {
      const { matches, hints, signedInstead } = explained(signText(text), VALUE);
      assert.ok(!matches);
      assert.match(hints[0] ?? '', /sent as an object/);
      assert.equal(signedInstead, text);
    }
    assert.match(explained('x', VALUE).hints.join(), /param is not a string/);
  });

  test('names a key of the platform, a sign inside param, and an app without keys', () => {
    const { hints } = explained(signText(PARAM, PLATFORM.privateKey));
    assert.match(hints[0] ?? '', /platform's key/);
    assert.match(explained('x', '{"sign":"y"}').hints.join(), /sign stands in param/);
    assert.match(explained('x', 'no JSON').hints.join(), /no JSON object/);
    assert.match(explained('x', PARAM, []).hints.join(), /no live public key/);
  });

  test('is refused only a body that is no JSON object', () => {
    const explanation = openApiTools.explain(rawOf('balance', '[]'), 'balance', SAMPLE_KEYS);
    assert.ok('ok' in explanation && !explanation.ok);
  });
});
