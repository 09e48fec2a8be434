/** The texts about what goes between the platform and a merchant's own systems. */
import type { CheckReason } from '../../domain/payment-check.ts';

export interface ExchangeMessages {
  /** Further addresses for an app's events. */
  readonly subscriptions: {
    readonly title: string;
    readonly lead: string;
    readonly number: string;
    readonly address: string;
    readonly events: string;
    readonly eventsHint: string;
    readonly all: string;
    readonly create: string;
    readonly change: string;
    readonly newKey: string;
    readonly switches: Readonly<Record<'on' | 'off', string>>;
  };
  /** What a merchant said before money was taken. */
  readonly paymentCheck: {
    readonly title: string;
    readonly asked: string;
    readonly amount: string;
    readonly answer: string;
    readonly why: string;
    readonly took: string;
    readonly collect: string;
    readonly refuse: string;
    /** Nobody has answered yet. */
    readonly none: string;
    readonly reason: Readonly<Record<CheckReason, string>>;
  };
}
