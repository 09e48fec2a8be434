/** The connector against the real simulator over HTTP: the courses that orders take. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Intent } from '../../src/connectors/contract.ts';
import { kinds, paidMinor, Talk } from './provider-talk.ts';

let talk: Talk;
before(async () => {
  talk = await Talk.start({ faultDefaults: { late_reversal: { delayMs: 50 } } });
});
after(() => talk[Symbol.asyncDispose]());

/** What the payer is shown for each method. */
const SHOWN = {
  redirect: 'redirect',
  wallet: 'redirect',
  card: 'redirect',
  qr: 'qr',
  va: 'va',
  bank_transfer: 'bank_transfer',
} as const;

describe('payins', () => {
  for (const [method, shown] of Object.entries(SHOWN)) {
    test(`${method}: is accepted with instructions, paid, and reported alike by callback and query`, async () => {
      const intent = talk.intent('payin', method as keyof typeof SHOWN);
      const verdict = await talk.create(intent);
      assert.ok(verdict.kind === 'accepted', verdict.kind);
      assert.equal(verdict.instructions?.kind, shown);
      assert.match(verdict.instructions?.url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/p\/pay_/);
      assert.equal((await talk.pay(intent)).paid, true);
      const reported = await talk.untilReported(intent, 1);
      assert.deepEqual(paidMinor(reported), [intent.order.amountMinor]);
      await talk.assertQueryReports(intent, reported);
    });
  }

  test('are found by the merchant order id and by the number on the page', async () => {
    const byMerchant = talk.intent('payin', 'wallet');
    await talk.create(byMerchant);
    const { merchantRef } = byMerchant.order;
    assert.equal((await talk.pay(byMerchant, { order: merchantRef })).paid, true);
    const byNumber = talk.intent('payin', 'va');
    const verdict = await talk.create(byNumber);
    assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'va');
    assert.equal((await talk.pay(byNumber, { order: verdict.instructions.number })).paid, true);
  });

  test('report their page when asked, and are just pending once it is known', async () => {
    const intent = talk.intent('payin', 'qr');
    const verdict = await talk.create(intent);
    const answer = await talk.query(intent);
    assert.ok(verdict.kind === 'accepted' && answer.kind === 'events');
    assert.deepEqual(
      answer.events.map(({ fact }) => fact),
      [verdict],
    );
    const { upstreamId, instructions } = verdict;
    const known = { ...intent, order: { ...intent.order, upstreamId, instructions } };
    assert.deepEqual(await talk.query(known), { kind: 'pending' });
  });

  test('paid twice are two payments, each once under its own reference', async () => {
    const intent = talk.intent('payin', 'va');
    await talk.create(intent);
    await talk.pay(intent);
    await talk.pay(intent, { again: true, amountMinor: '777' });
    const reported = await talk.untilReported(intent, 2);
    assert.deepEqual(paidMinor(reported), [intent.order.amountMinor, 777n]);
    await talk.assertQueryReports(intent, reported);
  });

  test('expire, and money that comes all the same is reported', async () => {
    const intent = talk.intent('payin', 'va');
    await talk.create(intent);
    await talk.act(intent, 'expire');
    const expired = await talk.untilReported(intent, 1);
    assert.deepEqual(kinds(expired), ['expired']);
    await talk.assertQueryReports(intent, expired);
    await talk.pay(intent);
    assert.deepEqual(kinds(await talk.untilReported(intent, 2)), ['expired', 'paid']);
  });

  test('expire at the time that we asked for', async () => {
    const expiresAt = new Date(Date.now() + 300);
    const intent = talk.intent('payin', 'redirect', { expiresAt });
    assert.equal((await talk.create(intent)).kind, 'accepted');
    assert.deepEqual(kinds(await talk.untilReported(intent, 1)), ['expired']);
  });

  test('ended by the provider are declined', async () => {
    const intent = talk.payin(10);
    await talk.create(intent);
    await talk.act(intent, 'fail');
    const reported = await talk.untilReported(intent, 1);
    assert.deepEqual(kinds(reported), ['declined']);
    await talk.assertQueryReports(intent, reported);
  });

  test('in assets without decimals and with three keep their amount', async () => {
    for (const [asset, amountMinor] of [
      ['IDR/0', 15_000n],
      ['KWD/3', 1_234n],
    ] as const) {
      const intent = talk.intent('payin', 'wallet', { asset, amountMinor });
      await talk.create(intent);
      await talk.pay(intent);
      const [event] = await talk.untilReported(intent, 1);
      assert.ok(event?.fact.kind === 'paid');
      assert.deepEqual(event.fact.amount, { asset, minor: amountMinor });
    }
  });
});

