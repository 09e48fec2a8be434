/**
 * What a merchant's own people read: bound to the merchant and to test or real money when it is
 * opened, so that none of its questions can name another's.
 */
import type { AccountStatement } from '../domain/account-statement.ts';
import type { IssuedDocument } from '../domain/fee-invoice.ts';
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import type { NotificationState } from '../domain/order-event.ts';
import type { StatementKind } from '../domain/statement-kind.ts';
import type { BookDays, PeriodTotal } from './account-statement.ts';
import type {
  AssetBalance,
  NotificationBytes,
  NotificationKey,
  NotificationView,
  OrderDetails,
  OrderFilter,
  Page,
  StateCount,
} from './operator.ts';
import type { BatchLine, BatchView } from './settlement.ts';
import type { AskedFile, StatementFile, WantedStatement } from './statement-file.ts';

export type OwnOrderFilter = Omit<OrderFilter, 'merchantId' | 'mode'>;

/** What one entry of the ledger has changed of what the merchant has. */
export interface Movement {
  readonly asset: Asset;
  /** Counts the entries of one balance. */
  readonly seq: bigint;
  readonly at: Date;
  /** The day of the books. */
  readonly day: string;
  readonly kind: StatementKind;
  /** The order, or the posting by hand, that it is of. */
  readonly subjectId: Id;
  readonly netMinor: bigint;
  readonly feeMinor: bigint;
}

export interface MerchantQueries {
  orders(filter: OwnOrderFilter, before: Id | null, limit: number): Promise<Page<Order, Id>>;
  /** Under the merchant's own reference, in any name space. */
  ordersByRef(merchantRef: string): Promise<readonly Order[]>;
  /** Null: there is none of the merchant's. */
  orderDetails(id: Id): Promise<OrderDetails | null>;
  bytesOf(key: NotificationKey): Promise<NotificationBytes | null>;
  countsSince(at: Date): Promise<readonly StateCount[]>;
  notifications(
    state: NotificationState,
    before: NotificationKey | null,
    limit: number,
  ): Promise<Page<NotificationView, NotificationKey>>;
  balances(): Promise<readonly AssetBalance[]>;
  /** Newest day first. */
  batches(limit: number): Promise<readonly BatchView[]>;
  /** Null: there is none of the merchant's. */
  batch(id: Id): Promise<BatchView | null>;
  batchLines(id: Id, after: Id | null, limit: number): Promise<readonly BatchLine[]>;
  /** Of one moment: opening and movements are the closing, and that is the balance by then. */
  totals(days: BookDays): Promise<readonly PeriodTotal[]>;
  /** The last day that is closed; null: none is. */
  closedUntil(): Promise<string | null>;
  /** Null: the days are not closed, or there is no such balance. */
  accountStatement(asset: string, days: BookDays): Promise<AccountStatement | null>;
  /** How a statement is to be sent: see `StatementFiles`. */
  askStatementFile(wanted: Omit<WantedStatement, 'merchantId' | 'mode'>): Promise<AskedFile>;
  statementFiles(): Promise<readonly StatementFile[]>;
  /** Of a ready one of the merchant's. */
  statementBytes(file: StatementFile): AsyncIterable<Uint8Array>;
  /** Fee invoices and credit notes, newest month first; of real money alone. */
  invoices(limit: number): Promise<readonly IssuedDocument[]>;
  /** Null: there is none of the merchant's. */
  invoice(number: Pick<IssuedDocument, 'kind' | 'year' | 'number'>): Promise<IssuedDocument | null>;
  /** By day, currency and number; after the movement `after` when given. */
  movements(
    days: BookDays,
    after: Pick<Movement, 'day' | 'asset' | 'seq'> | null,
    limit: number,
  ): Promise<readonly Movement[]>;
}

/**
 * Opens them: the only place where the merchant is said. `appIds`: the merchant's apps of that
 * mode, for what names an app and no mode.
 */
export type MerchantQueriesOf = (
  merchantId: Id,
  mode: Mode,
  appIds: readonly Id[],
) => MerchantQueries;
