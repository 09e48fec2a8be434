/**
 * A payment that a provider reported, and no order was found for, becomes a merchant's: it is
 * booked as late money of an order that is made for it, and is over. Its case has all the ways out.
 */
import type { Channel } from '../domain/channel.ts';
import type { Command, Decision } from '../domain/decision.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import type { Id } from '../domain/id.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import { toSuspense } from '../domain/payin.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { Snapshot } from '../ports/core.ts';
import type { KeptReport } from '../ports/provider-report.ts';
import { type DraftDeps, draftOrder } from './claim.ts';
import type { Deps } from './deps.ts';

type PaidFact = Extract<ProviderEvent['fact'], { kind: 'paid' }>;

/** Whose it is, and by which channel it is given back. */
export interface ReportBooking {
  readonly report: KeptReport;
  readonly fact: PaidFact;
  readonly merchant: Merchant;
  readonly app: App;
  readonly channel: Channel;
  /** The document that says so. */
  readonly evidence: string;
}

/** The payment in a report; null: there is none. */
export function paymentIn({ event }: KeptReport): PaidFact | null {
  const fact = event?.fact;
  return fact?.kind === 'paid' && fact.amount.minor > 0n ? fact : null;
}

/** The name space of such orders' references; no dialect has it. */
const SCOPE = 'case';

/** Resolves to the order, the same one however often it is asked for. */
export async function bookReport(
  deps: DraftDeps & Pick<Deps, 'snapshot'>,
  booking: ReportBooking,
): Promise<Id> {
  const order = orderFor(deps, booking);
  const { merchantId, mode } = order;
  const { fact } = booking;
  const command: Command<Id> = {
    shard: order.shard,
    claim: order,
    balanceKeys: () => [{ merchantId, mode, asset: fact.amount.asset }],
    decide(rows): Decision<Id> {
      const { won, order: first } = rows.claim ?? { won: false, order };
      if (!won) return { changes: {}, answer: first.id };
      const { order: held, entries, cases } = toSuspense(order, fact, 'late_payment');
      const dispatches = [{ ...firstDispatch(order), state: 'done' as const }];
      return { changes: { orders: [held], entries, cases, dispatches }, answer: order.id };
    },
  };
  return await deps.lanes.submit(command);
}

/** The order as it stands from the beginning: over, without a fee, and with nobody to notify. */
function orderFor(
  deps: DraftDeps & { readonly snapshot: { current(): Snapshot } },
  { report, fact, merchant, app, channel, evidence }: ReportBooking,
): Order {
  const at = new Date(deps.clock.nowMs());
  const terms = deps.snapshot.current().terms(merchant.id, channel.code, at);
  const draft = draftOrder(deps, {
    ...{ kind: 'payin', app, merchant, channel, parent: null, route: report.source },
    ...{ terms: terms ?? { fee: FREE, settle: 0 }, fields: {} },
    ...{ returnUrl: null, expiresAt: null },
    request: {
      ...{ kind: 'create_payin', operation: 'payin', scope: SCOPE, digest: evidence, channel },
      ...{ merchantRef: `report:${report.id}`, amountMinor: fact.amount.minor, fields: {} },
      ...{ metadata: {}, notifyUrl: null, returnUrl: null, expiryMinutes: null },
      ...{ onRepeat: 'return_first', wait: 'none' },
    },
  });
  const reference = report.event?.reference ?? '';
  return {
    ...draft,
    ...{ state: 'closed', failure: { code: 'closed', text: 'paid without an order' }, finalAt: at },
    ...{ notifyUrl: null, upstreamId: fact.upstreamId ?? fact.paymentRef },
    ...(reference === '' ? {} : { providerReference: reference }),
  };
}
