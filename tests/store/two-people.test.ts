/**
 * Nobody alone: whatever moves money or opens a way to it takes two people, and two accounts in one
 * hand are not two people.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Actor, commandLineActor, type OperatorActor } from '../../src/operator/actor.ts';
import type { Input, OperatorCommand } from '../../src/operator/command.ts';
import { appRotateKey } from '../../src/operator/commands/app-rotate-key.ts';
import { operatorCreate, operatorDisabled } from '../../src/operator/commands/operators.ts';
import { refund } from '../../src/operator/commands/refund.ts';
import { approve, OPERATOR_COMMANDS } from '../../src/operator/registry.ts';
import type { Operator, OperatorRole } from '../../src/ports/operator.ts';
import {
  ACCEPTED,
  type ConsoleOptions,
  type ConsoleWorld,
  hire,
  openConsole,
  PASSWORD,
  paid,
} from '../wire/console/world.ts';
import { COMMAND_LINE, ownerOf, TRIALS } from './operator-trials.ts';
import { stateOf } from './row-versions.ts';

/** Written out once more. `money`: at the command line refused, not asked for. */
const RULES: Readonly<Record<string, 'one' | 'two' | 'money'>> = {
  'member.invite': 'two',
  'member.link': 'two',
  'member.role': 'two',
  'member.disabled': 'two',
  'member.second_factor_reset': 'two',
  'member.unlock': 'one',
  'member.password': 'one',
  'merchant.create': 'one',
  'merchant.set': 'two',
  'merchant.reserve': 'two',
  'merchant.rules': 'two',
  'calendar.draft': 'one',
  'calendar.approve': 'two',
  'calendar.replan': 'two',
  'recon.map_draft': 'one',
  'recon.map_approve': 'two',
  'recon.shipped_map': 'one',
  'recon.upload': 'one',
  'recon.apply': 'one',
  'recon.balance': 'one',
  'recon.resolve': 'one',
  'recon.resolve_large': 'money',
  'app.create': 'two',
  'app.set': 'two',
  'app.access': 'two',
  'key.end': 'one',
  'key.rotate': 'two',
  'account.save': 'two',
  'account.end': 'two',
  'account.limit': 'one',
  'channel.sync': 'two',
  'channel.facts': 'two',
  'channel.fields': 'two',
  'channel.codes': 'two',
  'channel.terms': 'two',
  'channel.terms_withdraw': 'two',
  'channel.route': 'two',
  'channel.route_remove': 'two',
  refund: 'money',
  'balance.post': 'money',
  'bank.save': 'two',
  'beneficiary.add': 'two',
  'beneficiary.block': 'one',
  'beneficiary.reveal': 'one',
  'withdrawal.terms': 'two',
  'withdrawal.make': 'two',
  'topup.reference': 'one',
  'bank.receive': 'money',
  'receipt.decide': 'money',
  'case.close': 'one',
  'case.book': 'money',
  'case.exit': 'money',
  'case.resolve': 'money',
  'recovery.begin': 'one',
  'recovery.confirm': 'two',
  'recovery.end': 'two',
  'notification.resend': 'one',
  'notification.resend_dead_lettered': 'one',
  'operator.create': 'two',
  'operator.role': 'two',
  'operator.disabled': 'two',
  'operator.password_reset': 'two',
  'second_factor.reset': 'two',
  'operator.unlock': 'one',
  'subscription.create': 'two',
  'subscription.set': 'two',
  'operator.password': 'one',
  'second_factor.begin': 'one',
  'second_factor.on': 'one',
  'second_factor.recovery': 'one',
  'second_factor.off': 'one',
  'verification.decide': 'one',
  'verification.erase': 'one',
  'verification.photo': 'one',
  'approval.reject': 'one',
  'approval.approve': 'one',
};

/** What a trial's input is called that nobody may read. */
const SECRET = /another long one|a first password|"apiSecret/;

function asOperator(operator: Operator): OperatorActor {
  return { kind: 'operator', operator, token: '', ip: '192.0.2.1', password: PASSWORD, otp: '' };
}

async function colleague(world: ConsoleWorld, login: string, role: OperatorRole = 'owner') {
  return asOperator(await hire(world, login, role));
}

