/** Settlement batches, as workers and people ask for them. */
import type { BalanceKey } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import type { BatchKey, BatchPart } from '../domain/settlement.ts';
import type { CalendarYear } from '../domain/settlement-day.ts';

export interface DueToSettle {
  readonly id: Id;
  readonly batch: BatchKey;
}

export interface SettlementQueue {
  /** Paid orders whose time has come, longest due first. */
  due(shard: number, limit: number): Promise<readonly DueToSettle[]>;
  /**
   * The batch of a merchant, mode, asset and day; made when there is none. One that is complete
   * gets no more: then it is the next one, of `today` (the day of the books) or a day after.
   */
  openBatch(shard: number, key: BatchKey, newId: () => Id, today: string): Promise<Id>;
  /** Balances of which something in reserve is to be released on that day at the latest. */
  reservesDue(shard: number, today: string, limit: number): Promise<readonly BalanceKey[]>;
  /** Years of calendars that are approved or drafted. */
  calendarYears(): Promise<readonly Pick<CalendarView, 'calendar' | 'year' | 'state'>[]>;
  /** Calendars that terms in force, or to come, name. */
  namedCalendars(): Promise<readonly string[]>;
  /** Ends batches that get no more; `today`: the day of the books. Resolves to how many. */
  complete(shard: number, today: string): Promise<number>;
}

/** A batch as people see it: see `BatchPart` for the sums. */
export interface BatchView extends Omit<BatchPart, 'isByHour'> {
  /** `complete`: nothing of its day is left. */
  readonly state: 'open' | 'complete';
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

/** Null does not filter; both days are included. */
export interface BatchFilter {
  readonly merchantId: Id | null;
  readonly mode: Mode | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a batch brought for one of its orders. */
export interface BatchLine {
  readonly orderId: Id;
  readonly merchantRef: string;
  readonly channel: string;
  readonly paidMinor: bigint;
  readonly feeMinor: bigint;
  readonly settledMinor: bigint;
}

/** A year of a calendar in one of its versions. */
export interface CalendarView extends CalendarYear {
  readonly calendar: string;
  readonly year: number;
  readonly state: 'draft' | 'approved';
  readonly approvedAt: Date | null;
}

/** For people: batches and calendars. */
export interface Settlements {
  /** Newest day first; over the shards of all merchants, or of the one that is asked for. */
  batches(filter: BatchFilter, limit: number): Promise<readonly BatchView[]>;
  batch(id: Id): Promise<BatchView | null>;
  /** In the order of their ids, after one of them. */
  lines(batchId: Id, after: Id | null, limit: number): Promise<readonly BatchLine[]>;
  /**
   * Payins that wait for a due day which this year of a calendar had a say in, of all shards: in
   * pages, those that are due first before others of their shard.
   */
  plannedBy(calendar: string, year: number): AsyncIterable<readonly Order[]>;
  /** Years that are approved, and their drafts; by calendar and year. */
  calendars(): Promise<readonly CalendarView[]>;
  /** Calendars that terms in force, or to come, name. */
  namedCalendars(): Promise<readonly string[]>;
}
