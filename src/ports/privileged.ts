/**
 * What only operators' commands may write: configuration, keys, accounts, people, and the audit
 * log. Only the module `operator` and the store that implements it import this file, and a test of
 * the modules says so: nothing privileged is written but by a command, and no command writes
 * without its row in the audit log.
 */
import type { AccountLimit } from '../domain/account-limit.ts';
import type { AmountRuleRow } from '../domain/amount-rules.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Channel, Route, TermsRow } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import type { App, AppKey, Merchant, Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { OrderEventType } from '../domain/order-event.ts';
import type { Resolution, SourceName } from '../domain/reconciliation/posting.ts';
import type { ReserveRule } from '../domain/reserve.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { CalendarDays } from '../domain/settlement-day.ts';
import type { BankLine, Receipt } from '../domain/topup.ts';
import type { Beneficiary, WithdrawalTerms } from '../domain/withdrawal.ts';
import type { ApprovalRequest, Maker } from './approval.ts';
import type { CaseKey } from './core.ts';
import type { MemberResult, MemberRole } from './member.ts';
import type {
  CatalogueChange,
  ChannelDetails,
  NotificationFilter,
  OperatorResult,
  OperatorRole,
} from './operator.ts';
import type { Booking } from './provider-report.ts';
import type { FileView, ReportFiles } from './reconciliation.ts';
import type { Taken } from './topup.ts';
import type { BankAccount } from './withdrawal.ts';

export interface PrivilegedStore {
  /**
   * Runs `work` in one transaction: what it wrote is committed when it answers `keep`, and taken
   * back when it does not, or throws.
   */
  transaction<T>(
    work: (writes: PrivilegedWrites) => Promise<{ readonly keep: boolean; readonly value: T }>,
  ): Promise<T>;
}

/** The writes of one transaction. */
export interface PrivilegedWrites {
  /** Last: until the transaction ends, every other row of the audit log waits for this one. */
  audit(event: AuditEvent): Promise<void>;
  readonly merchants: MerchantWrites;
  readonly calendars: CalendarWrites;
  readonly recon: ReconWrites;
  readonly apps: AppWrites;
  readonly subscriptions: SubscriptionWrites;
  readonly approvals: ApprovalWrites;
  readonly accounts: AccountWrites;
  readonly catalogue: CatalogueWrites;
  readonly operators: OperatorWrites;
  readonly secondFactors: SecondFactorWrites;
  readonly sessions: SessionWrites;
  readonly members: MemberWrites;
  readonly withdrawals: WithdrawalWrites;
  readonly cases: CaseWrites;
  readonly notifications: NotificationWrites;
  readonly recoveries: RecoveryWrites;
}

/** What somebody saw when he asked for it: whatever began since is none of it. */
export interface SeenRecovery {
  readonly id: bigint;
  readonly revision: number;
}

/** Of the recovery that is open; false: it is not the one that was seen, or has no such account. */
export interface RecoveryWrites {
  begin(reason: string, minutes: number): Promise<void>;
  /** `account`: `connector/account`, whose provider has no list or gives none. */
  confirm(seen: SeenRecovery, account: string, by: string, reason: string): Promise<boolean>;
  end(seen: SeenRecovery, by: string, reason: string): Promise<boolean>;
}

export type NewMerchant = Pick<Merchant, 'name' | 'amountPolicy' | 'latePolicy'> &
  // Where its rows lie; drawn when absent.
  Partial<Pick<Merchant, 'bucket'>>;

export interface CalendarWrites {
  /** The year's next version, in the place of the draft before. */
  draft(calendar: string, year: number, days: CalendarDays): Promise<number>;
  /** In the place of the version that was approved before. Null: that version is no draft. */
  approve(calendar: string, year: number, version: number): Promise<CalendarDays | null>;
}

/** Reconciliation: see `ports/reconciliation.ts`. */
export interface ReconWrites {
  /** The source's next version, in the place of the draft before. */
  draftMap(source: SourceName, json: unknown): Promise<number>;
  /** In the place of the one that was approved before; the map. Null: that version is no draft. */
  approveMap(source: SourceName, version: number, mode: Mode): Promise<unknown>;
  /**
   * The version that this map has; a new one where it has none yet, which is approved where the
   * source has no other.
   */
  keepMap(source: SourceName, mode: Mode, json: unknown): Promise<number>;
  /** Takes lines in that wait; when the command fails there was no file. */
  readonly staging: Pick<ReportFiles, 'begin' | 'add'>;
  /** Null: it is no file that is being read. */
  applyFile(fileId: bigint): Promise<FileView | null>;
  /** What is said last of a day counts. */
  declareBalance(balance: {
    readonly source: SourceName;
    readonly asset: Asset;
    readonly day: string;
    readonly closingMinor: bigint;
    readonly by: string;
  }): Promise<void>;
  /** Closes an open item and posts its journal. False: it is not open. */
  decide(item: {
    readonly id: bigint;
    readonly mode: Mode;
    readonly resolution: Resolution;
    readonly reason: string;
    readonly by: string;
  }): Promise<boolean>;
}

