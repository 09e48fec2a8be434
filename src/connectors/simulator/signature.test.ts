import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Credentials, RawCallback } from '../contract.ts';
import { signatureHeaders, signerOf } from './signature.ts';

/** The printed examples of docs/simulator.md, sections 1 and 3. */
const SECRET = 'secret-of-the-example';
const AT_MS = 1_700_000_000_000;
const REQUEST_MAC = 'b7efbfaa5d53dc4c1265d7a9242a8fc962813b6b0133eb7ac9da9c237ff2f949';
const CALLBACK_MAC = '9ec5421c7c2dc13bccd90dcf4c885d854769617ce92cfea98546d6844f2e2490';

const CREDENTIALS: Credentials = {
  account: 'main',
  version: 1,
  baseUrl: 'https://provider.example',
  secrets: { apiSecret: SECRET, callbackSecret: SECRET },
};

function callback(signature: string): RawCallback {
  return {
    method: 'POST',
    path: '/hooks/simulator/main',
    headers: {
      'x-sim-account': 'main',
      'x-sim-timestamp': '1700000000',
      'x-sim-signature': signature,
    },
    body: Buffer.from('{"eventId":"evt_1"}'),
  };
}

const signer = (signature: string) => signerOf(callback(signature), [CREDENTIALS], AT_MS);

describe('signatures of the simulated provider', () => {
  test('the printed example of a request is what we sign', () => {
    const body = '{"reference":"r-1"}';
    assert.deepEqual(signatureHeaders('POST', '/v1/payments', body, CREDENTIALS, AT_MS + 999), {
      'x-sim-account': 'main',
      'x-sim-timestamp': '1700000000',
      'x-sim-signature': REQUEST_MAC,
    });
  });

  test('the printed example of a callback holds', () => {
    assert.equal(signer(CALLBACK_MAC), 'main');
  });

  test('one of several signatures is enough, at any place', () => {
    const other = '0'.repeat(64);
    for (const list of [`${CALLBACK_MAC},${other}`, `${other},${CALLBACK_MAC}`]) {
      assert.equal(signer(list), 'main');
    }
  });

  test('a list that the provider would not write is refused although one signature holds', () => {
    const lists = [
      CALLBACK_MAC.toUpperCase(),
      `${CALLBACK_MAC},`,
      `${CALLBACK_MAC}, ${CALLBACK_MAC}`,
      `${CALLBACK_MAC},0`,
      Array(9).fill(CALLBACK_MAC).join(','),
    ];
    for (const list of lists) assert.equal(signer(list), null, list);
    assert.equal(signer(Array(8).fill(CALLBACK_MAC).join(',')), 'main');
  });
});
