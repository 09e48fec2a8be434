import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { passwordProblem } from './password.ts';

function isCommonPassword(password: string, names: readonly string[] = []): boolean {
  return passwordProblem(password, names) === 'password_common';
}

describe('a password', () => {
  test('that guessers try first is common, however it is dressed up', () => {
    for (const password of [
      ...['password1234', 'Password123!', 'P@ssw0rd1234', 'passwordpassword', 'PASSWORD2026!!'],
      ...['qwertyuiop12', 'QWERTY123456', '123456789012', '1234567890123456', 'abcdefghijkl'],
      ...['aaaaaaaaaaaa', 'abcabcabcabc', 'a1a1a1a1a1a1', '121212121212', 'zxcvbnmasdfghjkl'],
      ...['Summer2026!!!', 'welcome12345', 'letmein123456', 'iloveyou1234', 'admin1234567'],
      ...['changeme1234', 'causeway2026', 'Causeway123!', '000000000000', 'qazwsx123456'],
      ...['correcthorsebatterystaple', 'ｐａｓｓｗｏｒｄ１２３４', '987654321098', '            '],
    ]) {
      assert.equal(isCommonPassword(password), true, password);
    }
  });

  test('made of its holder’s names is common', () => {
    const names = ['maria.santos@shop.example', 'Maria Santos'];
    assert.equal(isCommonPassword('MariaSantos2026', names), true);
    assert.equal(isCommonPassword('shopexample123', names), true);
    assert.equal(isCommonPassword('MariaSantos2026'), false);
  });

  test('of its own is not', () => {
    for (const password of [
      ...['004m4iolSRvyQgJ_', 'tr0ub4dor&3kite', 'glass otter plays tuba', 'Xk9#mWq2$Lp7'],
      ...[
        'mijn fiets is blauw',
        '我的自行车是蓝色的呀真的',
        'lamp-fox-river-nine',
        'kT3vN8qLw2ZbYd',
      ],
    ]) {
      assert.equal(isCommonPassword(password), false, password);
    }
  });
});
