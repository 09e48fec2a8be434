/** The texts of the portal beside those it shares with the console. */
import type { MemberRole } from '../../ports/member.ts';
import type { CommonMessages } from '../../screens/i18n/messages.ts';

export type DoneKey =
  | 'resent'
  | 'refunded'
  | 'asked_for_approval'
  | 'app_changed'
  | 'subscription_set'
  | 'member_changed'
  | 'second_factor_reset'
  | 'second_factor_removed'
  | 'password_changed'
  | 'withdrawn'
  | 'beneficiary_added'
  | 'beneficiary_blocked'
  | 'reference_made';

export type NavKey =
  | 'overview'
  | 'orders'
  | 'notifications'
  | 'balances'
  | 'batches'
  | 'statement'
  | 'withdrawals'
  | 'apps'
  | 'explain'
  | 'team';

export interface Messages extends CommonMessages {
  readonly memberRole: Readonly<Record<MemberRole, string>>;
  readonly nav: Readonly<Record<NavKey | 'account', string>>;
  readonly done: Readonly<Record<DoneKey, (count: number) => string>>;
  readonly modes: {
    readonly label: string;
    /** On every page of test money. */
    readonly test: string;
  };
  readonly welcome: {
    readonly title: string;
    readonly lead: string;
    readonly password: string;
    readonly again: string;
    readonly hint: string;
    readonly button: string;
    readonly over: string;
  };
  readonly overviewPage: {
    readonly lead: string;
    readonly needs: string;
    readonly nothingNeeded: string;
    readonly failing: (count: string) => string;
    readonly waiting: (count: string) => string;
    readonly keyAdded: (app: string, day: string) => string;
    readonly keyEnds: (app: string, day: string) => string;
    readonly noNotify: (app: string) => string;
    readonly noFactor: string;
    readonly today: string;
    readonly noOrders: string;
    readonly count: string;
    readonly received: string;
  };
  readonly money: {
    readonly lead: string;
    readonly currency: string;
    readonly available: string;
    readonly toCome: string;
    readonly held: string;
    readonly owed: string;
    readonly total: string;
    readonly none: string;
  };
  readonly statementPage: {
    readonly lead: string;
    readonly from: string;
    readonly to: string;
    readonly show: string;
    readonly whole: (currency: string, from: string, to: string) => string;
    readonly invoices: string;
    readonly month: string;
    readonly document: string;
    readonly tax: string;
    readonly file: string;
    readonly notClosed: string;
    readonly opening: string;
    readonly movements: string;
    readonly fees: string;
    readonly closing: string;
    readonly day: string;
    readonly entry: string;
    readonly of: string;
    readonly net: string;
    readonly fee: string;
    readonly none: string;
    readonly first: (count: string) => string;
    readonly range: string;
    readonly days: string;
  };
  readonly appsPage: {
    readonly lead: string;
    readonly none: string;
    readonly waits: string;
    readonly make: string;
    readonly makeLead: string;
    readonly makeButton: string;
    readonly made: string;
    readonly cannot: string;
  };
  readonly team: {
    readonly lead: string;
    readonly invite: string;
    readonly inviteHint: string;
    readonly invited: string;
    readonly link: string;
    readonly linkLead: string;
    readonly newLink: string;
    readonly newLinkLead: string;
    readonly unlock: string;
    readonly unlockLead: string;
    readonly roles: Readonly<Record<MemberRole, string>>;
  };
}
