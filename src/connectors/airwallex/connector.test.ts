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

describe('the list of disputes', () => {
  const { credentials, nowMs } = harness;
  const list = airwallex.disputes?.list;
  assert.ok(list !== undefined);
  const answer = (status: number, body: object) =>
    list.read(
      {
        ...{ kind: 'response', status, headers: {}, truncated: false },
        body: Buffer.from(JSON.stringify(body)),
      },
      credentials,
    );
  const item = {
    ...{ id: 'dsp_1', payment_intent_id: 'int_1', merchant_order_id: '7', stage: 'CHARGEBACK' },
    ...{ status: 'LOST', amount: 40.25, currency: 'PHP', updated_at: '2026-11-30T10:00:00+0000' },
  };

  test('is asked for by when they changed, and page by page', () => {
    const urls = [null, 'p2'].map((page) => list.build(0, page, credentials, nowMs, 't').url);
    const queries = urls.map((url) => Object.fromEntries(new URL(url).searchParams));
    const first = { from_updated_at: '1970-01-01T00:00:00.000Z', size: '50' };
    assert.deepEqual(queries, [first, { ...first, page: 'p2' }]);
  });

  test('says how each stands, passes over words that are not known, and names the next page', () => {
    const unknown = { ...item, id: 'dsp_2', status: 'NEWS' };
    const page = answer(200, { items: [item, unknown], page_after: 'p2', page_before: '' });
    assert.deepEqual(
      page?.events.map(({ reference, providerIds }) => [reference, providerIds]),
      [['7', ['int_1']]],
    );
    assert.equal(page?.next, 'p2');
    for (const last of [{ page_after: '' }, { page_after: null }, {}]) {
      assert.equal(answer(200, { items: [], ...last })?.next, null);
    }
    assert.equal(answer(500, { items: [] }), null);
    assert.equal(answer(200, { code: 'x' }), null);
  });
});
