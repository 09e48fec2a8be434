/** Signing in and out: cookies, uniform answers, ends of sessions, ways back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visitor } from './browsing.ts';
import { openConsole, PASSWORD } from './world.ts';

test('who is not signed in is led to the sign-in page and back to the page that was asked for', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  const away = await ann.get('/console/orders?state=paid');
  assert.equal(away.status, 303);
  const signIn = String(away.headers.location);
  assert.equal(signIn, '/console/sign-in?next=%2Fconsole%2Forders%3Fstate%3Dpaid');
  await ann.get(signIn);
  const form = { login: 'viewer', password: PASSWORD, next: '/console/orders?state=paid' };
  const back = await ann.post('/console/sign-in', form);
  assert.equal(back.headers.location, '/console/orders?state=paid');
  assert.equal((await ann.get('/console/orders?state=paid')).status, 200);
});

test('the way back leads to pages of the console only', async (t) => {
  const { server } = await openConsole(t);
  for (const [next, place] of [
    ['https://evil.example/', '/console'],
    ['//evil.example/console', '/console'],
    ['/\\evil.example', '/console'],
    ['javascript:alert(1)', '/console'],
    ['/pay/token', '/console'],
    ['/consoleevil', '/console'],
    ['/console/../pay/x', '/console'],
    ['/console/api/orders', '/console'],
    ['/console/sign-in', '/console'],
    ['/console/cases?state=all', '/console/cases?state=all'],
  ] as const) {
    const ann = visitor(server);
    await ann.get('/console/sign-in');
    const reply = await ann.post('/console/sign-in', { login: 'viewer', password: PASSWORD, next });
    assert.equal(reply.headers.location, place, next);
  }
});

test('cookies are for this host, for servers and for our own pages only', async (t) => {
  const plain = await openConsole(t);
  const ann = visitor(plain.server);
  await ann.get('/console/sign-in');
  const reply = await ann.signIn('viewer');
  const [session = ''] = reply.headers['set-cookie'] as string[];
  assert.match(session, /^causeway-session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);

  const secure = await openConsole(t, { publicUrl: 'https://pay.example' });
  const bob = visitor(secure.server, 'https://pay.example');
  const there = await bob.signIn('viewer');
  assert.equal(there.status, 303);
  const [cookie = ''] = there.headers['set-cookie'] as string[];
  assert.match(cookie, /^__Host-causeway-session=/);
  assert.match(cookie, /; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
});

test('wrong, unknown, disabled and out of tries get one answer', async (t) => {
  const { server, deps, operators } = await openConsole(t);
  await deps.operators.setDisabled(operators.support.id, true);
  const answers: string[] = [];
  const guess = async (login: string, password: string, ip: string) => {
    const ann = visitor(server, 'http://console.example', ip);
    await ann.get('/console/sign-in');
    const reply = await ann.post('/console/sign-in', { login, password });
    assert.equal(reply.status, 401);
    assert.equal(ann.cookies.has('causeway-session'), false);
    answers.push(reply.body.replaceAll(login, 'LOGIN').replace(/name="csrf" value="[^"]+"/g, ''));
  };
  await guess('viewer', 'wrong password', '192.0.2.1');
  await guess('nobody', PASSWORD, '192.0.2.2');
  await guess('support', PASSWORD, '192.0.2.3');
  for (let n = 0; n < 5; n += 1) await guess('finance', 'wrong password', `192.0.2.1${n}`);
  await guess('finance', PASSWORD, '192.0.2.20');
  assert.equal(new Set(answers).size, 1);
});

test('a session that has been idle ends in the middle of work', async (t) => {
  let at = new Date('2026-11-20T08:00:00Z');
  const { server } = await openConsole(t, { now: () => at });
  const ann = visitor(server);
  await ann.signIn('owner');
  at = new Date(at.getTime() + 14 * 60_000);
  assert.equal((await ann.get('/console/orders')).status, 200);
  at = new Date(at.getTime() + 15 * 60_000);
  assert.equal((await ann.get('/console/orders')).status, 303);
  assert.equal((await ann.post('/console/notifications/resend')).status, 303);
  assert.equal((await ann.get('/console/api/orders')).status, 401);
  await ann.signIn('owner');
  assert.equal((await ann.get('/console/orders')).status, 200);
});

test('signing out ends the session itself, not only the cookie', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  await ann.signIn('owner');
  const stolen = new Map(ann.cookies);
  assert.equal((await ann.post('/console/sign-out')).status, 303);
  const thief = visitor(server);
  for (const [name, value] of stolen) thief.cookies.set(name, value);
  assert.equal((await thief.get('/console')).status, 303);
});

test('signing in and out is in the audit log, and guesses without what was typed', async (t) => {
  const { server, deps } = await openConsole(t);
  const ann = visitor(server);
  await ann.signIn('finance', 'wrong password');
  await ann.signIn('finance');
  await ann.post('/console/sign-out');
  const rows = await deps.audit.list(null, 10);
  assert.deepEqual(
    rows.map(({ action, login, phase }) => [action, login, phase]),
    [
      ['sign_out', 'finance', 'done'],
      ['sign_in', 'finance', 'done'],
      ['sign_in', 'unknown', 'refused'],
    ],
  );
});

test('a program signs in by JSON and gets the token that its posts must carry', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  const first = (await ann.get('/console/api/session')).json<{ csrf: string; operator: null }>();
  assert.equal(first.operator, null);
  const json = { 'content-type': 'application/json', origin: 'http://console.example' };
  const cookie = [...ann.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const reply = await server.inject({
    method: 'POST',
    url: '/console/api/sign-in',
    headers: { ...json, host: 'console.example', cookie, 'x-csrf-token': first.csrf },
    payload: JSON.stringify({ login: 'viewer', password: PASSWORD }),
  });
  assert.equal(reply.statusCode, 200);
  const { operator, csrf } = reply.json<{ operator: { login: string }; csrf: string }>();
  assert.equal(operator.login, 'viewer');
  assert.notEqual(csrf, first.csrf);
  assert.ok(!reply.body.includes('argon2'));
});

test('the language is the one picked, else the one of the browser', async (t) => {
  const { server } = await openConsole(t);
  const ann = visitor(server);
  const asked = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
  assert.match((await ann.get('/console/sign-in', asked)).body, /<html lang="zh-CN"/);
  assert.match((await ann.get('/console/sign-in')).body, /<html lang="en"/);
  const next = '/console/sign-in?next=%2Fconsole%2Fcases';
  const reply = await ann.post('/console/language', { language: 'zh-CN', next });
  assert.equal(reply.headers.location, next);
  assert.match((await ann.get(next)).body, /<html lang="zh-CN"/);
  await ann.post('/console/language', { language: 'xx', next });
  assert.match((await ann.get(next)).body, /<html lang="zh-CN"/);
});
