/**
 * The Airwallex connector against its emulator, over HTTP: money in, out and back, and every fault.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Intent } from '../../src/connectors/contract.ts';
import { sampleClosing } from '../../src/connectors/sample.fixture.ts';
import { secretsIn, Talk } from './airwallex-talk.ts';
import { amounts, known } from './emulator-talk.ts';

const ALWAYS = '4035501000000008';
const VISA = '4012000300001003';
const MASTERCARD = '2223000010181375';
const CHALLENGED = '4012000300000088';
const CARDS = [ALWAYS, VISA, MASTERCARD, '5307837360544518', '4646464646464644', CHALLENGED];

const CREATE_INTENT = 'POST /api/v1/pa/payment_intents/create';

let talk: Talk;
before(async () => {
  talk = await Talk.start({ settleAfterMs: 5 });
});
after(() => talk[Symbol.asyncDispose]());

/** A payin paid with the card that always succeeds, and the payment's id. */
async function paidPayin(amountMinor: bigint, on = talk): Promise<[Intent, string]> {
  const intent = on.payin(amountMinor);
  const page = await on.opened(intent);
  assert.equal((await on.pay(page, ALWAYS)).status, 'SUCCEEDED');
  return [intent, page.id];
}

describe('payments', () => {
  test('a payment is reported by webhook and by query under the same key', async () => {
    const [intent, id] = await paidPayin(10_050n);
    const reported = await talk.untilReported(intent);
    assert.deepEqual(amounts(reported), ['10050 SGD/2']);
    assert.deepEqual(await talk.ask(intent), { kind: 'events', events: reported });
    assert.deepEqual(await talk.ask(known(intent, id)), { kind: 'events', events: reported });
    assert.deepEqual(await talk.movements(intent), ['paid 100.50']);
  });

  test('the settlement report of the day has it, until the report lies', async () => {
    const intent = talk.payin(12_345n);
    await talk.pay(await talk.opened(intent), ALWAYS);
    const [row = ''] = await talk.rowsOfReport(intent, 'settlement');
    assert.ok(row.includes(',123.45,'), row);
  });

  for (const [asset, minor, shown] of [
    ['JPY/0', 1_000n, 'paid 1000'],
    ['KWD/3', 1_005n, 'paid 1.005'],
    ['SGD/2', 90_071_992_547_409_93n, 'paid 90071992547409.93'],
  ] as const) {
    test(`${minor} ${asset} are the same on both sides of the wire`, async () => {
      const intent = talk.payin(minor, { asset });
      await talk.pay(await talk.opened(intent), ALWAYS);
      assert.deepEqual(amounts(await talk.untilReported(intent)), [`${minor} ${asset}`]);
      assert.deepEqual(await talk.movements(intent), [shown]);
    });
  }

  for (const [card, minor, code] of [
    [VISA, 8_059n, '59'],
    [MASTERCARD, 8_005n, '05'],
    [VISA, 8_007n, '07'],
    [MASTERCARD, 8_014n, '14'],
  ] as const) {
    test(`a card refused with ${code}: the order lives, and another card pays it`, async () => {
      const intent = talk.payin(minor);
      const page = await talk.opened(intent);
      const refused = await talk.pay(page, card);
      assert.equal(refused.code, 'issuer_declined');
      assert.equal(refused.provider_original_response_code, code);
      assert.deepEqual(await talk.asked(known(intent, page.id)), 'accepted');
      assert.deepEqual(talk.facts(intent), []);
      assert.equal((await talk.pay(page, ALWAYS)).status, 'SUCCEEDED');
      assert.deepEqual(amounts(await talk.untilReported(intent)), [`${minor} SGD/2`]);
    });
  }

  test('the same cards pay any other amount', async () => {
    for (const card of [VISA, MASTERCARD]) {
      assert.equal(
        (await talk.pay(await talk.opened(talk.payin(8_000n)), card)).status,
        'SUCCEEDED',
      );
    }
  });

  test('a challenged card is paid once the code is right', async () => {
    const intent = talk.payin(5_000n);
    const page = await talk.opened(intent);
    const asked = await talk.pay(page, CHALLENGED);
    assert.equal(asked.status, 'REQUIRES_CUSTOMER_ACTION');
    assert.equal(await talk.asked(known(intent, page.id)), 'accepted');
    const wrong = await talk.call('POST', `/3ds/${page.id}`, { otp: '0000' });
    assert.equal(wrong.code, 'authentication_declined');
    await talk.pay(page, CHALLENGED);
    await talk.call('POST', `/3ds/${page.id}`, { otp: '1234' });
    assert.deepEqual(amounts(await talk.untilReported(intent)), ['5000 SGD/2']);
  });

  test('disputes are reported in each of their states: opened, won, lost', async () => {
    const [intent, id] = await paidPayin(2_000n);
    const dispute = async (amount: number, ...statuses: readonly string[]) => {
      const opened = { payment_intent_id: id, amount, stage: 'CHARGEBACK' };
      const made = await talk.simulate('/pa/payment_disputes/create', opened);
      for (const status of statuses) {
        await talk.simulate(`/pa/payment_disputes/${made.id}/resolve`, { status });
      }
      return made.id;
    };
    await talk.untilReported(intent);
    const won = await dispute(20, 'WON');
    const ref = await dispute(7.5, 'ACCEPTED', 'LOST');
    const reports = () =>
      talk.facts(intent).flatMap(({ fact }) => (fact.kind === 'dispute' ? [fact.dispute] : []));
    await talk.until(() => reports().some(({ state }) => state === 'lost'));
    const states = (of: unknown) => reports().flatMap((one) => (one.ref === of ? [one.state] : []));
    assert.deepEqual(states(won), ['open', 'won']);
    assert.deepEqual(states(ref), ['open', 'accepted', 'lost']);
    const { amount, paymentRef } = reports().at(-1) ?? {};
    assert.deepEqual([amount, paymentRef], [{ asset: 'SGD/2', minor: 750n }, id]);
  });

  test('a payment link is paid and found by asking', async () => {
    await using links = await Talk.start({}, { hostedPage: 'payment_link' });
    const intent = links.payin(4_200n);
    const verdict = await links.create(intent);
    assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'redirect');
    assert.equal(await links.asked(intent), 'accepted');
    const opened = await fetch(verdict.instructions.url, { redirect: 'manual' });
    await links.pay(secretsIn(opened.headers.get('location') ?? ''), ALWAYS);
    const answer = await links.ask(known(intent, verdict.upstreamId ?? ''));
    assert.deepEqual(answer.kind === 'events' ? amounts(answer.events) : answer, ['4200 SGD/2']);
  });
});

