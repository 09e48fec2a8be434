/**
 * Nigeria. remark of a payout is the bank code (seed 002 section 4). Pay codes, limits and expiry
 * are our choice.
 */
import { transferAccount } from '../code-data.ts';
import { type CatalogueEntry, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

const NIGERIA = { country: 'NG', asset: 'NGN/2' };

export const COLLECT_NIGERIA: readonly CatalogueEntry[] = [
  payin({
    ...NIGERIA,
    code: 'NG_BANK_TRANSFER',
    aliases: { collect: '14001' },
    name: 'Bank transfer',
    method: 'bank_transfer',
    minMinor: 10_000n,
    maxMinor: 500_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 60,
    // A NUBAN has ten digits.
    codeData: transferAccount(10),
    terms: PAYIN_TERMS,
  }),
  payout({
    ...NIGERIA,
    code: 'NG_BANK_PAYOUT',
    aliases: { collect: '14002' },
    name: 'Bank payout',
    minMinor: 10_000n,
    maxMinor: 500_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:NG'),
      need('beneficiary.account', 'nuban'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
    ],
    terms: payoutTerms(5_000n),
  }),
];
