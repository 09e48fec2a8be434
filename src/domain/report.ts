/** The report of a day: which transactions it tells, and what they come to. */
import type { Asset } from './money.ts';
import type { Order, OrderKind } from './order.ts';

/** Money that came in (with what was refunded of it), or money that was paid out. */
export type ReportOf = 'payin' | 'payout';

export type ReportFormat = 'csv' | 'xlsx';

/** The kinds of order in a report. Payments to a code are payins, refunds are negative ones. */
export const REPORTED_KINDS: Readonly<Record<ReportOf, readonly OrderKind[]>> = {
  payin: ['payin', 'refund'],
  payout: ['payout'],
};

/** What the transactions of a report that moved money come to, in one asset. */
export interface ReportTotal {
  readonly asset: Asset;
  readonly count: number;
  /** Refunds are taken off. */
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
}

/**
 * The amount that a report shows for a final order: what moved, or else what was ordered. Negative
 * for refunds, so that a column of amounts of one status can be added up.
 */
export function reportedMinor({ kind, state, paidMinor, amountMinor }: Order): bigint {
  const minor = state === 'paid' ? paidMinor : amountMinor;
  return kind === 'refund' ? -minor : minor;
}

/** The total with one more order: only those that are paid count. */
export function countIn(total: ReportTotal, order: Order): ReportTotal {
  if (order.state !== 'paid') return total;
  return {
    asset: total.asset,
    count: total.count + 1,
    amountMinor: total.amountMinor + reportedMinor(order),
    feeMinor: total.feeMinor + order.feeMinor,
  };
}

/** How the file is wrapped: as it is, in a zip, or in a zip that only the merchant can open. */
export type Packing = 'plain' | 'zip' | 'pgp';

/** What an app's settings say of its reports. */
export interface ReportSettings {
  readonly format: ReportFormat;
  readonly packing: Packing;
  /** Armoured OpenPGP public key; not null when `packing` is `pgp`. */
  readonly pgpKey: string | null;
  /** How long a link is good for. */
  readonly linkMinutes: number;
}

/** Names of the settings. */
export const REPORT_SETTINGS = {
  format: 'reportFormat',
  zip: 'reportZip',
  pgpKey: 'reportPgpKey',
  linkMinutes: 'reportLinkMinutes',
} as const;

export const LINK_MINUTES_MAX = 10_080;
const LINK_MINUTES_DEFAULT = 60;

/** Reads the settings of an app; what is not set, or not as it should be, has its default. */
export function reportSettingsOf(settings: Readonly<Record<string, string>>): ReportSettings {
  const pgpKey = settings[REPORT_SETTINGS.pgpKey] || null;
  const zip = settings[REPORT_SETTINGS.zip] === 'yes';
  return {
    format: settings[REPORT_SETTINGS.format] === 'csv' ? 'csv' : 'xlsx',
    packing: pgpKey !== null ? 'pgp' : zip ? 'zip' : 'plain',
    pgpKey,
    linkMinutes: linkMinutesOf(settings[REPORT_SETTINGS.linkMinutes]) ?? LINK_MINUTES_DEFAULT,
  };
}

/** Reads a number of minutes from 1 to a week; null: it is none. */
export function linkMinutesOf(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9][0-9]{0,4}$/.test(text)) return null;
  const minutes = Number.parseInt(text, 10);
  return minutes <= LINK_MINUTES_MAX ? minutes : null;
}