export interface MerchantWrites {
  create(merchant: NewMerchant): Promise<Id>;
  setStatus(merchantId: Id, status: Merchant['status']): Promise<void>;
  /** Sets whether the merchant's apps see and touch each other's orders. */
  shareOrders(merchantId: Id, isShared: boolean): Promise<void>;
  /** Replaces what was set for the same channel, or for all. */
  amountRule(row: AmountRuleRow): Promise<void>;
  /** Replaces what was set for the same currency. */
  reserveRule(rule: ReserveRule): Promise<void>;
}

export interface NewBeneficiary
  extends Pick<Beneficiary, 'merchantId' | 'mode' | 'asset' | 'channel' | 'name' | 'addedBy'> {
  /** Names and accounts, by the core's names of fields; kept sealed. */
  readonly fields: Readonly<Record<string, string>>;
  /** For so long it is not paid yet. */
  readonly restHours: number;
}

export interface NewReference {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly reference: string;
}

export interface WithdrawalWrites {
  addBeneficiary(beneficiary: NewBeneficiary): Promise<Pick<Beneficiary, 'id' | 'activeFrom'>>;
  /** False: it was blocked before. */
  blockBeneficiary(id: Id, by: string): Promise<boolean>;
  /** Replaces what was set for the same currency. */
  setTerms(terms: WithdrawalTerms): Promise<void>;
  /** The merchant's reference of that mode and currency: this one, if there was none. */
  reference(wanted: NewReference): Promise<string>;
  /** See `Receipts.take`. */
  receive(line: BankLine): Promise<Taken>;
  /** Whose an open receipt is; null: it went back. Null as the answer: it is not open. */
  decide(
    receipt: Receipt,
    merchantId: Id | null,
    by: string,
    evidence: string,
  ): Promise<Receipt | null>;
  /** Of one that is there, mode and currency stay. False: they are others. */
  saveBank(bank: BankAccount): Promise<boolean>;
}

export interface NewApp {
  readonly merchantId: Id;
  readonly dialect: string;
  readonly publicId: string;
  readonly mode: Mode;
  readonly notifyUrl: string | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly keys: readonly { readonly purpose: AppKey['purpose']; readonly material: string }[];
}

export type AppAccess = Pick<App, 'status' | 'ipAllow' | 'notifyUrl' | 'payoutNotifyUrl'> & {
  /** Whether the list holds for every call, not for payouts alone. */
  readonly forAll: boolean;
};

