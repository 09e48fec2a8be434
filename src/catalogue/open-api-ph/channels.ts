/**
 * The channels of the Philippine Open API (seed 003). Its codes name no country, so ours begin with
 * the country's three letters, which no other dialect's do. Codes of the first lines of each list
 * are documented or seen in clients, the others, most limits and the refunds are proposals. Amounts
 * in centavo.
 */
import type { FieldRule } from '../../domain/channel.ts';
import { PART_REFUNDS } from '../../domain/refund.ts';
import { billerCode, QRPH_CODE, transferAccount, virtualAccount } from '../code-data.ts';
import {
  type CatalogueEntry,
  may,
  need,
  type PayinRow,
  payin,
  payout,
  type VerificationRow,
  verification,
} from '../entry.ts';
import { CARD_TERMS, PAYIN_TERMS, payoutTerms } from '../terms.ts';

const PLACE = { country: 'PH', asset: 'PHP/2' } as const;

const REMARK = may('description', 'text:256');
const PAYER: readonly FieldRule[] = [
  may('payer.name', 'name'),
  may('payer.phone', 'anyPhone'),
  // A wrong one is refused with a code of its own.
  may('payer.email', 'email'),
  REMARK,
];

type Row = Pick<PayinRow, 'name' | 'method'> & Partial<PayinRow>;

/** A channel by this API's code; an hour, and 1 to 50,000 pesos (published for web payments). */
function channel(alias: string, row: Row): CatalogueEntry {
  return payin({
    ...PLACE,
    ...{ code: `PHL_${alias}`, aliases: { 'open-api-ph': alias } },
    ...{ minMinor: 100n, maxMinor: 5_000_000n, fields: PAYER, expiryMinutes: 60 },
    terms: PAYIN_TERMS,
    ...row,
  });
}

const WALLET = { method: 'redirect', refund: PART_REFUNDS } as const;
const BANK_PAGE = { method: 'redirect' } as const;
const CARD = { method: 'card', refund: PART_REFUNDS, terms: CARD_TERMS } as const;

const WEB = [
  channel('GCASH_URL', { ...WALLET, name: 'GCash' }),
  channel('PAYMAYA_URL', { ...WALLET, name: 'Maya' }),
  channel('GRPY_URL', { ...WALLET, name: 'GrabPay' }),
  channel('COINS_URL', { ...BANK_PAGE, name: 'Coins.ph' }),
  channel('BPIA_URL', { ...BANK_PAGE, name: 'BPI Online' }),
  channel('UBPB_URL', { ...BANK_PAGE, name: 'UnionBank Online' }),
  channel('ZFB_URL', { ...WALLET, name: 'Alipay', refund: { ...PART_REFUNDS, once: true } }),
  channel('CARD_URL', { ...CARD, name: 'Card by Maya' }),
  channel('VISA_CARD_URL', { ...CARD, name: 'Visa card' }),
  channel('MASTER_CARD_URL', { ...CARD, name: 'Mastercard' }),
  channel('MAYB_URL', { ...BANK_PAGE, name: 'Maybank Online' }),
  channel('MBTC_URL', { ...BANK_PAGE, name: 'Metrobank Online' }),
  channel('RCBC_URL', { ...BANK_PAGE, name: 'RCBC Online' }),
];

const MANY = { static: true, expiryMinutes: 0 } as const;
const QR = { method: 'qr', codeData: QRPH_CODE } as const;

const QR_CODES = [
  channel('QRPH_STATIC_QR', { ...QR, ...MANY, name: 'QR Ph, reusable' }),
  channel('QRPH_DYNAMIC_QR', { ...QR, name: 'QR Ph, one payment', minMinor: 2_000n }),
  channel('QRPH_HYBRID_QR', { ...QR, name: 'QR Ph, one payment in time', minMinor: 2_000n }),
];

/** Bills payment: a number that the payer types in at the wallet or says at the counter. */
function bills(alias: string, name: string): CatalogueEntry {
  const codeData = billerCode(name);
  const row = {
    method: 'bill',
    minMinor: 2_000n,
    codeData,
    name: `${name} bills payment`,
  } as const;
  return channel(alias, { ...row, ...MANY });
}