describe('closing', () => {
  test('a payment that was cancelled cannot be paid, and that is reported', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    const closing = sampleClosing(known(intent, page.id));
    for (const _ of [1, 2]) assert.equal((await talk.create(closing)).kind, 'accepted');
    assert.equal(await talk.asked(closing), 'pending');
    const [event] = await talk.untilReported(intent);
    assert.ok(event?.fact.kind === 'declined' && event.fact.failure.code === 'closed');
    assert.equal((await talk.pay(page, ALWAYS)).code, 'invalid_status_for_operation');
    assert.deepEqual(await talk.movements(intent), []);
  });

  test('a payment that was made cannot be cancelled, and stays', async () => {
    const [intent, id] = await paidPayin(1_000n);
    const verdict = await talk.create(sampleClosing(known(intent, id)));
    assert.ok(verdict.kind === 'declined' && verdict.failure.code === 'declined');
    assert.equal(await talk.asked(intent), 'paid');
    assert.deepEqual(await talk.movements(intent), ['paid 10.00']);
  });

  test('before its id is known a payment is not cancelled, and nothing is claimed', async () => {
    const intent = talk.payin(1_000n);
    const page = await talk.opened(intent);
    assert.equal((await talk.create(sampleClosing(intent))).kind, 'doubt');
    assert.equal((await talk.pay(page, ALWAYS)).status, 'SUCCEEDED');
  });

  test('a closing whose answer was lost is sent again, and was done once', async () => {
    const intent = talk.payin(1_000n);
    const { id } = await talk.opened(intent);
    const closing = sampleClosing(known(intent, id));
    await talk.fault(`POST /api/v1/pa/payment_intents/${id}/cancel`, 'drop');
    assert.equal((await talk.create(closing)).kind, 'doubt');
    assert.equal((await talk.create(closing)).kind, 'accepted');
    assert.equal((await talk.untilReported(intent)).length, 1);
  });

  test('a payment link is closed, and opens no page any more; a paid one is not', async () => {
    await using links = await Talk.start({}, { hostedPage: 'payment_link' });
    const open = async () => {
      const intent = links.payin(4_200n);
      const verdict = await links.create(intent);
      assert.ok(verdict.kind === 'accepted' && verdict.instructions?.kind === 'redirect');
      const closing = sampleClosing(known(intent, verdict.upstreamId ?? ''));
      return { url: verdict.instructions.url, closing };
    };
    const closed = await open();
    for (const _ of [1, 2]) assert.equal((await links.create(closed.closing)).kind, 'accepted');
    assert.equal((await fetch(closed.url)).status, 404);
    const paid = await open();
    const page = await fetch(paid.url, { redirect: 'manual' });
    await links.pay(secretsIn(page.headers.get('location') ?? ''), ALWAYS);
    assert.equal((await links.create(paid.closing)).kind, 'declined');
  });
});