async function inputOf(world: ConsoleWorld, { name }: OperatorCommand): Promise<Input> {
  const trial = TRIALS[name] ?? assert.fail(`${name} is not tried`);
  const made = await trial.prepare(world);
  const input = (typeof made.actor === 'function' ? made.input : made) as Input;
  return name.endsWith('.disabled') ? { ...input, disabled: 'no' } : input;
}

const apart = (rows: readonly string[]) => rows.filter((row) => !row.startsWith('approval '));

async function ask(world: ConsoleWorld, command: OperatorCommand, actor: Actor, input: Input) {
  const outcome = await world.deps.run(command, actor, input);
  assert.ok(outcome.ok && 'awaits' in outcome, `${command.name} waits`);
  return outcome;
}

async function decide({ deps }: ConsoleWorld, id: bigint, actor: Actor) {
  const outcome = await deps.run(approve, actor, { id: String(id) });
  return outcome.ok ? 'done' : `${outcome.problem} ${outcome.why ?? ''}`.trim();
}

test('every command has its rule here', () => {
  const rules = OPERATOR_COMMANDS.map(({ name, approval }) => [
    name,
    { none: 'one', two_people: 'two', four_eyes: 'money' }[approval],
  ]);
  assert.deepEqual(Object.fromEntries(rules), RULES);
});

/** Money first: the others close ways to it. */
const IN_TURN = ['money', 'two'].flatMap((rule) =>
  OPERATOR_COMMANDS.filter(({ name }) => RULES[name] === rule),
);

test('with two owners each waits for another person, from console and command line', async (t) => {
  const world = await openConsole(t);
  const bob = await colleague(world, 'bob');
  for (const command of IN_TURN) {
    await t.test(command.name, () => tryTwo(world, command, bob));
  }
  assert.equal((await world.deps.audit.verify()).ok, true);
});

async function tryTwo(world: ConsoleWorld, command: OperatorCommand, bob: OperatorActor) {
  world.rules.fourEyes = false;
  const input = await inputOf(world, command);
  world.rules.fourEyes = true;
  const ann = ownerOf(world);
  const before = apart(await stateOf(world.pool));
  if (RULES[command.name] === 'money') {
    const outcome = await world.deps.run(command, COMMAND_LINE, input);
    assert.deepEqual(outcome, { ok: false, problem: 'second_person' });
  } else {
    await ask(world, command, COMMAND_LINE, input);
  }
  const { awaits } = await ask(world, command, ann, input);
  const state = await stateOf(world.pool);
  assert.deepEqual(apart(state), before, 'nothing is done yet');
  assert.doesNotMatch(state.join(), SECRET, 'nothing secret lies in the clear');
  assert.equal(await decide(world, awaits, ann), 'own_request');
  await world.deps.operators.touched(bob.operator.id, `operator:${ann.operator.id}`);
  assert.equal(await decide(world, awaits, bob), 'same_person');
  await world.pool.query('delete from operator_touch');
  assert.deepEqual(apart(await stateOf(world.pool)).filter(notTouch), before.filter(notTouch));
  assert.equal(await decide(world, awaits, bob), 'done');
  assert.notDeepEqual(apart(await stateOf(world.pool)), before, 'and now it is');
}

const notTouch = (row: string) => !row.startsWith('operator_touch ');

let refunds = 0;

/** A refund that `maker` asks for, and what becomes of it when `checker` approves. */
async function refundBy(world: ConsoleWorld, maker: OperatorActor, checker: OperatorActor) {
  refunds += 1;
  const name = `R-${refunds}`;
  const order = await world.payin(name, [ACCEPTED, paid(125_050n, name)]);
  const ref = `OP${order.id.toString(16).toUpperCase().padStart(20, '0')}`;
  const input = { id: String(order.id), ref, amount: '1.00' };
  const { awaits } = await ask(world, refund, maker, input);
  return await decide(world, awaits, checker);
}

async function openFour(t: TestContext, options: ConsoleOptions = {}) {
  return await openConsole(t, { ...options, fourEyes: true });
}

