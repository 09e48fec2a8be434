/** Events of this connector in the hands of the core: disorder and repeats change nothing (P9). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Effect } from '../../domain/effect.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../domain/ledger.ts';
import { advanceMandate } from '../../domain/mandate.ts';
import type { Order } from '../../domain/order.ts';
import { advancePayin, type PayinSetting } from '../../domain/payin.ts';
import { arrivalOf, arrive } from '../../domain/payment-code.ts';
import { advanceOutgoing } from '../../domain/payout.ts';
import type { Fact, ProviderEvent } from '../../domain/provider-event.ts';
import type { SameStory } from '../harness.ts';
import { simulator } from './connector.ts';
import { harness } from './fixtures/harness.ts';

const AT = new Date(harness.nowMs);

/** The core in short: each key counts once, facts meet the order in the order of their coming. */
function execute(
  first: Order,
  events: readonly ProviderEvent[],
): { order: Order; balance: Balance } {
  const seen = new Set<string>();
  let order = first;
  let entries: Entry[] = [];
  for (const { eventKey, fact } of events) {
    if (seen.has(eventKey)) continue;
    seen.add(eventKey);
    assert.ok(fact.kind !== 'dispute' && fact.kind !== 'fraud_warning');
    const balance = entries.reduce(post, ZERO_BALANCE);
    const policy = { amountPolicy: 'accept', latePolicy: 'accept', balance } as const;
    const effect = effectOf(order, fact, policy);
    order = effect.order;
    entries = [...entries, ...effect.entries];
  }
  return { order, balance: entries.reduce(post, ZERO_BALANCE) };
}

function effectOf(order: Order, fact: Fact, setting: PayinSetting): Effect {
  if (order.kind === 'payin') return advancePayin(order, fact, setting, AT);
  return order.kind === 'mandate'
    ? advanceMandate(order, fact, AT)
    : advanceOutgoing(order, fact, AT, setting.balance);
}

/** The payins of a code's payments, by the provider's reference: each key counts once. */
function arrivals(code: Order, events: readonly ProviderEvent[]): ReadonlyMap<string, Order> {
  const byKey = new Map(events.map((one) => [one.eventKey, one.fact]));
  const payins = new Map<string, Order>();
  const setting = { amountPolicy: 'accept', latePolicy: 'accept', balance: ZERO_BALANCE } as const;
  for (const fact of byKey.values()) {
    if (fact.kind === 'paid') {
      const payin = arrivalOf(code, fact, code.id + BigInt(payins.size + 1), AT);
      payins.set(fact.paymentRef, arrive(code, payin, fact, setting, AT).payin.order);
    } else if (fact.kind === 'reversed') {
      const ref = fact.payment?.ref ?? '';
      const payin = payins.get(ref);
      assert.ok(payin !== undefined, 'a payment is reported before what became of it');
      payins.set(ref, advancePayin(payin, fact, setting, AT).order);
    }
  }
  return payins;
}

function eventsOf(body: string): readonly ProviderEvent[] {
  const { credentials, nowMs } = harness;
  const raw = harness.callback(body, credentials, nowMs);
  const authentic = simulator.verifyCallback(raw, [credentials], nowMs);
  assert.ok(authentic !== null);
  return simulator.readCallback(authentic) ?? [];
}

function eventsOfQuery({ intent, reply }: SameStory): readonly ProviderEvent[] {
  const answer = simulator.readQuery(intent, reply, harness.credentials);
  return answer.kind === 'events' ? answer.events : [];
}

/** Which of two payments is the order's own is for the core to say, and depends on their order. */
const ONE_PAYMENT = harness.stories.filter(
  ({ title, intent }) => title !== 'paid twice' && intent.operation !== 'code',
);
const CODES = harness.stories.filter(({ intent }) => intent.operation === 'code');

describe('the end of an order, whatever order its events come in', () => {
  for (const story of ONE_PAYMENT) {
    const reported = [...story.callbacks.map(eventsOf), eventsOfQuery(story)];
    const straight = execute(story.intent.order, reported.flat());

    test(`${story.title}: is the same for every order and repeat of callbacks and query`, () => {
      const some = fc.array(fc.constantFrom(...reported), { maxLength: 6 });
      fc.assert(
        fc.property(
          some,
          fc.shuffledSubarray(reported, { minLength: reported.length }),
          (more, all) => {
            const mixed = [...more, ...all, ...more].flat();
            assert.deepEqual(execute(story.intent.order, mixed), straight);
          },
        ),
      );
    });

    test(`${story.title}: is the same whether callbacks report it or the query alone`, () => {
      const byQuery = execute(story.intent.order, eventsOfQuery(story));
      assert.deepEqual(byQuery, straight);
    });
  }

  test('of an order that was paid twice books both payments', () => {
    const story = harness.stories.find(({ title }) => title === 'paid twice');
    assert.ok(story !== undefined);
    const { order, balance } = execute(story.intent.order, eventsOfQuery(story));
    assert.equal(order.paidMinor, 10_050n);
    assert.equal(balance.suspense, 500n);
    assert.equal(balance.upstream, -10_550n);
  });
});

describe('payments of a code, whatever order their events come in', () => {
  for (const story of CODES) {
    test(`${story.title}: each is a payin of its own, once, and ends alike`, () => {
      const reported = [...story.callbacks.map(eventsOf), eventsOfQuery(story)];
      const ends = (events: readonly ProviderEvent[]) =>
        [...arrivals(story.intent.order, events)]
          .map(([ref, { state, paidMinor }]) => `${ref} ${state} ${paidMinor}`)
          .toSorted();
      const straight = ends(reported.flat());
      assert.equal(straight.length, 2);
      fc.assert(
        fc.property(fc.shuffledSubarray(reported, { minLength: reported.length }), (all) => {
          assert.deepEqual(ends(all.flat()), straight);
        }),
      );
    });
  }
});

describe('the list of disputes', () => {
  const { credentials, nowMs } = harness;
  const list = simulator.disputes?.list;
  assert.ok(list !== undefined);
  const answer = (body: object) =>
    list.read(
      {
        ...{ kind: 'response', status: 200, headers: {}, truncated: false },
        body: Buffer.from(JSON.stringify(body)),
      },
      credentials,
    );
  const listed = (id: string, status: string) => ({
    ...{ reference: '7', id: 'pay_1', paymentId: 'txn_1', asset: 'PHP/2' },
    dispute: { id, round: 1, stage: 'dispute', status, amountMinor: '100' },
  });

  test('goes on after the last one that a page has', () => {
    const disputes = [listed('dsp_1', 'open'), listed('dsp_2', 'a new word')];
    const page = answer({ disputes, hasMore: true });
    assert.deepEqual([page?.events.length, page?.next], [1, 'dsp_2']);
    assert.match(list.build(0, 'dsp_2', credentials, nowMs, null).url, /&after=dsp_2$/);
    assert.equal(answer({ disputes, hasMore: false })?.next, null);
    assert.equal(answer({ disputes }), null);
  });
});
