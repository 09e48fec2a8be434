import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AppKey, thrifty } from '../domain/merchant.ts';
import { findSigner } from './proof.ts';

const key: AppKey = {
  ...{ id: 'k', purpose: 'request', material: 'secret' },
  ...{ notBefore: new Date(0), notAfter: null },
};

/** How many texts are checked before it is refused. */
function checksOf(keys: readonly AppKey[]): number {
  let checks = 0;
  const proof = {
    holds: () => {
      checks += 1;
      return false;
    },
    nobody: () => 'nobody',
  };
  assert.equal(
    findSigner(proof, () => ['a', 'b', 'c'], 'sign', keys, 'live'),
    null,
  );
  return checks;
}

test('who has failed often costs one check a key, everybody else one for each reading', () => {
  assert.equal(checksOf([key]), 3);
  assert.equal(checksOf([]), 3, 'as many as with a key');
  assert.equal(checksOf(thrifty([key])), 1);
  assert.equal(checksOf(thrifty([key, key])), 2);
});

test('what is signed as documented is found for whoever has failed often', () => {
  const proof = { holds: (text: string) => text === 'a', nobody: () => 'nobody' };
  const signer = findSigner(proof, () => ['a', 'b'], 'sign', thrifty([key]), 'live');
  assert.equal(signer?.text, 'a');
});
