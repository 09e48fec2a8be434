import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Credentials, Session } from '../connectors/contract.ts';
import { Sessions } from './sessions.ts';

const HOUR_MS = 3_600_000;
const CREDENTIALS: Credentials = {
  ...{ account: 'a', version: 1, baseUrl: 'https://x.example', secrets: {} },
};

/** Sessions over a login that counts itself, and a clock that is moved by hand. */
function setUp() {
  let logins = 0;
  let nowMs = 0;
  let fails = false;
  const session: Session = {
    build: () => ({ method: 'POST', url: 'https://x.example/login', headers: {}, body: null }),
    read: (_reply, at) =>
      fails ? { error: 'no' } : { token: `t${logins}`, expiresAtMs: at + HOUR_MS },
  };
  const sessions = new Sessions(
    async () => {
      logins += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return { kind: 'unknown', reason: 'not looked at' };
    },
    () => nowMs,
  );
  return {
    logins: () => logins,
    get: () => sessions.token('x', session, CREDENTIALS),
    refused: (token: string) => sessions.refused('x', CREDENTIALS, token),
    pass: (ms: number) => {
      nowMs += ms;
    },
    fail: (now: boolean) => {
      fails = now;
    },
  };
}

describe('login tokens', () => {
  test('many that ask at once share one login', async () => {
    const { get, logins } = setUp();
    const tokens = await Promise.all(Array.from({ length: 20 }, get));
    assert.equal(logins(), 1);
    assert.equal(new Set(tokens.map((t) => JSON.stringify(t))).size, 1);
  });

  test('a token is replaced before it ends, by one login for all', async () => {
    const { get, logins, pass } = setUp();
    await get();
    pass(HOUR_MS - 60_001);
    await get();
    assert.equal(logins(), 1);
    pass(2);
    await Promise.all(Array.from({ length: 20 }, get));
    assert.equal(logins(), 2);
  });

  test('a refused token is dropped; an older refusal does not drop its successor', async () => {
    const { get, refused, logins } = setUp();
    await get();
    await refused('t1');
    await get();
    assert.equal(logins(), 2);
    await refused('t1');
    await get();
    assert.equal(logins(), 2);
  });

  test('a failed login fails all who wait, and tried again by the next', async () => {
    const { get, logins, fail } = setUp();
    fail(true);
    const failed = await Promise.all(Array.from({ length: 5 }, get));
    assert.deepEqual(failed[4], { error: 'no' });
    assert.equal(logins(), 1);
    fail(false);
    assert.ok('token' in (await get()));
    assert.equal(logins(), 2);
  });
});
