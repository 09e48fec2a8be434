/**
 * Events of this connector in the hands of the core: repeats change nothing, returns are refunded.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { playEvents, RICH } from '../../../tests/support/played-events.ts';
import type { Entry } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { hold } from '../../domain/payout.ts';
import type { ProviderEvent } from '../../domain/provider-event.ts';
import { airwallex } from './connector.ts';
import { CHARGED, PAYIN, PAYOUT } from './fixtures/expected.ts';
import { harness } from './fixtures/harness.ts';
import { disputeBody, eventBody, number } from './fixtures/provider.ts';

const execute = (first: Order, bodies: readonly string[], opening: readonly Entry[] = []) =>
  playEvents(first, bodies.flatMap(eventsOf), opening);

function eventsOf(body: string): readonly ProviderEvent[] {
  const { credentials, nowMs } = harness;
  const raw = harness.callback(body, credentials, nowMs);
  const callback = airwallex.verifyCallback(raw, [credentials], nowMs);
  assert.ok(callback !== null);
  return airwallex.readCallback(callback) ?? [];
}

const paid = eventBody(PAYIN, 'payment_intent.succeeded', CHARGED);
const lost = disputeBody(PAYIN, 'lost');

describe('payments and chargebacks', () => {
  test('repeats and early disputes end in the same place', () => {
    const straight = execute(PAYIN.order, [paid, lost]);
    assert.equal(straight.state, 'reversed');
    assert.equal(straight.balance.available, RICH.available);
    for (const reported of [
      [lost, paid],
      [paid, paid, lost, lost],
      [disputeBody(PAYIN, 'accepted'), lost, paid, lost],
    ]) {
      assert.deepEqual(execute(PAYIN.order, reported), straight);
    }
  });

  test('a dispute about a part reverses that part, and the payment stays', () => {
    const part = disputeBody(PAYIN, 'lost', { amount: number('40.25') });
    const { state, balance } = execute(PAYIN.order, [paid, part, part]);
    assert.equal(state, 'paid');
    assert.equal(balance.upstream, -10_050n + 4_025n);
  });
});

describe('transfers', () => {
  const open = hold(PAYOUT.order, RICH);
  assert.ok(open !== null);
  const wentOut = eventBody(PAYOUT, 'payout.transfer.paid', { status: 'PAID' });
  const failed = eventBody(PAYOUT, 'payout.transfer.failed', { status: 'FAILED' });

  test('one that failed gives its hold back once', () => {
    const { state, balance } = execute(PAYOUT.order, [failed, failed], [open]);
    assert.equal(state, 'reversed');
    assert.deepEqual(balance, RICH);
  });

  test('one that was paid and came back is reversed, and the money is there again', () => {
    for (const reported of [
      [wentOut, failed],
      [failed, wentOut],
    ]) {
      const { state, balance } = execute(PAYOUT.order, reported, [open]);
      assert.equal(state, 'reversed');
      assert.deepEqual(balance, RICH);
    }
  });
});
