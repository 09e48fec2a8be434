/** Codes whose account is asked before money is taken, and the stand-in for such an account. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json, Platform, Reply } from './testing/harness.ts';
import { startPlatform } from './testing/harness.ts';

let platform: Platform;
before(async () => {
  platform = await startPlatform();
});
after(() => platform.stop());

const problem = ({ body }: Reply) => (body.error as Json | undefined)?.code;

test('a code that wants it asks its account, and only a clear yes takes the money', async () => {
  const made = await platform.code({ method: 'bill', verify: true, minAmountMinor: '500' });
  const pay = (more: Json) => platform.call('POST', '/pay', { order: made.reference, ...more });
  const questions = () =>
    platform.received.filter(({ genuine, body }) => genuine && body.type === 'code.verify');
  const { answer } = platform;
  const answers = (body: string, http = 200) => {
    platform.answer = (received) =>
      received.body.type === 'code.verify' ? { http, body } : answer(received);
  };
  answers('{"collect":true}');
  const paid = await pay({ amountMinor: '1500', phone: '09171234567' });
  assert.equal(paid.body.paid, true);
  const [{ body: asked } = { body: {} as Json }] = questions();
  assert.deepEqual(
    [asked.reference, asked.id, asked.asset, asked.amountMinor, asked.payerPhone],
    [made.reference, made.body.id, 'PHP/2', '1500', '09171234567'],
  );
  for (const [body, http, code] of [
    ['{"collect":false,"text":"paid off"}', 200, 'not_collected'],
    ['{"collect":true}', 500, 'not_verified'],
    ['{"collect":"true"}', 200, 'not_verified'],
    ['collect', 200, 'not_verified'],
    ['', 200, 'not_verified'],
  ] as const) {
    answers(body, http);
    const refused = await pay({ amountMinor: '1600' });
    assert.deepEqual([refused.http, problem(refused)], [422, code], body);
  }
  assert.equal(questions().length, 6);
  assert.equal((await platform.query('code', made.reference)).body.paidMinor, '1500');
});

test('the stand-in for a merchant answers as it is asked to, and names the answers that it has', async () => {
  const said = async (query: string) => {
    const { http, text } = await platform.call('POST', `/stand-in/verification${query}`, {});
    return `${http} ${text}`;
  };
  assert.equal(await said(''), '200 {"code":2000,"msg":"Success"}');
  assert.equal(await said('?answer=collect&delayMs=20'), '200 {"code":2000,"msg":"Success"}');
  assert.equal(await said('?answer=refuse'), '200 {"code":1000,"msg":"Failed"}');
  assert.match(await said('?answer=over_limit'), /^200 {"code":1002,/);
  assert.match(await said('?answer=nonsense'), /^200 (?!.*"code")/);
  for (const wrong of ['?answer=perhaps', '?delayMs=60001', '?delayMs=soon']) {
    assert.match(await said(wrong), /^400 .*collect, refuse, over_limit, nonsense/, wrong);
  }
});
