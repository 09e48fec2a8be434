/**
 * What only operators' commands may write: configuration, keys, accounts, people, and the audit
 * log. Only the room `operator` and the store that implements it import this file, and a test of
 * the rooms says so: nothing privileged is written but by a command, and no command writes without
 * its row in the audit log.
 */
import type { Id } from '../domain/id.ts';
import type { AppKey, Merchant, Mode } from '../domain/merchant.ts';
import type { NewApproval } from './approval.ts';
import type { AuditEvent } from './operator.ts';

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
  readonly apps: AppWrites;
  readonly approvals: ApprovalWrites;
}

export type NewMerchant = Pick<Merchant, 'name' | 'amountPolicy' | 'latePolicy'> &
  // Where its rows lie; drawn when absent.
  Partial<Pick<Merchant, 'bucket'>>;

export interface MerchantWrites {
  create(merchant: NewMerchant): Promise<Id>;
  /** Sets whether the merchant's apps see and touch each other's orders. */
  shareOrders(merchantId: Id, isShared: boolean): Promise<void>;
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

export interface AppWrites {
  /** Null: another app of the dialect has this public id. */
  create(app: NewApp): Promise<Id | null>;
  /** Sets and (those set to nothing) removes settings of an app; all of them, as they are then. */
  changeSettings(
    appId: Id,
    changes: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>>;
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

export interface ApprovalWrites {
  /** Waits for 24 hours. The same request again, while it waits, is the one that waits. */
  request(makerId: bigint, request: NewApproval): Promise<bigint>;
  /**
   * Waiting -> approved, once. False: it waits no more, or is the operator's own, or who asked is
   * disabled by now.
   */
  claim(id: bigint, checkerId: bigint): Promise<boolean>;
  finish(id: bigint, state: 'done' | 'failed', note: string | null): Promise<void>;
  /** By the one who asked: withdrawn; by another: rejected. Null: it waits no more. */
  reject(id: bigint, operatorId: bigint, note: string): Promise<'rejected' | 'withdrawn' | null>;
}
