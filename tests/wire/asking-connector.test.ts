/** What a connector whose callbacks prove nothing promises: they name, and nothing more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twoCall } from '../support/two-call/connector.ts';
import { harness, QUESTIONS } from '../support/two-call/harness.ts';
import { UNDER_TEST } from './connectors-under-test.ts';
import { mutations } from './conversation.ts';
import { frozen, unchangedBytes } from './forgeries.ts';

const { credentials, nowMs } = harness;
const said = (body: string | Uint8Array) => harness.callback(body, credentials, nowMs);

test('a connector reads signed callbacks, or questions, and never both', () => {
  for (const { connector } of UNDER_TEST) {
    const asks = connector.questionsIn !== undefined;
    assert.equal(connector.verifyCallback === undefined, asks, connector.name);
    assert.equal(connector.readCallback === undefined, asks, connector.name);
  }
});

for (const [body, questions] of QUESTIONS) {
  test(`a callback ${JSON.stringify(body)} names ${questions?.length ?? 'nothing'}`, () => {
    const raw = said(body);
    const unchanged = unchangedBytes(raw.body);
    assert.deepEqual(twoCall.questionsIn(frozen(raw), [credentials]), questions);
    assert.deepEqual(twoCall.questionsIn(raw, [credentials]), questions);
    assert.ok(unchanged());
  });
}

test('no change of a byte makes a callback say more than names, or throws', () => {
  const [first = ''] = QUESTIONS[0] ?? [];
  for (const body of mutations(Buffer.from(first))) {
    for (const question of twoCall.questionsIn(said(body), [credentials]) ?? []) {
      assert.deepEqual(Object.keys(question).toSorted(), ['reference', 'upstreamId']);
    }
  }
});

test('unknown callers and the provider are answered by the same words once it is stored', () => {
  assert.equal(twoCall.callbackReply(true).status, 200);
  assert.notDeepEqual(twoCall.callbackReply(true), twoCall.callbackReply(false));
});
