import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveAccountProblem } from './live-account.ts';

test('real money is at providers elsewhere, and at no simulator', () => {
  const at = (baseUrl: string, connector = 'airwallex') =>
    liveAccountProblem({ connector, account: 'main', baseUrl }) === null;
  assert.ok(at('https://api.airwallex.com'));
  assert.ok(at('https://10.1.2.3:8443/api'));
  assert.ok(!at('https://psp.example', 'simulator'));
  for (const here of [
    ...['http://127.0.0.1:8083', 'https://127.8.8.8', 'https://localhost', 'https://a.localhost'],
    ...['http://[::1]:8083', 'http://[::ffff:127.0.0.1]', 'http://0.0.0.0', 'http://2130706433'],
  ]) {
    assert.ok(!at(here), here);
  }
});
