/**
 * A recorded conversation with Airwallex's emulator: read again, it means the same; built again, it
 * is the same to the byte; and openssl, which knows nothing of us, signs every webhook alike.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import { openssl } from '../../src/wire/test-support/openssl.ts';
import { accountOf, readRecording, record } from './airwallex-recording.ts';
import { textOf } from './emulator-talk.ts';
import { intentOf } from './recorded-intent.ts';

if (process.env.RECORD === '1') await record();

const recording = readRecording();

/** Section 5, by openssl: HMAC-SHA256 of timestamp and body, in hex. */
function macOf(timestamp: string, body: string): string {
  const args = ['dgst', '-sha256', '-hmac', recording.webhookSecret, '-r'];
  return openssl(args, `${timestamp}${body}`).toString().split(' ')[0] ?? '';
}

describe('a recorded conversation with Airwallex', () => {
  const account = accountOf(recording);

  test('shows payments, refunds, transfers, and a dispute', () => {
    const paths = recording.calls.map(({ request: { path } }) => path.split('?')[0] ?? '');
    for (const part of ['payment_intents', 'refunds', 'transfers']) {
      assert.ok(
        paths.some((path) => path.includes(part)),
        part,
      );
    }
    const names = recording.webhooks.map(({ body }) => String(JSON.parse(body).name));
    for (const part of ['payment_intent.succeeded', 'refund.', 'transfer', 'payment_dispute.']) {
      assert.ok(
        names.some((name) => name.includes(part)),
        `${part} in ${names}`,
      );
    }
    const paid = textOf(recording.calls.map(({ means }) => means)).match(/"kind":"paid"/g) ?? [];
    assert.ok(paid.length >= 3, 'payment, refund and transfer were asked about');
  });

  for (const [n, recorded] of recording.calls.entries()) {
    const { asks, request, reply, means } = recorded;
    const intent = intentOf(recorded.intent, 'card');

    test(`${n} ${request.method} ${request.path.split('?')[0]}: means what it meant`, () => {
      const headers = { 'content-type': 'application/json' };
      const { status } = reply;
      const body = Buffer.from(reply.body);
      const came = { kind: 'response', status, headers, body, truncated: false } as const;
      const read =
        asks === 'create'
          ? airwallex.read(intent, came, account)
          : airwallex.readQuery(intent, came, account);
      assert.deepEqual(JSON.parse(textOf(read)), means);
    });

    test(`${n} ${request.method} ${request.path.split('?')[0]}: is built to the same bytes`, () => {
      const built =
        asks === 'create'
          ? airwallex.build(intent, account, 0, 'token')
          : airwallex.buildQuery(intent, account, 0, 'token');
      const { method, url, body } = built;
      assert.equal(method, request.method);
      assert.equal(url, recording.baseUrl + request.path);
      assert.equal(body ?? '', request.body);
    });
  }

  for (const [n, { body, timestamp, signature, reported: event }] of recording.webhooks.entries()) {
    test(`webhook ${n}: reports what it reported, under a signature that openssl makes as well`, () => {
      assert.equal(macOf(timestamp, body), signature);
      assert.notEqual(macOf(timestamp, `${body} `), signature);
      const headers = { 'x-timestamp': timestamp, 'x-signature': signature };
      const raw = { method: 'POST', path: '/', headers, body: Buffer.from(body) };
      const authentic = airwallex.verifyCallback(raw, [account], Number(timestamp));
      assert.ok(authentic !== null);
      assert.deepEqual(JSON.parse(textOf(airwallex.readCallback(authentic))), event);
    });
  }
});
