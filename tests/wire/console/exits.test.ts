/** Money in suspense leaves it by the word of two, from the page of its case. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { caseClose } from '../../../src/operator/commands/case-close.ts';
import { ownerOf } from '../../store/operator-trials.ts';
import { visitor } from './browsing.ts';
import { ACCEPTED, type ConsoleWorld, openConsole, PASSWORD, paid } from './world.ts';

/** An order that was paid twice: the second 1,250.50 lie in suspense. */
async function open(t: TestContext, fourEyes: boolean) {
  const world = await openConsole(t, { fourEyes });
  const two = [ACCEPTED, paid(125_050n, 'P1'), paid(125_050n, 'P2')];
  const order = await world.payin('A-2', two);
  const enter = async (login: string) => {
    const one = visitor(world.server);
    await one.signIn(login);
    return one;
  };
  return { world, order, enter, url: `/console/cases/${order.id}/second_payment` };
}

const FORM = {
  ...{ key: 'P2', way: 'merchant', amount: '', evidence: 'mail 4711', password: PASSWORD },
  reason: 'the shop asked for both',
};

async function suspenseOf(world: ConsoleWorld) {
  const balances = await world.reader.balances(world.app.merchantId);
  return balances.map(({ balance }) => balance.suspense);
}

test('one operator asks, another reads what will happen and approves, and it is posted', async (t) => {
  const { world, order, enter, url } = await open(t, true);
  const [ann, bob] = [await enter('finance'), await enter('owner')];
  const page = await ann.get(`${url}?key=P2`);
  assert.match(page.body, /The case holds 1,250\.50 PHP/);
  assert.doesNotMatch(page.body, /cases\/[^"]*\/close/, 'words do not close it');
  const asked = await ann.post(`${url}/exit`, FORM);
  assert.match(String(asked.headers.location), /done=asked_for_approval/);
  assert.deepEqual(await suspenseOf(world), [125_050n]);
  const shown = (await bob.get('/console/approvals')).body;
  for (const text of [
    ...['Post what a case holds', '1,250.50', String(order.id), 'To the merchant'],
    ...['second_payment:P2', 'mail 4711', 'the shop asked for both', 'Kopi Kita'],
  ]) {
    assert.ok(shown.includes(text), text);
  }
  const [approval] = await world.deps.approvals.list('waiting', 10);
  const approve = { password: PASSWORD };
  const done = await bob.post(`/console/approvals/${approval?.id}/approve`, approve);
  assert.match(String(done.headers.location), /done=approved/);
  assert.deepEqual(await suspenseOf(world), [0n]);
  const [file] = await world.deps.cases.ofOrder(order.id);
  assert.deepEqual([file?.state, file?.closedBy], ['closed', 'finance, approved by owner']);
  assert.match(file?.resolution ?? '', /^merchant, mail 4711: the shop asked for both$/);
});

test('a case that holds money is not closed by words', async (t) => {
  const { world, order } = await open(t, false);
  const input = { id: String(order.id), kind: 'second_payment', key: 'P2', reason: 'looked at it' };
  const outcome = await world.deps.run(caseClose, ownerOf(world), input);
  assert.deepEqual(outcome, { ok: false, problem: 'holds_money' });
  assert.equal((await world.deps.cases.ofOrder(order.id))[0]?.state, 'open');
});

test('ten exits of one case at once take what it holds, and no more', async (t) => {
  const { world, order, enter, url } = await open(t, false);
  const ann = await enter('finance');
  const tries = Array.from({ length: 10 }, (_, n) =>
    ann.post(`${url}/exit`, { ...FORM, amount: '500.00', evidence: `mail ${n}` }),
  );
  const done = (await Promise.all(tries)).filter(({ status }) => status === 303);
  assert.equal(done.length, 2);
  assert.deepEqual(await suspenseOf(world), [25_050n]);
  assert.equal((await world.deps.cases.ofOrder(order.id))[0]?.heldMinor, 25_050n);
});

test('back to the payer is a refund that the case pays for, made once', async (t) => {
  const { world, order, enter, url } = await open(t, false);
  const ann = await enter('finance');
  for (const _ of [1, 2]) {
    const reply = await ann.post(`${url}/exit`, { ...FORM, way: 'payer' });
    assert.match(String(reply.headers.location), /done=case_posted/);
  }
  const refunds = await world.reader.childrenOf(order.id, 'refund', null, null, 10);
  assert.deepEqual(
    refunds.map(({ amountMinor, caseKey, notifyUrl }) => [amountMinor, caseKey, notifyUrl]),
    [[125_050n, `${order.id}/second_payment:P2`, null]],
  );
  const [first] = await world.reader.balances(world.app.merchantId);
  assert.deepEqual([first?.balance.suspense, first?.balance.reserved], [0n, 125_050n]);
  const refused = await ann.post(`${url}/exit`, { ...FORM, way: 'payer', evidence: 'mail 4712' });
  assert.equal(refused.status, 422);
  assert.equal((await world.reader.childrenOf(order.id, 'refund', null, null, 10)).length, 1);
});
