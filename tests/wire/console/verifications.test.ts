/** Payers' pictures in the console: who sees them, what a browser may do, what remains. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../product/card-search.ts';
import { visitor } from './browsing.ts';
import { FACE, inReview } from './shown.ts';
import { openConsole, PASSWORD } from './world.ts';

test('a picture is shown to whoever may read what is personal, and each look is recorded', async (t) => {
  const world = await openConsole(t);
  const id = await inReview(world);
  const url = `/console/verifications/${id}/photos/selfie`;
  const looks = async () => {
    const { rows } = await world.pool.query(
      "select subject from audit_log where action = 'verification.photo' and phase = 'done'",
    );
    return rows as readonly { subject: string }[];
  };
  const support = visitor(world.server);
  await support.signIn('support');
  const photo = await support.get(url);
  assert.equal(photo.status, 200);
  assert.equal(photo.body, FACE.toString());
  assert.equal(photo.headers['content-type'], 'image/jpeg');
  assert.equal(photo.headers['cache-control'], 'no-store');
  assert.equal(photo.headers['x-content-type-options'], 'nosniff');
  assert.match(String(photo.headers['content-security-policy']), /^default-src 'none';.*sandbox$/);
  await support.get(url);
  const subject = `order ${id} selfie`;
  assert.deepEqual(
    (await looks()).map((row) => row.subject),
    [subject, subject],
  );
  const viewer = visitor(world.server);
  await viewer.signIn('viewer');
  assert.equal((await viewer.get(url)).status, 403);
  assert.equal((await visitor(world.server).get(url)).status, 403);
  for (const wrong of ['back', 'portrait', 'selfie.jpg']) {
    assert.equal((await support.get(url.replace('selfie', wrong))).status, 404, wrong);
  }
  assert.equal((await looks()).length, 2);
  const page = await viewer.get(`/console/verifications/${id}`);
  assert.doesNotMatch(page.body, /<img|MARIA|Maria|1990-01-31/);
  const json = await viewer.get(`/console/api/verifications/${id}`);
  assert.doesNotMatch(json.body, /MARIA|Maria|1990-01-31/);
  assert.deepEqual(world.failures, []);
});

test('what is in review is listed, looked into, and decided once, with a reason and a note', async (t) => {
  const world = await openConsole(t);
  const id = await inReview(world);
  const ann = visitor(world.server);
  await ann.signIn('support');
  const url = `/console/verifications/${id}`;
  assert.ok((await ann.get('/console/verifications')).body.includes(url));
  const page = (await ann.get(url)).body;
  assert.match(page, /MARIA &lt;b&gt;SANTOS/);
  assert.match(page, /In review[\s\S]*97\.5/);
  const decide = (form: Record<string, string>) => ann.post(`${url}/decide`, form);
  assert.equal((await decide({ verdict: 'fail', reason: 'face_mismatch', note: '' })).status, 422);
  assert.equal((await decide({ verdict: 'fail', reason: 'ugly', note: 'not alike' })).status, 422);
  const good = { verdict: 'fail', reason: 'face_mismatch', note: 'not alike at all' };
  assert.equal((await decide(good)).status, 303);
  assert.equal((await decide({ verdict: 'pass', note: 'alike after all' })).status, 422);
  const after = (await ann.get(url)).body;
  assert.match(after, /Rejected[\s\S]*An operator[\s\S]*Faces do not match/);
  assert.ok(!(await ann.get('/console/verifications')).body.includes(url));
  assert.ok((await ann.get('/console/verifications?state=all')).body.includes(url));
  const { rows } = await world.pool.query(
    "select detail from audit_log where action = 'verification.decide' and phase = 'done'",
  );
  assert.deepEqual(
    rows.map(({ detail }) => detail),
    ['not alike at all'],
  );
  const notified = await world.pool.query('select event from notification where order_id = $1', [
    id,
  ]);
  assert.deepEqual(
    notified.rows.map(({ event }) => event),
    ['verification.failed'],
  );
});

test('is erased with the password, once it has ended; the result and who erased it remain', async (t) => {
  const world = await openConsole(t);
  const id = await inReview(world);
  const ann = visitor(world.server);
  await ann.signIn('owner');
  const url = `/console/verifications/${id}`;
  const erase = (password: string) => ann.post(`${url}/erase`, { password });
  assert.equal((await erase(PASSWORD)).status, 422, 'it is open');
  await ann.post(`${url}/decide`, { verdict: 'pass', note: 'the same face' });
  assert.equal((await erase('not the password')).status, 422);
  /** Tables that say something of the payer, or hold what is sealed of it. */
  const placesOf = async () => {
    const tables = Object.entries(await rowsOf(world.pool));
    const ofPayer = tables.filter(([, rows]) =>
      rows.some((row) => /maria|123456789012/i.test(row)),
    );
    const sealed = await world.pool.query(
      `select 'photo' as name from verification_photo union all
       select 'reading' from verification_file where sealed_reading is not null`,
    );
    return [...ofPayer.map(([name]) => name), ...new Set(sealed.rows.map(({ name }) => name))];
  };
  assert.deepEqual(await placesOf(), ['public.orders', 'photo', 'reading']);
  assert.equal((await erase(PASSWORD)).status, 303);
  assert.deepEqual(await placesOf(), []);
  const page = (await ann.get(url)).body;
  assert.match(page, /Passed[\s\S]*Erased by [^:]+: 2 pictures/);
  assert.doesNotMatch(page, /<img|MARIA|Maria/);
  assert.equal((await ann.get(`${url}/photos/selfie`)).status, 404);
  const order = await world.deps.reader.orderById(id);
  assert.deepEqual(order?.fields, { 'payer.userId': 'u-<1>' });
  assert.deepEqual(world.failures, []);
});
