import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeJson } from '../../wire/canonical-json.ts';
import type { Credentials } from '../contract.ts';
import { readJsonObject } from '../read-json.ts';
import { payermax } from './connector.ts';
import { CREDENTIALS, NOW_MS, PAYIN } from './fixtures/expected.ts';
import { envelope, signedCallback } from './fixtures/provider.ts';
import { signatureOf, signerOf } from './signature.ts';

function withSecrets(secrets: Readonly<Record<string, string>>): Credentials {
  return { ...CREDENTIALS, secrets: { ...CREDENTIALS.secrets, ...secrets } };
}

const raw = signedCallback(envelope('PAYMENT', {}), CREDENTIALS, NOW_MS);

describe('signatures of PayerMax', () => {
  test('the text that is signed is the text that is sent, to the byte', () => {
    const { headers, body } = payermax.build(PAYIN, CREDENTIALS, NOW_MS, null);
    assert.equal(headers.sign, signatureOf(body ?? '', CREDENTIALS));
    const json = readJsonObject(Buffer.from(body ?? ''));
    assert.ok(json.ok);
    assert.equal(writeJson(json.value), body);
    assert.equal(headers.sign?.length, 344);
  });

  test('a request without a key that can sign goes unsigned, and is not thrown away', () => {
    for (const merchantPrivateKey of ['', 'no key', CREDENTIALS.secrets.payermaxPublicKey ?? '']) {
      const { headers } = payermax.build(PAYIN, withSecrets({ merchantPrivateKey }), NOW_MS, null);
      assert.equal(headers.sign, '');
    }
  });

  test("a notification for another application or merchant is not ours, whoever's key signed", () => {
    assert.equal(signerOf(raw, [CREDENTIALS]), 'main');
    assert.equal(signerOf(raw, [withSecrets({ appId: 'of another' })]), null);
    assert.equal(signerOf(raw, [withSecrets({ merchantNo: 'of another' })]), null);
  });

  test('a notification that does not name us is not ours: no name, or another kind of value', () => {
    const { appId, merchantNo } = CREDENTIALS.secrets;
    const data = { outTradeNo: '1' };
    for (const body of [
      { appId, data },
      { merchantNo, data },
      { appId, merchantNo: 20213827212251, data },
      { appId: [appId], merchantNo, data },
      { appId: null, merchantNo, data },
      { data },
    ]) {
      const bytes = JSON.stringify(body);
      assert.equal(signerOf(signedCallback(bytes, CREDENTIALS, NOW_MS), [CREDENTIALS]), null);
    }
    const named = JSON.stringify({ appId, merchantNo, data });
    assert.equal(signerOf(signedCallback(named, CREDENTIALS, NOW_MS), [CREDENTIALS]), 'main');
  });

  test('a notification of any age is taken', () => {
    const yearLater = NOW_MS + 365 * 86_400_000;
    assert.notEqual(payermax.verifyCallback(raw, [CREDENTIALS], yearLater), null);
  });

  test('the answer that ends the repeats is what the documents print', () => {
    const { status, body } = payermax.callbackReply(true);
    assert.deepEqual([status, body], [200, '{"msg":"Success","code":"SUCCESS"}']);
  });
});
