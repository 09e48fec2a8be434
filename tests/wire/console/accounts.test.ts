/** Operators, guesses, sessions and the audit log over a real database. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type pg from 'pg';
import type { AuditEvent } from '../../../src/domain/audit-event.ts';
import { inTransaction } from '../../../src/store/database/transaction.ts';
import { createAuditLog } from '../../../src/store/operators/audit-log.ts';
import { createLoginLimit } from '../../../src/store/operators/login-limit.ts';
import { createOperators } from '../../../src/store/operators/operators.ts';
import { createSessions } from '../../../src/store/operators/sessions.ts';
import { appendAudit } from '../../../src/store/privileged/audit-log.ts';
import { operatorWrites } from '../../../src/store/privileged/operators.ts';
import { sessionWrites } from '../../../src/store/privileged/sessions.ts';
import { connectTo, openLanes } from '../../support/lanes.ts';

const PASSWORD = 'correct horse battery';
const IP = '192.0.2.1';
const MINUTE_MS = 60_000;

/** A clock that tests move. */
function clock() {
  let at = new Date('2026-11-20T08:00:00Z');
  return {
    now: () => at,
    advance: (ms: number) => {
      at = new Date(at.getTime() + ms);
    },
  };
}

async function open(t: TestContext) {
  const { pool, connection } = await openLanes(t);
  const time = clock();
  const operators = { ...createOperators(pool, time.now), ...operatorWrites(pool) };
  const made = await operators.createOperator({ login: 'Ann', password: PASSWORD, role: 'owner' });
  assert.ok(made.ok);
  const sessions = { ...createSessions(pool, time.now), ...sessionWrites(pool, time.now) };
  return { pool, connection, time, operators, sessions, ann: made.operator };
}

test('an operator signs in by login, in any case, and password', async (t) => {
  const { operators, ann } = await open(t);
  assert.equal(ann.login, 'ann');
  assert.deepEqual(await operators.verifyLogin(' ANN ', PASSWORD, IP), ann);
  assert.equal(await operators.verifyLogin('ann', `${PASSWORD}!`, IP), null);
  assert.equal(await operators.verifyLogin('bob', PASSWORD, IP), null);
  assert.equal(await operators.verifyLogin('\0', PASSWORD, '192.0.2.2'), null);
});

test('logins and passwords that cannot be used are refused with the reason', async (t) => {
  const { operators } = await open(t);
  const create = async (login: string, password: string) => {
    const made = await operators.createOperator({ login, password, role: 'viewer' });
    return made.ok ? made.operator.login : made.problem;
  };
  assert.equal(await create('ann', PASSWORD), 'login_taken');
  assert.equal(await create('a', PASSWORD), 'login_malformed');
  assert.equal(await create('a b', PASSWORD), 'login_malformed');
  assert.equal(await create('bob', 'short'), 'password_short');
  assert.equal(await create('bob', 'Passw0rd2026!'), 'password_common');
  assert.equal(await create('bobby.tables', 'bobby tables 1'), 'password_common');
  assert.equal(await create('bob@shop.example', PASSWORD), 'bob@shop.example');
});

test('of a hundred guesses at once, from fifty addresses, five are looked at', async (t) => {
  const { pool, time } = await open(t);
  const limit = createLoginLimit(pool, time.now);
  const guesses = Array.from({ length: 100 }, (_, n) => limit.take('ann', `192.0.2.${n % 50}`));
  const looked = (await Promise.all(guesses)).filter(Boolean);
  assert.equal(looked.length, 5);
});

test('after five wrong tries even the right password waits, also over a restart', async (t) => {
  const { pool, time, operators, ann } = await open(t);
  for (let n = 0; n < 5; n += 1) {
    assert.equal(await operators.verifyLogin('ann', 'wrong', `192.0.2.${n}`), null);
  }
  const restarted = createOperators(pool, time.now);
  assert.equal(await restarted.verifyLogin('ann', PASSWORD, '192.0.2.9'), null);
  time.advance(14 * MINUTE_MS);
  assert.equal(await restarted.verifyLogin('ann', PASSWORD, '192.0.2.10'), null);
  time.advance(MINUTE_MS);
  assert.deepEqual(await restarted.verifyLogin('ann', PASSWORD, '192.0.2.11'), ann);
});

test('an address is out of tries after five, whichever accounts it tries', async (t) => {
  const { operators } = await open(t);
  for (const login of ['bob', 'carol', 'dave', 'erin', 'frank']) {
    assert.equal(await operators.verifyLogin(login, 'wrong', IP), null);
  }
  assert.equal(await operators.verifyLogin('ann', PASSWORD, IP), null);
  assert.notEqual(await operators.verifyLogin('ann', PASSWORD, '192.0.2.2'), null);
});

