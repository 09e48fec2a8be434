/** The texts that console and portal share. One file a language; a missing key does not compile. */

import type { CaseKind } from '../../domain/case.ts';
import type { FieldName, PayMethod } from '../../domain/channel.ts';
import type { DispatchState } from '../../domain/dispatch.ts';
import type { Account } from '../../domain/ledger.ts';
import type { Failure, FailureCode, OrderKind, OrderState } from '../../domain/order.ts';
import type { NotificationState, OrderEventType } from '../../domain/order-event.ts';
import type { ProblemCode } from '../../operator/command.ts';
import type { OperatorRole } from '../../ports/operator.ts';
import type { ExchangeMessages } from './exchange-messages.ts';
import type { PeopleMessages } from './people-messages.ts';
import type { SettlementMessages } from './settlement-messages.ts';
import type { WithdrawalMessages } from './withdrawal-messages.ts';

/** Why an action was not carried out, or nobody signed in. */
export type ProblemKey = ProblemCode | 'wrong_login';

interface Note {
  readonly title: string;
  readonly text: string;
}

/** What the words of the core are called. */
export interface Words {
  readonly role: Readonly<Record<OperatorRole, string>>;
  readonly kind: Readonly<Record<OrderKind, string>>;
  readonly state: Readonly<Record<OrderState, string>>;
  readonly failure: Readonly<Record<FailureCode, string>>;
  readonly dispatch: Readonly<Record<DispatchState, string>>;
  readonly notification: Readonly<Record<NotificationState, string>>;
  readonly event: Readonly<Record<OrderEventType, string>>;
  readonly caseKind: Readonly<Record<CaseKind, string>>;
  readonly caseState: Readonly<Record<'open' | 'closed', string>>;
  readonly account: Readonly<Record<Account, string>>;
  readonly method: Readonly<Record<PayMethod, string>>;
  /** Facts about a payer or beneficiary; an order has one of the two. */
  readonly field: Readonly<Record<FieldName, string>>;
  readonly mode: Readonly<Record<'test' | 'live', string>>;
  readonly active: Readonly<Record<'active' | 'disabled', string>>;
}