describe('refunds and transfers', () => {
  test('parts of a payment are refunded, and never more than all of it', async () => {
    const [payin, id] = await paidPayin(3_000n);
    for (const part of [1_000n, 2_000n]) {
      const refund = talk.refund(part, payin, id);
      assert.equal((await talk.create(refund)).kind, 'accepted');
      assert.deepEqual(amounts(await talk.untilReported(refund)), [`${part} SGD/2`]);
      assert.deepEqual(await talk.ask(refund), { kind: 'events', events: talk.facts(refund) });
    }
    const verdict = await talk.create(talk.refund(1n, payin, id));
    assert.ok(verdict.kind === 'declined' && verdict.failure.code === 'limit_exceeded');
  });

  test('what was not paid cannot be refunded', async () => {
    const payin = talk.payin(3_000n);
    const { id } = await talk.opened(payin);
    assert.equal((await talk.create(talk.refund(1n, payin, id))).kind, 'declined');
    assert.equal((await talk.create(talk.refund(1n, payin, 'int_nobody'))).kind, 'declined');
  });

  test('a transfer is paid, and one that comes back later is reported as such', async () => {
    const payout = talk.payout(7_000n);
    const verdict = await talk.create(payout);
    assert.ok(verdict.kind === 'accepted');
    assert.deepEqual(amounts(await talk.untilReported(payout)), ['7000 SGD/2']);
    const failed = { next_status: 'FAILED', failure_type: 'RETURNED' };
    await talk.simulate(`/transfers/${verdict.upstreamId}/transition`, failed);
    const reported = amounts(await talk.untilReported(payout, 2));
    assert.deepEqual(reported, ['7000 SGD/2', 'reversed']);
    assert.deepEqual(await talk.movements(payout), ['transferred 70.00', 'returned 70.00']);
  });

  test('a transfer beyond the wallet, or without an account, is declined', async () => {
    const rich = await talk.create(talk.payout(90_000_000_000_000_000n));
    assert.ok(rich.kind === 'declined' && rich.failure.code === 'upstream_unavailable');
    const { order, ...rest } = talk.payout(100n);
    const verdict = await talk.create({ ...rest, order: { ...order, fields: {} } });
    assert.equal(verdict.kind, 'declined');
  });
});

describe('wallets', () => {
  test('what a payment brought and a transfer took is what they hold', async () => {
    await using own = await Talk.start();
    const available = async () => {
      const wallets = await own.balances();
      assert.ok(wallets.ok);
      return wallets.value.find(({ asset }) => asset === 'SGD/2')?.available.minor ?? 0n;
    };
    const before = await available();
    await paidPayin(10_050n, own);
    const payout = own.payout(1_025n);
    await own.create(payout);
    await own.untilReported(payout);
    assert.equal((await available()) - before, 9_025n);
  });
});

describe('doubt', () => {
  for (const kind of ['hang', 'drop', 'http_502', 'http_500', 'web_page', 'half']) {
    test(`${kind} after a payment was made: it is found by asking, with its page, once`, async () => {
      const intent = talk.payin(1_500n);
      await talk.fault(CREATE_INTENT, kind);
      assert.equal((await talk.create(intent)).kind, 'doubt');
      const found = await talk.ask(intent);
      const fact = found.kind === 'events' ? found.events[0]?.fact : undefined;
      assert.ok(fact?.kind === 'accepted' && fact.upstreamId !== null);
      const withPage = await talk.ask(known(intent, fact.upstreamId));
      const page = withPage.kind === 'events' ? withPage.events[0]?.fact : undefined;
      assert.ok(page?.kind === 'accepted' && page.instructions?.kind === 'redirect');
      await talk.pay(secretsIn(page.instructions.url), ALWAYS);
      await talk.untilReported(intent);
      assert.deepEqual(await talk.movements(intent), ['paid 15.00']);
    });

    test(`${kind} before anything was done: not found, and sent again it is made`, async () => {
      const intent = talk.payin(1_600n);
      await talk.fault(CREATE_INTENT, kind, 'before');
      assert.equal((await talk.create(intent)).kind, 'doubt');
      assert.deepEqual(await talk.ask(intent), { kind: 'not_found' });
      assert.equal((await talk.create(intent)).kind, 'accepted');
    });
  }

  test('a create sent twice has one effect: the second is doubt, and asking finds the first', async () => {
    const [payin, id] = await paidPayin(1_000n);
    for (const intent of [talk.payin(100n), talk.payout(100n), talk.refund(100n, payin, id)]) {
      assert.equal((await talk.create(intent)).kind, 'accepted');
      const again = await talk.create(intent);
      assert.ok(again.kind === 'doubt' && again.reason.includes('duplicate_request'));
      assert.ok(['accepted', 'paid'].includes(await talk.asked(intent)));
    }
  });

  test('transfers and refunds in doubt are found by request_id and move once', async () => {
    const [payin, id] = await paidPayin(1_000n);
    for (const [intent, path, moved] of [
      [talk.payout(900n), 'POST /api/v1/transfers/create', 'transferred 9.00'],
      [talk.refund(900n, payin, id), 'POST /api/v1/pa/refunds/create', 'refunded 9.00'],
    ] as const) {
      await talk.fault(path, 'drop');
      assert.equal((await talk.create(intent)).kind, 'doubt');
      await talk.until(async () => (await talk.asked(intent)) === 'paid');
      assert.deepEqual(await talk.movements(intent), [moved]);
    }
  });

  test('a broken answer to a query is doubt', async () => {
    const intent = talk.payin(100n);
    await talk.create(intent);
    for (const kind of ['drop', 'http_502', 'web_page', 'half']) {
      await talk.fault('GET /api/v1/pa/payment_intents', kind);
      assert.equal((await talk.ask(intent)).kind, 'doubt', kind);
    }
    assert.equal(await talk.asked(intent), 'accepted');
  });
});

