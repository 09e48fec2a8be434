import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Credentials, UpstreamReply } from '../../contract.ts';
import { readTime, session } from './session.ts';

const NOW_MS = Date.parse('2021-10-26T06:08:13Z');
const CREDENTIALS: Credentials = {
  account: 'main',
  version: 1,
  baseUrl: 'https://provider.example/',
  secrets: { clientId: 'id', apiKey: 'key', loginAs: 'acct_sub' },
};

function reply(status: number, body: object): UpstreamReply {
  const headers = { 'content-type': 'application/json' };
  const bytes = Buffer.from(JSON.stringify(body));
  return { kind: 'response', status, headers, body: bytes, truncated: false };
}

describe('logging in', () => {
  test('sends the pair in headers and nothing in the body', () => {
    assert.deepEqual(session.build(CREDENTIALS, NOW_MS), {
      method: 'POST',
      url: 'https://provider.example/api/v1/authentication/login',
      headers: {
        'content-type': 'application/json',
        'x-api-version': '2025-06-30',
        'x-client-id': 'id',
        'x-api-key': 'key',
        'x-login-as': 'acct_sub',
      },
      body: null,
    });
  });

  test('a token is kept for 25 minutes, or less if it ends before', () => {
    const until = (expires_at: string) =>
      session.read(reply(201, { token: 't', expires_at }), NOW_MS);
    const kept = { token: 't', expiresAtMs: NOW_MS + 25 * 60_000 };
    assert.deepEqual(until('2021-10-26T06:38:13+0000'), kept);
    const shorter = { token: 't', expiresAtMs: NOW_MS + 5 * 60_000 };
    assert.deepEqual(until('2021-10-26T06:13:13+0000'), shorter);
  });

  test('what is no token is an error that repeats nothing secret', () => {
    for (const [answer, error] of [
      [reply(401, { code: 'credentials_invalid', message: 'key' }), 'HTTP 401 credentials_invalid'],
      [reply(500, { code: 'a key' }), 'HTTP 500 without a code'],
      [reply(201, { expires_at: '2021-10-26T06:38:13+0000' }), 'no token'],
      [reply(201, { token: 'a\nb', expires_at: '2021-10-26T06:38:13+0000' }), 'no token'],
      [reply(201, { token: 't', expires_at: 'soon' }), 'no end of the token'],
      [{ kind: 'unknown', reason: 'timeout' }, 'timeout'],
    ] as const) {
      assert.deepEqual(session.read(answer, NOW_MS), { error: `login failed: ${error}` });
    }
  });

  test('reads times with and without a colon in the offset', () => {
    const at = Date.parse('2017-03-22T05:08:02Z');
    for (const text of ['2017-03-22T16:08:02+1100', '2017-03-22T16:08:02+11:00']) {
      assert.equal(readTime(text), at);
    }
    assert.equal(readTime('2017-03-22T05:08:02Z'), at);
    for (const text of ['', '2017-03-22', '2017-13-22T16:08:02+0000']) {
      assert.equal(readTime(text), null);
    }
  });
});
