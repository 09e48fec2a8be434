/** Issues the fee invoices of months that are over and closed. */
import { dayText } from '../domain/day.ts';
import { documentNumber } from '../domain/fee-invoice.ts';
import type { FeeInvoices } from '../ports/fee-invoice.ts';
import type { Log } from '../ports/workers.ts';

export interface InvoiceDeps {
  readonly invoices: FeeInvoices;
  readonly log: Log;
  readonly nowMs: () => number;
}

/** A round for the loop. False: what is left can only wait. */
export async function invoiceRound({ invoices, log, nowMs }: InvoiceDeps): Promise<boolean> {
  const issued = await invoices.issue(dayText(new Date(nowMs())));
  if (issued.length > 0) {
    const numbers = issued.map(documentNumber);
    log.info({ count: numbers.length, last: numbers.at(-1) }, 'fee invoices are issued');
  }
  return false;
}