test('one owner who makes a second operator is still one person, for 30 days', async (t) => {
  let at = new Date('2026-11-20T08:00:00Z');
  const world = await openFour(t, { now: () => at });
  const ann = ownerOf(world);
  const input = { login: 'eve', role: 'finance', new_password: 'a first password' };
  const made = await world.deps.run(operatorCreate, ann, input);
  assert.ok(made.ok && 'result' in made);
  assert.equal(made.alone, true, 'with a word that she did it alone');
  const eve = { ...asOperator(made.result), password: 'a first password' };
  assert.equal(await refundBy(world, ann, eve), 'same_person');
  assert.equal(await refundBy(world, eve, ann), 'same_person');
  const carl = asOperator(world.operators.finance);
  assert.equal(await refundBy(world, eve, carl), 'done', 'a third person may');
  at = new Date(at.getTime() + 31 * 86_400_000);
  assert.equal(await refundBy(world, { ...ann, ip: '192.0.2.7' }, eve), 'done');
});

test('two accounts made by one person do not approve each other’s requests', async (t) => {
  const world = await openFour(t);
  const [ann, eve, fay] = [
    ownerOf(world),
    await colleague(world, 'eve', 'finance'),
    await colleague(world, 'fay', 'finance'),
  ];
  const key = (one: OperatorActor) => `operator:${one.operator.id}`;
  await world.deps.operators.touched(eve.operator.id, key(ann));
  await world.deps.operators.touched(fay.operator.id, key(eve));
  assert.equal(await refundBy(world, fay, ann), 'same_person', 'by way of an account in between');
  const carl = asOperator(world.operators.finance);
  await world.deps.operators.touched(carl.operator.id, 'cli:ann');
  const dora = await colleague(world, 'ann', 'finance');
  assert.equal(await refundBy(world, dora, carl), 'same_person', 'the command line of that name');
  assert.equal(await refundBy(world, ann, dora), 'done');
});

test('a new key is disclosed to who asked, and counts when another has approved it', async (t) => {
  const world = await openFour(t);
  const bob = await colleague(world, 'bob');
  const input = { app: String(world.app.id), purpose: 'request', overlap_s: '3600' };
  const keysNow = () =>
    world.deps.snapshot
      .current()
      .app(world.app.id)
      ?.keys.map(({ material }) => material) ?? [];
  for (const maker of [ownerOf(world), COMMAND_LINE]) {
    const given = { ...input, made_keys: '[{"purpose":"request","material":"chosen by hand"}]' };
    const outcome = await world.deps.run(appRotateKey, maker, given);
    assert.ok(outcome.ok && 'awaits' in outcome);
    const material = outcome.shown?.key.material ?? '';
    assert.match(material, /^\S{16,}$/);
    assert.ok(!keysNow().includes(material));
    assert.ok(!(await stateOf(world.pool)).join().includes(material), 'it lies nowhere in clear');
    assert.equal(await decide(world, outcome.awaits, bob), 'done');
    assert.ok(keysNow().includes(material));
  }
});

test('locking somebody out is done at once by one; one owner sets up alone', async (t) => {
  const world = await openFour(t);
  const set = { app: String(world.app.id), purpose: 'request', overlap_s: '0' };
  const alone = await world.deps.run(appRotateKey, COMMAND_LINE, set);
  assert.ok(alone.ok && 'result' in alone && alone.alone);
  const [row] = await world.deps.audit.list(null, 2).then((rows) => rows.toReversed());
  assert.match(row?.detail ?? '', /alone/);
  const atCommandLine = commandLineActor(world.operators.owner.login);
  const clerk = { login: 'fay', role: 'finance', new_password: 'a first password' };
  const fay = await world.deps.run(operatorCreate, atCommandLine, clerk);
  assert.ok(fay.ok && 'result' in fay);
  const puppet = { ...asOperator(fay.result), password: 'a first password' };
  assert.match(await refundBy(world, ownerOf(world), puppet), /^same_person/);
  const founder = { login: 'bob', role: 'owner', new_password: 'a first password' };
  const made = await world.deps.run(operatorCreate, COMMAND_LINE, founder);
  assert.ok(made.ok && 'result' in made);
  const bob = { ...asOperator(made.result), password: 'a first password' };
  assert.equal(await refundBy(world, ownerOf(world), bob), 'done', 'the founders are two people');
  const third = { ...founder, login: 'eve' };
  await ask(world, operatorCreate, COMMAND_LINE, third);
  const { viewer } = world.operators;
  const disable = { id: String(viewer.id), disabled: 'yes' };
  const locked = await world.deps.run(operatorDisabled, bob, disable);
  assert.ok(locked.ok && 'result' in locked && locked.result.disabledAt !== null);
  await ask(world, operatorDisabled, bob, { ...disable, disabled: 'no' });
});
