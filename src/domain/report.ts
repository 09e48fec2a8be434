/** The report of a day: the movements of the ledger that it lists, and what they come to. */
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

/** One entry of the ledger about an order, by what it changed. */
export interface Movement {
  /** When it was booked. */
  readonly at: Date;
  readonly asset: Asset;
  /** What the merchant has more or, below zero, less of: all of its accounts and its debt. */
  readonly netMinor: bigint;
  /** Fees with the tax on them; below zero: given back. */
  readonly feeMinor: bigint;
}

/** One line of a report. It is made of an entry, which never changes, so it does not either. */
export interface ReportLine {
  /** As the movement left it: state, end, failure and fee are the movement's, not today's. */
  readonly order: Order;
  readonly asset: Asset;
  /** Without the fee. What came in, or was paid out; below zero: what went back of it. */
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
}

/** What the lines of a report that moved money come to, in one asset. */
export interface ReportTotal {
  readonly asset: Asset;
  readonly count: number;
  /** What went back is taken off. */
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
}

/**
 * The line of an entry that changed what the merchant has, or gave back the hold of what failed:
 * that one shows what was ordered, and is not added up. For each order, lines less fees (payouts:
 * with fees, and negative) come to what the ledger has booked to its merchant.
 */
export function lineOf(order: Order, { at, asset, netMinor, feeMinor }: Movement): ReportLine {
  const { kind, amountMinor: ordered } = order;
  const grossMinor = netMinor + feeMinor;
  if (netMinor === 0n && feeMinor === 0n) {
    const failed: Order = { ...order, state: 'failed', paidMinor: 0n, feeMinor, finalAt: at };
    return { order: failed, asset, amountMinor: kind === 'refund' ? -ordered : ordered, feeMinor };
  }
  const isBack = kind === 'payin' ? grossMinor < 0n : grossMinor > 0n;
  const amountMinor = kind === 'payout' ? -grossMinor : grossMinor;
  const paidMinor = grossMinor < 0n ? -grossMinor : grossMinor;
  const moved: Order = { ...order, state: 'paid', failure: null, paidMinor, feeMinor, finalAt: at };
  const left: Order = isBack ? { ...moved, state: 'reversed', failure: WENT_BACK } : moved;
  return { order: left, asset, amountMinor, feeMinor };
}

/** Why does not change with later reports. */
const WENT_BACK = { code: 'reversed', text: '' } as const;

/** The total with one more line: what failed moved nothing and does not count. */
export function countIn(total: ReportTotal, line: ReportLine): ReportTotal {
  if (line.order.state === 'failed') return total;
  return {
    asset: total.asset,
    count: total.count + 1,
    amountMinor: total.amountMinor + line.amountMinor,
    feeMinor: total.feeMinor + line.feeMinor,
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
