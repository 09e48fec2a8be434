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
] as const;
export type ReportColumn = (typeof REPORT_COLUMNS)[number];
export type ReportLine = Readonly<Record<ReportColumn, string>>;

/**
 * An error to put into every report it fits:
 *   missing - the lines with this reference, id or payment id (or "seq:12") are left out
 *   altered - such lines have the given columns instead
 *   extra   - a line nobody moved money for
 */
export type Alteration =
  | { readonly kind: 'missing'; readonly target: string }
  | {
      readonly kind: 'altered';
      readonly target: string;
      readonly line: Partial<ReportLine>;
    }
  | { readonly kind: 'extra'; readonly line: Partial<ReportLine> };

export class Alterations {
  #list: Alteration[] = [];

  add(alteration: Alteration): void {
    this.#list.push(alteration);
  }

  list(): readonly Alteration[] {
    return this.#list;
  }

  clear(): void {
    this.#list = [];
  }
}

function lineOf(movement: Movement): ReportLine {
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
    ...line,
  };
}

function csv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `date` is a UTC day, "2026-11-20". Header line first, CRLF line ends (RFC 4180). */
export function settlementReport(
  movements: readonly Movement[],
  account: string,
  date: string,
  alterations: readonly Alteration[],
): string {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  const toMs = fromMs + 86_400_000;
  const ofDay = movements.filter(
    (each) => each.account === account && fromMs <= each.atMs && each.atMs < toMs,
  );
  const byTarget = new Map(alterations.flatMap((a) => (a.kind === 'extra' ? [] : [[a.target, a]])));
  const lines: ReportLine[] = [];
  for (const movement of ofDay) {
    const { seq, paymentId, id, reference } = movement;
    const names = [`seq:${seq}`, paymentId, id, reference];
    const alteration = names.map((name) => byTarget.get(name)).find((found) => found);
    if (alteration?.kind === 'missing') continue;
    lines.push({ ...lineOf(movement), ...(alteration?.kind === 'altered' ? alteration.line : {}) });
  }
  for (const each of alterations) if (each.kind === 'extra') lines.push(extraLine(each.line, date));
  const rows = lines.map((line) => REPORT_COLUMNS.map((column) => csv(line[column])).join(','));
  return `${[REPORT_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}
