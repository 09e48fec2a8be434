import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { newReference, referencesIn } from './topup.ts';

const reference = fc
  .array(fc.nat(30), { minLength: 7, maxLength: 7 })
  .map((draws) => newReference(() => draws.pop() ?? 0));

describe('the reference of a top-up', () => {
  test('has ten signs, and is found in what banks make of it', () => {
    const one = newReference(() => 5);
    assert.equal(one, 'CW7777777P');
    for (const text of [
      one,
      `inv 12 ${one.toLowerCase()} thanks`,
      'CW77-7777 7P',
      `REF/${one}/9`,
    ]) {
      assert.deepEqual(referencesIn(text), [one], text);
    }
    assert.deepEqual(referencesIn('CW7777777B'), []);
    assert.deepEqual(referencesIn(`${one} ${one}`), [one]);
  });

  test('no sign written wrong, and no two turned round, make another one', () => {
    fc.assert(
      fc.property(reference, fc.integer({ min: 2, max: 9 }), fc.nat(30), (one, at, sign) => {
        const other = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'[sign] as string;
        const wrong = `${one.slice(0, at)}${other}${one.slice(at + 1)}`;
        if (wrong !== one) assert.ok(!referencesIn(wrong).includes(wrong));
        const turned = [...one];
        [turned[at], turned[9]] = [one[9] as string, one[at] as string];
        if (turned.join('') !== one)
          assert.ok(!referencesIn(turned.join('')).includes(turned.join('')));
      }),
    );
  });
});
