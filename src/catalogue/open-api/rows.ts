/**
 * How the open API's channel lists become channels. Its fields are the same for all payment
 * channels of a country, so a row holds only what the printed tables hold.
 */
import type { FieldRule } from '../../domain/channel.ts';
import { type CatalogueEntry, may, need, type PayinRow, type PayoutRow, payin } from '../entry.ts';
import { PAYIN_TERMS } from '../terms.ts';

/** customerName, email, mobile: most calls need them, the regional ones for a QR do not. */
const PAYER: readonly FieldRule[] = [
  may('payer.name', 'name'),
  // The documents' own samples hold impossible numbers, so only the app's strict mode judges more.
  may('payer.phone', 'anyPhone'),
  may('payer.email', 'email'),
];

/** remark of payments and payouts: 1 to 256 characters. */
export const REMARK: FieldRule = may('description', 'text:256');

/** accountName of a payout. */
export const ACCOUNT_NAME: FieldRule = need('beneficiary.name', 'name');

/** A printed row; `code` is the channelCode. Amounts in minor units, which for IDR are rupiah. */
export interface PaymentRow {
  readonly code: string;
  readonly name: string;
  /** channelType: redirect and card are `URL`, va is `VA`, qr is `QR`. */
  readonly method: 'redirect' | 'card' | 'va' | 'qr';
  readonly minMinor: bigint;
  readonly maxMinor: bigint;
  readonly refund?: PayinRow['refund'];
  readonly void?: PayinRow['void'];
  readonly terms?: PayinRow['terms'];
  readonly codeData?: PayinRow['codeData'];
  readonly wechat?: PayinRow['wechat'];
  /** Facts that only this channel asks for. */
  readonly more?: readonly FieldRule[];
}

/**
 * Minutes until an unpaid payment expires. An hour is Thailand's printed default, a day is usual
 * for virtual accounts; that they hold in the other countries is our choice.
 */
const EXPIRY_MINUTES = { redirect: 60, card: 60, qr: 60, va: 1_440 } as const;

type Place = Pick<PayoutRow, 'country' | 'asset'>;

function paymentRow(place: Place, row: PaymentRow): PayinRow {
  return {
    ...place,
    code: row.code,
    aliases: { 'open-api': row.code },
    name: row.name,
    method: row.method,
    minMinor: row.minMinor,
    maxMinor: row.maxMinor,
    fields: [...PAYER, ...(row.more ?? []), REMARK],
    expiryMinutes: EXPIRY_MINUTES[row.method],
    terms: row.terms ?? PAYIN_TERMS,
    ...(row.refund === undefined ? {} : { refund: row.refund }),
    ...(row.void === undefined ? {} : { void: row.void }),
    ...(row.codeData === undefined ? {} : { codeData: row.codeData }),
    ...(row.wechat === undefined ? {} : { wechat: row.wechat }),
  };
}

/**
 * A channel that debits a payer who permitted it (v2, section 6). It asks for nothing: the payer
 * was known when the mandate was made, by the merchant's own id.
 */
export function directDebit(
  place: Place,
  row: Omit<PaymentRow, 'method' | 'refund' | 'codeData' | 'more'>,
): CatalogueEntry {
  return payin({
    ...place,
    code: row.code,
    aliases: { 'open-api': row.code },
    name: row.name,
    method: 'direct_debit',
    minMinor: row.minMinor,
    maxMinor: row.maxMinor,
    fields: [
      may('payer.userId', 'identifier:32'),
      may('payer.name', 'name'),
      may('payer.phone', 'anyPhone'),
      may('payer.email', 'email'),
      REMARK,
    ],
    expiryMinutes: 60,
    terms: row.terms ?? PAYIN_TERMS,
  });
}

/** A channel that makes one payment. */
export function dynamicPayment(place: Place, row: PaymentRow): CatalogueEntry {
  return payin(paymentRow(place, row));
}

/** A channel that makes a code for many payments; the code itself does not expire. */
export function staticPayment(place: Place, row: PaymentRow): CatalogueEntry {
  return payin({ ...paymentRow(place, row), static: true, expiryMinutes: 0 });
}
