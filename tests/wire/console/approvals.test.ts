/** Money by hand takes two operators, where the installation says so. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { approvalApprove } from '../../../src/operator/commands/approvals.ts';
import { operatorCreate } from '../../../src/operator/commands/operators.ts';
import { OPERATOR_COMMANDS } from '../../../src/operator/registry.ts';
import { ownerOf } from '../../store/operator-trials.ts';
import { askedFor } from '../../store/withdrawal-trials.ts';
import { problemOf, signedIn, type Visitor, visitor } from './browsing.ts';
import { makeStory } from './story.ts';
import { ACCEPTED, openConsole, PASSWORD, paid } from './world.ts';

const HOUR_MS = 3_600_000;

async function open(t: TestContext) {
  let at = new Date('2026-11-20T08:00:00Z');
  const world = await openConsole(t, { fourEyes: true, now: () => at });
  const enter = (login: string) => signedIn(world, login);
  const second = await world.deps.operators.createOperator({
    login: 'finance2',
    password: PASSWORD,
    role: 'finance',
  });
  assert.ok(second.ok);
  return {
    ...world,
    enter,
    second: second.operator,
    pass: (ms: number) => {
      at = new Date(at.getTime() + ms);
    },
  };
}

type World = Awaited<ReturnType<typeof open>>;

/** A paid order of 1250.50, and a request to give 50.25 of it back. */
async function asked(world: World, ann: Visitor, amount = '50.25') {
  const order = await world.payin(`A-${amount}`, [ACCEPTED, paid(125_050n, `P${amount}`)]);
  const page = await ann.get(`/console/orders/${order.id}`);
  const ref = /name="ref" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const form = { ref, amount, password: PASSWORD };
  const reply = await ann.post(`/console/orders/${order.id}/refund`, form);
  assert.match(String(reply.headers.location), /^\/console\/approvals\?done=asked_for_approval/);
  const [approval] = await world.deps.approvals.list('waiting', 10);
  assert.ok(approval !== undefined);
  return { order, form, approval };
}

const approve = (ann: Visitor, id: bigint) =>
  ann.post(`/console/approvals/${id}/approve`, { password: PASSWORD });

const refundsOf = async ({ deps }: World, id: bigint) =>
  (await deps.queries.orderDetails(id))?.children.map(({ amountMinor }) => amountMinor);

test('a refund waits until another operator approves it, and is then made once', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const { order, form, approval } = await asked(world, ann);
  await ann.post(`/console/orders/${order.id}/refund`, form);
  assert.equal(
    (await world.deps.approvals.list('waiting', 10)).length,
    1,
    'sent twice, it waits once',
  );
  assert.deepEqual(await refundsOf(world, order.id), []);
  assert.match(problemOf(await approve(ann, approval.id)), /cannot approve your own/);
  assert.deepEqual(await refundsOf(world, order.id), []);
  assert.ok(!JSON.stringify(approval.form).includes(PASSWORD), 'the password is not kept');
  const shown = (await bob.get('/console/approvals')).body;
  for (const text of ['50.25', String(order.id), 'finance']) assert.ok(shown.includes(text), text);
  const wrong = await bob.post(`/console/approvals/${approval.id}/approve`, { password: 'no' });
  assert.match(problemOf(wrong), /password/);
  const reply = await approve(bob, approval.id);
  assert.match(String(reply.headers.location), /done=approved/);
  assert.deepEqual(await refundsOf(world, order.id), [5_025n]);
  assert.equal((await approve(bob, approval.id)).status, 422);
  assert.deepEqual(await refundsOf(world, order.id), [5_025n]);
  const after = await world.deps.approvals.find(approval.id);
  assert.deepEqual([after?.state, after?.maker, after?.checker], ['done', 'finance', 'finance2']);
});

test('both operators stand in the audit log, and its chain holds', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const { order, approval } = await asked(world, ann);
  await approve(bob, approval.id);
  const rows = (await world.deps.audit.list(null, 100)).filter(
    ({ action }) => !/sign/.test(action),
  );
  assert.deepEqual(
    rows
      .reverse()
      .map(({ login, action, phase, subject }) => `${login} ${action} ${phase} ${subject}`),
    [
      `finance refund.request asked order ${order.id}`,
      `finance refund.request done order ${order.id}`,
      `finance2 approval.approve asked approval ${approval.id}`,
      `finance2 refund asked order ${order.id}`,
      `finance2 refund done order ${order.id}`,
      `finance2 approval.approve done approval ${approval.id}`,
    ],
  );
  assert.match(rows[4]?.detail ?? '', /^asked by finance /);
  assert.equal((await world.deps.audit.verify()).ok, true);
});