describe('payouts and refunds', () => {
  test('a payout is accepted, executed, and reported alike by callback and query', async () => {
    const payout = talk.payout(250);
    assert.equal((await talk.create(payout)).kind, 'accepted');
    const reported = await talk.untilReported(payout, 1);
    assert.deepEqual(paidMinor(reported), [25_000n]);
    await talk.assertQueryReports(payout, reported);
    assert.deepEqual(await talk.movements(payout), [-25_000n]);
  });

  test('a refund goes back from the payment that was booked, or from the payin', async () => {
    const payin = talk.payin(100);
    await talk.create(payin);
    await talk.pay(payin);
    const [event] = await talk.untilReported(payin, 1);
    assert.ok(event?.fact.kind === 'paid');
    for (const paymentRef of [event.fact.paymentRef, null]) {
      const refund = talk.refund(50, payin, paymentRef);
      assert.equal((await talk.create(refund)).kind, 'accepted');
      const reported = await talk.untilReported(refund, 1);
      assert.deepEqual(paidMinor(reported), [5_000n]);
      await talk.assertQueryReports(refund, reported);
    }
    const tooMuch = await talk.create(talk.refund(1, payin, null));
    assert.ok(tooMuch.kind === 'declined');
    assert.equal(tooMuch.failure.code, 'limit_exceeded');
  });

  test('a void takes a card payment back whole, and only that', async () => {
    const undo = (payin: Intent, minor: bigint) => {
      const refund = talk.refund(1, payin, null);
      return { ...refund, order: { ...refund.order, amountMinor: minor, voided: true } };
    };
    const card = talk.intent('payin', 'card');
    const wallet = talk.intent('payin', 'wallet');
    for (const payin of [card, wallet]) {
      await talk.create(payin);
      await talk.pay(payin);
    }
    const whole = card.order.amountMinor;
    assert.equal((await talk.create(undo(card, whole - 1n))).kind, 'declined');
    assert.equal((await talk.create(undo(wallet, whole))).kind, 'declined');
    const made = undo(card, whole);
    assert.equal((await talk.create(made)).kind, 'accepted');
    assert.deepEqual(paidMinor(await talk.untilReported(made, 1)), [whole]);
    assert.deepEqual(await talk.movements(made), [-whole]);
    assert.equal((await talk.create(undo(card, whole))).kind, 'declined');
  });

  test('a refund of what is not known, or not named, is declined', async () => {
    const unknown = talk.refund(1, talk.payin(1), null);
    assert.equal((await talk.create(unknown)).kind, 'declined');
    assert.equal((await talk.create({ ...unknown, about: null })).kind, 'declined');
  });

  test('a payout that the bank sends back is paid, then reversed', async () => {
    const payout = talk.payout(9010);
    await talk.create(payout);
    const reported = await talk.untilReported(payout, 2);
    assert.deepEqual(kinds(reported), ['paid', 'reversed']);
    await talk.assertQueryReports(payout, reported);
    assert.deepEqual(await talk.movements(payout), [-901_000n, 901_000n]);
  });

  test('a reversal alone reports the payment too, so that their order does not matter', async () => {
    const payout = talk.payout(9010);
    await talk.create(payout);
    await talk.until(() => talk.callbacks(payout).length === 2);
    const byReversal = talk.callbacks(payout).at(-1)?.events ?? [];
    assert.deepEqual(byReversal, talk.events(payout));
  });
});
