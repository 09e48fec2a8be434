/**
 * Open API, Thailand: the channel lists of the specification. The older codes without `TH_`
 * (`THAI_DYNAMIC_QR`) name the same channels and are the dialect's to translate. Limits are
 * proposals. Amounts in satang.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { PROMPTPAY_CODE } from '../code-data.ts';
import { type CatalogueEntry, may, need, payout } from '../entry.ts';
import { payoutTerms } from '../terms.ts';
import { ACCOUNT_NAME, dynamicPayment, type PaymentRow, REMARK, staticPayment } from './rows.ts';

const THAILAND = { country: 'TH', asset: 'THB/2' };
const PROMPTPAY = {
  method: 'qr',
  minMinor: 100n,
  maxMinor: 70_000_000n,
  codeData: PROMPTPAY_CODE,
} as const;
/** Documented: no part on the day of the payment, and the fee stays. */
const TRUEMONEY = {
  minMinor: 100n,
  maxMinor: 3_000_000n,
  refund: { ...PART_REFUNDS, partialSameDay: false },
} as const;
/** Documented: the fee comes back with the whole payment, and stays with parts. */
const WECHAT = {
  minMinor: 100n,
  maxMinor: 5_000_000n,
  refund: { ...PART_REFUNDS, feeBackOnFull: true },
} as const;
const WALLET = { method: 'redirect', minMinor: 100n, maxMinor: 3_000_000n } as const;
const TERMS = payoutTerms(1_000n);

const DYNAMIC: readonly PaymentRow[] = [
  { ...PROMPTPAY, code: 'TH_PROMPTPAY_DYNAMIC', name: 'PromptPay QR, one payment' },
  { ...TRUEMONEY, code: 'TH_TRUEMONEY_QR', name: 'TrueMoney QR', method: 'qr' },
  { ...WECHAT, code: 'TH_WECHAT_QR', name: 'WeChat Pay QR', method: 'qr' },
  { ...TRUEMONEY, code: 'TH_TRUEMONEY_URL', name: 'TrueMoney redirect', method: 'redirect' },
  {
    ...WECHAT,
    code: 'TH_WECHAT_URL',
    name: 'WeChat H5',
    method: 'redirect',
    wechat: 'h5',
    more: [may('payer.clientIp', 'identifier:45')],
  },
  {
    ...WECHAT,
    code: 'TH_WECHAT_JS_URL',
    name: 'WeChat official account or mini program',
    method: 'redirect',
    wechat: 'jsapi',
    // wpOpenid: who the payer is for WeChat. wpAppid: for which app.
    more: [need('payer.userId', 'identifier:128'), may('payer.appId', 'identifier:64')],
  },
  { ...WALLET, code: 'TH_SHOPEEPAY_URL', name: 'ShopeePay' },
  { ...WALLET, code: 'TH_LINEPAY_URL', name: 'LINE Pay' },
];

const STATIC: readonly PaymentRow[] = [
  { ...PROMPTPAY, code: 'TH_PROMPTPAY_STATIC', name: 'PromptPay QR, reusable' },
];

export const OPEN_API_THAILAND: readonly CatalogueEntry[] = [
  ...DYNAMIC.map((row) => dynamicPayment(THAILAND, row)),
  ...STATIC.map((row) => staticPayment(THAILAND, row)),
  payout({
    ...THAILAND,
    code: 'TH_BANK_PAYOUT',
    aliases: { 'open-api': 'TH_BANK' },
    name: 'Bank payout',
    minMinor: 100n,
    maxMinor: 200_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:TH'),
      need('beneficiary.account', 'account:TH'),
      ACCOUNT_NAME,
      need('beneficiary.accountType', 'oneOf:INDIVIDUAL|ORGANIZATION'),
      need('beneficiary.taxId', 'identifier:50'),
      need('beneficiary.phone', 'anyPhone'),
      REMARK,
    ],
    terms: TERMS,
  }),
  payout({
    ...THAILAND,
    code: 'TH_PROMPTPAY_PAYOUT',
    aliases: { 'open-api': 'TH_PROMPTPAY' },
    name: 'PromptPay payout',
    minMinor: 100n,
    maxMinor: 200_000_000n,
    fields: [
      need('beneficiary.accountType', 'oneOf:NATID|MSISDN'),
      need('beneficiary.account', 'promptPayId'),
      may('beneficiary.name', 'name'),
      REMARK,
    ],
    terms: TERMS,
  }),
  payout({
    ...THAILAND,
    code: 'TH_EWALLET_PAYOUT',
    aliases: { 'open-api': 'TH_EWALLET' },
    name: 'Wallet payout',
    minMinor: 100n,
    maxMinor: 5_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:TH_WALLET'),
      need('beneficiary.account', 'mobile:TH'),
      ACCOUNT_NAME,
      REMARK,
    ],
    terms: TERMS,
  }),
];