const BILLS = [
  bills('GCASH_STATIC_VA', 'GCash'),
  bills('PAYMAYA_STATIC_VA', 'Maya'),
  bills('7ELEVEN_STATIC_VA', '7-Eleven'),
  bills('MLH_STATIC_VA', 'M Lhuillier'),
  bills('RDP_STATIC_VA', 'RD Pawnshop'),
  bills('CEBUANA_STATIC_VA', 'Cebuana Lhuillier'),
  bills('ECPAY_STATIC_VA', 'ECPay'),
  bills('BAYAD_STATIC_VA', 'Bayad'),
  bills('PALAWAN_STATIC_VA', 'Palawan'),
  bills('SM_STATIC_VA', 'SM'),
  bills('TOUCHPAY_STATIC_VA', 'TouchPay'),
];

/** Offered at the counter of checkouts. */
const OVER_THE_COUNTER = channel('7ELEVEN_VA', {
  method: 'va',
  name: '7-Eleven',
  minMinor: 5_000n,
  maxMinor: 1_000_000n,
  expiryMinutes: 1_440,
  codeData: virtualAccount('7-Eleven', '99', 15),
});

/** Numbers of twelve digits (published sample). */
const ACCOUNT = { ...MANY, method: 'bank_transfer', codeData: transferAccount(12) } as const;
const PESONET = channel('PESO_TRANSFER_ACC', { ...ACCOUNT, name: 'PESONet account' });

/** The second is a proposal, and stays closed until an operator opens it. */
const ACCOUNTS = [
  channel('INSTA_TRANSFER_ACC', { ...ACCOUNT, name: 'InstaPay account' }),
  { ...PESONET, channel: { ...PESONET.channel, enabled: false } },
];

function debit(alias: string, name: string): CatalogueEntry {
  return channel(alias, {
    method: 'direct_debit',
    name: `${name} direct debit`,
    fields: [may('payer.userId', 'identifier:32'), ...PAYER],
  });
}

const DEBITS = [
  debit('GCASH_DIRECT_DEBIT', 'GCash'),
  debit('PAYMAYA_DIRECT_DEBIT', 'Maya'),
  debit('GRPY_DIRECT_DEBIT', 'GrabPay'),
  debit('UBPB_DIRECT_DEBIT', 'UnionBank'),
  debit('BPIA_DIRECT_DEBIT', 'BPI'),
];

/** Named by `payMethodCode`. */
function payoutBy(
  alias: string,
  name: string,
  maxMinor: bigint,
  fields: readonly FieldRule[],
): CatalogueEntry {
  return payout({
    ...PLACE,
    ...{ code: `PHL_${alias}`, aliases: { 'open-api-ph': alias }, name },
    ...{ minMinor: 100n, maxMinor, terms: payoutTerms(1_000n) },
    fields: [...fields, may('beneficiary.email', 'email'), REMARK],
  });
}

const PAYEE = need('beneficiary.name', 'name');

const PAYOUTS = [
  payoutBy('BANK', 'Payout to a bank', 500_000_000n, [
    need('beneficiary.bankCode', 'bankCode:PHL'),
    need('beneficiary.account', 'account:PH'),
    PAYEE,
  ]),
  payoutBy('EWALLET', 'Payout to a wallet', 5_000_000n, [
    need('beneficiary.bankCode', 'bankCode:PHL_WALLET'),
    need('beneficiary.account', 'mobile:PH'),
    PAYEE,
  ]),
  payoutBy('SCANQR', 'Payout to a QR code', 5_000_000n, [
    need('beneficiary.account', 'text:512'),
    PAYEE,
  ]),
];

/** eKYC: all of it is a proposal, half an hour included. */
function ekyc(alias: string, method: VerificationRow['method'], name: string): CatalogueEntry {
  return verification({
    ...PLACE,
    ...{ code: `PHL_${alias}`, aliases: { 'open-api-ph': alias }, name, method },
    expiryMinutes: 30,
    fields: [may('payer.userId', 'identifier:32'), ...PAYER],
  });
}

const EKYC = [
  ekyc('EKYC_ID_FACE', 'id_face', 'eKYC: document and face'),
  ekyc('EKYC_ID', 'id', 'eKYC: document'),
  ekyc('EKYC_FACE', 'face', 'eKYC: face'),
];

export const OPEN_API_PH: readonly CatalogueEntry[] = [
  ...WEB,
  ...QR_CODES,
  ...BILLS,
  OVER_THE_COUNTER,
  ...ACCOUNTS,
  ...DEBITS,
  ...PAYOUTS,
  ...EKYC,
];