describe('logging in', () => {
  test('many calls at once log in once, and an ended token is replaced once', async () => {
    await using fresh = await Talk.start();
    const all = await Promise.all([1n, 2n, 3n, 4n].map((n) => fresh.create(fresh.payin(n * 100n))));
    assert.ok(all.every(({ kind }) => kind === 'accepted'));
    assert.equal((await fresh.calls('POST /api/v1/authentication/login')).length, 1);
    await fresh.call('POST', '/emulator/tokens/expire', {});
    assert.equal((await fresh.create(fresh.payin(500n))).kind, 'accepted');
    await fresh.call('POST', '/emulator/tokens/expire', {});
    assert.equal((await fresh.ask(fresh.payin(500n))).kind, 'not_found');
    assert.equal((await fresh.calls('POST /api/v1/authentication/login')).length, 3);
    const creates = await fresh.calls(CREATE_INTENT);
    assert.deepEqual(creates.toSorted(), [201, 201, 201, 201, 201, 401]);
  });

  test('a wrong key executes nothing', async () => {
    await using unrelated = await Talk.start({}, { apiKey: 'somebody else knows this' });
    const verdict = await unrelated.create(unrelated.payin(100n));
    const reason = 'login failed: HTTP 401 credentials_invalid';
    assert.deepEqual(verdict, { kind: 'not_executed', reason });
    assert.equal((await unrelated.ask(unrelated.payin(100n))).kind, 'doubt');
  });
});

describe('webhooks', () => {
  test('copies count once', async () => {
    await using own = await Talk.start();
    await own.call('PUT', '/emulator/webhooks', { copies: 5 });
    const [intent] = await paidPayin(100n, own);
    await own.until(() => own.reported.length === 5);
    assert.deepEqual(amounts(own.facts(intent)), ['100 SGD/2']);
  });

  test('a forged one is refused, the true one beside it is not', async () => {
    await using own = await Talk.start();
    await own.call('PUT', '/emulator/webhooks', { forged: true });
    const [intent] = await paidPayin(100n, own);
    assert.deepEqual(amounts(await own.untilReported(intent)), ['100 SGD/2']);
    assert.ok(own.refusedNotifications > 0);
  });

  test('late ones, in the wrong order, report what the query reported before', async () => {
    await using own = await Talk.start();
    await own.call('PUT', '/emulator/webhooks', { withheld: true });
    const [intent] = await paidPayin(100n, own);
    const answer = await own.ask(intent);
    assert.ok(answer.kind === 'events');
    await own.call('POST', '/emulator/webhooks/release', { reversed: true });
    assert.deepEqual(await own.untilReported(intent), answer.events);
  });

  test('one that nobody answered is sent again', async () => {
    await using own = await Talk.start({ webhookSecret: 'not ours' });
    await paidPayin(100n, own);
    await own.until(() => own.refusedNotifications >= 4);
  });
});

describe('card data', () => {
  test('is on the provider’s side only: nothing that we see holds a number', async () => {
    for (const card of CARDS) await talk.pay(await talk.opened(talk.payin(8_059n)), card);
    const [intent] = await paidPayin(100n);
    await talk.untilReported(intent);
    const all = talk.seen.join('\n');
    assert.ok(all.includes('"last4":"0008"'));
    for (const card of CARDS) assert.ok(!all.includes(card), card);
    const journal = JSON.stringify(await talk.call('GET', '/emulator/journal'));
    for (const card of CARDS) assert.ok(!journal.includes(card), card);
  });
});
