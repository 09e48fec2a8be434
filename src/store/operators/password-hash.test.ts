import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOfNobody, hashPassword, passwordMatches } from './password-hash.ts';

test('a password is kept as argon2id with 19 MiB and two passes, salted', async () => {
  const stored = await hashPassword('correct horse battery');
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(await hashPassword('correct horse battery'), stored);
});

test('a hash of the reference implementation is understood', async () => {
  // From the tests of github.com/P-H-C/phc-winner-argon2 (test.c, argon2id, version 19).
  const published =
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await passwordMatches(published, 'password'), true);
  assert.equal(await passwordMatches(published, 'passwore'), false);
});

test('only the password itself opens, in whatever form its letters are composed', async () => {
  const stored = await hashPassword('pässwörd of some length');
  assert.equal(await passwordMatches(stored, 'pässwörd of some length'.normalize('NFD')), true);
  for (const wrong of ['', 'passwörd of some length', 'pässwörd of some length ']) {
    assert.equal(await passwordMatches(stored, wrong), false, wrong);
  }
});

test('the hash of nobody has the form of all others, and no password opens it', async () => {
  const form = (stored: string) => stored.replace(/[A-Za-z0-9+/]/g, 'x');
  const nobodys = hashOfNobody();
  assert.equal(form(nobodys), form(await hashPassword('correct horse battery')));
  assert.notEqual(hashOfNobody(), nobodys);
  for (const password of ['', 'correct horse battery', nobodys]) {
    assert.equal(await passwordMatches(nobodys, password), false);
  }
});

test('what is no hash, and what is too long to be a password, opens nothing', async () => {
  for (const stored of ['', '$argon2id$', 'plain', '$argon2i$v=19$m=16,t=2,p=1$YWJjZGVmZ2g$YWJj']) {
    assert.equal(await passwordMatches(stored, ''), false, stored);
  }
  const stored = await hashPassword('x'.repeat(2000));
  assert.equal(await passwordMatches(stored, 'x'.repeat(2000)), false);
});
