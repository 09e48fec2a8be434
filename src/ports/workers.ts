/** What the workers ask of the database and of the wiring. Queues are implemented in `store/`. */

import type { Connector, Credentials } from '../connectors/contract.ts';
import type { Dialect } from '../dialects/contract.ts';
import type { CaseName } from '../domain/case.ts';
import type { Coverage } from '../domain/coverage.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { Dispute } from '../domain/dispute.ts';
import type { Id } from '../domain/id.ts';
import type { OrderEvent } from '../domain/order-event.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Breach, Closing, Overdue } from './books.ts';
import type { AccountHealth, AccountLoad } from './core.ts';

/** The unit that sends are bounded and shared out by, and how it does. */
export type { AccountHealth, AccountKey, AccountLoad };

// ---------------------------------------------------------------------------------------------
// Dispatches.

/** How many rows of an account may be taken now, and for how long. */
export interface AccountCapacity extends AccountKey {
  readonly free: number;
  readonly leaseMs: number;
  /** Of the credentials that rows to send will be sent with; null: there are none. */
  readonly version: number | null;
}

/** A dispatch taken for `leaseMs`: its `leaseNo` is the fence of everything written about it. */
export interface LeasedDispatch {
  readonly dispatch: Dispatch;
  /** Database time since it was last sent. */
  readonly sentAgoMs: number;
}

/** A dispatch that is wanted now, whatever else waits. */
export interface WantedDispatch {
  readonly orderId: Id;
  readonly n: number;
  readonly leaseMs: number;
  readonly version: number | null;
}

/**
 * Every lease is one autocommitted statement: it is committed when the promise resolves, so a row
 * is `sent` in the database before its socket opens.
 */
export interface DispatchQueue {
  /** Accounts that have rows to send. */
  accountsToSend(shard: number): Promise<readonly AccountKey[]>;
  /** Due `ready` rows, the oldest of each account first; they are `sent` from now on. */
  leaseToSend(
    shard: number,
    capacities: readonly AccountCapacity[],
  ): Promise<readonly LeasedDispatch[]>;
  /** Exactly these rows, if they are still `ready`. */
  leaseThese(shard: number, wanted: readonly WantedDispatch[]): Promise<readonly LeasedDispatch[]>;
  /** Accounts that have rows in doubt, or sent and not yet answered. */
  accountsToResolve(shard: number): Promise<readonly AccountKey[]>;
  /** Rows in doubt whose time has come, and `sent` rows whose lease ran out: now in doubt. */
  leaseToResolve(
    shard: number,
    capacities: readonly AccountCapacity[],
  ): Promise<readonly LeasedDispatch[]>;
}

// ---------------------------------------------------------------------------------------------
// Notifications.

export interface NotificationKey {
  readonly orderId: Id;
  readonly n: number;
}

