/** The second factor over a real database: enrolment, codes that count once, and its end. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createOperators } from '../../../src/store/operators/operators.ts';
import { createSecondFactors } from '../../../src/store/operators/second-factors.ts';
import { createSessions } from '../../../src/store/operators/sessions.ts';
import { operatorWrites } from '../../../src/store/privileged/operators.ts';
import { secondFactorWrites } from '../../../src/store/privileged/second-factors.ts';
import { sessionWrites } from '../../../src/store/privileged/sessions.ts';
import { createVault } from '../../../src/store/secrets/vault.ts';
import { openLanes } from '../../support/lanes.ts';
import { codeAt } from './authenticator.ts';

const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;

async function open(t: TestContext) {
  const { pool } = await openLanes(t);
  let at = new Date('2026-11-20T08:00:00Z');
  const now = () => at;
  const operators = { ...createOperators(pool, now), ...operatorWrites(pool) };
  const vault = createVault(randomBytes(32));
  const factors = {
    ...createSecondFactors(pool, vault, now),
    ...secondFactorWrites(pool, vault, now),
  };
  const made = await operators.createOperator({ login: 'ann', password: PASSWORD, role: 'owner' });
  assert.ok(made.ok);
  const sessions = { ...createSessions(pool, now), ...sessionWrites(pool, now) };
  const operator = async () => {
    const found = (await operators.list()).find(({ login }) => login === 'ann');
    assert.ok(found !== undefined);
    return found;
  };
  const enrol = async () => {
    const secret = (await factors.begin(made.operator.id)) as string;
    const recovery = await factors.confirm(made.operator.id, codeAt(secret, at), 'token');
    assert.ok(recovery !== null);
    at = new Date(at.getTime() + STEP_MS);
    return { secret, recovery };
  };
  return {
    pool,
    operators,
    factors,
    sessions,
    operator,
    enrol,
    id: made.operator.id,
    now,
    pass: (ms: number) => {
      at = new Date(at.getTime() + ms);
    },
  };
}

test('a secret that was begun asks for nothing until a code of it was given', async (t) => {
  const { factors, operator, id, now } = await open(t);
  assert.equal(await factors.pending(id), null);
  const secret = await factors.begin(id);
  assert.match(secret ?? '', /^[A-Z2-7]{32}$/);
  assert.equal(await factors.pending(id), secret);
  assert.equal((await operator()).secondFactorAt, null);
  assert.equal(await factors.accepts(await operator(), ''), true);
  const wrong = codeAt(secret as string, new Date(now().getTime() + 10 * STEP_MS));
  assert.equal(await factors.confirm(id, wrong, 'token'), null);
  assert.equal((await operator()).secondFactorAt, null);
  const again = await factors.begin(id);
  assert.notEqual(again, secret, 'beginning again makes a new secret');
  assert.equal(await factors.confirm(id, codeAt(secret as string, now()), 'token'), null);
  const codes = await factors.confirm(id, codeAt(again as string, now()), 'token');
  assert.equal(new Set(codes).size, 10);
  assert.notEqual((await operator()).secondFactorAt, null);
  assert.equal(await factors.pending(id), null);
  assert.equal(await factors.begin(id), null, 'one that is on is not replaced by beginning');
});

test('turning it on ends every other session of the account', async (t) => {
  const { factors, sessions, id, now } = await open(t);
  const [mine, other] = [await sessions.start(id, 'a'), await sessions.start(id, 'b')];
  const secret = (await factors.begin(id)) as string;
  await factors.confirm(id, codeAt(secret, now()), mine);
  assert.equal((await sessions.use(mine))?.id, id);
  assert.equal(await sessions.use(other), null);
});

test('a code is taken once, also of fifty at the same time, and not the one of enrolment', async (t) => {
  const { factors, operator, enrol, now, pass } = await open(t);
  const { secret } = await enrol();
  const ann = await operator();
  const used = codeAt(secret, new Date(now().getTime() - STEP_MS));
  assert.equal(await factors.accepts(ann, used), false);
  const code = codeAt(secret, now());
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => factors.accepts(ann, `${code.slice(0, 3)} ${code.slice(3)}`)),
  );
  assert.equal(answers.filter(Boolean).length, 1);
  pass(STEP_MS);
  assert.equal(await factors.accepts(ann, code), false, 'its window is not over');
  assert.equal(await factors.accepts(ann, codeAt(secret, now())), true);
  pass(5 * STEP_MS);
  const early = codeAt(secret, new Date(now().getTime() - 2 * STEP_MS));
  assert.equal(await factors.accepts(ann, early), false);
  assert.equal(await factors.accepts(ann, ''), false);
});

test('a recovery code is taken once, in any spelling; new ones end the old', async (t) => {
  const { factors, operator, enrol, id } = await open(t);
  const { recovery } = await enrol();
  const ann = await operator();
  const [first = '', second = ''] = recovery;
  assert.match(first, /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
  const typed = first.toLowerCase().replaceAll('-', ' ');
  const answers = await Promise.all([1, 2, 3].map(() => factors.accepts(ann, typed)));
  assert.equal(answers.filter(Boolean).length, 1);
  assert.equal(await factors.recoveryLeft(id), 9);
  const renewed = await factors.renewRecovery(id);
  assert.equal(await factors.recoveryLeft(id), 10);
  assert.equal(await factors.accepts(ann, second), false);
  assert.equal(await factors.accepts(ann, renewed[0] as string), true);
});

test('a wrong code is a wrong try at the account: after five the right one does not help', async (t) => {
  const { factors, operators, enrol, now, pass } = await open(t);
  const { secret } = await enrol();
  const signIn = (code: string) =>
    operators.verifyLogin('ann', PASSWORD, '192.0.2.1', (who) => factors.accepts(who, code));
  for (let n = 0; n < 5; n += 1) assert.equal(await signIn('12345'), null);
  assert.equal(await signIn(codeAt(secret, now())), null);
  pass(15 * 60_000);
  assert.notEqual(await signIn(codeAt(secret, now())), null);
});

test('the database has no secret and no recovery code that could be read', async (t) => {
  const { pool, enrol } = await open(t);
  const { secret, recovery } = await enrol();
  const { rows } = await pool.query<{ all: string }>(
    `select (select string_agg(encode(sealed, 'hex') || encode(sealed, 'escape'), '')
               from operator_totp)
         || (select string_agg(encode(digest, 'escape'), '') from operator_recovery_code) as all`,
  );
  const text = rows[0]?.all ?? '';
  assert.ok(text.length > 100);
  for (const one of [secret, ...recovery]) assert.ok(!text.includes(one));
});

test('taken away, it asks for nothing, and the account is signed out', async (t) => {
  const { factors, sessions, operator, enrol, id } = await open(t);
  assert.equal(await factors.remove(id), false);
  await enrol();
  const token = await sessions.start(id, 'a');
  assert.equal(await factors.remove(id), true);
  assert.equal(await sessions.use(token), null);
  assert.equal(await factors.accepts(await operator(), ''), true);
  assert.equal(await factors.recoveryLeft(id), 0);
  assert.notEqual(await factors.begin(id), null);
});
