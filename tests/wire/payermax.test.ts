/**
 * The PayerMax connector against its emulator, over HTTP: money in, out and back, and every fault.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { amounts, known } from './emulator-talk.ts';
import { CARDS, Talk } from './payermax-talk.ts';

let talk: Talk;
before(async () => {
  talk = await Talk.start({ settleAfterMs: 5 });
});
after(() => talk[Symbol.asyncDispose]());

describe('payments', () => {
  test('a payment is reported by notification and by query under the same key', async () => {
    const [intent, { tradeToken }] = await talk.paid(10_050n);
    const reported = await talk.untilReported(intent);
    assert.deepEqual(amounts(reported), ['10050 SGD/2']);
    assert.deepEqual(await talk.ask(intent), { kind: 'events', events: reported });
    assert.deepEqual(await talk.ask(known(intent, tradeToken)), {
      kind: 'events',
      events: reported,
    });
    assert.deepEqual(await talk.movements(intent), ['paid 100.50']);
  });

  test('the payin report of the day has it, until the report lies', async () => {
    const intent = talk.payin(12_345n);
    await talk.pay(await talk.opened(intent), CARDS.mada);
    const [row = ''] = await talk.rowsOfReport(intent, 'payin');
    assert.ok(row.includes(',123.45,'), row);
  });

  for (const [asset, minor, shown] of [
    ['IDR/0', 16_500n, 'paid 16500'],
    ['KRW/0', 1_000n, 'paid 1000'],
    ['CLP/0', 990n, 'paid 990'],
    ['COP/0', 4_100n, 'paid 4100'],
    ['TWD/2', 32_000n, 'paid 320'],
    ['KWD/3', 1_250n, 'paid 1.25'],
    ['BHD/3', 10_000n, 'paid 10.00'],
    ['SGD/2', 90_071_992_547_409_93n, 'paid 90071992547409.93'],
  ] as const) {
    test(`${minor} ${asset} are the same on both sides of the wire`, async () => {
      const intent = talk.payin(minor, { asset });
      await talk.pay(await talk.opened(intent), CARDS.mada);
      assert.deepEqual(amounts(await talk.untilReported(intent)), [`${minor} ${asset}`]);
      assert.deepEqual(await talk.movements(intent), [shown]);
    });
  }

  test('an amount that is finer than PayerMax counts is declined, never rounded', async () => {
    for (const asset of ['KWD/3', 'BHD/3', 'JOD/3', 'OMR/3', 'TWD/2']) {
      const verdict = await talk.create(talk.payin(1_005n, { asset }));
      assert.ok(verdict.kind === 'declined', asset);
      assert.match(verdict.failure.text, /^AMOUNT_INVALID/);
    }
  });

  for (const [name, minor, code] of [
    ['visa', 8_059n, 'PAYMENT_FAILED'],
    ['mastercard', 8_059n, 'PAYMENT_FAILED'],
    ['mastercard', 8_005n, 'ISSUER_PAYMENT_REJECTED'],
    ['visa', 8_051n, 'ISSUER_PAYMENT_REJECTED'],
    ['visa', 8_054n, 'CARD_EXPIRE_DATE_INVALID'],
  ] as const) {
    test(`${name} refused at ${minor} cents: the order lives, another card pays`, async () => {
      const intent = talk.payin(minor);
      const page = await talk.opened(intent);
      assert.equal((await talk.pay(page, CARDS[name])).code, code);
      assert.equal(await talk.asked(known(intent, page.tradeToken)), 'pending');
      assert.deepEqual(talk.facts(intent), []);
      assert.equal((await talk.pay(page, CARDS.mada)).stage, 'paid');
      assert.deepEqual(amounts(await talk.untilReported(intent)), [`${minor} SGD/2`]);
    });
  }

  test('both cards of the seed pay any other amount, whatever their date', async () => {
    for (const card of [CARDS.visa, CARDS.mastercard, { ...CARDS.visa, expiry: '03/30' }]) {
      assert.equal((await talk.pay(await talk.opened(talk.payin(8_000n)), card)).stage, 'paid');
    }
  });

  test('a mistyped card is shown to the payer and costs nothing', async () => {
    const page = await talk.opened(talk.payin(1_000n));
    for (const [typed, code] of [
      [{ number: '4444333322221112' }, 'CARD_INVALID'],
      [{ number: '4242424242424242' }, 'UNSUPPORT_CARD'],
      [{ cvv: '999' }, 'CVV_INVALID'],
      [{ expiry: '13/30' }, 'CARD_EXPIRE_DATE_INVALID'],
    ] as const) {
      assert.equal((await talk.pay(page, { ...CARDS.visa, ...typed })).code, code);
    }
    assert.equal((await talk.pay(page, CARDS.visa)).stage, 'paid');
  });

  test('a challenged card is paid once the payer has answered, and not before', async () => {
    const intent = talk.payin(22_200n);
    const page = await talk.opened(intent);
    assert.equal((await talk.pay(page, CARDS.visa)).stage, 'challenge');
    assert.equal((await talk.step('result', page, { choice: 'failed' })).stage, 'choose');
    await talk.pay(page, CARDS.visa);
    await talk.step('result', page, { choice: 'successful' });
    assert.deepEqual(amounts(await talk.untilReported(intent)), ['22200 SGD/2']);
  });

  test('a payer in another country pays in its money; the order stays in its own', async () => {
    const intent = talk.payin(10_000n, { asset: 'USD/2' }, 'ID');
    const page = await talk.opened(intent);
    const wallet = { paymentMethodType: 'WALLET', targetOrg: 'DANA' };
    const asked = await talk.step('pay', page, { ...wallet, country: 'ID' });
    assert.deepEqual(
      [asked.stage, asked.shown, asked.local],
      ['result', 'USD 100.00', 'IDR 1600000'],
    );
    await talk.step('result', page, { choice: 'successful' });
    assert.deepEqual(amounts(await talk.untilReported(intent)), ['10000 USD/2']);
    assert.ok(talk.seen.some((text) => text.includes('"payCurrency":"IDR"')));
  });

  test('a way to pay that the country does not have is not offered', async () => {
    const page = await talk.opened(talk.payin(1_000n));
    const wallet = { paymentMethodType: 'WALLET', targetOrg: 'DANA', country: 'SG' };
    assert.equal((await talk.step('pay', page, wallet)).code, 'PAYMENT_METHOD_NOT_EXIST');
  });
});

describe('the ends of an order that nobody paid', () => {
  const byWallet = { paymentMethodType: 'WALLET', targetOrg: 'GRABPAY' };

  test('a failure is reported when the payer closes the page, and not before', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    await talk.step('pay', page, byWallet);
    assert.equal((await talk.step('result', page, { choice: 'failed' })).stage, 'failed');
    assert.equal(await talk.asked(known(intent, page.tradeToken)), 'pending');
    await talk.step('close', page);
    const [event] = await talk.untilReported(intent);
    assert.equal(event?.fact.kind, 'declined');
    assert.deepEqual(await talk.ask(intent), { kind: 'events', events: [event] });
  });

  test('after a failure the payer may pay another way', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    await talk.step('pay', page, byWallet);
    await talk.step('result', page, { choice: 'failed' });
    assert.equal((await talk.pay(page, CARDS.visa)).stage, 'paid');
    assert.deepEqual(amounts(await talk.untilReported(intent)), ['1000 SGD/2']);
  });

  test('a pending one ends with its closing time', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    await talk.step('pay', page, byWallet);
    assert.equal((await talk.step('result', page, { choice: 'pending' })).stage, 'waiting');
    assert.equal(await talk.asked(known(intent, page.tradeToken)), 'pending');
    await talk.call('POST', `/emulator/trades/${intent.reference}/close`, {});
    const [event] = await talk.untilReported(intent);
    assert.equal(event?.fact.kind, 'expired');
    assert.equal((await talk.pay(page, CARDS.visa)).code, 'ORDER_CLOSED');
  });

  test('a closed order cannot be paid, and closing it again is the same', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    for (const _ of [1, 2]) {
      assert.equal((await talk.create(talk.closing(intent))).kind, 'accepted');
    }
    assert.equal((await talk.untilReported(intent))[0]?.fact.kind, 'expired');
    assert.equal((await talk.pay(page, CARDS.visa)).code, 'ORDER_CLOSED');
  });

  test('an order that was paid meanwhile is not closed, and stays paid', async () => {
    const [intent] = await talk.paid(1_000n);
    assert.equal((await talk.create(talk.closing(intent))).kind, 'accepted');
    assert.equal(await talk.asked(intent), 'paid');
    assert.deepEqual(await talk.movements(intent), ['paid 10.00']);
  });
});

describe('refunds, payouts and cases', () => {
  test('parts of a payment are refunded, and never more than all of it', async () => {
    const [payin] = await talk.paid(3_000n);
    for (const part of [1_000n, 2_000n]) {
      const refund = talk.refund(part, payin);
      assert.equal((await talk.create(refund)).kind, 'accepted');
      assert.deepEqual(amounts(await talk.untilReported(refund)), [`${part} SGD/2`]);
      assert.deepEqual(await talk.ask(refund), { kind: 'events', events: talk.facts(refund) });
    }
    const verdict = await talk.create(talk.refund(1n, payin));
    assert.ok(verdict.kind === 'declined' && verdict.failure.code === 'limit_exceeded');
  });

  test('what was not paid cannot be refunded', async () => {
    const payin = talk.payin(3_000n);
    await talk.opened(payin);
    assert.equal((await talk.create(talk.refund(1n, payin))).kind, 'declined');
    assert.equal((await talk.create(talk.refund(1n, talk.payin(1n)))).kind, 'declined');
  });

  test('a refund that the bank refuses is reported as such', async () => {
    await using own = await Talk.start({ settleAfterMs: null });
    const [payin] = await own.paid(3_000n);
    const refund = own.refund(1_000n, payin);
    await own.create(refund);
    const status = 'REFUND_FAILED';
    await own.call('POST', `/emulator/refunds/${refund.reference}`, { status });
    assert.equal((await own.untilReported(refund))[0]?.fact.kind, 'declined');
    assert.equal((await own.create(own.refund(3_000n, payin))).kind, 'accepted');
  });

  test('a payout is paid', async () => {
    const payout = talk.payout(7_000n);
    assert.equal((await talk.create(payout)).kind, 'accepted');
    assert.deepEqual(amounts(await talk.untilReported(payout)), ['7000 PHP/2']);
    assert.deepEqual(await talk.ask(payout), { kind: 'events', events: talk.facts(payout) });
    assert.deepEqual(await talk.movements(payout), ['transferred 70.00']);
  });

  for (const [title, minor, remark, kinds] of [
    ['110 fails', 11_000n, '', ['declined']],
    ['11000 fails', 1_100_000n, '', ['declined']],
    ['the remark FAILED fails', 7_000n, 'FAILED', ['declined']],
    ['the remark SUCCESS wins over 110', 11_000n, 'SUCCESS', ['11000 PHP/2']],
    ['BOUNCEBACK comes back after it was paid', 7_000n, 'BOUNCEBACK', ['7000 PHP/2', 'reversed']],
  ] as const) {
    test(`a payout, as PayerMax's sandbox has it: ${title}`, async () => {
      const payout = talk.payout(minor, remark);
      assert.equal((await talk.create(payout)).kind, 'accepted');
      assert.deepEqual(amounts(await talk.untilReported(payout, kinds.length)), kinds);
      assert.deepEqual(await talk.ask(payout), { kind: 'events', events: talk.facts(payout) });
    });
  }

  test('a payout of 100 stays pending until it is completed', async () => {
    const payout = talk.payout(10_000n);
    const verdict = await talk.create(payout);
    assert.ok(verdict.kind === 'accepted' && verdict.upstreamId !== null);
    assert.equal(await talk.asked(known(payout, verdict.upstreamId)), 'pending');
    await talk.call('POST', `/emulator/payouts/${payout.reference}`, { status: 'SUCCESS' });
    assert.deepEqual(amounts(await talk.untilReported(payout)), ['10000 PHP/2']);
  });

  test('a payout beyond the balance, or without an account, is declined', async () => {
    const rich = await talk.create(talk.payout(99_999_999_999n));
    assert.ok(rich.kind === 'declined' && rich.failure.code === 'upstream_unavailable');
    assert.equal((await talk.create(talk.payout(100n, '', { fields: {} }))).kind, 'declined');
    const name = { 'beneficiary.account': '1', 'beneficiary.name': '陳大文' };
    const verdict = await talk.create(talk.payout(100n, '', { fields: name }));
    assert.equal(verdict.kind, 'declined');
  });

  test('cases are reported in each of their states: opened, won, lost', async () => {
    const [intent, { tradeToken }] = await talk.paid(2_000n);
    const dispute = async (amount: string, result: string) => {
      const opened = { outTradeNo: intent.reference, amount };
      const { caseId } = await talk.call('POST', '/emulator/disputes', opened);
      for (const status of ['DISPUTE_END', 'CASE_CLOSED']) {
        await talk.call('POST', `/emulator/disputes/${caseId}`, { status, result });
      }
      return caseId;
    };
    const won = await dispute('20.00', 'WIN');
    const ref = await dispute('7.50', 'FAIL');
    const reports = () =>
      talk.facts(intent).flatMap(({ fact }) => (fact.kind === 'dispute' ? [fact.dispute] : []));
    await talk.until(() => reports().some(({ state }) => state === 'lost'));
    const states = (of: unknown) =>
      new Set(reports().flatMap((one) => (one.ref === of ? [one.state] : [])));
    assert.deepEqual([...states(won)], ['open', 'won']);
    assert.deepEqual([...states(ref)], ['open', 'lost']);
    const { amount, paymentRef } = reports().at(-1) ?? {};
    assert.deepEqual([amount, paymentRef], [{ asset: 'SGD/2', minor: 750n }, tradeToken]);
    assert.deepEqual(reports().at(-1)?.fee, { asset: 'SGD/2', minor: 1_500n });
    assert.deepEqual(await talk.movements(intent), ['paid 20.00', 'charged_back 7.50']);
  });

  test('what a payment brought and a payout took is what the accounts hold', async () => {
    await using own = await Talk.start();
    const balance = async (type: string, asset: string) => {
      const accounts = await own.balances();
      assert.ok(accounts.ok);
      const account = accounts.value.find((one) => one.type === type && one.asset === asset);
      return account?.balance.minor ?? 0n;
    };
    await own.paid(10_050n);
    assert.equal(await balance('ACQUIRING', 'SGD/2'), 10_050n);
    const payout = own.payout(1_025n);
    await own.create(payout);
    await own.untilReported(payout);
    assert.equal(await balance('DISBURSEMENT', 'PHP/2'), 100_000_000n - 1_025n);
  });
});
