/** The examples of docs/dialects/collect.md are real: they are sent through the dialect. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { verifyNotification } from '../../src/dialects/collect/client.ts';
import { collect } from '../../src/dialects/collect/dialect.ts';
import { harness } from '../../src/dialects/collect/fixtures/harness.ts';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import { md5WithKey, rawOf } from '../../src/dialects/collect/fixtures/speak.ts';
import type { OperationName } from '../../src/dialects/collect/operations.ts';

const page = readFileSync(new URL('../../docs/dialects/collect.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n(.+)\n```/g)].map(([, body = '']) => body);

function holds(body: string, operation: OperationName): boolean {
  const identified = collect.identify(rawOf(operation, body), operation);
  if (!identified.ok) return false;
  return collect.verify(identified.value, operation, harness.app, harness.keys, 0).ok;
}

describe('the examples of the page', () => {
  for (const body of examples) {
    const fields = JSON.parse(body);
    if ('platOrderId' in fields) {
      test(`a notification is verified: ${fields.sign}`, () => {
        assert.ok(verifyNotification(Buffer.from(body), [SAMPLE_KEY]).ok);
      });
    } else if ('merchant' in fields) {
      test(`a request holds for one operation: ${fields.sign}`, () => {
        const operations = [
          'collect_create',
          'pay_create',
          'order_query',
          'order_balance',
        ] as const;
        assert.equal(operations.filter((operation) => holds(body, operation)).length, 1);
      });
    } else {
      test(`an answer is well formed: ${body.slice(0, 40)}`, () => {
        const headers = { 'content-type': 'application/json;charset=UTF-8' };
        assert.ok(harness.readReply({ status: 200, headers, body }).success);
      });
    }
  }

  test('are as many as the page has, and its strings give the digests printed', () => {
    assert.equal(examples.length, 9);
    const [, string = '', digest] = /```text\n(.+)&key=.+\n([0-9a-f]{32})\n```/.exec(page) ?? [];
    assert.equal(md5WithKey(string), digest);
    const shell = md5WithKey('merchant=M1000001&orderId=ORD202400001');
    assert.ok(page.includes(`It prints \`${shell}\``));
  });
});
