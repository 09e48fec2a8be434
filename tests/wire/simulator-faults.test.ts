/** The connector against the real simulator over HTTP: each of its faults, as documented. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { kinds, paidMinor, Talk } from './provider-talk.ts';

/** Windows that a test waits for are short, those whose end it must not see are long. */
const SHORT = { delayMs: 50 };
const LONG = { delayMs: 60_000 };

let talk: Talk;
before(async () => {
  talk = await Talk.start({
    faultDefaults: {
      timeout_then_success: { delayMs: 5_000 },
      accept_then_hang: { delayMs: 0 },
      late_callback: SHORT,
      late_reversal: SHORT,
      lost: SHORT,
      query_down: LONG,
      unknown_word: LONG,
      late_visible: LONG,
    },
  });
});
after(() => talk[Symbol.asyncDispose]());

/** What the create answers, and what a query then reports. */
type Course = readonly [pesos: number, fault: string, verdict: string, answer: string];

const COURSES: readonly Course[] = [
  [9001, 'decline', 'declined', 'declined'],
  [9002, 'decline_later', 'accepted', 'accepted'],
  [9003, 'timeout_then_success', 'doubt', 'accepted'],
  [9004, 'accept_then_hang', 'doubt', 'accepted'],
  [9005, 'accept_502', 'doubt', 'accepted'],
  [9012, 'lost', 'doubt', 'not_found'],
  [9014, 'query_down', 'accepted', 'doubt'],
  [9015, 'unknown_word', 'doubt', 'doubt'],
  [9016, 'html_200', 'doubt', 'accepted'],
  [9017, 'huge_body', 'doubt', 'accepted'],
  [9018, 'drop_connection_before_accept', 'doubt', 'not_found'],
  [9019, 'late_visible', 'accepted', 'not_found'],
  [9020, 'redirect_302', 'doubt', 'accepted'],
  [9021, 'malformed_json', 'doubt', 'accepted'],
  [9022, 'duplicate_keys', 'doubt', 'accepted'],
  [9023, 'deep_json', 'doubt', 'accepted'],
  [9024, 'gzip_bomb', 'doubt', 'accepted'],
  [9025, 'drop_connection_after_accept', 'doubt', 'accepted'],
];

const isSilent = (fault: string) => ['timeout_then_success', 'accept_then_hang'].includes(fault);

describe('faults of creates', () => {
  for (const [pesos, fault, verdict, answer] of COURSES) {
    test(`${fault}: the create is ${verdict}, the query then says ${answer}`, async () => {
      const intent = talk.payin(pesos);
      assert.equal((await talk.create(intent, isSilent(fault))).kind, verdict);
      assert.equal(await talk.asked(intent), answer);
    });
  }

  test('a payin in doubt may be sent again: there is one order, and its page is reported', async () => {
    for (const pesos of [9005, 9016, 9018, 9020, 9021, 9022, 9023, 9024, 9025]) {
      const intent = talk.payin(pesos);
      assert.equal((await talk.create(intent)).kind, 'doubt');
      const again = await talk.create(intent);
      assert.ok(again.kind === 'accepted' && again.instructions !== null, `${pesos}`);
      assert.equal((await talk.pay(intent)).paid, true);
      assert.deepEqual(await talk.movements(intent), [intent.order.amountMinor]);
    }
    assert.deepEqual((await talk.call('GET', '/admin/calls')).createdTwice, []);
  });

  test('a payout in doubt is found by asking', async () => {
    for (const pesos of [9005, 9016, 9021, 9022, 9025]) {
      const intent = talk.payout(pesos);
      assert.equal((await talk.create(intent)).kind, 'doubt');
      await talk.until(async () => (await talk.asked(intent)) === 'paid');
    }
  });

  test('a wrong key is not let in: nothing was executed', async () => {
    const intent = talk.payin(10);
    const secrets = { ...talk.credentials.secrets, apiSecret: 'somebody else knows this' };
    const verdict = await talk.create(intent, false, { ...talk.credentials, secrets });
    assert.equal(verdict.kind, 'not_executed');
    assert.deepEqual(await talk.query(intent), { kind: 'not_found' });
  });

  test('a reference that stands for other content is doubt: its first order lives', async () => {
    const intent = talk.payin(10);
    await talk.create(intent);
    const other = { ...intent, order: { ...intent.order, amountMinor: 2_000n } };
    assert.equal((await talk.create(other)).kind, 'doubt');
    assert.equal(await talk.asked(intent), 'accepted');
  });

  test('while the provider is down everything is doubt', async () => {
    for (const down of [true, 'drop', 'hang']) {
      const intent = talk.payin(10);
      await talk.call('PUT', '/admin/knobs', { down });
      const verdict = await talk.create(intent, down === 'hang');
      await talk.call('PUT', '/admin/knobs', { down: false });
      assert.equal(verdict.kind, 'doubt', `${down}`);
      assert.deepEqual(await talk.query(intent), { kind: 'not_found' });
    }
  });

  test('a provider that does not listen was not reached: nothing was executed', async () => {
    await using gone = await Talk.start();
    await gone.stopProvider();
    const verdict = await gone.create(gone.payin(10));
    assert.deepEqual(verdict, { kind: 'not_executed', reason: 'connection_refused' });
  });

  test('a request that the provider refuses is declined in its own words', async () => {
    const verdict = await talk.create({ ...talk.payin(10), reference: 'not a reference' });
    assert.ok(verdict.kind === 'declined');
    assert.match(verdict.failure.text, /^HTTP 400 invalid_request: reference/);
  });
});

