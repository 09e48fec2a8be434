/** The signatures that the provider's documents print, made and checked by this connector. */
import { test } from 'node:test';
import { unwritten } from './unwritten.ts';

test('each published signature is made from its published bytes, and holds', () => {
  unwritten('signature.test.ts: the examples of the documents; where there are none, openssl');
});
