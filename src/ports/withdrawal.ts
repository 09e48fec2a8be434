/** Whom withdrawals go to, by what terms, and the platform's own bank accounts. */
import type { BalanceKey } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { Beneficiary, WithdrawalTerms } from '../domain/withdrawal.ts';

/** What a call to a provider needs of a beneficiary. */
export interface BeneficiaryAccounts {
  /** Names and accounts, opened, by the core's names of fields; null: there is none such. */
  fieldsOf(id: Id): Promise<Readonly<Record<string, string>> | null>;
  /** Whether it may be paid: it is not blocked. */
  mayBePaid(id: Id): Promise<boolean>;
  /**
   * Runs `work` alone for a balance, whatever other processes do, with what was withdrawn from it
   * since: what failed or came back does not count.
   */
  withinLimit<T>(
    key: BalanceKey,
    since: Date,
    work: (withdrawnMinor: bigint) => Promise<T>,
  ): Promise<T>;
}

/** A bank account of the platform: withdrawals leave from it, and top-ups arrive at it. */
export interface BankAccount {
  /** Its short name: `bdo1`. */
  readonly code: string;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly bankName: string;
  /** In whose name it is kept. */
  readonly holder: string;
  /** As payers are to write it. */
  readonly number: string;
  readonly enabled: boolean;
}

/** A merchant's sweep that may be made now, and what is available for it. */
export interface DueSweep {
  readonly terms: WithdrawalTerms;
  readonly beneficiary: Beneficiary;
  readonly availableMinor: bigint;
  /** The bank account that pays where no provider does; null: there is none. */
  readonly bank: string | null;
}

export interface WithdrawalSweeps {
  /**
   * Sweeps to beneficiaries that may be paid, where nothing of the merchant's settlements is due
   * any more.
   */
  due(): Promise<readonly DueSweep[]>;
}

/** For commands and people. */
export interface Withdrawals {
  /** Newest first; a mode of null is both. */
  beneficiaries(merchantId: Id, mode: Mode | null): Promise<readonly Beneficiary[]>;
  beneficiary(id: Id): Promise<Beneficiary | null>;
  /** Of one merchant, by currency. */
  terms(merchantId: Id): Promise<readonly WithdrawalTerms[]>;
  /** By their codes. */
  banks(): Promise<readonly BankAccount[]>;
}