const SPOILED_QUERIES = [
  ...['accept_502', 'html_200', 'huge_body', 'redirect_302', 'malformed_json', 'duplicate_keys'],
  ...['deep_json', 'gzip_bomb', 'query_down', 'drop_connection_after_accept'],
];

describe('faults of queries', () => {
  for (const fault of SPOILED_QUERIES) {
    test(`${fault}: is doubt, and the next query reports it`, async () => {
      const intent = talk.payin(10);
      await talk.create(intent);
      const match = { reference: intent.reference, operation: 'query' };
      await talk.call('POST', '/admin/faults', { match, fault });
      assert.equal(await talk.asked(intent), 'doubt');
      assert.equal(await talk.asked(intent), 'accepted');
    });
  }
});

describe('faults of money', () => {
  test('decline_later: callback and query say declined, and nothing moved', async () => {
    const [payin, payout] = [talk.payin(9002), talk.payout(9002)];
    await talk.create(payin);
    await talk.pay(payin);
    await talk.create(payout);
    for (const intent of [payin, payout]) {
      const reported = await talk.untilReported(intent, 1);
      assert.deepEqual(kinds(reported), ['declined']);
      await talk.assertQueryReports(intent, reported);
      assert.deepEqual(await talk.movements(intent), []);
    }
  });

  for (const [pesos, fault, moved] of [
    [9008, 'wrong_amount_under', 450_400n],
    [9009, 'wrong_amount_over', 1_351_350n],
  ] as const) {
    test(`${fault}: what moved is what is reported, to the unit`, async () => {
      const [payin, payout] = [talk.payin(pesos), talk.payout(pesos)];
      await talk.create(payin);
      await talk.pay(payin);
      await talk.create(payout);
      for (const intent of [payin, payout]) {
        const reported = await talk.untilReported(intent, 1);
        assert.deepEqual(paidMinor(reported), [moved]);
        await talk.assertQueryReports(intent, reported);
      }
      assert.deepEqual(await talk.movements(payin), [moved]);
      assert.deepEqual(await talk.movements(payout), [-moved]);
    });
  }

  test('late_reversal: a payment is reversed after it was reported', async () => {
    const intent = talk.payin(9010);
    await talk.create(intent);
    await talk.pay(intent);
    const reported = await talk.untilReported(intent, 2);
    assert.deepEqual(kinds(reported), ['paid', 'reversed']);
    await talk.assertQueryReports(intent, reported);
  });
});

describe('faults of callbacks', () => {
  test('duplicate_callback: five copies have one key', async () => {
    const intent = talk.payin(9006);
    await talk.create(intent);
    await talk.pay(intent);
    await talk.until(() => talk.callbacks(intent).length === 5);
    assert.deepEqual(kinds(talk.events(intent)), ['paid']);
  });

  test('late_callback: what the query reported first, the callback reports under the same key', async () => {
    const intent = talk.payin(9007);
    await talk.create(intent);
    await talk.pay(intent);
    const answer = await talk.query(intent);
    assert.ok(answer.kind === 'events');
    assert.deepEqual(await talk.untilReported(intent, 1), answer.events);
  });

  test('forged_callback: four forgeries are refused, the true one is taken', async () => {
    const intent = talk.payin(9011);
    await talk.create(intent);
    await talk.pay(intent);
    const reported = await talk.untilReported(intent, 1);
    const refused = talk.callbacks(intent).map(({ events }) => events === null);
    assert.deepEqual(refused, [true, true, true, true, false]);
    assert.deepEqual(paidMinor(reported), [intent.order.amountMinor]);
  });

  test('callback_never: only the query reports it', async () => {
    const intent = talk.payin(9013);
    await talk.create(intent);
    await talk.pay(intent);
    const answer = await talk.query(intent);
    assert.ok(answer.kind === 'events');
    assert.deepEqual(paidMinor(answer.events), [901_300n]);
    assert.deepEqual(talk.events(intent), []);
  });

  test('unknown_word: an unknown event is unclear, and moves nothing', async () => {
    const intent = talk.payin(9015);
    await talk.create(intent);
    assert.deepEqual(kinds(await talk.untilReported(intent, 1)), ['unclear']);
  });
});
