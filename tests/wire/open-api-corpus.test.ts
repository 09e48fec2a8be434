/**
 * Hostile and doubtful requests to the Open API, each as the merchant meets it: HTTP 200, the code,
 * and the field named. Whatever can be signed is signed as it stands: what is refused is refused
 * for what it says.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import type { RawRequest } from '../../src/dialects/contract.ts';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { harness } from '../../src/dialects/open-api/fixtures/harness.ts';
import { SAMPLE_APP } from '../../src/dialects/open-api/fixtures/sample.ts';
import {
  fieldsOf,
  paramOf,
  rawOf,
  sampleFields,
  signText,
} from '../../src/dialects/open-api/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/open-api/operations/all.ts';
import { receive } from './conversation.ts';

const CREATE = 'ph_payment_create';
const FIELDS = sampleFields(CREATE);
const PARAM = JSON.stringify(FIELDS);
const inside = (more: string) => PARAM.replace('{', `{${more},`);

function answerTo(raw: RawRequest, operation = CREATE) {
  const outcome = receive(openApi, raw, operation, harness);
  if (outcome.ok) return { code: 10000, field: null, asks: outcome.value };
  const reply = openApi.reply(outcome, operation, harness.app, harness.nowMs);
  harness.readReply(reply);
  const { code, data } = JSON.parse(reply.body);
  return { code, field: data?.field ?? null, asks: null };
}

function assertRefused(raw: RawRequest, field: string | null, code = 21002): void {
  const answer = answerTo(raw);
  assert.deepEqual([answer.code, answer.field], [code, field]);
}

describe('a param that two readers could read in two ways is refused', () => {
  const PARAMS: readonly (readonly [string, string, string])[] = [
    ['a name twice, other value', inside('"amount":1'), 'amount'],
    ['a name twice, same value', inside('"amount":50010'), 'amount'],
    ['a name twice, once escaped', inside('"\\u0061mount":1'), 'amount'],
    ['a name twice, nested', inside('"x":{"a":1,"a":2}'), 'x'],
    ['__proto__ twice', inside('"__proto__":"a","__proto__":"b"'), '__proto__'],
    ['a lone surrogate', inside('"x":"\\ud800"'), 'x'],
    ['U+0000', inside('"x":"\\u0000"'), 'x'],
    ['a bare line break in a text', inside('"x":"a\nb"'), 'x'],
    ['a byte order mark', `\ufeff${PARAM}`, 'param'],
    ['a comma too many', PARAM.replace('}', ',}'), 'param'],
    ['text behind', `${PARAM}{}`, 'param'],
    ['a comment', PARAM.replace('{', '{/* */'), 'param'],
    ['single quotes', PARAM.replaceAll('"', "'"), 'param'],
    ['lists nested too deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, 'param'],
    ['objects nested too deep', inside(`"x":${'{"a":'.repeat(17)}1${'}'.repeat(17)}`), 'x'],
    ['a value too long', inside(`"x":"${'y'.repeat(5000)}"`), 'x'],
    ['NaN', inside('"x":NaN'), 'x'],
    ['a leading zero', inside('"x":01'), 'x'],
    ['too many names', inside(names(300)), 'n256'],
    ['no object', '"text"', 'param'],
    ['JSON in JSON in JSON', JSON.stringify(PARAM), 'param'],
    ['nothing', '', 'param'],
  ];
  for (const [title, param, field] of PARAMS) {
    test(`${title}, naming ${field}`, () => {
      assertRefused(paramOf(CREATE, param), field);
    });
  }
});

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `"n${index}":"1"`).join(',');
}

