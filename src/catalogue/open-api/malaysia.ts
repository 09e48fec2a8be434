/**
 * Open API, Malaysia: the channel lists of the specification. One code is documented, the others
 * and the limits are proposals. Amounts in sen.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { DUITNOW_CODE } from '../code-data.ts';
import { type CatalogueEntry, may, need, payout } from '../entry.ts';
import { payoutTerms } from '../terms.ts';
import { ACCOUNT_NAME, dynamicPayment, type PaymentRow, REMARK } from './rows.ts';

const MALAYSIA = { country: 'MY', asset: 'MYR/2' };
const WALLET = { method: 'redirect', minMinor: 100n, maxMinor: 500_000n } as const;
const PAYOUT = { minMinor: 1_000n, maxMinor: 5_000_000n, terms: payoutTerms(100n) };

/** Optional, although the list of the sister site says required. */
const ACCOUNT_TYPE = may('beneficiary.accountType', 'oneOf:BANK_ACCOUNT|MOBILE_NUMBER');

const DYNAMIC: readonly PaymentRow[] = [
  {
    code: 'MY_TNG_URL',
    name: "Touch 'n Go eWallet",
    method: 'redirect',
    minMinor: 50n,
    maxMinor: 500_000n,
    refund: PART_REFUNDS,
  },
  {
    code: 'MY_DUITNOW_DYNAMIC',
    name: 'DuitNow QR, one payment',
    codeData: DUITNOW_CODE,
    method: 'qr',
    minMinor: 100n,
    maxMinor: 500_000n,
  },
  {
    code: 'MY_FPX_URL',
    name: 'FPX online banking',
    method: 'redirect',
    minMinor: 100n,
    maxMinor: 3_000_000n,
  },
  { ...WALLET, code: 'MY_BOOST_URL', name: 'Boost' },
  { ...WALLET, code: 'MY_GRABPAY_URL', name: 'GrabPay' },
  { ...WALLET, code: 'MY_SHOPEEPAY_URL', name: 'ShopeePay' },
];

export const OPEN_API_MALAYSIA: readonly CatalogueEntry[] = [
  ...DYNAMIC.map((row) => dynamicPayment(MALAYSIA, row)),
  payout({
    ...MALAYSIA,
    ...PAYOUT,
    code: 'MY_BANK_PAYOUT',
    aliases: { 'open-api': 'MY_BANK' },
    name: 'Bank payout',
    fields: [
      need('beneficiary.bankCode', 'bankCode:MY'),
      need('beneficiary.account', 'account:MY'),
      ACCOUNT_NAME,
      ACCOUNT_TYPE,
      REMARK,
    ],
  }),
  payout({
    ...MALAYSIA,
    ...PAYOUT,
    code: 'MY_EWALLET_PAYOUT',
    aliases: { 'open-api': 'MY_EWALLET' },
    name: 'Wallet payout',
    fields: [
      need('beneficiary.bankCode', 'bankCode:MY_WALLET'),
      need('beneficiary.account', 'mobile:MY'),
      ACCOUNT_NAME,
      ACCOUNT_TYPE,
      REMARK,
    ],
  }),
];
