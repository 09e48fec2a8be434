/**
 * A recorded conversation with PayerMax's emulator: read again, it means the same; built again, it
 * is the same to the byte; and openssl, which knows nothing of us, finds every signature good.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { payermax } from '../../src/connectors/payermax/connector.ts';
import { CREDENTIALS, NOW_MS, PAYIN } from '../../src/connectors/payermax/fixtures/expected.ts';
import { openssl, withFiles } from '../../src/wire/test-support/openssl.ts';
import { textOf } from './emulator-talk.ts';
import { accountOf, readRecording, record } from './payermax-recording.ts';
import { intentOf } from './recorded-intent.ts';

if (process.env.RECORD === '1') await record();

const recording = readRecording();

function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

/** Section 1, by openssl: SHA256withRSA over the exact bytes. */
function holds(publicKeyPem: string, { body, sign }: { body: string; sign: string }): boolean {
  return withFiles([publicKeyPem, Buffer.from(sign, 'base64')], (key = '', signature = '') => {
    const args = ['dgst', '-sha256', '-verify', key, '-signature', signature];
    return spawnSync('openssl', args, { input: body, timeout: 20_000 }).status === 0;
  });
}

describe('a recorded conversation with PayerMax', () => {
  const account = accountOf(recording);
  const merchantKey = pem('PUBLIC KEY', recording.merchantPublicKey);
  const payermaxKey = pem('PUBLIC KEY', recording.payermaxPublicKey);

  test('shows every call, and every kind of notification', () => {
    const calls = new Set(recording.calls.map(({ call }) => call));
    assert.deepEqual([...calls].toSorted(), [
      ...['orderAndPay', 'orderClose', 'orderQuery', 'paymentOrderPay', 'paymentOrderQry'],
      ...['refund', 'refundQuery'],
    ]);
    const types = new Set(recording.notifications.map(({ body }) => JSON.parse(body).notifyType));
    assert.deepEqual([...types].toSorted(), ['CHARGEBACK', 'PAYMENT', 'PAYOUT', 'REFUND']);
  });

  for (const [n, recorded] of recording.calls.entries()) {
    const { asks, call, request, reply, means } = recorded;
    const intent = intentOf(recorded.intent, 'redirect');

    test(`${n} ${call}: means what it meant`, () => {
      const headers = { 'content-type': 'application/json', sign: reply.sign };
      const body = Buffer.from(reply.body);
      const came = { kind: 'response', status: 200, headers, body, truncated: false } as const;
      const read =
        asks === 'create'
          ? payermax.read(intent, came, account)
          : payermax.readQuery(intent, came, account);
      assert.deepEqual(JSON.parse(textOf(read)), means);
    });

    test(`${n} ${call}: is built to the same bytes`, () => {
      const nowMs = Date.parse(JSON.parse(request.body).requestTime);
      const built =
        asks === 'create'
          ? payermax.build(intent, account, nowMs, null)
          : payermax.buildQuery(intent, account, nowMs, null);
      assert.equal(built.body, request.body);
      assert.ok(built.url.endsWith(`/${call}`));
    });

    test(`${n} ${call}: openssl finds its signatures good, and one byte more is not signed`, () => {
      assert.ok(holds(merchantKey, request));
      assert.ok(!holds(merchantKey, { ...request, body: `${request.body} ` }));
      const isTaken = reply.body.includes('"APPLY_SUCCESS"');
      assert.equal(reply.sign !== '', isTaken);
      if (isTaken) assert.ok(holds(payermaxKey, reply));
    });
  }

  for (const [n, { body, sign, reported: event }] of recording.notifications.entries()) {
    test(`notification ${n}: reports what it reported, under a signature that openssl finds good`, () => {
      assert.ok(holds(payermaxKey, { body, sign }));
      const raw = { method: 'POST', path: '/', headers: { sign }, body: Buffer.from(body) };
      const authentic = payermax.verifyCallback(raw, [account], NOW_MS);
      assert.ok(authentic !== null);
      assert.deepEqual(JSON.parse(textOf(payermax.readCallback(authentic))), event);
    });
  }
});

describe('a request of today', () => {
  test('is signed as openssl signs it', () => {
    const { body, headers } = payermax.build(PAYIN, CREDENTIALS, NOW_MS, null);
    const key = pem('PRIVATE KEY', CREDENTIALS.secrets.merchantPrivateKey ?? '');
    const signature = withFiles([key], (path = '') =>
      openssl(['dgst', '-sha256', '-sign', path], body ?? ''),
    );
    assert.equal(headers.sign, signature.toString('base64'));
  });
});
