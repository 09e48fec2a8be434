/**
 * Thailand. Seed 002 prints no rule for this country: that remark of a payout is the bank code is
 * our choice, as are pay codes, limits and expiry.
 */
import { PROMPTPAY_CODE } from '../code-data.ts';
import { type CatalogueEntry, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

const THAILAND = { country: 'TH', asset: 'THB/2' };

export const COLLECT_THAILAND: readonly CatalogueEntry[] = [
  payin({
    ...THAILAND,
    code: 'TH_PROMPTPAY_QR',
    aliases: { collect: '17001' },
    name: 'PromptPay QR',
    codeData: PROMPTPAY_CODE,
    method: 'qr',
    minMinor: 100n,
    maxMinor: 70_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    terms: PAYIN_TERMS,
  }),
  payout({
    ...THAILAND,
    code: 'TH_TRANSFER_PAYOUT',
    aliases: { collect: '17002' },
    name: 'Bank payout',
    minMinor: 100n,
    maxMinor: 200_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:TH'),
      need('beneficiary.account', 'account:TH'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
    ],
    terms: payoutTerms(1_000n),
  }),
];
