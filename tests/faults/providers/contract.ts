/** What the harness needs of a provider, whichever it is. */
import type { Route } from '../../../src/domain/channel.ts';
import type { NewAccount } from '../../../src/store/configuration/accounts.ts';
import type { Acknowledged } from '../merchant-client.ts';
import type { PlannedOrder } from '../plan.ts';
import type { Random } from '../random.ts';
import type { RunOptions } from '../settings.ts';
import type { Start } from './process.ts';

export const PROVIDER_NAMES = ['simulator', 'airwallex', 'payermax'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/**
 * Whether a merchant orders its payins in `recharge`, whose answers wait for the provider, so that
 * dispatches are born leased. All others, and all payouts, are ordered in `collect`.
 */
export function ordersInRecharge(
  { provider, alsoRecharge }: Pick<RunOptions, 'provider' | 'alsoRecharge'>,
  merchant: number,
): boolean {
  return provider !== 'simulator' || (merchant % 2 === 1 && alsoRecharge);
}

/** How an order stands at its provider; `none` is for those that it does not know. */
export type Standing =
  | ('pending' | 'processing' | 'succeeded' | 'failed')
  | ('expired' | 'closed' | 'reversed');

/** The provider's own account of what it did, in the same words for all of them. */
export interface ProviderBook {
  /** Money, signed: into our account there, or out of it. */
  readonly movements: readonly { readonly reference: string; readonly minor: bigint }[];
  /** All that was made there; one that came back after its success stands in two ways. */
  readonly orders: readonly {
    readonly reference: string;
    readonly standings: readonly Standing[];
  }[];
  /** References of payouts, as often as one came that was or might have been carried out. */
  readonly payoutsReached: readonly string[];
  /** What has more than one effect under one reference of ours. */
  readonly effectiveTwice: readonly string[];
  /** What happened there and was reported, and we acknowledged. */
  readonly acknowledged: readonly Reported[];
  /** Events in all, reported or not. */
  readonly events: number;
  /** Events that are still to be sent, or sent again. */
  readonly waiting: number;
  /** Disputes that were opened there. */
  readonly disputes: number;
  readonly queries: number;
}

export interface Reported {
  /** In the provider's words. */
  readonly what: string;
  readonly reference: string;
  /** Whether an event under this key is what was reported. */
  readonly isStoredAs: (key: string) => boolean;
}

/** Where things are, for a provider that is about to be made. */
export interface Site {
  readonly options: RunOptions;
  readonly folder: string;
  readonly port: number;
  /** The platform's address, where it is notified. */
  readonly platformUrl: string;
}

export interface Provider {
  readonly name: ProviderName;
  readonly url: string;
  readonly start: Start;
  /** Answers 200 once it can work. */
  readonly readyUrl: string;
  /** Our accounts with it, and the routes to them. */
  readonly accounts: readonly NewAccount[];
  readonly routes: readonly Route[];
  /** `payType` of payins that are ordered in `recharge`, by `ordersInRecharge`. */
  readonly payType: string;
  read(): Promise<ProviderBook>;
  /** A payer, or a payee's bank, does what is planned for them. False: it can be tried again. */
  act(order: PlannedOrder, reported: Acknowledged, signal: AbortSignal): Promise<boolean>;
  /** Misbehaves by plan until the signal, beside what orders ask for. Resolves to how often. */
  trouble(random: Random, until: AbortSignal): Promise<number>;
}

/** The event of a payment lies under `payment:`; what undoes it, or ends without one, does not. */
export function paidUnder(id: string): Reported['isStoredAs'] {
  return (key) => key.startsWith('payment:') && key.includes(id);
}

export function otherwiseUnder(id: string): Reported['isStoredAs'] {
  return (key) => !key.startsWith('payment:') && key.includes(id);
}