test('an address that is out of tries does not use up the tries of an account', async (t) => {
  const { operators } = await open(t);
  for (let n = 0; n < 5; n += 1) await operators.verifyLogin('bob', 'wrong', IP);
  for (let n = 0; n < 9; n += 1) await operators.verifyLogin('ann', 'wrong', IP);
  assert.notEqual(await operators.verifyLogin('ann', PASSWORD, '192.0.2.2'), null);
});

test('guesses from elsewhere use up nothing of a live session; an owner unlocks the account', async (t) => {
  const { operators, ann } = await open(t);
  for (let n = 0; n < 9; n += 1) await operators.verifyLogin('ann', 'wrong', `192.0.2.${n}`);
  assert.equal(await operators.verifyLogin('ann', PASSWORD, '192.0.2.50'), null, 'locked');
  const inSession = (password: string, session: string) =>
    operators.verifyLogin('ann', password, IP, undefined, undefined, session);
  assert.deepEqual(await inSession(PASSWORD, 'token-1'), ann);
  for (let n = 0; n < 5; n += 1) assert.equal(await inSession('wrong', 'token-1'), null);
  assert.equal(await inSession(PASSWORD, 'token-1'), null, 'five tries of its own');
  assert.deepEqual(await inSession(PASSWORD, 'token-2'), ann);
  await operators.unlock('ann');
  assert.deepEqual(await operators.verifyLogin('ann', PASSWORD, '192.0.2.60'), ann);
});

test('nobody elsewhere locks an operator out of where they sign in', async (t) => {
  const { operators, time, ann } = await open(t);
  const home = '2001:db8:1:2::7';
  assert.deepEqual(await operators.verifyLogin('ann', PASSWORD, home), ann);
  for (let n = 0; n < 9; n += 1) await operators.verifyLogin('ann', 'wrong', `192.0.2.${n}`);
  assert.equal(await operators.verifyLogin('ann', PASSWORD, '192.0.2.50'), null, 'locked');
  assert.deepEqual(await operators.verifyLogin('ann', PASSWORD, home), ann);
  for (let n = 0; n < 5; n += 1) {
    assert.equal(await operators.verifyLogin('ann', 'wrong', `2001:db8:1:2::${n}`), null);
  }
  assert.equal(await operators.verifyLogin('ann', PASSWORD, home), null, 'five of its own');
  time.advance(15 * MINUTE_MS);
  assert.deepEqual(await operators.verifyLogin('ann', PASSWORD, home), ann);
  time.advance(31 * 24 * 60 * MINUTE_MS);
  for (let n = 0; n < 5; n += 1) await operators.verifyLogin('ann', 'wrong', `192.0.2.${n}`);
  assert.equal(await operators.verifyLogin('ann', PASSWORD, home), null, 'forgotten in a month');
});

test('signing in gives the tries back', async (t) => {
  const { operators } = await open(t);
  for (let round = 0; round < 4; round += 1) {
    assert.equal(await operators.verifyLogin('ann', 'wrong', `192.0.2.${round}`), null);
    assert.notEqual(await operators.verifyLogin('ann', PASSWORD, IP), null);
    assert.notEqual(await operators.verifyLogin('ann', PASSWORD, IP), null);
  }
});

test('what was typed as a login is not kept', async (t) => {
  const { pool, operators } = await open(t);
  await operators.verifyLogin('my-secret-by-mistake', 'x', IP);
  const { rows } = await pool.query('select a::text as row from login_attempt a');
  assert.equal(rows.length, 2);
  assert.doesNotMatch(JSON.stringify(rows), /secret|192\.0\.2/);
});

test('a session ends after 15 idle minutes, and lives on while it is used', async (t) => {
  const { sessions, ann, time } = await open(t);
  const token = await sessions.start(ann.id, IP);
  for (let n = 0; n < 10; n += 1) {
    time.advance(15 * MINUTE_MS - 1);
    assert.deepEqual(await sessions.use(token), ann);
  }
  time.advance(15 * MINUTE_MS);
  assert.equal(await sessions.use(token), null);
});

test('a session ends after eight hours, however much it is used', async (t) => {
  const { sessions, ann, time } = await open(t);
  const token = await sessions.start(ann.id, IP);
  for (let n = 1; n < 8 * 6; n += 1) {
    time.advance(10 * MINUTE_MS);
    assert.notEqual(await sessions.use(token), null, `${n * 10} minutes`);
  }
  time.advance(10 * MINUTE_MS);
  assert.equal(await sessions.use(token), null);
});

test('a session that was ended is ended, and the database does not know its token', async (t) => {
  const { pool, sessions, ann } = await open(t);
  const token = await sessions.start(ann.id, IP);
  const { rows } = await pool.query('select s::text as row from session s');
  const hex = Buffer.from(token, 'base64url').toString('hex');
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  assert.ok(!JSON.stringify(rows).includes(token) && !JSON.stringify(rows).includes(hex));
  await sessions.end(token);
  assert.equal(await sessions.use(token), null);
  assert.equal(await sessions.use('forged'), null);
});

