/** Statements that workers build into files. Implemented in `store/queues/statement-files.ts`. */
import type { StatementScope } from '../domain/account-statement.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';

/** A statement of closed days in a format and language of `files/statement-file.ts`. */
export interface WantedStatement extends StatementScope {
  readonly format: string;
  readonly language: string;
  readonly lineCount: number;
}

export interface StatementFile extends WantedStatement {
  readonly id: bigint;
  readonly state: 'due' | 'building' | 'ready' | 'failed';
  /** Lines that are written by now. */
  readonly doneCount: number;
  readonly byteCount: bigint;
  readonly partCount: number;
  /** The fence of everything that is written about it. */
  readonly leaseNo: number;
  /** How often it has been taken to be built. */
  readonly tries: number;
  readonly askedAt: Date;
  /** Deleted after that. */
  readonly keepUntil: Date;
}

export type AskedFile = StatementFile | 'direct' | 'too_many';

/** For people. */
export interface StatementFiles {
  /**
   * The file that there is, kept for longer; or a new one, which workers build. One that failed is
   * tried again. `direct`: it is short enough to be sent at once. `too_many`: so many of the
   * merchant's are not built yet.
   */
  ask(wanted: WantedStatement): Promise<AskedFile>;
  /** Newest first; a mode of null is both. */
  of(merchantId: Id, mode: Mode | null): Promise<readonly StatementFile[]>;
  /** Of a ready one, part by part; rejects when it was deleted meanwhile. */
  bytes(file: StatementFile): AsyncIterable<Uint8Array>;
}

export interface StatementFileQueue {
  /** One that is due, or whose builder has been silent for too long; null: none. */
  lease(leaseMs: number): Promise<StatementFile | null>;
  /** Stores one part and lengthens the lease; false: the lease is another's now. */
  addPart(
    file: StatementFile,
    part: { readonly n: number; readonly bytes: Uint8Array; readonly doneCount: number },
    leaseMs: number,
  ): Promise<boolean>;
  /** The file is whole; false: the lease is another's now. */
  complete(file: StatementFile, size: { parts: number; bytes: bigint }): Promise<boolean>;
  /** Tried again in so many ms, or (null) never, with the reason for people. */
  fail(file: StatementFile, note: string, againInMs: number | null): Promise<void>;
  /** Deletes files whose time is over; how many. */
  deleteOld(limit: number): Promise<number>;
}
