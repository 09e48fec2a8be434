import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS } from '../../../src/catalogue/catalogue.ts';
import { openBooks } from './books.ts';

test('channels of a new version reach a database without touching what an operator edited', async (t) => {
  const { program, world } = await openBooks(t);
  const { json, run } = program;
  const dry = await json(['channel', 'sync', '--dry-run']);
  assert.equal(dry.data.added.length, CHANNELS.length);
  assert.deepEqual((await json(['channel', 'list'])).data.channels, []);
  assert.deepEqual((await json(['channel', 'sync'])).data.added, dry.data.added);

  const edit = `update channel set body = jsonb_set(body, '{limits,maxMinor}', '"777"')
                where code = 'ID_BCA_VA'`;
  await world.query(edit, []);
  await world.query("delete from route where channel_code = 'ID_BNI_VA'", []);
  await world.query("delete from terms where channel_code = 'ID_BNI_VA'", []);
  await world.query("delete from channel where code = 'ID_BNI_VA'", []);
  await world.query("update channel set body = body - 'codeData' where code = 'ID_BRI_VA'", []);
  const { data } = await json(['channel', 'sync']);
  assert.deepEqual(data, { added: ['ID_BNI_VA'], completed: ['ID_BRI_VA'], dryRun: false });
  const shown = async (code: string) => (await json(['channel', 'show', code])).data;
  assert.equal((await shown('ID_BCA_VA')).channel.limits.maxMinor, '777');
  const bri = CHANNELS.find(({ code }) => code === 'ID_BRI_VA');
  assert.deepEqual((await shown('ID_BRI_VA')).channel.codeData, bri?.codeData);
  const bni = await shown('ID_BNI_VA');
  assert.deepEqual([bni.terms.length, bni.routes.length], [1, 1]);
  assert.match((await run(['channel', 'sync'])).out, /^Nothing is missing/);
});

test('channels are listed by country and shown in full', async (t) => {
  const { program } = await openBooks(t);
  await program.run(['channel', 'sync']);
  const list = await program.run(['channel', 'list', '--country', 'id']);
  assert.match(list.out, /ID_BCA_VA +BCA virtual account +payin +va +10,000 +100,000,000 +IDR\/0/);
  assert.doesNotMatch(list.out, /PH_/);
  const one = await program.run(['channel', 'show', 'ID_BCA_VA']);
  assert.match(one.out, /prefix +99014/);
  assert.match(one.out, /all +2\.5 % +0 IDR/);
  assert.match(one.out, /simulator\/main/);
  const none = await program.run(['channel', 'show', 'ID_BCA_VB']);
  assert.equal(none.code, 1);
  assert.match(none.err, /no channel "ID_BCA_VB"[\s\S]*Did you mean ID_BCA_VA\?/);
});

test('terms are agreed from a day on, with what a dispute costs', async (t) => {
  const { program } = await openBooks(t);
  await program.run(['channel', 'sync']);
  const agreed = ['channel', 'terms', 'PH_VISA_CARD_URL', '--rate', '3.4', '--fixed', '0.5'];
  const costs = ['--dispute-fixed', '15', '--dispute-fee-refunded', '--payment-fee-refunded'];
  const from = ['--days', '3', '--from', '2090-05-01'];
  const { data } = await program.json([...agreed, ...from, ...costs]);
  const { effectiveFrom, dispute } = data.terms[0];
  assert.equal(effectiveFrom, '2090-05-01T00:00:00.000Z');
  assert.deepEqual([dispute.refundedWhenWon, dispute.refundsFee], [true, true]);
  const shown = await program.run(['channel', 'show', 'PH_VISA_CARD_URL']);
  assert.match(shown.out, /0 % \+ 15\.00 PHP, back when won; lost: the payment's fee is refunded/);
  const none = await program.run([...agreed, ...from, '--dispute-fee-refunded']);
  assert.equal(none.code, 1);
  assert.match(none.err, /--dispute-fee-refunded needs a fee that can come back/);
});