test('a new password, a new role and disabling end all sessions of the account', async (t) => {
  const { operators, sessions } = await open(t);
  const made = await operators.createOperator({
    login: 'bob',
    password: PASSWORD,
    role: 'support',
  });
  assert.ok(made.ok);
  const { id } = made.operator;
  const changes = [
    () => operators.setPassword(id, 'another long password'),
    () => operators.setRole(id, 'finance'),
    () => operators.setDisabled(id, true),
  ];
  for (const change of changes) {
    const tokens = [await sessions.start(id, IP), await sessions.start(id, IP)];
    assert.equal((await change()).ok, true);
    for (const token of tokens) assert.equal(await sessions.use(token), null);
  }
  assert.equal(await operators.verifyLogin('bob', 'another long password', IP), null);
  await operators.setDisabled(id, false);
  const back = await operators.verifyLogin('bob', 'another long password', IP);
  assert.equal(back?.role, 'finance');
});

test('the last owner can neither be disabled nor demoted, also by two at once', async (t) => {
  const { operators, ann } = await open(t);
  const last = { ok: false, problem: 'last_owner' };
  assert.deepEqual(await operators.setDisabled(ann.id, true), last);
  assert.deepEqual(await operators.setRole(ann.id, 'viewer'), last);
  const made = await operators.createOperator({ login: 'bob', password: PASSWORD, role: 'owner' });
  assert.ok(made.ok);
  const both = await Promise.all([
    operators.setRole(ann.id, 'viewer'),
    operators.setRole(made.operator.id, 'viewer'),
  ]);
  assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
});

// ---------------------------------------------------------------------------------------------

const append = (pool: pg.Pool, key: Uint8Array, event: AuditEvent) =>
  inTransaction(pool, (client) => appendAudit(client, key, event));

const EVENT: AuditEvent = {
  operatorId: 1n,
  login: 'ann',
  ip: IP,
  action: 'refund',
  phase: 'done',
  subject: 'order 17',
  detail: 'OP1',
  before: null,
  after: 'aa',
};

async function openLog(t: TestContext, rows: number) {
  const { pool, connection } = await openLanes(t);
  const key = Buffer.alloc(32, 7);
  const log = createAuditLog(pool, key);
  for (let n = 0; n < rows; n += 1) await append(pool, key, { ...EVENT, detail: `row ${n}` });
  return { pool, key, log, root: await connectTo(t, connection) };
}

test('the chain holds over rows that were written at once', async (t) => {
  const { pool, key, log } = await openLog(t, 0);
  assert.deepEqual(await log.verify(), { ok: true, rows: 0n });
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => append(pool, key, { ...EVENT, ip: `${n}` })),
  );
  assert.deepEqual(await log.verify(), { ok: true, rows: 40n });
  const [newest, next] = await log.list(null, 2);
  assert.deepEqual([newest?.seq, next?.seq], [40n, 39n]);
  assert.deepEqual((await log.list(39n, 50)).length, 38);
});

test('rows of the audit log are neither changed nor taken away', async (t) => {
  const { pool } = await openLog(t, 1);
  for (const sql of [
    "update audit_log set login = 'x'",
    'delete from audit_log',
    'truncate audit_log',
  ]) {
    await assert.rejects(pool.query(sql), /only added to/);
  }
});

const TAMPERING: Readonly<Record<string, string>> = {
  'a changed word': "update audit_log set detail = 'nothing' where seq = 3",
  'a changed time': "update audit_log set at = at + interval '1 hour' where seq = 3",
  'a row taken out': 'delete from audit_log where seq = 3',
  'the last row taken away': 'delete from audit_log where seq = 5',
  'two rows that changed places':
    'update audit_log set seq = case seq when 3 then -4 when 4 then 3 end where seq in (3, 4); update audit_log set seq = 4 where seq = -4',
  'the end taken away, and the head set back':
    "delete from audit_log where seq > 2; update audit_head set seq = 2, hash = repeat('0', 64)",
};

for (const [what, sql] of Object.entries(TAMPERING)) {
  test(`the chain shows ${what}`, async (t) => {
    const { log, root } = await openLog(t, 5);
    assert.deepEqual(await log.verify(), { ok: true, rows: 5n });
    await root.query('set session_replication_role = replica');
    await root.query(sql);
    assert.equal((await log.verify()).ok, false);
  });
}

test('who does not have the key cannot go on with the chain', async (t) => {
  const { pool, log } = await openLog(t, 2);
  await append(pool, Buffer.alloc(32, 8), EVENT);
  assert.deepEqual(await log.verify(), { ok: false, brokenAt: 3n });
});
