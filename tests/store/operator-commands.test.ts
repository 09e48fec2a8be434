/**
 * Nothing privileged is done without its row in the audit log: every command of the registry, by
 * somebody at the console and by the command line.
 */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ACTIONS } from '../../src/console/table.ts';
import { type Actor, whoOf } from '../../src/operator/actor.ts';
import type { Input, OperatorCommand } from '../../src/operator/command.ts';
import { OPERATOR_COMMANDS } from '../../src/operator/registry.ts';
import { mayDo } from '../../src/operator/roles.ts';
import { OPERATOR_ROLES, type OperatorRole } from '../../src/ports/operator.ts';
import { type ConsoleWorld, openConsole } from '../wire/console/world.ts';
import { COMMAND_LINE, ownerOf, TRIALS, type Trial } from './operator-trials.ts';
import { changedRows, rowVersions, stateOf } from './row-versions.ts';

/** Refuses the row that says that the command is done, as a full disk would. */
async function refuseRow({ pool }: ConsoleWorld, action: string): Promise<void> {
  await pool.query(`create function no_row() returns trigger language plpgsql as $$
    begin
      if new.phase = 'done' and new.action = tg_argv[0] then raise exception 'no row today'; end if;
      return new;
    end $$`);
  const trigger = 'create trigger no_row before insert on audit_log for each row execute function';
  const text = `${trigger} no_row('${action}')`;
  await pool.query(text);
}

async function rowsOf({ deps }: ConsoleWorld, after: bigint) {
  const rows = await deps.audit.list(null, 100);
  return rows.filter(({ seq }) => seq > after).reverse();
}

async function lastSeq({ deps }: ConsoleWorld): Promise<bigint> {
  return (await deps.audit.list(null, 1))[0]?.seq ?? 0n;
}

function trialOf({ name }: OperatorCommand): Trial {
  return TRIALS[name] ?? assert.fail(`${name} is not tried`);
}

async function prepared(world: ConsoleWorld, trial: Trial, actor: Actor) {
  const made = await trial.prepare(world);
  const own = typeof made.actor === 'function';
  return own
    ? (made as { input: Input; actor(): Actor })
    : { input: made as Input, actor: () => actor };
}

const loginOf = (actor: Actor) => whoOf(actor).login;

test('every command is tried here, and every form of the console runs one of them', () => {
  const names = OPERATOR_COMMANDS.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), Object.keys(TRIALS).toSorted());
  assert.equal(new Set(names).size, names.length, 'a name is one command');
  const others = ACTIONS.map(({ command }) => command).filter(
    (command) => !OPERATOR_COMMANDS.includes(command),
  );
  assert.deepEqual(
    others.map(({ name }) => name),
    ['signature.explain'],
    'which only looks',
  );
});

for (const command of OPERATOR_COMMANDS) {
  describe(command.name, () => {
    test('by an operator: the effect and its row are one commit, or neither is there', (t) =>
      tryOut(t, command, ownerOf));
    const { signedIn } = TRIALS[command.name] ?? {};
    test(
      signedIn
        ? 'by the command line: refused, for it is about who is signed in'
        : 'by the command line: the effect and its row are one commit, or neither is there',
      (t) => (signedIn ? refuseSystem(t, command) : tryOut(t, command, () => COMMAND_LINE)),
    );
  });
}

async function tryOut(
  t: TestContext,
  command: OperatorCommand,
  actorOf: (world: ConsoleWorld) => Actor,
): Promise<void> {
  const trial = trialOf(command);
  const world = await openConsole(t, { fourEyes: trial.fourEyes ?? false });
  const { input, actor } = await prepared(world, trial, actorOf(world));
  const looked = async () =>
    (await stateOf(world.pool)).filter(
      (row) => trial.usesCode !== true || !row.startsWith('operator_recovery_code '),
    );
  // What was approved is done, and said so: that the request is finished is the next commit.
  const isWhole = command.name !== 'approval.approve';
  if (isWhole) {
    await refuseRow(world, command.name);
    const before = await looked();
    const failed = world.deps.run(command, actor(), input);
    await assert.rejects(failed.then(assertDone));
    assert.deepEqual(await looked(), before, 'without its row nothing is done');
    await world.pool.query('drop trigger no_row on audit_log');
  }
  const [seq, versions] = [await lastSeq(world), await rowVersions(world.pool)];
  const who = actor();
  assertDone(await world.deps.run(command, who, input));
  const rows = await rowsOf(world, seq);
  const own = rows.filter(({ action }) => action === command.name);
  assert.deepEqual(
    own.map(({ phase, login }) => [phase, login]),
    ['asked', 'done'].map((phase) => [phase, loginOf(who)]),
  );
  if (isWhole) assert.equal(rows.length, 2);
  const changed = await changedRows(world.pool, versions, rows);
  assert.deepEqual(changed.apart, [], 'every row was written in the commit of a row of the log');
  const isUnseen = trial.onTries === true || trial.looks === true;
  assert.ok(changed.together > 0 || isUnseen, 'it had an effect');
  assert.equal((await world.deps.audit.verify()).ok, true);
}

