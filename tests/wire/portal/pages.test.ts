/** What pages say: no amount where there is none, no dead link, one language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balancePost } from '../../../src/operator/commands/balance-post.ts';
import { ownerOf } from '../../store/operator-trials.ts';
import { inReview } from '../console/shown.ts';
import { makeAgreements } from '../console/story.ts';
import { PASSWORD } from '../console/world.ts';
import { openPortal } from './portal-world.ts';

test('what has no amount is listed without one, and a code that is open says so', async (t) => {
  const world = await openPortal(t);
  const { code, mandate } = await makeAgreements(world);
  const verification = await inReview(world);
  const mia = world.browser();
  await mia.signIn('owner');
  const rowOf = async (kind: string, id: bigint, mode = 'test') => {
    const { body } = await mia.get(`/portal/${mode}/orders?kind=${kind}`);
    return body.split('<tr>').find((row) => row.includes(`/orders/${id}`)) ?? '';
  };
  for (const [kind, id, mode] of [
    ['mandate', mandate.id, 'test'],
    ['verification', verification, 'live'],
  ] as const) {
    const row = await rowOf(kind, id, mode);
    assert.match(row, /class="dash"/, kind);
    assert.doesNotMatch(row, /class="amount"/, kind);
    const { body } = await mia.get(`/portal/${mode}/orders/${id}`);
    assert.doesNotMatch(body, /class="amount">0\.00/, kind);
  }
  assert.match(await rowOf('code', code.id), /any amount/i);
  const { body } = await mia.get('/portal/live');
  const [, day = ''] = /<td[^>]*>Verification<\/td>([\s\S]*?)<\/tr>/.exec(body) ?? [];
  assert.match(day, /class="dash"/);
});

test('a posting by hand stands in the statement without a link to an order', async (t) => {
  const world = await openPortal(t);
  const merchant = String(world.app.merchantId);
  const mia = world.browser();
  await mia.signIn('finance');
  const input = { merchant, mode: 'test', asset: 'PHP/2', posting: 'credit', amount: '5.00' };
  const more = { evidence: 'T-1', reason: 'a test of statements' };
  const done = await world.deps.run(balancePost, ownerOf(world), { ...input, ...more });
  assert.ok(done.ok);
  const { body } = await mia.get('/portal/test/statement');
  const row = body.split('<tr>').find((one) => one.includes('Adjustment, credit')) ?? '';
  assert.match(row, /5\.00/);
  assert.doesNotMatch(row, /href/);
});

test('what is known of a payer is named in the language of the page', async (t) => {
  const world = await openPortal(t);
  const order = await world.payin('KOPI-1');
  const mia = world.browser();
  await mia.signIn('owner');
  const page = await mia.get(`/portal/test/orders/${order.id}`, { 'accept-language': 'zh-CN' });
  assert.match(page.body, /<dt>姓名<\/dt><dd><bdi>Maria Santos</);
  assert.doesNotMatch(page.body, />payer\./);
});

test('a problem names the field as the form does, in the language of the page', async (t) => {
  const world = await openPortal(t);
  const dan = world.browser();
  await dan.signIn('developer');
  const form = { ip_allow: 'nonsense', password: PASSWORD };
  const url = `/portal/test/apps/${world.app.id}/access`;
  const { body } = await dan.post(url, form, { 'accept-language': 'zh-CN' });
  const [, said = ''] = /flash-bad">([\s\S]*?)<\/p>/.exec(body) ?? [];
  const [, label = ''] = /<span>([^<]*)<\/span><textarea name="ip_allow"/.exec(body) ?? [];
  assert.notEqual(label, '');
  assert.ok(said.includes(`${label}: `), said);
});