test('of ten approvals at once one executes it', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const { order, approval } = await asked(world, ann);
  const replies = await Promise.all(Array.from({ length: 10 }, () => approve(bob, approval.id)));
  const done = replies.filter(({ headers }) => /done=approved/.test(String(headers.location)));
  assert.ok(done.length <= 1);
  assert.deepEqual(await refundsOf(world, order.id), [5_025n]);
  const rows = await world.deps.audit.list(null, 100);
  const made = rows.filter(({ action, phase }) => action === 'refund' && phase === 'done');
  assert.equal(made.length, 1);
});

test('a payout in doubt is settled by two, and both are named where it is kept', async (t) => {
  const world = await open(t);
  const { doubt } = await makeStory(world);
  const [ann, bob] = [await world.enter('owner'), await world.enter('finance')];
  const form = { key: '1', finding: 'paid', evidence: 'UTR412300998877', password: PASSWORD };
  const reply = await ann.post(`/console/cases/${doubt.id}/doubt/resolve`, form);
  assert.equal(reply.status, 303);
  assert.equal((await world.deps.reader.orderById(doubt.id))?.state, 'created');
  const [approval] = await world.deps.approvals.list('waiting', 10);
  assert.equal(approval?.summary.finding, 'paid');
  assert.equal((await approve(ann, approval?.id ?? 0n)).status, 422);
  assert.equal((await approve(bob, approval?.id ?? 0n)).status, 303);
  assert.equal((await world.deps.reader.orderById(doubt.id))?.state, 'paid');
  const [file] = await world.deps.cases.ofOrder(doubt.id);
  assert.equal(file?.closedBy, 'owner, approved by finance');
});

test('what cannot be done is not asked for, nor done when it has become impossible', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const { order, approval } = await asked(world, ann, '1250.50');
  const page = await ann.get(`/console/orders/${order.id}`);
  const ref = /name="ref" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const ask = (amount: string) =>
    ann.post(`/console/orders/${order.id}/refund`, { ref, amount, password: PASSWORD });
  assert.match(problemOf(await ask('1250.51')), /refund_exceeds_paid/);
  assert.match(problemOf(await ask('1,5')), /must be a number/);
  await ask('0.50');
  const [small] = await world.deps.approvals.list('waiting', 10);
  assert.equal((await approve(bob, small?.id ?? 0n)).status, 303);
  assert.match((await bob.get('/console/approvals')).body, /can no longer be carried out/);
  assert.match(problemOf(await approve(bob, approval.id)), /can no longer be carried out/);
  assert.deepEqual(await refundsOf(world, order.id), [50n]);
});

test('a request waits a day, and may be withdrawn, or rejected by another', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const states = async () =>
    (await world.deps.approvals.list('all', 10)).map(({ state }) => state).reverse();
  const first = await asked(world, ann, '1.00');
  await ann.post(`/console/approvals/${first.approval.id}/reject`, { note: 'mistyped' });
  const second = await asked(world, ann, '2.00');
  await bob.post(`/console/approvals/${second.approval.id}/reject`, { note: 'why?' });
  const third = await asked(world, ann, '3.00');
  assert.deepEqual(await states(), ['withdrawn', 'rejected', 'waiting']);
  for (const { approval } of [first, second]) {
    assert.equal((await approve(bob, approval.id)).status, 422);
  }
  world.pass(24 * HOUR_MS);
  const late = await world.enter('finance2');
  assert.equal((await approve(late, third.approval.id)).status, 422);
  assert.deepEqual(await states(), ['withdrawn', 'rejected', 'expired']);
  for (const { order } of [first, second, third]) {
    assert.deepEqual(await refundsOf(world, order.id), []);
  }
});

test('the request of an operator who is disabled by now is not executed', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  const { order, approval } = await asked(world, ann);
  await world.deps.operators.setDisabled(world.operators.finance.id, true);
  assert.equal((await approve(bob, approval.id)).status, 422);
  assert.deepEqual(await refundsOf(world, order.id), []);
});

test('the database itself refuses an approval by the one who asked', async (t) => {
  const world = await open(t);
  const { approval } = await asked(world, await world.enter('finance'));
  for (const state of ['approved', 'done', 'rejected']) {
    const self = world.pool.query(
      'update approval set state = $2, checker_id = maker_id where id = $1',
      [approval.id, state],
    );
    await assert.rejects(self, /check constraint/);
  }
});