describe('an envelope that two readers could read in two ways is refused', () => {
  const sign = signText(PARAM);
  const envelope = JSON.stringify({ appId: SAMPLE_APP.publicId, sign, param: PARAM });
  const BODIES: readonly (readonly [string, string | Uint8Array, string | null])[] = [
    ['param twice', envelope.replace('{', '{"param":"{}",'), 'param'],
    ['sign twice', envelope.replace('{', '{"sign":"x",'), 'sign'],
    ['appId twice', envelope.replace('{', '{"appId":"x",'), 'appId'],
    ['a byte order mark', `\ufeff${envelope}`, null],
    ['UTF-16', Buffer.from(envelope, 'utf16le'), null],
    ['overlong UTF-8', Buffer.from('{"appId":"\xc0\xaf"}', 'latin1'), null],
    ['larger than 64 KiB', envelope.replace('{', `{"x":"${'y'.repeat(70_000)}",`), null],
    ['a list', `[${envelope}]`, null],
    ['nothing', '', null],
  ];
  for (const [title, body, field] of BODIES) {
    test(title, () => assertRefused(rawOf(CREATE, body), field));
  }

  test('a form is no envelope, whatever is in it', () => {
    const form = `appId=${SAMPLE_APP.publicId}&sign=${encodeURIComponent(sign)}&param=${PARAM}`;
    assertRefused(rawOf(CREATE, form, 'application/x-www-form-urlencoded'), null);
    assertRefused(rawOf(CREATE, envelope, 'text/plain'), null);
  });

  test('members beside the three are ignored, and are not signed', () => {
    const body = envelope.replace('{', '{"version":"9","x":{"param":"{}"},');
    assert.equal(answerTo(rawOf(CREATE, body)).code, 10000);
  });
});

describe('a value is what its text says', () => {
  test('null, blank and absent are the same to ask', () => {
    const asks = ['null', '""', '"  "'].map(
      (token) => answerTo(paramOf(CREATE, PARAM.replace('"order 88"', token))).asks,
    );
    for (const each of asks) {
      assert.ok(each?.kind === 'create_payin');
      assert.equal(each.fields.description, undefined);
      assert.equal(each.metadata.remark, undefined);
    }
  });

  test('composed and decomposed letters are different texts to sign', () => {
    const composed = JSON.stringify({ ...FIELDS, customerName: '\u00e9' });
    const decomposed = JSON.stringify({ ...FIELDS, customerName: 'e\u0301' });
    assertRefused(paramOf(CREATE, decomposed, signText(composed)), null, 21001);
  });

  test('an amount keeps its digits beyond what a double holds', () => {
    const param = PARAM.replace('50010', '9007199254740993');
    const { asks } = answerTo(paramOf(CREATE, param));
    assert.ok(asks?.kind === 'create_payin' && asks.amountMinor === 9_007_199_254_740_993n);
  });

  test('names that JavaScript treats apart are plain names', () => {
    const more = '"__proto__":{"channelCode":"ID_BCA_VA"},"constructor":1,"10":1,"9":2';
    const { asks } = answerTo(paramOf(CREATE, inside(more)));
    assert.ok(asks?.kind === 'create_payin' && asks.channel.code === 'PH_GCASH_URL');
  });

  test('a sign inside param is no signature', () => {
    const param = JSON.stringify({ ...FIELDS, sign: signText(PARAM) });
    assertRefused(paramOf(CREATE, param, ''), null, 21001);
  });

  test('card data sent as an unknown field goes nowhere', () => {
    const number = '4035501000000008';
    const { asks } = answerTo(fieldsOf(CREATE, { ...FIELDS, card: { number } }));
    assert.ok(asks !== null);
    assert.ok(!inspect(asks, { depth: Number.POSITIVE_INFINITY }).includes(number));
  });
});

describe('signed texts of the platform', () => {
  test('are no requests: a notification sent back is refused for every operation', async () => {
    const reported = harness.events.filter((sample) => sample.isSent);
    for (const { event } of reported) {
      const signed = await openApi.notification(event, harness.app, harness.keys);
      const { sign, param } = JSON.parse(signed?.body ?? '{}') as { sign: string; param: string };
      for (const { name: operation } of OPERATIONS) {
        assert.equal(answerTo(paramOf(operation, param, sign), operation).code, 21001);
      }
      // Nor would they be, had the merchant signed them: they say no timestamp.
      assert.equal(answerTo(paramOf(CREATE, param)).code, 21008);
    }
  });
});