function assertDone(outcome: unknown): void {
  const text = JSON.stringify(outcome, (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  assert.equal((outcome as { ok: boolean }).ok, true, text);
}

async function refuseSystem(t: TestContext, command: OperatorCommand): Promise<void> {
  const trial = trialOf(command);
  const world = await openConsole(t, { fourEyes: trial.fourEyes ?? false });
  const { input } = await prepared(world, trial, COMMAND_LINE);
  const before = await stateOf(world.pool);
  assert.equal((await world.deps.run(command, COMMAND_LINE, input)).ok, false);
  assert.deepEqual(await stateOf(world.pool), before);
}

test('a command that writes beside its row is found out', async (t) => {
  const world = await openConsole(t);
  const { pool } = world;
  const [seq, versions] = [await lastSeq(world), await rowVersions(pool)];
  const rogue: OperatorCommand<null, null> = {
    ...(OPERATOR_COMMANDS[0] as OperatorCommand<null, null>),
    name: 'merchant.rogue',
    check: async () => ({ ok: true, value: null }),
    async execute() {
      await pool.query("update merchant set name = 'Mine'");
      return { ok: true, result: null };
    },
  };
  assertDone(await world.deps.run(rogue, ownerOf(world), {}));
  const { apart } = await changedRows(pool, versions, await rowsOf(world, seq));
  assert.notEqual(apart.length, 0);
});

test('the roles of every command are those that are written out here', () => {
  const found = OPERATOR_COMMANDS.map(({ name, ability }) => [
    name,
    OPERATOR_ROLES.filter((role) => mayDo(role, ability)).join(' '),
  ]);
  const due = Object.entries(TRIALS).map(([name, { roles }]) => [name, roles]);
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(due));
});

for (const role of OPERATOR_ROLES) {
  test(`${role}: what the role does not include is refused, recorded, and not done`, async (t) => {
    const world = await openConsole(t);
    for (const command of OPERATOR_COMMANDS) {
      if ((trialOf(command).roles.split(' ') as OperatorRole[]).includes(role)) continue;
      const [seq, before] = [await lastSeq(world), await stateOf(world.pool)];
      const actor = { ...ownerOf(world), operator: world.operators[role] };
      const outcome = await world.deps.run(command, actor, {});
      assert.deepEqual(outcome, { ok: false, problem: 'forbidden' }, command.name);
      assert.deepEqual(await stateOf(world.pool), before, command.name);
      const [row, ...more] = await rowsOf(world, seq);
      assert.deepEqual(more, []);
      assert.deepEqual([row?.phase, row?.login, row?.detail], ['refused', role, 'role']);
    }
  });
}

test('a wrong password is refused before anything is asked for', async (t) => {
  const world = await openConsole(t);
  const command = OPERATOR_COMMANDS.find(({ confirm }) => confirm === 'password');
  assert.ok(command !== undefined);
  const seq = await lastSeq(world);
  const outcome = await world.deps.run(command, { ...ownerOf(world), password: 'not it' }, {});
  assert.deepEqual(outcome, { ok: false, problem: 'wrong_password' });
  const rows = await rowsOf(world, seq);
  assert.deepEqual(
    rows.map(({ phase, detail }) => [phase, detail]),
    [['refused', 'password']],
  );
});

test('where two operators are needed, a command line is refused and nothing is asked for', async (t) => {
  const world = await openConsole(t, { fourEyes: true });
  for (const command of OPERATOR_COMMANDS.filter(({ approval }) => approval === 'four_eyes')) {
    const seq = await lastSeq(world);
    const outcome = await world.deps.run(command, COMMAND_LINE, {});
    assert.deepEqual(outcome, { ok: false, problem: 'second_person' });
    assert.deepEqual(await rowsOf(world, seq), []);
  }
});
