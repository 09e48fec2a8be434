/** Fee invoices and credit notes: see `ports/fee-invoice.ts`. */
import type pg from 'pg';
import {
  addFees,
  daysOfMonth,
  documentsOf,
  type FeeDocument,
  type FeeLine,
  type FeeSubject,
  type FoundFees,
  type IssuedDocument,
  monthAfter,
} from '../../domain/fee-invoice.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { Asset } from '../../domain/money.ts';
import type { FeeInvoices } from '../../ports/fee-invoice.ts';
import { run } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import {
  DOCUMENT,
  type DocumentRow,
  documentOf,
  feeDocuments,
  type StoredLine,
} from '../read/fee-invoices.ts';
import { FEES_OF_MONTH } from '../statements/fee-invoices.ts';
import { feeOf, type StoredFee, storedFee } from '../statements/stored-terms.ts';
import { closedByAll } from './main-book.ts';

/** Of one statement of SQL, which takes a tenth of its time for them. */
const ENTRIES_AT_ONCE = 20_000;
/** After an outage of that many months, the rest of them an hour later. */
const MONTHS_AT_ONCE = 12;

interface Owner {
  readonly merchantId: Id;
  readonly asset: Asset;
}

export function createFeeInvoices(pool: pg.Pool, shardCount: number): FeeInvoices {
  return {
    async issue(today) {
      const until = await closedByAll(pool, shardCount);
      const issued: IssuedDocument[] = [];
      for (let n = 0; n < MONTHS_AT_ONCE && until !== null; n += 1) {
        const month = await nextMonth(pool, today);
        const isOver = month < today.slice(0, 7) && daysOfMonth(month).to <= until;
        if (!isOver) break;
        issued.push(...(await issueMonth(pool, shardCount, month)));
      }
      return issued;
    },
    ...feeDocuments(pool),
  };
}

/** One merchant's trouble is no other's: it is said once all others have their documents. */
async function issueMonth(
  pool: pg.Pool,
  shardCount: number,
  month: string,
): Promise<readonly IssuedDocument[]> {
  const issued: IssuedDocument[] = [];
  const failed: unknown[] = [];
  for (const owner of await ownersOf(pool)) {
    const shard = shardOf(owner.merchantId, shardCount);
    try {
      const documents = await found(pool, shard, owner, month);
      issued.push(...(await write(pool, owner, month, documents)));
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
  await pool.query(
    'insert into fee_invoice_month (month) values ($1::date) on conflict do nothing',
    [`${month}-01`],
  );
  return issued;
}

/** The month after the last that is done; at first the one before this. */
async function nextMonth(pool: pg.Pool, today: string): Promise<string> {
  const { rows } = await pool.query<{ last: string | null }>(
    "select to_char(max(month), 'YYYY-MM') as last from fee_invoice_month",
  );
  const last = rows[0]?.last ?? null;
  if (last !== null) return monthAfter(last);
  const before = new Date(Date.parse(`${today.slice(0, 7)}-01T00:00:00Z`) - 86_400_000);
  return before.toISOString().slice(0, 7);
}

async function ownersOf(pool: pg.Pool): Promise<readonly Owner[]> {
  const { rows } = await pool.query<{ merchant_id: Id; asset: Asset }>(
    "select merchant_id, asset from balance where mode = 'live' order by merchant_id, asset",
  );
  return rows.map(({ merchant_id: merchantId, asset }) => ({ merchantId, asset }));
}

interface FeesRow extends Record<string, unknown> {
  readonly seen: number;
  readonly day: string | null;
  readonly seq: bigint | null;
  readonly booked_fees: bigint;
  readonly booked_tax: bigint;
  /** Null with all that follows: none of these entries has a fee. */
  readonly of: FeeSubject | null;
  readonly channel: string | null;
  readonly rate: StoredFee | null;
  readonly is_back: boolean;
  readonly count: number;
  readonly base: bigint;
  readonly fee: bigint;
  readonly tax: bigint;
}

async function found(
  pool: pg.Pool,
  shard: number,
  { merchantId, asset }: Owner,
  month: string,
): Promise<readonly FeeDocument[]> {
  const { from, to } = daysOfMonth(month);
  let lines: ReadonlyMap<string, FoundFees> = new Map();
  let [feeMinor, taxMinor] = [0n, 0n];
  let after: readonly [day: string, seq: bigint] = ['-infinity', 0n];
  for (;;) {
    const parameters = [merchantId, asset, from, to, ...after, ENTRIES_AT_ONCE];
    const { rows } = await run<FeesRow>(pool, FEES_OF_MONTH, shard, parameters);
    const [first] = rows;
    if (first === undefined || first.day === null || first.seq === null) break;
    feeMinor += first.booked_fees;
    taxMinor += first.booked_tax;
    lines = addFees(lines, rows.flatMap(foundOf));
    if (first.seen < ENTRIES_AT_ONCE) break;
    after = [first.day, first.seq];
  }
  return documentsOf(lines, { feeMinor, taxMinor });
}

function foundOf(row: FeesRow): readonly FoundFees[] {
  const { of, channel, rate, count, base: baseMinor, fee: feeMinor, tax: taxMinor } = row;
  if (of === null) return [];
  const document = row.is_back ? 'credit_note' : 'invoice';
  const by = { of, channel: channel ?? '', rate: rate === null ? null : feeOf(rate) };
  return [{ document, ...by, count, baseMinor, feeMinor, taxMinor }];
}

/** The numbers of a kind and year are given by one at a time, and kept with their document. */
async function write(
  pool: pg.Pool,
  { merchantId, asset }: Owner,
  month: string,
  documents: readonly FeeDocument[],
): Promise<readonly IssuedDocument[]> {
  if (documents.length === 0) return [];
  return await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtext('fee_invoice'))");
    const issued: IssuedDocument[] = [];
    for (const { kind, lines, feeMinor, taxMinor } of documents) {
      const { rows } = await client.query<DocumentRow>(
        `insert into fee_invoice (kind, year, number, merchant_id, asset, month, lines, fee_minor,
           tax_minor)
         select $1, $2::smallint, coalesce(max(number), 0) + 1, $3, $4, $5::date, $6::jsonb, $7, $8
         from fee_invoice where kind = $1 and year = $2::smallint
         on conflict (merchant_id, asset, month, kind) do nothing returning ${DOCUMENT}`,
        [
          ...[kind, month.slice(0, 4), merchantId, asset, `${month}-01`],
          ...[JSON.stringify(lines.map(storedLine)), feeMinor, taxMinor],
        ],
      );
      issued.push(...rows.map(documentOf));
    }
    return issued;
  });
}

function storedLine({ of, channel, rate, count, ...minor }: FeeLine): StoredLine {
  const [base, fee, tax] = [minor.baseMinor, minor.feeMinor, minor.taxMinor].map(String);
  const amounts = { base, fee, tax } as Record<'base' | 'fee' | 'tax', string>;
  return { of, channel, rate: rate === null ? null : storedFee(rate), count, ...amounts };
}