export interface AppWrites {
  /** Null: another app of the dialect has this public id. */
  create(app: NewApp): Promise<Id | null>;
  /** Sets and (those set to nothing) removes settings of an app; all of them, as they are then. */
  changeSettings(
    appId: Id,
    changes: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>>;
  /** From where and whether the app may call, and whom it notifies: all of it, from now on. */
  setAccess(appId: Id, access: AppAccess): Promise<void>;
  /** Ends a key so many seconds from now, not later than it was to. Null: the app has none such. */
  endKey(appId: Id, keyId: string, inS: number): Promise<Date | null>;
  /**
   * Adds a key; the older ones of its purpose live on for `overlapS` seconds, unless they were to
   * end sooner. Answers its id.
   */
  rotateKey(
    appId: Id,
    purpose: AppKey['purpose'],
    material: string,
    overlapS: number,
  ): Promise<string>;
}

export interface NewSubscription {
  readonly url: string;
  readonly events: readonly OrderEventType[];
  /** Of the key that signs what is sent there. */
  readonly material: string;
  readonly purpose: AppKey['purpose'];
}

export interface SubscriptionWrites {
  /** Answers its slot; null: the app has `slotMax` of them, those that are off included. */
  create(appId: Id, subscription: NewSubscription, slotMax: number): Promise<number | null>;
  /** What is left out stays. False: there is none. */
  change(
    appId: Id,
    slot: number,
    changes: Partial<Omit<NewSubscription, 'purpose'>> & { readonly enabled?: boolean },
  ): Promise<boolean>;
}

export interface ApprovalWrites {
  /** Waits for 24 hours. The same request again, while it waits, is the one that waits. */
  request(maker: Maker, request: ApprovalRequest): Promise<bigint>;
  /**
   * Waiting -> approved, once. False: it waits no more, or is the operator's own or of what may be
   * the same person, or who asked is disabled by now.
   */
  claim(id: bigint, checkerId: bigint): Promise<boolean>;
  finish(id: bigint, state: 'done' | 'failed', note: string | null): Promise<void>;
  /** By the one who asked: withdrawn; by another: rejected. Null: it waits no more. */
  reject(id: bigint, operatorId: bigint, note: string): Promise<'rejected' | 'withdrawn' | null>;
}

export interface AccountWrites {
  /** Saves the next version of an account's credentials, and answers its number. */
  save(account: {
    readonly connector: string;
    readonly account: string;
    readonly mode: Mode;
    readonly baseUrl: string;
    readonly secrets: Readonly<Record<string, string>>;
  }): Promise<number>;
  /** Sets the end of a version, so many seconds from now. Null: there is no such version. */
  end(key: AccountKey, version: number, inS: number): Promise<Date | null>;
  /**
   * Sets bounds of what is asked of an account at once (null: none; left out: as it is), and
   * answers what then holds. Null: there is no such account.
   */
  limit(
    key: AccountKey,
    set: { readonly [K in keyof AccountLimit]?: number | null },
  ): Promise<AccountLimit | 'least_above_most' | null>;
}

export interface CatalogueWrites {
  /** As it stands in this transaction. */
  details(code: string): Promise<ChannelDetails | null>;
  /**
   * Makes the change if nothing of the channel has changed since `revision` was read. `stale`:
   * something has; `missing`: the channel, or what is to be changed of it, is not there; `exists`:
   * terms of the same merchant and moment, or a route to the same account under the same
   * conditions, are there already. Nothing is written then.
   */
  change(
    code: string,
    revision: bigint,
    change: CatalogueChange,
  ): Promise<'done' | 'stale' | 'missing' | 'exists'>;
  /** A new channel with its terms and routes. False: there is one of this code. */
  add(channel: Channel, terms: readonly TermsRow[], routes: readonly Route[]): Promise<boolean>;
}

export interface NewOperator {
  readonly login: string;
  readonly password: string;
  readonly role: OperatorRole;
  /** What colleagues read; the login when absent. */
  readonly name?: string;
}

export interface OperatorWrites {
  createOperator(input: NewOperator): Promise<OperatorResult>;
  /** A new password and a new role end all sessions of the account. */
  setPassword(id: bigint, password: string): Promise<OperatorResult>;
  setRole(id: bigint, role: OperatorRole): Promise<OperatorResult>;
  setDisabled(id: bigint, disabled: boolean): Promise<OperatorResult>;
  /** Gives the account its tries at signing in back. */
  unlock(login: string): Promise<void>;
  /** Keeps that `by` (as accounts are compared) has had this account in hand now. */
  touched(id: bigint, by: string): Promise<void>;
}

export interface NewMember {
  readonly merchantId: Id;
  readonly login: string;
  readonly role: MemberRole;
  /** What colleagues read; the login when absent. */
  readonly name?: string;
}

/** A link to set a password: opaque, 256 bits, stored as its digest; counts for 72 hours, once. */
export interface MemberWrites {
  invite(member: NewMember, token: string): Promise<MemberResult>;
  /** Another link in place of the one before; the password counts until it is taken. */
  renew(id: bigint, token: string): Promise<MemberResult>;
  /** Sets the password by a link and ends the account's sessions. */
  accept(token: string, password: string): Promise<MemberResult>;
  /** A new password, role or disabling ends all sessions of the account. */
  setPassword(id: bigint, password: string): Promise<MemberResult>;
  setRole(id: bigint, role: MemberRole): Promise<MemberResult>;
  setDisabled(id: bigint, disabled: boolean): Promise<MemberResult>;
  /** Gives the account its tries at signing in back. */
  unlock(login: string): Promise<void>;
  /** Keeps that `by` (as accounts are compared) has had this account in hand now. */
  touched(id: bigint, by: string): Promise<void>;
  readonly secondFactors: SecondFactorWrites;
  readonly sessions: SessionWrites;
}

export interface SecondFactorWrites {
  /** A new secret in base32, which counts for nothing until it is confirmed; null: one is on. */
  begin(personId: bigint): Promise<string | null>;
  /**
   * Turns the second factor on when `code` fits the secret that was begun, and ends the account's
   * sessions but `token`'s. Answers the recovery codes; null: the code does not fit, and whoever
   * asked takes the transaction back.
   */
  confirm(personId: bigint, code: string, token: string): Promise<readonly string[] | null>;
  /** New recovery codes in place of the old ones. */
  renewRecovery(personId: bigint): Promise<readonly string[]>;
  /** Turns it off and ends the account's sessions. False: there was none. */
  remove(personId: bigint): Promise<boolean>;
}

export interface SessionWrites {
  /** Answers the token: opaque, 256 bits, stored as its digest. */
  start(personId: bigint, ip: string): Promise<string>;
  end(token: string): Promise<void>;
}

export interface CaseWrites {
  /** False: it was closed before, or is none. */
  close(key: CaseKey, by: string, resolution: string): Promise<boolean>;
  /**
   * Says whose the payment of a report is, and closes its case; a worker books it. False: somebody
   * has said so before.
   */
  book(key: CaseKey, booking: Booking, by: string, resolution: string): Promise<boolean>;
}

export interface NotificationWrites {
  /**
   * Dead-lettered or delivered -> due now, on a fresh timetable. False: it was due, or is none, or
   * the merchant has received a newer state of the order, after which an old one must not come.
   */
  resend(orderId: Id, n: number): Promise<boolean>;
  /** Dead-lettered ones by filter, at most `limit` per shard; resolves with how many. */
  resendDeadLettered(filter: NotificationFilter, limit: number): Promise<number>;
}
