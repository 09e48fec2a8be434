/**
 * The documents about a merchant's fees of a month, in one currency: an invoice of what was charged
 * and a credit note of what came back. Their lines come of the ledger's entries, so they tie to it.
 */
import type { FeeRule } from './channel.ts';
import type { Id } from './id.ts';
import { type Asset, decimalText } from './money.ts';

export const DOCUMENT_KINDS = ['invoice', 'credit_note'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What a fee is on. */
export const FEE_SUBJECTS = ['payin', 'payout', 'withdrawal', 'refund', 'dispute'] as const;
export type FeeSubject = (typeof FEE_SUBJECTS)[number];

/** Fees of one subject, channel and rate; amounts in minor units. */
export interface FeeLine {
  readonly of: FeeSubject;
  readonly channel: string;
  /** Null: nothing says by which. */
  readonly rate: FeeRule | null;
  readonly count: number;
  /** What they were counted on: paid, paid out, refunded. */
  readonly baseMinor: bigint;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
}

/** A line of either document; of a credit note fee and tax are below zero. */
export interface FoundFees extends FeeLine {
  readonly document: DocumentKind;
}

export interface FeeDocument {
  readonly kind: DocumentKind;
  readonly lines: readonly FeeLine[];
  /** Not below zero in either kind. */
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
}

export interface IssuedDocument extends FeeDocument {
  readonly year: number;
  /** Counts the documents of its kind and year, without a gap. */
  readonly number: number;
  readonly merchantId: Id;
  readonly asset: Asset;
  /** `2026-11`. */
  readonly month: string;
  readonly issuedAt: Date;
}

/** `INV-2026-000017`, `CN-2026-000003`. */
export function documentNumber({
  kind,
  year,
  number,
}: Pick<IssuedDocument, 'kind' | 'year' | 'number'>): string {
  return `${kind === 'invoice' ? 'INV' : 'CN'}-${year}-${`${number}`.padStart(6, '0')}`;
}

/** The reverse of `documentNumber`; null: it is none. */
export function parseDocumentNumber(
  text: string,
): Pick<IssuedDocument, 'kind' | 'year' | 'number'> | null {
  const [, series, year = '', number = ''] = /^(INV|CN)-(\d{4})-(\d{6,9})$/.exec(text) ?? [];
  if (series === undefined) return null;
  const kind = series === 'INV' ? 'invoice' : 'credit_note';
  return { kind, year: Number.parseInt(year, 10), number: Number.parseInt(number, 10) };
}

const lineKey = ({ document, of, channel, rate }: FoundFees) =>
  [document, of, channel, rate === null ? '' : rateText(rate, 'XXX/0')].join(' ');

/** Parts of a month together; each as it was found before, or as `addFees` has left it. */
export function addFees(
  known: ReadonlyMap<string, FoundFees>,
  more: readonly FoundFees[],
): ReadonlyMap<string, FoundFees> {
  const all = new Map(known);
  for (const line of more) {
    const key = lineKey(line);
    const { count, baseMinor, feeMinor, taxMinor } = all.get(key) ?? NOTHING;
    all.set(key, {
      ...line,
      count: count + line.count,
      baseMinor: baseMinor + line.baseMinor,
      feeMinor: feeMinor + line.feeMinor,
      taxMinor: taxMinor + line.taxMinor,
    });
  }
  return all;
}

const NOTHING = { count: 0, baseMinor: 0n, feeMinor: 0n, taxMinor: 0n };

const sum = (lines: readonly FeeLine[], of: 'feeMinor' | 'taxMinor') =>
  lines.reduce((total, line) => total + line[of], 0n);

function assertBooked(lines: readonly FoundFees[], booked: Booked): void {
  for (const amount of ['feeMinor', 'taxMinor'] as const) {
    const total = sum(lines, amount);
    if (total !== booked[amount]) {
      throw new Error(`${amount}: ${total} in lines, ${booked[amount]} booked`);
    }
  }
}

interface Booked {
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
}

/**
 * The documents of a month. Throws where the lines are not what the ledger has booked: `booked` is
 * the sum of its fees, and of the tax.
 */
export function documentsOf(
  found: ReadonlyMap<string, FoundFees>,
  booked: Booked,
): readonly FeeDocument[] {
  const all = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  assertBooked(all, booked);
  return DOCUMENT_KINDS.flatMap((kind) => {
    const sign = kind === 'invoice' ? 1n : -1n;
    const lines = all
      .filter(({ document }) => document === kind)
      .map(({ document: _, ...line }): FeeLine => {
        const { feeMinor, taxMinor } = line;
        return { ...line, feeMinor: sign * feeMinor, taxMinor: sign * taxMinor };
      });
    const totals = { feeMinor: sum(lines, 'feeMinor'), taxMinor: sum(lines, 'taxMinor') };
    return lines.length === 0 ? [] : [{ kind, lines, ...totals }];
  });
}

/** For people: `2.5 % + 1.00, at least 3.00, at most 50.00`. */
export function rateText(
  { ratePpm, fixedMinor, minMinor, maxMinor }: FeeRule,
  asset: Asset,
): string {
  const money = (minor: bigint) => decimalText({ asset, minor });
  const percent = decimalText({ asset: 'PPM/4', minor: ratePpm }).replace(/\.?0+$/, '');
  const parts = [
    ...(ratePpm === 0n && fixedMinor !== 0n ? [] : [`${percent} %`]),
    ...(fixedMinor === 0n ? [] : [money(fixedMinor)]),
  ];
  return [
    parts.join(' + '),
    ...(minMinor === null ? [] : [`at least ${money(minMinor)}`]),
    ...(maxMinor === null ? [] : [`at most ${money(maxMinor)}`]),
  ].join(', ');
}

/** The month after `2026-11`: `2026-12`. */
export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map((text) => Number.parseInt(text, 10));
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

/** `2026-11`: `2026-11-01` and `2026-11-30`. */
export function daysOfMonth(month: string): { readonly from: string; readonly to: string } {
  const end = Date.parse(`${monthAfter(month)}-01T00:00:00Z`) - 86_400_000;
  return { from: `${month}-01`, to: new Date(end).toISOString().slice(0, 10) };
}
