/** Fee invoices and credit notes as they were issued: see `ports/fee-invoice.ts`. */
import type { FeeSubject, IssuedDocument } from '../../domain/fee-invoice.ts';
import type { Id } from '../../domain/id.ts';
import type { Asset } from '../../domain/money.ts';
import type { FeeDocuments } from '../../ports/fee-invoice.ts';
import type { Queryable } from '../database/pool.ts';
import { feeOf, type StoredFee } from '../statements/stored-terms.ts';

export function feeDocuments(pool: Queryable): FeeDocuments {
  return {
    async list({ merchantId, month }, limit) {
      const { rows } = await pool.query<DocumentRow>({
        text: `select ${DOCUMENT} from fee_invoice
          where ($1::bigint is null or merchant_id = $1) and ($2::date is null or month = $2)
          order by month desc, kind desc, number desc limit $3`,
        values: [merchantId, month === null ? null : `${month}-01`, limit],
      });
      return rows.map(documentOf);
    },
    async find({ kind, year, number }) {
      const { rows } = await pool.query<DocumentRow>({
        text: `select ${DOCUMENT} from fee_invoice where kind = $1 and year = $2 and number = $3`,
        values: [kind, year, number],
      });
      return rows[0] === undefined ? null : documentOf(rows[0]);
    },
  };
}

export const DOCUMENT = `kind, year, number, merchant_id, asset, to_char(month, 'YYYY-MM') as month, lines,
  fee_minor, tax_minor, issued_at`;

export interface StoredLine {
  readonly of: FeeSubject;
  readonly channel: string;
  readonly rate: StoredFee | null;
  readonly count: number;
  readonly base: string;
  readonly fee: string;
  readonly tax: string;
}

export interface DocumentRow extends Record<string, unknown> {
  readonly kind: IssuedDocument['kind'];
  readonly year: number;
  readonly number: number;
  readonly merchant_id: Id;
  readonly asset: Asset;
  readonly month: string;
  readonly lines: readonly StoredLine[];
  readonly fee_minor: bigint;
  readonly tax_minor: bigint;
  readonly issued_at: Date;
}

export function documentOf(row: DocumentRow): IssuedDocument {
  const { kind, year, number, asset, month } = row;
  return {
    ...{ kind, year, number, asset, month, merchantId: row.merchant_id },
    lines: row.lines.map(({ of, channel, rate, count, base, fee, tax }) => ({
      ...{ of, channel, rate: rate === null ? null : feeOf(rate), count },
      ...{ baseMinor: BigInt(base), feeMinor: BigInt(fee), taxMinor: BigInt(tax) },
    })),
    ...{ feeMinor: row.fee_minor, taxMinor: row.tax_minor, issuedAt: row.issued_at },
  };
}
