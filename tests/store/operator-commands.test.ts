/**
 * Nothing privileged is done without its row in the audit log: every command of the registry, by
 * somebody at the console and by the command line.
 */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type Actor, commandLineActor } from '../../src/operator/actor.ts';
import type { OperatorCommand } from '../../src/operator/command.ts';
import { OPERATOR_COMMANDS } from '../../src/operator/registry.ts';
import { mayDo } from '../../src/operator/roles.ts';
import { OPERATOR_ROLES, type OperatorRole } from '../../src/ports/operator.ts';
import { type ConsoleWorld, openConsole, PASSWORD } from '../wire/console/world.ts';
import { TRIALS } from './operator-trials.ts';
import { changedRows, rowVersions, stateOf } from './row-versions.ts';

const ACTORS: Readonly<Record<string, (world: ConsoleWorld) => Actor>> = {
  console: ({ operators }) => ({
    kind: 'operator',
    operator: operators.owner,
    token: '',
    ip: '192.0.2.1',
    password: PASSWORD,
    otp: '',
  }),
  'command line': () => commandLineActor('ann'),
};

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

test('every command is tried here', () => {
  const names = OPERATOR_COMMANDS.map(({ name }) => name);
  assert.deepEqual(names.toSorted(), Object.keys(TRIALS).toSorted());
  assert.equal(new Set(names).size, names.length, 'a name is one command');
});

for (const command of OPERATOR_COMMANDS) {
  describe(command.name, () => {
    for (const [who, actorOf] of Object.entries(ACTORS)) {
      test(`by ${who}: the effect and one row are one commit, or neither is there`, (t) =>
        tryOut(t, command, actorOf));
    }
  });
}

async function tryOut(
  t: TestContext,
  command: OperatorCommand,
  actorOf: (world: ConsoleWorld) => Actor,
): Promise<void> {
  const world = await openConsole(t);
  const actor = actorOf(world);
  const input = await trialOf(command)(world);
  await refuseRow(world, command.name);
  const before = await stateOf(world.pool);
  await assert.rejects(world.deps.run(command, actor, input), /no row today/);
  assert.deepEqual(await stateOf(world.pool), before, 'without its row nothing is done');
  await world.pool.query('drop trigger no_row on audit_log');

  const [seq, versions] = [await lastSeq(world), await rowVersions(world.pool)];
  const outcome = await world.deps.run(command, actor, input);
  assert.equal(
    outcome.ok,
    true,
    JSON.stringify(outcome, (_, v) => String(v)),
  );
  const rows = await rowsOf(world, seq);
  assert.deepEqual(
    rows.map(({ action, phase, login }) => [action, phase, login]),
    ['asked', 'done'].map((phase) => [command.name, phase, loginOf(actor)]),
  );
  const changed = await changedRows(world.pool, versions, rows);
  assert.deepEqual(changed.apart, [], 'every row was written in the commit of a row of the log');
  assert.ok(changed.together > 0, 'it had an effect');
  assert.equal((await world.deps.audit.verify()).ok, true);
}

function trialOf({ name }: OperatorCommand) {
  const trial = TRIALS[name];
  assert.ok(trial !== undefined, name);
  return trial.input;
}

function loginOf(actor: Actor): string {
  return actor.kind === 'system' ? 'cli:ann' : actor.operator.login;
}

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
      const { input, roles } = TRIALS[command.name] ?? assert.fail(command.name);
      if ((roles.split(' ') as OperatorRole[]).includes(role)) continue;
      const given = await input(world);
      const [seq, before] = [await lastSeq(world), await stateOf(world.pool)];
      const owner = ACTORS.console?.(world) as Extract<Actor, { kind: 'operator' }>;
      const actor = { ...owner, operator: world.operators[role] };
      const outcome = await world.deps.run(command, actor, given);
      assert.deepEqual(outcome, { ok: false, problem: 'forbidden' }, command.name);
      assert.deepEqual(await stateOf(world.pool), before, command.name);
      const rows = await rowsOf(world, seq);
      assert.deepEqual(
        rows.map(({ action, phase, login, detail }) => [action, phase, login, detail]),
        [[command.name, 'refused', role, 'role']],
      );
    }
  });
}

test('a wrong password is refused before anything is asked for', async (t) => {
  const world = await openConsole(t);
  const command = OPERATOR_COMMANDS.find(({ confirm }) => confirm === 'password');
  assert.ok(command !== undefined);
  const actor = { ...ACTORS.console?.(world), password: 'not it' } as Actor;
  const seq = await lastSeq(world);
  const outcome = await world.deps.run(command, actor, await trialOf(command)(world));
  assert.deepEqual(outcome, { ok: false, problem: 'wrong_password' });
  const rows = await rowsOf(world, seq);
  assert.deepEqual(
    rows.map(({ phase, detail }) => [phase, detail]),
    [['refused', 'password']],
  );
});
