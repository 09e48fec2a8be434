import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../config.ts';
import { whatIsOpen } from './start-rules.ts';

const openWith = (more: Readonly<Record<string, string>>) =>
  whatIsOpen(readConfig({ NODE_ENV: 'production', ...more })).map((line) => line.split(' ')[0]);

test('a production start says what is open, each by its setting', () => {
  const url = 'https://pay.example';
  assert.deepEqual(openWith({ PUBLIC_URL: url, TRUST_PROXY: '10.0.0.1' }), []);
  assert.deepEqual(openWith({ PUBLIC_URL: url }), ['TRUST_PROXY']);
  assert.deepEqual(openWith({ PUBLIC_URL: 'http://pay.example' }), ['PUBLIC_URL']);
  const off = { CAUSEWAY_REQUIRE_2FA: 'off', CAUSEWAY_FOUR_EYES: 'off' };
  const on = {
    CAUSEWAY_ALLOW_HTTP_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM: 'on',
  };
  assert.deepEqual(openWith({ PUBLIC_URL: url, TRUST_PROXY: '10.0.0.1', ...off, ...on }), [
    ...Object.keys(off),
    ...Object.keys(on),
  ]);
});

test('a demo is open, and says nothing of it', () => {
  assert.deepEqual(whatIsOpen(readConfig({})), []);
});
