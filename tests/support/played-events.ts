/**
 * The core in short: each key counts once, and what comes too early is reported again at the end.
 */
import type { Dispute } from '../../src/domain/dispute.ts';
import { advanceDispute } from '../../src/domain/dispute-books.ts';
import { type Balance, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { advancePayin } from '../../src/domain/payin.ts';
import { advanceOutgoing } from '../../src/domain/payout.ts';
import type { ProviderEvent } from '../../src/domain/provider-event.ts';
import { AT } from './order.ts';

export const RICH: Balance = { ...ZERO_BALANCE, available: 50_000n };

/** Facts meet the order in the order of their coming. `opening`: what was booked before. */
export function playEvents(
  first: Order,
  events: readonly ProviderEvent[],
  opening: readonly Entry[] = [],
) {
  const seen = new Set<string>();
  const disputes = new Map<string, Dispute>();
  const entries: Entry[] = [...opening];
  let order = first;
  const effectOf = ({ fact }: ProviderEvent) => {
    const balance = entries.reduce(post, RICH);
    if (fact.kind === 'fraud_warning') throw new Error('a warning moves nothing');
    if (fact.kind === 'dispute') {
      const { dispute: report } = fact;
      const source = { connector: `${order.connector}`, account: `${order.account}` };
      const setting = { newId: 1n + BigInt(disputes.size), source, balance };
      const known = disputes.get(report.ref) ?? null;
      const effect = advanceDispute(order, known, report, setting, AT);
      disputes.set(report.ref, effect.dispute);
      return effect;
    }
    if (order.kind !== 'payin') return advanceOutgoing(order, fact, AT, balance);
    const policy = { amountPolicy: 'accept', latePolicy: 'accept', balance } as const;
    return advancePayin(order, fact, policy, AT);
  };
  const apply = (event: ProviderEvent): boolean => {
    const isEarly = order.state === 'created' || order.state === 'pending';
    if (event.fact.kind === 'dispute' && isEarly) return false;
    if (seen.has(event.eventKey)) return true;
    seen.add(event.eventKey);
    const effect = effectOf(event);
    order = effect.order;
    entries.push(...effect.entries);
    return true;
  };
  const early = events.filter((event) => !apply(event));
  for (const event of early) apply(event);
  return { state: order.state, balance: entries.reduce(post, RICH) };
}
