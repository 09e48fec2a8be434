/** Every text of the console. One file a language; a missing key does not compile. */

import type { CaseKind } from '../../domain/case.ts';
import type { CommonMessages } from '../../screens/i18n/messages.ts';
import type { CatalogueMessages, ProviderMessages } from './catalogue-messages.ts';
import type { CoverageMessages } from './coverage-messages.ts';
import type { DisputeMessages } from './dispute-messages.ts';
import type { MainBookMessages } from './main-book-messages.ts';
import type { MemberMessages } from './member-messages.ts';
import type { MoneyMessages } from './money-messages.ts';
import type { ReconMessages } from './recon-messages.ts';
import type { RulesMessages } from './rules-messages.ts';
import type { VerificationMessages } from './verification-messages.ts';

/** What an action says when it is done. */
const DONE_KEYS = [
  'resent',
  'resent_many',
  'refunded',
  'case_closed',
  'case_resolved',
  'case_posted',
  'verification_decided',
  'verification_erased',
  'subscription_set',
  'order_resolved',
  'operator_created',
  'operator_changed',
  'password_changed',
  'second_factor_removed',
  'second_factor_reset',
  'asked_for_approval',
  'approved',
  'rejected',
  'channel_changed',
  'merchant_changed',
  'calendar_drafted',
  'calendar_approved',
  'withdrawn',
  'beneficiary_added',
  'beneficiary_blocked',
  'report_read',
  'report_applied',
  'item_decided',
  'map_drafted',
  'map_approved',
] as const;
export type DoneKey = (typeof DONE_KEYS)[number];

export interface Messages extends CommonMessages, MoneyMessages, RulesMessages {
  readonly nav: Readonly<Record<NavKey, string>>;
  readonly done: Readonly<Record<DoneKey, (count: number) => string>>;

  readonly overview: {
    readonly lead: string;
    readonly day: string;
    readonly noOrders: string;
    readonly success: string;
    readonly paidAmount: string;
    readonly orders: string;
    readonly openCases: string;
    readonly deadLettered: string;
    readonly waiting: string;
    readonly doubts: string;
    readonly ledger: string;
    readonly ledgerGood: string;
    readonly ledgerBad: string;
    readonly ledgerRunning: string;
    readonly entries: (count: string) => string;
    readonly checkedAt: string;
    readonly fault: (account: string, balance: string, due: string) => string;
  };
  readonly cases: {
    readonly lead: string;
    readonly kind: string;
    readonly detail: string;
    readonly opened: string;
    readonly closed: string;
    readonly by: string;
    readonly resolution: string;
    readonly close: string;
    readonly reason: string;
    readonly resolve: string;
    readonly resolveLead: string;
    readonly paid: string;
    readonly reference: string;
    readonly amount: string;
    readonly amountHint: string;
    readonly referenceHint: string;
    readonly failed: string;
    readonly returned: string;
    readonly proof: string;
    readonly proofHint: string;
    readonly explained: Readonly<Record<CaseKind, string>>;
  };
  readonly mainBook: MainBookMessages;
  readonly coverage: CoverageMessages;
  readonly recon: ReconMessages;
  readonly disputes: DisputeMessages;
  readonly verifications: VerificationMessages;
  readonly balances: {
    readonly lead: string;
    readonly totals: string;
    readonly total: string;
    readonly asset: string;
  };
  readonly channels: {
    readonly lead: string;
    readonly code: string;
    readonly name: string;
    readonly method: string;
    readonly country: string;
    readonly limits: string;
    readonly refunds: string;
    readonly aliases: string;
    readonly carriers: string;
    readonly open: string;
    readonly shut: string;
    readonly refund: Readonly<Record<'none' | 'full' | 'partial', string>>;
  };
  readonly members: MemberMessages;
  readonly catalogue: CatalogueMessages;
  readonly providers: ProviderMessages;
}

export type NavKey =
  | 'overview'
  | 'orders'
  | 'notifications'
  | 'cases'
  | 'merchants'
  | 'balances'
  | 'batches'
  | 'withdrawals'
  | 'invoices'
  | 'mainBook'
  | 'coverage'
  | 'recon'
  | 'calendars'
  | 'disputes'
  | 'verifications'
  | 'channels'
  | 'providers'
  | 'explain'
  | 'approvals'
  | 'audit'
  | 'operators'
  | 'account';
