/**
 * Open API, Indonesia: the channel lists of the specification. Some codes are documented, the
 * others and most limits are proposals. Amounts in whole rupiah.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import {
  ALFAMART_CODE,
  BCA_CODE,
  BNI_CODE,
  BRI_CODE,
  CIMB_CODE,
  MANDIRI_CODE,
  PERMATA_CODE,
  QRIS_CODE,
} from '../code-data.ts';
import { type CatalogueEntry, need, payout } from '../entry.ts';
import { payoutTerms } from '../terms.ts';
import { ACCOUNT_NAME, dynamicPayment, type PaymentRow, REMARK, staticPayment } from './rows.ts';

const INDONESIA = { country: 'ID', asset: 'IDR/0' };
const ACCOUNT = { method: 'va', minMinor: 10_000n, maxMinor: 100_000_000n } as const;
const REUSABLE = { method: 'va', minMinor: 2_000n, maxMinor: 100_000_000n } as const;
const QR = { method: 'qr', minMinor: 1_000n, maxMinor: 10_000_000n, codeData: QRIS_CODE } as const;
const WALLET = {
  method: 'redirect',
  minMinor: 1_000n,
  maxMinor: 10_000_000n,
  refund: PART_REFUNDS,
} as const;

const DYNAMIC: readonly PaymentRow[] = [
  { ...ACCOUNT, code: 'ID_BCA_VA', name: 'BCA virtual account', codeData: BCA_CODE },
  { ...ACCOUNT, code: 'ID_BNI_VA', name: 'BNI virtual account', codeData: BNI_CODE },
  { ...ACCOUNT, code: 'ID_BRI_VA', name: 'BRI virtual account', codeData: BRI_CODE },
  {
    ...ACCOUNT,
    code: 'ID_ALFAMART_VA',
    name: 'Alfamart counter',
    maxMinor: 5_000_000n,
    codeData: ALFAMART_CODE,
  },
  { ...ACCOUNT, code: 'ID_MANDIRI_VA', name: 'Mandiri virtual account', codeData: MANDIRI_CODE },
  { ...ACCOUNT, code: 'ID_PERMATA_VA', name: 'Permata virtual account', codeData: PERMATA_CODE },
  { ...ACCOUNT, code: 'ID_CIMB_VA', name: 'CIMB virtual account', codeData: CIMB_CODE },
  { ...QR, code: 'ID_QRIS_DYNAMIC', name: 'QRIS, one payment' },
  { ...WALLET, code: 'ID_DANA_URL', name: 'DANA' },
  { ...WALLET, code: 'ID_OVO_URL', name: 'OVO' },
  { ...WALLET, code: 'ID_SHOPEEPAY_URL', name: 'ShopeePay' },
  { ...WALLET, code: 'ID_LINKAJA_URL', name: 'LinkAja' },
];

const STATIC: readonly PaymentRow[] = [
  { ...REUSABLE, code: 'ID_BNI_STATIC_VA', name: 'BNI reusable VA', codeData: BNI_CODE },
  { ...REUSABLE, code: 'ID_BRI_STATIC_VA', name: 'BRI reusable VA', codeData: BRI_CODE },
  { ...REUSABLE, code: 'ID_BCA_STATIC_VA', name: 'BCA reusable VA', codeData: BCA_CODE },
  {
    ...REUSABLE,
    code: 'ID_ALFAMART_STATIC_VA',
    name: 'Alfamart reusable code',
    codeData: ALFAMART_CODE,
    maxMinor: 5_000_000n,
  },
  { ...QR, code: 'ID_QRIS_STATIC', name: 'QRIS reusable' },
];

export const OPEN_API_INDONESIA: readonly CatalogueEntry[] = [
  ...DYNAMIC.map((row) => dynamicPayment(INDONESIA, row)),
  ...STATIC.map((row) => staticPayment(INDONESIA, row)),
  payout({
    ...INDONESIA,
    code: 'ID_BANK_PAYOUT',
    aliases: { 'open-api': 'ID_BANK' },
    name: 'Bank payout',
    minMinor: 10_000n,
    maxMinor: 100_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:ID'),
      need('beneficiary.account', 'account:ID'),
      ACCOUNT_NAME,
      need('beneficiary.phone', 'anyPhone'),
      REMARK,
    ],
    terms: payoutTerms(2_500n),
  }),
  payout({
    ...INDONESIA,
    code: 'ID_EWALLET_PAYOUT',
    aliases: { 'open-api': 'ID_EWALLET' },
    name: 'Wallet payout',
    minMinor: 10_000n,
    maxMinor: 20_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:ID_WALLET'),
      need('beneficiary.account', 'mobile:ID'),
      ACCOUNT_NAME,
      need('beneficiary.phone', 'anyPhone'),
      REMARK,
    ],
    terms: payoutTerms(2_500n),
  }),
];
