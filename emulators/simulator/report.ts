/** The settlement report: a day's movements of an account as CSV, with errors put in on order. */
import { randomUUID } from 'node:crypto';
import type { Movement } from './journal.ts';

export const REPORT_COLUMNS = [
  'seq',
  'at',
  'operation',
  'id',
  'payment_id',
  'reference',
  'order',
  'merchant_order',
  'asset',
  'amount_minor',
  'effect',
  'utr',
  'fee_minor',
  'tax_minor',
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];
export type ReportLine = Readonly<Record<ReportColumn, string>>;

/**
 * An error to put into every report it fits:
 *   missing - the lines with this reference, id or payment id (or "seq:12") are left out
 *   altered - such lines have the given columns instead
 *   twice   - such lines stand there once more, as lines of their own
 *   extra   - a line nobody moved money for; with `at`, in the report of that day alone
 */
export type Alteration =
  | { readonly kind: 'missing' | 'twice'; readonly target: string }
  | {
      readonly kind: 'altered';
      readonly target: string;
      readonly line: Partial<ReportLine>;
    }
  | { readonly kind: 'extra'; readonly line: Partial<ReportLine> };

export class Alterations {
  #list: Alteration[] = [];

  add(...alterations: readonly Alteration[]): void {
    this.#list.push(...alterations);
  }

  list(): readonly Alteration[] {
    return this.#list;
  }

  clear(): void {
    this.#list = [];
  }
}

export function lineOf(movement: Movement): ReportLine {
  return {
    seq: String(movement.seq),
    at: new Date(movement.atMs).toISOString(),
    operation: movement.operation,
    id: movement.id,
    payment_id: movement.paymentId,
    reference: movement.reference,
    order: movement.order,
    merchant_order: movement.merchantOrder,
    asset: movement.asset,
    amount_minor: movement.amountMinor.toString(),
    effect: movement.effect,
    utr: movement.utr,
    fee_minor: movement.feeMinor.toString(),
    tax_minor: movement.taxMinor.toString(),
  };
}

function extraLine(line: Partial<ReportLine>, date: string): ReportLine {
  const id = randomUUID().replaceAll('-', '').slice(0, 20);
  return {
    seq: '0',
    at: `${date}T12:00:00.000Z`,
    operation: 'payment',
    id: `pay_${id}`,
    payment_id: `txn_${id}`,
    reference: `extra-${id}`,
    order: '',
    merchant_order: '',
    asset: 'PHP/2',
    amount_minor: '100',
    effect: '+',
    utr: '600000000000',
    fee_minor: '0',
    tax_minor: '0',
    ...line,
  };
}

function csv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The movements of a UTC day, "2026-11-20". */
export function movementsOf(
  movements: readonly Movement[],
  account: string,
  date: string,
): readonly Movement[] {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  const toMs = fromMs + 86_400_000;
  return movements.filter(
    (each) => each.account === account && fromMs <= each.atMs && each.atMs < toMs,
  );
}

/** Header line first, CRLF line ends (RFC 4180). */
export function settlementReport(
  movements: readonly Movement[],
  account: string,
  date: string,
  alterations: readonly Alteration[],
): string {
  const byTarget = new Map(alterations.flatMap((a) => (a.kind === 'extra' ? [] : [[a.target, a]])));
  const lines: ReportLine[] = [];
  for (const movement of movementsOf(movements, account, date)) {
    const { seq, paymentId, id, reference } = movement;
    const names = [`seq:${seq}`, paymentId, id, reference];
    const alteration = names.map((name) => byTarget.get(name)).find((found) => found);
    if (alteration?.kind === 'missing') continue;
    const line = lineOf(movement);
    lines.push({ ...line, ...(alteration?.kind === 'altered' ? alteration.line : {}) });
    if (alteration?.kind === 'twice') lines.push({ ...line, seq: `7${seq}` });
  }
  for (const each of alterations) {
    if (each.kind === 'extra' && isOfDay(each.line, date)) lines.push(extraLine(each.line, date));
  }
  const rows = lines.map((line) => REPORT_COLUMNS.map((column) => csv(line[column])).join(','));
  return `${[REPORT_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

function isOfDay({ at }: Partial<ReportLine>, date: string): boolean {
  return at === undefined || at.startsWith(date);
}

export type DayBalance = {
  readonly asset: string;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
};

/** What the account has with us before and after a UTC day, by its true movements, less fees. */
export function dayBalances(
  movements: readonly Movement[],
  account: string,
  date: string,
): DayBalance[] {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  const sums = new Map<string, { openingMinor: bigint; closingMinor: bigint }>();
  for (const each of movements) {
    if (each.account !== account || each.atMs >= fromMs + 86_400_000) continue;
    const { asset, effect, amountMinor, feeMinor, taxMinor } = each;
    const sum = sums.get(asset) ?? { openingMinor: 0n, closingMinor: 0n };
    const minor = (effect === '+' ? amountMinor : -amountMinor) - feeMinor - taxMinor;
    if (each.atMs < fromMs) sum.openingMinor += minor;
    sum.closingMinor += minor;
    sums.set(asset, sum);
  }
  return [...sums].map(([asset, sum]) => ({ asset, ...sum }));
}
