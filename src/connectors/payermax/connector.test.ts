/**
 * Events of this connector in the hands of the core: repeats change nothing, returns are refunded.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { playEvents, RICH } from '../../../tests/support/played-events.ts';
import { type Entry, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { Order } from '../../domain/order.ts';
import { advancePayin } from '../../domain/payin.ts';
import { hold } from '../../domain/payout.ts';
import type { Fact, ProviderEvent } from '../../domain/provider-event.ts';
import type { Credentials, UpstreamReply } from '../contract.ts';
import { payermax } from './connector.ts';
import { CLOSING, PAYIN, PAYOUT } from './fixtures/expected.ts';
import { harness } from './fixtures/harness.ts';
import { disputeBody, eventBody, signedReply } from './fixtures/provider.ts';

const AT = new Date(harness.nowMs);
const SETTING = { amountPolicy: 'accept', latePolicy: 'accept', balance: ZERO_BALANCE } as const;

const execute = (first: Order, bodies: readonly string[], opening: readonly Entry[] = []) =>
  playEvents(first, bodies.flatMap(eventsOf), opening);

function eventsOf(body: string): readonly ProviderEvent[] {
  const { credentials, nowMs } = harness;
  const raw = harness.callback(body, credentials, nowMs);
  const callback = payermax.verifyCallback(raw, [credentials], nowMs);
  assert.ok(callback !== null);
  return payermax.readCallback(callback) ?? [];
}

const SUCCESS = { status: 'SUCCESS' };
const paid = eventBody(PAYIN, SUCCESS);
const lost = disputeBody(PAYIN);

describe('payments and chargebacks', () => {
  test('repeats and early cases end in the same place', () => {
    const straight = execute(PAYIN.order, [paid, lost]);
    assert.equal(straight.state, 'reversed');
    assert.equal(straight.balance.available, RICH.available);
    for (const reported of [
      [lost, paid],
      [paid, paid, lost, lost],
      [disputeBody(PAYIN, { status: 'CASE_CLOSED' }), lost, paid, lost],
    ]) {
      assert.deepEqual(execute(PAYIN.order, reported), straight);
    }
  });

  test('a case about a part reverses that part, and the payment stays', () => {
    const { state, balance } = execute(PAYIN.order, [
      paid,
      disputeBody(PAYIN, { amount: '40.25' }),
    ]);
    assert.equal(state, 'paid');
    assert.equal(balance.upstream, -10_050n + 4_025n);
  });

  test('a payment that was cancelled after it was paid leaves the books, and a person looks', () => {
    const cancelled = eventBody(CLOSING, {});
    const { state, balance } = execute(PAYIN.order, [paid, cancelled]);
    assert.deepEqual([state, balance], ['reversed', RICH]);
    const [was, is] = [paid, cancelled].flatMap(eventsOf).map(({ fact }) => fact);
    const { order } = advancePayin(PAYIN.order, was as Fact, SETTING, AT);
    const kinds = advancePayin(order, is as Fact, SETTING, AT).cases.map(({ kind }) => kind);
    assert.ok(kinds.includes('contradiction'), `${kinds}`);
  });

  test('an order that PayerMax closed may still be paid late', () => {
    const closed = eventBody(PAYIN, { status: 'CLOSED' }, 'PAYMENT_FAILED');
    assert.equal(execute(PAYIN.order, [closed]).state, 'expired');
    assert.equal(execute(PAYIN.order, [closed, paid]).state, 'paid');
  });
});

describe('payouts', () => {
  const open = hold(PAYOUT.order, RICH);
  assert.ok(open !== null);
  const wentOut = eventBody(PAYOUT, SUCCESS);
  const failed = eventBody(PAYOUT, { status: 'FAILED' });
  const sentBack = eventBody(PAYOUT, { status: 'BOUNCEBACK' });

  test('one that failed gives its hold back once', () => {
    const { state, balance } = execute(PAYOUT.order, [failed, failed], [open]);
    assert.equal(state, 'failed');
    assert.deepEqual(balance, RICH);
  });

  test('one that was paid and came back is reversed, and the money is there again', () => {
    for (const reported of [
      [wentOut, sentBack],
      [sentBack, wentOut],
      [sentBack, sentBack],
    ]) {
      const { state, balance } = execute(PAYOUT.order, reported, [open]);
      assert.equal(state, 'reversed');
      assert.deepEqual(balance, RICH);
    }
  });
});

describe('the answer to how a case stands', () => {
  const CASE = 'O20261120074414033194005231';
  const body = disputeBody(PAYIN);
  const answer = (credentials: Credentials | null, changes: object = {}) => {
    const { data } = JSON.parse(body) as { data: object };
    const about = { ...data, ...changes };
    const text = JSON.stringify({ code: 'APPLY_SUCCESS', msg: 'Success.', data: about });
    return signedReply(text, credentials);
  };
  const read = (reply: UpstreamReply) =>
    payermax.disputes?.read(CASE, reply, harness.credentials) ?? null;

  test('is the event that its notification would be', () => {
    assert.deepEqual(read(answer(harness.credentials)), eventsOf(body)[0]);
  });

  test('moves nothing unsigned, of another case, in unknown words, or refused', () => {
    assert.equal(read(answer(null)), null);
    assert.equal(read(answer(harness.credentials, { caseId: 'O2' })), null);
    assert.equal(read(answer(harness.credentials, { status: 'NEWS' })), null);
    const refused = JSON.stringify({ code: 'ORDER_NOT_EXIST', msg: 'There is no such case.' });
    assert.equal(read(signedReply(refused, null)), null);
  });
});