test('the menu counts what waits for its reader, and has no such line with one person', async (t) => {
  const world = await open(t);
  const [ann, bob] = [await world.enter('finance'), await world.enter('finance2')];
  await asked(world, ann);
  const queueOf = async (who: Visitor) =>
    /class="queue">(\d+)</.exec((await who.get('/console')).body)?.[1] ?? null;
  assert.equal(await queueOf(ann), null, 'one’s own do not wait for oneself');
  assert.equal(await queueOf(bob), '1');
  const support = await world.enter('support');
  assert.ok(!(await support.get('/console')).body.includes('/console/approvals'));
  const alone = await openConsole(t);
  const owner = visitor(alone.server);
  await owner.signIn('owner');
  assert.ok(!(await owner.get('/console')).body.includes('/console/approvals'));
});

test('a password in a request is sealed, shown to nobody, and forgotten when it is decided', async (t) => {
  const world = await open(t);
  const { run } = world.deps;
  const twoEyes = { ...operatorCreate, approval: 'four_eyes' as const };
  const password = 'a first password';
  const input = { login: 'eve', name: 'Eve', role: 'viewer', new_password: password };
  const asked = await run(twoEyes, ownerOf(world), input);
  assert.ok(asked.ok && 'awaits' in asked);
  const stored = async () =>
    (await world.pool.query('select row_to_json(a)::text as row, sealed from approval a')).rows[0];
  assert.ok(!(await stored()).row.includes(password));
  assert.ok((await stored()).sealed !== null);
  const ann = await world.enter('finance');
  const page = `${(await ann.get('/console/approvals')).body}${(await ann.get('/console/api/approvals')).body}`;
  assert.ok(page.includes('eve') && !page.includes(password) && !page.includes('sealed'));
  // Another password is another request; the same one is the one that waits.
  const again = await run(twoEyes, ownerOf(world), input);
  assert.ok(again.ok && 'awaits' in again && again.awaits === asked.awaits);
  const other = await run(twoEyes, ownerOf(world), { ...input, new_password: 'quite another' });
  assert.ok(other.ok && 'awaits' in other && other.awaits !== asked.awaits);

  const second = await world.deps.operators.createOperator({
    ...{ login: 'owner2', password: PASSWORD, role: 'owner' as const },
  });
  assert.ok(second.ok);
  const checker = { ...ownerOf(world), operator: second.operator };
  const approval = { id: String(asked.awaits) };
  const done = await run(approvalApprove([twoEyes]), checker, approval);
  assert.ok(
    done.ok,
    JSON.stringify(done, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  );
  const eve = await world.deps.operators.verifyLogin('eve', password, '192.0.2.3');
  assert.equal(eve?.login, 'eve');
  assert.equal((await world.deps.approvals.find(asked.awaits))?.sealed, null);
});

test('the account of a beneficiary is shown whole to who approves it, and that is on record', async (t) => {
  const world = await open(t);
  const bob = await world.enter('finance2');
  const account = '4417 1234 5678 9113';
  const id = await askedFor(world);
  const { body } = await bob.get('/console/approvals');
  assert.match(body, /Shop Holdings[\s\S]*••••9113/);
  assert.ok(!body.includes(account));
  const reply = await bob.post(`/console/approvals/${id}/reveal`, {});
  assert.ok(reply.body.includes(account));
  const [row] = await world.deps.audit.list(null, 1);
  assert.deepEqual([row?.action, row?.detail], ['beneficiary.reveal', '••••9113']);
  assert.ok(!(await bob.get('/console/approvals')).body.includes(account), 'once');
  await approve(bob, id);
  const over = await bob.post(`/console/approvals/${id}/reveal`, {});
  assert.equal(problemOf(over), 'Not found.');
});

test('commands that are given passwords or credentials say which of their inputs are secret', () => {
  const secret = Object.fromEntries(
    OPERATOR_COMMANDS.flatMap(({ name, secrets }) =>
      secrets === undefined ? [] : [[name, secrets]],
    ),
  );
  assert.deepEqual(secret, {
    'app.create': ['made_keys'],
    'subscription.create': ['made_keys'],
    'subscription.set': ['made_keys'],
    'member.invite': ['made_token'],
    'member.link': ['made_token'],
    'member.password': ['new_password', 'again'],
    'key.rotate': ['made_keys'],
    'account.save': ['secrets'],
    'beneficiary.add': ['account'],
    'operator.create': ['new_password'],
    'operator.role': ['new_password'],
    'operator.disabled': ['new_password'],
    'operator.password_reset': ['new_password'],
    'operator.password': ['new_password', 'again'],
  });
});
