/** The examples of docs/dialects/recharge.md are real: they are sent through the dialect. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { PAYERMAX_COUNTRIES } from '../../src/catalogue/recharge/payermax.ts';
import { verifyNotification } from '../../src/dialects/recharge/client.ts';
import { recharge } from '../../src/dialects/recharge/dialect.ts';
import { harness } from '../../src/dialects/recharge/fixtures/harness.ts';
import { SPEC_CANONICAL } from '../../src/dialects/recharge/fixtures/published.ts';
import { MERCHANT, sampleOrder } from '../../src/dialects/recharge/fixtures/sample.ts';
import { rawOf } from '../../src/dialects/recharge/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/recharge/operations.ts';
import { receive } from './conversation.ts';

const page = readFileSync(new URL('../../docs/dialects/recharge.md', import.meta.url), 'utf8');
const EXAMPLE = /```json\n(.+)\n```(?:\n```sign\n(.+)\n```)?/g;
const examples = [...page.matchAll(EXAMPLE)].map(([, body = '', sign = '']) => ({ body, sign }));

describe('the examples of the page', () => {
  for (const { body, sign } of examples) {
    const fields = JSON.parse(body);
    if ('currencyCode' in fields) {
      test(`a notification is verified: ${sign.slice(0, 20)}`, () => {
        assert.ok(verifyNotification(Buffer.from(body), sign, [MERCHANT.publicKey]).ok);
      });
    } else if ('mchId' in fields) {
      test(`a request holds for one operation: ${sign.slice(0, 20)}`, () => {
        const taken = OPERATIONS.filter(({ name }) => {
          return receive(recharge, rawOf(name, body, sign), name, harness).ok;
        });
        assert.equal(taken.length, 1);
      });
    } else {
      test(`an answer is well formed: ${body.slice(0, 40)}`, () => {
        const headers = { 'content-type': 'application/json;charset=UTF-8' };
        const reply = { status: 200, headers, body };
        assert.equal(harness.readReply(reply).success, 'data' in fields);
      });
    }
  }

  test('are as many as the page has, and so are the text to sign and the link', () => {
    assert.equal(examples.length, 7);
    const texts = [...page.matchAll(/```text\n(.+)\n```/g)].map(([, text]) => text);
    assert.deepEqual(texts, [SPEC_CANONICAL, recharge.returnPage?.linkOf(sampleOrder())]);
  });
});

test('the table of channels is the catalogue’s', () => {
  const rows = [...page.matchAll(/^\| ([A-Z]{2}) \| (.+) \| ([A-Z]{3}\/\d) \| (.+) \|$/gm)];
  assert.deepEqual(
    rows.map(([, code, title, asset, methods = '']) => ({
      code,
      asset,
      title,
      methods: methods.split(', '),
    })),
    PAYERMAX_COUNTRIES,
  );
});
