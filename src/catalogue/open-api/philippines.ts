/**
 * Open API, Philippines: the channel lists of the specification. Codes marked there as documented
 * or seen in clients are real, the others and most limits are proposals. Amounts in centavo.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { GCASH_BILLS_CODE, QRPH_CODE, SEVEN_ELEVEN_CODE } from '../code-data.ts';
import { type CatalogueEntry, need, payout } from '../entry.ts';
import { CARD_TERMS, payoutTerms } from '../terms.ts';
import {
  ACCOUNT_NAME,
  directDebit,
  dynamicPayment,
  type PaymentRow,
  REMARK,
  staticPayment,
} from './rows.ts';

const PHILIPPINES = { country: 'PH', asset: 'PHP/2' };
const STANDARD = { minMinor: 2_000n, maxMinor: 5_000_000n };
const CARD = {
  method: 'card',
  minMinor: 2_000n,
  maxMinor: 10_000_000n,
  terms: CARD_TERMS,
  refund: PART_REFUNDS,
  void: true,
} as const;
const COUNTER = { minMinor: 5_000n, maxMinor: 1_000_000n };
const PAYOUT = { minMinor: 100n, maxMinor: 5_000_000n, terms: payoutTerms(1_000n) };

const DYNAMIC: readonly PaymentRow[] = [
  {
    ...STANDARD,
    code: 'PH_GCASH_URL',
    name: 'GCash redirect',
    method: 'redirect',
    refund: PART_REFUNDS,
  },
  { ...STANDARD, code: 'PH_GCASH_QR', name: 'GCash QR', method: 'qr', codeData: QRPH_CODE },
  {
    ...STANDARD,
    code: 'PH_QRPH_DYNAMIC',
    name: 'QR Ph, one payment',
    method: 'qr',
    codeData: QRPH_CODE,
  },
  {
    ...STANDARD,
    code: 'PH_PAYMAYA_URL',
    name: 'Maya redirect',
    method: 'redirect',
    refund: PART_REFUNDS,
  },
  { ...STANDARD, code: 'PH_BPIA_URL', name: 'BPI Online', method: 'redirect' },
  { ...STANDARD, code: 'PH_UBPB_URL', name: 'UnionBank Online', method: 'redirect' },
  { ...STANDARD, code: 'PH_RCBC_URL', name: 'RCBC Online', method: 'redirect' },
  { ...STANDARD, code: 'PH_MBTC_URL', name: 'Metrobank Online', method: 'redirect' },
  { ...STANDARD, code: 'PH_MAYB_URL', name: 'Maybank PH Online', method: 'redirect' },
  { ...CARD, code: 'PH_VISA_CARD_URL', name: 'Visa card page' },
  { ...CARD, code: 'PH_MASTER_CARD_URL', name: 'Mastercard page' },
  {
    ...COUNTER,
    code: 'PH_7ELEVEN_VA',
    name: '7-Eleven payment code',
    method: 'va',
    codeData: SEVEN_ELEVEN_CODE,
  },
  { ...STANDARD, code: 'PH_GRABPAY_URL', name: 'GrabPay', method: 'redirect' },
  { ...STANDARD, code: 'PH_SHOPEEPAY_URL', name: 'ShopeePay', method: 'redirect' },
];

const STATIC: readonly PaymentRow[] = [
  {
    code: 'PH_QRPH_STATIC',
    name: 'QR Ph, reusable',
    codeData: QRPH_CODE,
    method: 'qr',
    minMinor: 100n,
    maxMinor: 5_000_000n,
  },
  {
    ...COUNTER,
    code: 'PH_7ELEVEN_STATIC_VA',
    name: '7-Eleven reusable code',
    method: 'va',
    codeData: SEVEN_ELEVEN_CODE,
  },
  {
    code: 'PH_GCASH_STATIC_VA',
    name: 'GCash bills code',
    codeData: GCASH_BILLS_CODE,
    method: 'va',
    minMinor: 5_000n,
    maxMinor: 5_000_000n,
  },
];

/** The first is documented, the others are proposals. */
const DIRECT_DEBIT = [
  { ...STANDARD, code: 'PH_GCASH_DIRECT_DEBIT', name: 'GCash direct debit' },
  { ...STANDARD, code: 'PH_PAYMAYA_DIRECT_DEBIT', name: 'Maya direct debit' },
  { ...STANDARD, code: 'PH_GRPY_DIRECT_DEBIT', name: 'GrabPay direct debit' },
  { ...STANDARD, code: 'PH_UBPB_DIRECT_DEBIT', name: 'UnionBank direct debit' },
  { ...STANDARD, code: 'PH_BPIA_DIRECT_DEBIT', name: 'BPI direct debit' },
];

export const OPEN_API_PHILIPPINES: readonly CatalogueEntry[] = [
  ...DYNAMIC.map((row) => dynamicPayment(PHILIPPINES, row)),
  ...STATIC.map((row) => staticPayment(PHILIPPINES, row)),
  ...DIRECT_DEBIT.map((row) => directDebit(PHILIPPINES, row)),
  payout({
    ...PHILIPPINES,
    ...PAYOUT,
    code: 'PH_BANK_PAYOUT',
    aliases: { 'open-api': 'PH_BANK' },
    name: 'Bank payout',
    fields: [
      need('beneficiary.bankCode', 'bankCode:PH'),
      need('beneficiary.account', 'account:PH'),
      ACCOUNT_NAME,
      REMARK,
    ],
  }),
  payout({
    ...PHILIPPINES,
    ...PAYOUT,
    code: 'PH_EWALLET_PAYOUT',
    aliases: { 'open-api': 'PH_EWALLET' },
    name: 'Wallet payout',
    fields: [
      need('beneficiary.bankCode', 'bankCode:PH_WALLET'),
      need('beneficiary.account', 'mobile:PH'),
      ACCOUNT_NAME,
      REMARK,
    ],
  }),
];
