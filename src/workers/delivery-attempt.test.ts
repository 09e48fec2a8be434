import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { App, AppKey } from '../domain/merchant.ts';
import { liveKeys, printable } from './delivery-attempt.ts';

const key = (id: string, from: number, to: number | null): AppKey => ({
  ...{ id, purpose: 'notification', material: '' },
  notBefore: new Date(from),
  notAfter: to === null ? null : new Date(to),
});

describe('keys of a notification', () => {
  test('only live ones, newest first', () => {
    const keys = [key('old', 0, 100), key('now', 50, null), key('next', 200, null)];
    const at = (ms: number) => liveKeys({ keys } as unknown as App, ms).map(({ id }) => id);
    assert.deepEqual(at(0), ['old']);
    assert.deepEqual(at(60), ['now', 'old']);
    assert.deepEqual(at(100), ['now']);
    assert.deepEqual(at(200), ['next', 'now']);
  });
});

describe('what is shown of a reply', () => {
  test('control characters become one blank, letters of all scripts stay', () => {
    assert.equal(printable('a\u0000\u0007\r\nb'), 'a b');
    assert.equal(printable('ñ 支付 ไทย ₱ 👍'), 'ñ 支付 ไทย ₱ 👍');
    assert.equal(printable('\u202Eevil'), ' evil');
    assert.equal(printable('x'.repeat(900)).length, 500);
  });
});
