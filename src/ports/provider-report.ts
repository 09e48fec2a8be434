/**
 * Authentic reports of providers that could not be booked: kept for a person to look at, or, where
 * what they are about is still to come, until that is there.
 */
import type { Id } from '../domain/id.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { AccountKey } from '../domain/routing.ts';

interface Report {
  readonly source: AccountKey;
  /** Distinguishes it from the account's other reports: reported again, it is kept once. */
  readonly key: string;
  /** As it came. */
  readonly body: Uint8Array;
}

/** `detail`, for the case: what it says of which money, as far as that could be read. */
export type UnbookedReport = Report & { readonly detail: string } & (
    | { readonly kind: 'unreadable' }
    | { readonly kind: 'unknown_order'; readonly event: ProviderEvent }
  );

/** It comes before what it is about. */
export type EarlyReport = Report & { readonly event: ProviderEvent };

export interface ProviderReports {
  /** Resolves after COMMIT of the report and its case, of kind `unattributed`. */
  keep(report: UnbookedReport): Promise<void>;
  /** Resolves after COMMIT: it is offered again until it counts. */
  wait(report: EarlyReport): Promise<void>;
}

/** Whose a payment without an order is, by the word of people. */
export interface Booking {
  /** Of an app: an id. */
  readonly app: string;
  /** By which it is given back. */
  readonly channel: string;
  readonly evidence: string;
}

/** A report that is due to be offered again, or to be booked. */
export interface WaitingReport {
  readonly id: Id;
  readonly source: AccountKey;
  readonly key: string;
  readonly event: ProviderEvent;
  /** Null: it waits for what it is about. */
  readonly booking: Booking | null;
  /** Since when it waits. */
  readonly since: Date;
}

/** The reports that wait, as a worker has them. */
export interface WaitingReports {
  /** Those of a shard that are due; each is due again later, and less often each time. */
  due(shard: number, limit: number): Promise<readonly WaitingReport[]>;
  /** It counts, or is a case now: a person looks for what it is about. */
  end(shard: number, report: WaitingReport, end: 'counts' | 'case'): Promise<void>;
}

/** A report as it was kept. */
export interface KeptReport {
  readonly id: Id;
  readonly source: AccountKey;
  readonly key: string;
  /** Null: it could not be read, or was kept before readings were. */
  readonly event: ProviderEvent | null;
}

export interface KeptReports {
  /** By what its case is about. */
  byId(id: Id): Promise<KeptReport | null>;
}
