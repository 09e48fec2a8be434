/** How disputes come to their rows of the table of postings. */
import type { DisputeReport } from '../../src/domain/dispute.ts';
import { FREE } from '../../src/domain/fee.ts';
import { type Balance, type Entry, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import { applyDispute, disputeStory, report } from '../support/disputes.ts';
import { settlePayin } from '../support/settle.ts';

/** The terms under which a dispute costs 15.00 with its tax of 1.80, as one. */
const DISPUTE_FEE = { ...FREE, fixedMinor: 1_680n };

/** What the last of these reports books of a payment of 100.00 that has settled. */
export function disputePlays(
  paidPayin: () => Order,
  rich: Balance,
): Readonly<Record<string, () => readonly Entry[]>> {
  const settled = () => settlePayin(paidPayin(), rich)?.order ?? paidPayin();
  const withTerms = (dispute: Order['terms']['dispute'] & object): Order => {
    const order = settled();
    return { ...order, terms: { ...order.terms, dispute } };
  };
  const last = (
    reports: readonly DisputeReport[],
    order = settled(),
    balance = rich,
  ): readonly Entry[] => {
    const story = disputeStory(order, balance);
    return reports.map((one) => applyDispute(story, one)).at(-1)?.entries ?? [];
  };
  const opened = report('open');
  const inquiry = { inquiry: true, taken: false };
  const OPENED = 'dispute of 100.00 opened, funds there';
  const poor = { ...ZERO_BALANCE, available: 3_000n, upstream: -3_000n };
  const charged = withTerms({
    ...{ fee: DISPUTE_FEE, refundsFee: false },
    refundedWhenWon: true,
  });
  return {
    [OPENED]: () => last([opened]),
    [`${OPENED} … only 30.00 there`]: () => last([opened], settled(), poor),
    [`${OPENED} … payin not settled yet: its pending first`]: () =>
      last([opened], paidPayin(), { ...rich, pending: 9_720n }),
    'dispute won, withdrawn, lapsed': () => last([opened, report('won')]),
    'dispute lost, fee kept': () => last([opened, report('lost')]),
    'dispute lost, fee refunded': () =>
      last(
        [opened, report('lost')],
        withTerms({ fee: FREE, refundedWhenWon: false, refundsFee: true }),
      ),
    'dispute lost in part: 60.00': () =>
      last([opened, report('lost', { decided: { asset: 'PHP/2', minor: 6_000n } })]),
    'lost without having been opened here': () => last([report('lost')]),
    'won after it was lost (arbitration, late reversal)': () =>
      last([report('lost'), report('won', { round: 2 })]),
    'dispute fee to the merchant 15.00 + 1.80': () => last([opened], charged).slice(1),
    'dispute fee to the merchant 15.00 + 1.80 … won, and the terms give it back': () =>
      last([opened, report('won')], charged).slice(1),
    'refund that the provider made itself (RFI accepted)': () =>
      last([report('inquiry', inquiry), report('accepted', inquiry)]),
  };
}
