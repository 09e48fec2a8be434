/**
 * Philippines. Seed 002 prints no rule for this country: that remark of a bank payout is the bank
 * code is our choice, as are pay codes, limits and expiry.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { QRPH_CODE } from '../code-data.ts';
import { type CatalogueEntry, may, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

const PHILIPPINES = { country: 'PH', asset: 'PHP/2' };
const PAYIN = {
  ...PHILIPPINES,
  minMinor: 2_000n,
  maxMinor: 5_000_000n,
  fields: OPTIONAL_PAYER,
  expiryMinutes: 30,
  terms: PAYIN_TERMS,
};
const PAYOUT = {
  ...PHILIPPINES,
  minMinor: 100n,
  maxMinor: 5_000_000n,
  terms: payoutTerms(1_000n),
};

export const COLLECT_PHILIPPINES: readonly CatalogueEntry[] = [
  payin({
    ...PAYIN,
    code: 'PH_GCASH',
    aliases: { collect: '15001' },
    name: 'GCash',
    method: 'redirect',
    refund: PART_REFUNDS,
  }),
  payin({
    ...PAYIN,
    code: 'PH_MAYA',
    aliases: { collect: '15101' },
    name: 'Maya',
    method: 'redirect',
    refund: PART_REFUNDS,
  }),
  payin({
    ...PAYIN,
    code: 'PH_QRPH',
    aliases: { collect: '15201' },
    name: 'QR Ph',
    codeData: QRPH_CODE,
    method: 'qr',
  }),
  payout({
    ...PAYOUT,
    code: 'PH_GCASH_PAYOUT',
    aliases: { collect: '15002' },
    name: 'GCash payout',
    fields: [
      need('beneficiary.account', 'mobile:PH'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
      may('description', 'text:256'),
    ],
  }),
  payout({
    ...PAYOUT,
    code: 'PH_TRANSFER_PAYOUT',
    aliases: { collect: '15102' },
    name: 'Bank payout',
    fields: [
      need('beneficiary.bankCode', 'bankCode:PH'),
      need('beneficiary.account', 'account:PH'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
    ],
  }),
];
