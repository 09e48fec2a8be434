/** The signatures that the published API prints, made and checked by this dialect. */
import { test } from 'node:test';
import { unwritten } from './unwritten.ts';

test('each published signature is made from its published bytes, and holds', () => {
  unwritten('signature.test.ts: the published examples; where there are none, openssl');
});
