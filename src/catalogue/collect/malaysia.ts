/**
 * Malaysia. Seed 002 prints no rule for this country: that remark of a payout is the bank code is
 * our choice, as are pay codes, limits and expiry.
 */
import { DUITNOW_CODE } from '../code-data.ts';
import { type CatalogueEntry, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

const MALAYSIA = { country: 'MY', asset: 'MYR/2' };

export const COLLECT_MALAYSIA: readonly CatalogueEntry[] = [
  payin({
    ...MALAYSIA,
    code: 'MY_DUITNOW_QR',
    aliases: { collect: '16001' },
    name: 'DuitNow QR',
    codeData: DUITNOW_CODE,
    method: 'qr',
    minMinor: 100n,
    maxMinor: 500_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    terms: PAYIN_TERMS,
  }),
  payin({
    ...MALAYSIA,
    code: 'MY_FPX',
    aliases: { collect: '16101' },
    name: 'FPX online banking',
    method: 'redirect',
    minMinor: 100n,
    maxMinor: 3_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    terms: PAYIN_TERMS,
  }),
  payout({
    ...MALAYSIA,
    code: 'MY_TRANSFER_PAYOUT',
    aliases: { collect: '16002' },
    name: 'Bank payout',
    minMinor: 1_000n,
    maxMinor: 5_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:MY'),
      need('beneficiary.account', 'account:MY'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
    ],
    terms: payoutTerms(100n),
  }),
];
