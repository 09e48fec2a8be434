/** The words of settlement: batches, and for operators calendars. */
export interface SettlementMessages {
  readonly batches: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly date: string;
    readonly state: string;
    readonly states: Readonly<Record<'open' | 'complete', string>>;
    readonly orders: string;
    readonly paid: string;
    readonly fees: string;
    readonly taken: string;
    readonly net: string;
    readonly debt: string;
    readonly reserve: string;
    readonly credited: string;
    readonly completed: string;
    readonly settled: string;
    readonly begin: string;
    readonly more: string;
  };
  readonly calendars: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly calendar: string;
    readonly year: string;
    readonly version: string;
    readonly state: string;
    readonly states: Readonly<Record<'draft' | 'approved', string>>;
    readonly days: string;
    readonly dayIs: Readonly<Record<'closed' | 'open', string>>;
    readonly name: string;
    readonly draft: string;
    readonly draftLead: string;
    readonly daysHint: string;
    readonly approve: string;
    missing(calendar: string, year: string): string;
  };
  readonly invoices: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly document: string;
    readonly month: string;
    readonly fee: string;
    readonly tax: string;
    readonly file: string;
    readonly show: string;
    readonly corrections: string;
  };
  readonly statement: {
    readonly title: string;
    readonly lead: string;
    readonly balance: string;
    readonly from: string;
    readonly to: string;
    readonly format: string;
    readonly download: string;
    readonly notClosed: string;
    readonly files: string;
    readonly filesLead: string;
    readonly file: string;
    readonly lines: string;
    readonly fileStates: Readonly<Record<'due' | 'building' | 'ready' | 'failed', string>>;
    readonly keptUntil: string;
    until(day: string): string;
  };
}
