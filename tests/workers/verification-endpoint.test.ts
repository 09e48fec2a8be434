/**
 * A merchant's endpoint that is asked before a bill is paid, over HTTP on both sides: the provider
 * asks us, we ask the simulator's stand-in for the merchant, and money moves or does not.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import { SAMPLE_APP, SAMPLE_KEYS } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import type { CheckCall } from '../../src/ports/payment-check.ts';
import { createPaymentChecks } from '../../src/store/queues/payment-checks.ts';
import { createAskMerchant } from '../../src/workers/payment-question.ts';
import { BILL_CHANNEL, open } from './at-simulator.ts';
import { openEgress } from './world.ts';

const RULE = { minMinor: 500n, maxMinor: 90_000n, single: false };
/** Shorter than the dialect's five seconds, where nothing is to come within them. */
const SHORT_MS = 300;

async function billAt(t: TestContext) {
  const { sent, pay, payments, fault, world, asked, providerUrl } = await open(t);
  const bill = await sent({
    ...{ kind: 'code', channel: BILL_CHANNEL.code, amountMinor: 0n, code: RULE },
  });
  const egress = openEgress(t);
  const { paymentCheck } = openApiPh;
  assert.ok(paymentCheck !== undefined);
  /** What comes of a payment while the merchant's endpoint is this one. */
  const paidAt = async (address: string, timeoutMs = paymentCheck.timeoutMs) => {
    const dialect = { ...openApiPh, paymentCheck: { ...paymentCheck, timeoutMs } };
    const dialects = new Map([[dialect.name, dialect]]);
    const ask = createAskMerchant({ dialects, egress, nowMs: Date.now });
    const verificationUrl = new URL(address, `${providerUrl}/stand-in/`).href;
    const app = { ...SAMPLE_APP, keys: SAMPLE_KEYS, settings: { verificationUrl } };
    asked.answer = (question) => ask(app, question) as Promise<CheckCall>;
    const { error, paid } = await pay(bill, { amountMinor: '1500' });
    const [latest] = await createPaymentChecks(world.pool, world.lanes.shardCount).ofOrder(bill.id);
    const what = paid === true ? 'paid' : (error as { code: string }).code;
    return `${what}, ${latest?.reason} ${latest?.status}`;
  };
  const received = async () => (await payments(bill)).map(({ paidMinor }) => paidMinor);
  return { paidAt, received, fails: () => fault(bill, 'decline_later') };
}

test('an endpoint that says 2000 in time collects; that hangs, is late or says no, does not', async (t) => {
  const { paidAt, received } = await billAt(t);
  for (const [address, expected, timeoutMs] of [
    ['verification', 'paid, answered 200'],
    ['verification?answer=collect&delayMs=100', 'paid, answered 200'],
    ['verification?answer=refuse', 'not_collected, answered 200'],
    ['verification?answer=over_limit', 'not_collected, answered 200'],
    ['verification?answer=nonsense', 'not_collected, unreadable 200'],
    ['verification?answer=hang', 'not_collected, no_answer null', SHORT_MS],
    ['verification?answer=collect&delayMs=60000', 'not_collected, no_answer null', SHORT_MS],
    ['nowhere', 'not_collected, unreadable 404'],
    ['http://127.0.0.1:1/verify', 'not_collected, not_reachable null'],
    ['http://10.0.0.1/verify', 'not_collected, not_reachable null'],
  ] as const) {
    assert.equal(await paidAt(address, timeoutMs), expected, address);
  }
  assert.deepEqual(await received(), [1500n, 1500n]);
});

test('an endpoint that says 2000 has collected nothing when the payment fails thereafter', async (t) => {
  const { paidAt, received, fails } = await billAt(t);
  await fails();
  assert.equal(await paidAt('verification'), 'insufficient_funds, answered 200');
  assert.deepEqual(await received(), []);
});