export interface CommonMessages extends Words, PeopleMessages, ExchangeMessages {
  readonly settlement: SettlementMessages;
  readonly withdrawals: WithdrawalMessages;
  readonly product: string;
  readonly language: string;
  readonly menu: string;
  readonly skip: string;
  /** The first page of a site. */
  readonly home: string;
  readonly signOut: string;
  readonly password: string;
  readonly confirmPassword: string;
  readonly yourPassword: string;
  readonly nothing: string;
  readonly older: string;
  readonly newest: string;
  readonly moreBelow: string;
  readonly copy: string;
  readonly copied: string;
  readonly none: string;
  readonly all: string;
  readonly yes: string;
  readonly utc: string;
  readonly problem: Readonly<Record<ProblemKey, string>>;
  readonly signIn: {
    readonly title: string;
    readonly lead: string;
    readonly login: string;
    readonly button: string;
    readonly tries: string;
  };
  readonly note: Readonly<
    Record<'notFound' | 'forbidden' | 'forged' | 'tooLong' | 'tooMany' | 'trouble', Note>
  >;
  readonly orders: {
    readonly search: string;
    readonly searchHint: string;
    readonly kind: string;
    readonly state: string;
    readonly merchant: string;
    readonly from: string;
    readonly until: string;
    readonly button: string;
    readonly clear: string;
    readonly made: string;
    readonly id: string;
    readonly amount: string;
    readonly ref: string;
    readonly channel: string;
  };
  readonly order: {
    readonly title: string;
    readonly facts: string;
    readonly people: string;
    readonly hidden: string;
    readonly timeline: string;
    readonly dispatches: string;
    readonly ledger: string;
    readonly refunds: string;
    /** Of a code or mandate. */
    readonly payments: string;
    readonly allowed: string;
    /** Other terms of a code: which, and what their provider said. */
    readonly change: string;
    readonly unanswered: string;
    readonly refusedTerms: string;
    readonly single: string;
    readonly instructions: string;
    readonly app: string;
    readonly paid: string;
    readonly fee: string;
    readonly refunded: string;
    /** Of the payin's fee: what its merchant gets back. */
    readonly refundedFee: string;
    readonly pending: string;
    readonly disputed: string;
    readonly lost: string;
    readonly voided: string;
    readonly any: string;
    readonly endedBy: Readonly<Record<NonNullable<Failure['by']>, string>>;
    readonly corrected: string;
    readonly failure: string;
    readonly connector: string;
    readonly upstreamId: string;
    readonly paymentRef: string;
    readonly bankRef: string;
    readonly payin: string;
    readonly expires: string;
    readonly ended: string;
    readonly settles: string;
    readonly notifyUrl: string;
    readonly returnUrl: string;
    readonly entry: string;
    readonly accounts: string;
    readonly sum: string;
    readonly balanced: string;
    readonly number: string;
    readonly sent: string;
    readonly queries: string;
    readonly next: string;
    readonly note: string;
    readonly eventsOf: (source: string) => string;
    readonly moments: Readonly<
      Record<'created' | 'sent' | 'entry' | 'notification' | 'delivered' | 'case' | 'ended', string>
    >;
  };
  readonly refund: {
    readonly title: string;
    readonly lead: (rest: string) => string;
    readonly amount: string;
    readonly button: string;
    readonly ref: string;
  };
  readonly notifications: {
    readonly title: string;
    readonly event: string;
    readonly attempts: string;
    readonly attempt: string;
    readonly took: string;
    readonly status: string;
    readonly reply: string;
    readonly error: string;
    readonly url: string;
    readonly next: string;
    readonly bytes: string;
    readonly bytesNone: string;
    readonly headers: string;
    readonly body: string;
    readonly resend: string;
    readonly resendAll: string;
    readonly resendAllHint: string;
  };
  readonly merchants: {
    readonly name: string;
    readonly status: string;
    readonly apps: string;
    readonly since: string;
    readonly amountPolicy: string;
    readonly latePolicy: string;
    readonly shareOrders: string;
    readonly shareOrdersLead: string;
    readonly shares: Readonly<Record<'yes' | 'no', string>>;
    readonly change: string;
    readonly accept: string;
    readonly excess: string;
    readonly suspense: string;
    readonly app: string;
    readonly dialect: string;
    readonly publicId: string;
    readonly mode: string;
    readonly profile: string;
    readonly keys: string;
    readonly keyId: string;
    readonly purpose: string;
    readonly fingerprint: string;
    readonly validFrom: string;
    readonly validUntil: string;
    readonly ipAllow: string;
    readonly anywhere: string;
    readonly rotate: string;
    readonly rotateLead: string;
    readonly newPublicKey: string;
    readonly newPublicKeyHint: string;
    readonly overlap: string;
    readonly overlaps: Readonly<Record<'0' | '3600' | '86400' | '604800', string>>;
    readonly rotated: string;
    readonly disclosedKey: string;
    readonly disclosedPublicKey: string;
    readonly nothingDisclosed: string;
    readonly purposes: Readonly<Record<'request' | 'payout' | 'notification' | 'callback', string>>;
  };
  readonly explain: {
    readonly lead: string;
    readonly app: string;
    readonly operation: string;
    readonly path: string;
    readonly pathHint: string;
    readonly headers: string;
    readonly headersHint: string;
    readonly body: string;
    readonly bodyHint: string;
    readonly button: string;
    readonly holds: string;
    readonly fails: string;
    readonly stringToSign: string;
    readonly signedInstead: string;
    readonly differs: string;
    readonly given: string;
    readonly givenNone: string;
    readonly hints: string;
    readonly secrets: string;
  };
  readonly audit: {
    readonly at: string;
    readonly lead: string;
    readonly chainGood: (rows: string) => string;
    readonly chainBroken: (row: string) => string;
    readonly who: string;
    readonly action: string;
    readonly subject: string;
    readonly phase: string;
    readonly detail: string;
    readonly address: string;
    readonly digests: string;
    readonly phases: Readonly<Record<'asked' | 'done' | 'refused', string>>;
  };
}