/** Bytes to send, stored before the first attempt and the same at every one. */
export interface NotificationContent {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface LeasedNotification extends NotificationKey {
  readonly leaseNo: number;
  readonly appId: Id;
  readonly endpoint: string;
  readonly url: string;
  /** The event; the order is as it was then. */
  readonly event: OrderEvent;
  /** Null until it was encoded and signed. */
  readonly bytes: NotificationContent | null;
  /** Attempts made on the present timetable: the index of the slot that is now due. */
  readonly slot: number;
  /** Database time since the timetable's beginning. */
  readonly ageMs: number;
}

/** What became of a leased notification. Applied only while the lease number still holds. */
export interface Completion extends NotificationKey {
  readonly leaseNo: number;
  readonly state: 'due' | 'delivered' | 'parked';
  /** The attempt that was made; null: none was. */
  readonly attempt: Attempt | null;
  /** `due`: the next attempt, ms after the timetable's beginning … */
  readonly nextAfterMs: number;
  /** … and if that has passed, this many ms from now. */
  readonly elseInMs: number;
  readonly note: string | null;
}

export interface Attempt {
  readonly tookMs: number;
  readonly status: number | null;
  readonly error: string | null;
  /** Printable, at most 500 characters. */
  readonly reply: string | null;
}

export interface DueEndpoints {
  readonly endpoints: readonly string[];
  /** Where to go on; null: the last endpoint has been seen. */
  readonly next: string | null;
}

export interface EndpointCapacity {
  readonly endpoint: string;
  readonly free: number;
}

export interface NotificationQueue {
  /** Endpoints in name order after `after` that have a due row; looks at `limit` of them. */
  dueEndpoints(shard: number, after: string, limit: number): Promise<DueEndpoints>;
  /**
   * The longest due rows of each endpoint, up to its capacity; of one order to one endpoint only
   * the oldest that is not done, so that it is sent in order.
   */
  lease(
    shard: number,
    capacities: readonly EndpointCapacity[],
    leaseMs: number,
  ): Promise<readonly LeasedNotification[]>;
  /** Stores the bytes; resolves with the keys whose lease still held. */
  storeBytes(
    shard: number,
    rows: readonly (NotificationKey & { leaseNo: number; bytes: NotificationContent })[],
  ): Promise<readonly NotificationKey[]>;
  /**
   * Records attempts and moves the rows. `kept`: the keys whose lease still held; `nextDue`: what
   * waited for one of them is due now.
   */
  complete(
    shard: number,
    rows: readonly Completion[],
  ): Promise<{ readonly kept: readonly NotificationKey[]; readonly nextDue: boolean }>;
}

// ---------------------------------------------------------------------------------------------
// Sweeps and audit.

/** An order whose time is over. */
export interface DueOrder {
  readonly id: Id;
  /** Database time since then. */
  readonly overMs: number;
}

/** Orders that time alone moves. */
export interface SweepQueue {
  /** Longest over first. */
  toExpire(shard: number, limit: number): Promise<readonly DueOrder[]>;
  /**
   * Cases that nobody has looked at yet and that hold what may go back: more, late and second
   * payments, and parts of orders that are over.
   */
  toReturn(shard: number, limit: number): Promise<readonly CaseName[]>;
  /** It is on its way back, or a person decides. */
  returned(shard: number, name: CaseName): Promise<void>;
  /** Payouts and refunds that are open for too long, and have no open case that says so. */
  overdue(shard: number, limit: number): Promise<readonly Id[]>;
}

/** Open disputes that are to be asked about. */
export interface DisputeQueue {
  /** Those that are due; each is due again after so long, whatever comes of it. */
  toAsk(shard: number, limit: number, againAfterMs: number): Promise<readonly Dispute[]>;
}

/** An account whose list of disputes is read now; `leaseNo` fences it. */
export interface DisputeListToRead extends AccountKey {
  /** All that had changed by then has been read. */
  readonly readUpTo: Date;
  readonly leaseNo: number;
}

/** How far the lists of disputes of providers' accounts have been read. */
export interface DisputeLists {
  /** One that is due, of these connectors; it is due again when the lease ends. Null: none. */
  lease(
    connectors: readonly string[],
    leaseMs: number,
    firstReadMs: number,
  ): Promise<DisputeListToRead | null>;
  /** It is due again after so long. */
  read(list: DisputeListToRead, upTo: Date, againAfterMs: number): Promise<void>;
}

/** What the auditor finds in one shard; empty lists and zero counts are what should be. */
export interface AuditReport {
  readonly shard: number;
  readonly breaches: readonly Breach[];
  /** Dispatches that nobody has taken up long after their time. */
  readonly overdueDispatches: number;
  /** Orders that have been in doubt longer than the limit. */
  readonly longDoubts: number;
  readonly oldestDoubtMs: number;
  readonly dueNotifications: number;
  readonly deadLetteredNotifications: number;
  readonly oldestDueMs: number;
  readonly openCases: number;
  readonly tookMs: number;
}

export interface AuditLimits {
  readonly overdueMs: number;
  readonly doubtMs: number;
}

export interface AuditQueries {
  /**
   * Adds what came since the last audit to what was added up before, and opens a case for each
   * breach. Money is not moved, and nothing waits for it.
   */
  audit(shard: number, limits: AuditLimits): Promise<AuditReport>;
}

// ---------------------------------------------------------------------------------------------
// Registries and the world.

export interface Registries {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly dialects: ReadonlyMap<string, Dialect>;
}

/** Credentials of a connector account, newest version first; empty: none is known. */
export interface AccountCredentials {
  credentials(connector: string, account: string): readonly Credentials[];
}

/** As pino has it: fields, then a sentence. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Called once per fact worth counting; wired to the metrics. Must not throw. */
export interface WorkerEvents {
  sent?(account: AccountKey, verdict: string): void;
  /** An order left its account for another one. */
  moved?(from: AccountKey, to: AccountKey): void;
  asked?(account: AccountKey, answer: string): void;
  attempted?(endpoint: string, result: 'delivered' | 'failed' | 'parked', tookMs: number): void;
  swept?(
    what: 'expired' | 'settled' | 'released' | 'overdue' | 'returned' | 'topped up' | 'swept',
    count: number,
  ): void;
  audited?(report: AuditReport): void;
  closed?(closing: Closing): void;
  /** Live money that lies in clearing accounts, or in cases, for too long. */
  overdue?(found: readonly Overdue[]): void;
  /** Of the last closed day, by asset; of live money. */
  covered?(coverages: readonly Coverage[]): void;
  /** Years of calendars that should be approved and are not. */
  calendarsMissing?(years: readonly { readonly calendar: string; readonly year: number }[]): void;
  /** A file for a merchant; `lost`: another process has taken it over. */
  reported?(result: 'built' | 'failed' | 'lost'): void;
}
