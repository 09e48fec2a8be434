/** News of this connector in the hands of the core: disorder and repeats change nothing (P9). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { News } from '../../domain/news.ts';
import type { Order } from '../../domain/order.ts';
import { advancePayin } from '../../domain/payin.ts';
import { advanceOutgoing } from '../../domain/payout.ts';
import type { SameStory } from '../harness.ts';
import { simulator } from './connector.ts';
import { harness } from './fixtures/harness.ts';

const AT = new Date(harness.nowMs);

/** The core in short: each key counts once, facts meet the order in the order of their coming. */
function carryOut(first: Order, news: readonly News[]): { order: Order; balance: Balance } {
  const seen = new Set<string>();
  let order = first;
  let entries: Entry[] = [];
  for (const { eventKey, fact } of news) {
    if (seen.has(eventKey)) continue;
    seen.add(eventKey);
    const balance = entries.reduce(post, ZERO_BALANCE);
    const policy = { amountPolicy: 'accept', latePolicy: 'accept', balance } as const;
    const effect =
      order.kind === 'payin'
        ? advancePayin(order, fact, policy, AT)
        : advanceOutgoing(order, fact, AT);
    order = effect.order;
    entries = [...entries, ...effect.entries];
  }
  return { order, balance: entries.reduce(post, ZERO_BALANCE) };
}

function newsOf(body: string): readonly News[] {
  const { credentials, nowMs } = harness;
  const raw = harness.callback(body, credentials, nowMs);
  const authentic = simulator.verifyCallback(raw, [credentials], nowMs);
  assert.ok(authentic !== null);
  return simulator.readCallback(authentic) ?? [];
}

function newsOfQuery({ intent, reply }: SameStory): readonly News[] {
  const answer = simulator.readQuery(intent, reply, harness.credentials);
  return answer.kind === 'news' ? answer.news : [];
}

/** Which of two payments is the order's own is for the core to say, and depends on their order. */
const ONE_PAYMENT = harness.stories.filter(({ title }) => title !== 'paid twice');

describe('the end of an order, whatever order its news come in', () => {
  for (const story of ONE_PAYMENT) {
    const told = [...story.callbacks.map(newsOf), newsOfQuery(story)];
    const straight = carryOut(story.intent.order, told.flat());

    it(`${story.title}: is the same for every order and repeat of callbacks and query`, () => {
      const some = fc.array(fc.constantFrom(...told), { maxLength: 6 });
      fc.assert(
        fc.property(some, fc.shuffledSubarray(told, { minLength: told.length }), (more, all) => {
          const mixed = [...more, ...all, ...more].flat();
          assert.deepEqual(carryOut(story.intent.order, mixed), straight);
        }),
      );
    });

    it(`${story.title}: is the same whether callbacks tell it or the query alone`, () => {
      const byQuery = carryOut(story.intent.order, newsOfQuery(story));
      assert.deepEqual(byQuery, straight);
    });
  }

  it('of an order that was paid twice books both payments', () => {
    const story = harness.stories.find(({ title }) => title === 'paid twice');
    assert.ok(story !== undefined);
    const { order, balance } = carryOut(story.intent.order, newsOfQuery(story));
    assert.equal(order.paidMinor, 10_050n);
    assert.equal(balance.suspense, 500n);
    assert.equal(balance.upstream, -10_550n);
  });
});
