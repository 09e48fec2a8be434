/** Disputes for tests: what a provider says of one, and a payin that it is about. */
import type { Dispute, DisputeReport, DisputeState } from '../../src/domain/dispute.ts';
import { advanceDispute, type DisputeEffect } from '../../src/domain/dispute-books.ts';
import { type Balance, type Entry, post } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { AT } from './order.ts';

/** What a provider says of a chargeback of 100.00, whose money it has. */
export function report(
  state: DisputeState,
  changes: Partial<DisputeReport> & { readonly minor?: bigint } = {},
): DisputeReport {
  const { minor = 10_000n, ...rest } = changes;
  return {
    ...{ ref: 'D1', round: 1, words: state.toUpperCase(), state, inquiry: false, taken: true },
    ...{ paymentRef: 'P1', amount: { asset: 'PHP/2', minor }, decided: null, fee: null },
    ...{ reasonCode: '10.4', reason: 'fraud', network: 'visa', dueAt: null, at: null },
    ...rest,
  };
}

/** A payin, the books, and its disputes by the provider's id. */
export interface DisputeStory {
  order: Order;
  balance: Balance;
  readonly disputes: Map<string, Dispute>;
  readonly entries: Entry[];
  readonly effects: DisputeEffect[];
}

export const disputeStory = (order: Order, balance: Balance): DisputeStory => ({
  ...{ order, balance, disputes: new Map(), entries: [], effects: [] },
});

/** Applies one report of one dispute. */
export function applyDispute(story: DisputeStory, reported: DisputeReport, at = AT): DisputeEffect {
  const known = story.disputes.get(reported.ref) ?? null;
  const setting = {
    newId: 100n + BigInt(story.disputes.size),
    source: { connector: 'fake', account: 'main' },
    balance: story.balance,
  };
  const effect = advanceDispute(story.order, known, reported, setting, at);
  story.order = effect.order;
  story.balance = effect.entries.reduce(post, story.balance);
  story.disputes.set(reported.ref, effect.dispute);
  story.entries.push(...effect.entries);
  story.effects.push(effect);
  return effect;
}
