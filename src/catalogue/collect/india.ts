/**
 * India. Fields: seed 002 section 4 (remark is the IFSC, number the mobile phone). The pay codes
 * have the shapes that merchant-side sources show; limits and expiry are our choice.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { type CatalogueEntry, may, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_PAYER } from './fields.ts';

const INDIA = { country: 'IN', asset: 'INR/2' };

export const COLLECT_INDIA: readonly CatalogueEntry[] = [
  payin({
    ...INDIA,
    code: 'IN_UPI_QR',
    aliases: { collect: '11001' },
    name: 'UPI QR',
    method: 'qr',
    minMinor: 10_000n,
    maxMinor: 10_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 15,
    refund: PART_REFUNDS,
    terms: PAYIN_TERMS,
  }),
  payin({
    ...INDIA,
    code: 'IN_NATIVE',
    aliases: { collect: '11101' },
    name: 'UPI, native page',
    method: 'redirect',
    minMinor: 10_000n,
    maxMinor: 5_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 15,
    refund: PART_REFUNDS,
    terms: PAYIN_TERMS,
  }),
  payout({
    ...INDIA,
    code: 'IN_BANK_PAYOUT',
    aliases: { collect: '11002' },
    name: 'Bank account or UPI payout',
    minMinor: 10_000n,
    maxMinor: 20_000_000n,
    fields: [
      need('beneficiary.bankCode', 'ifsc'),
      need('beneficiary.account', 'upiOrAccount'),
      BENEFICIARY_NAME,
      need('beneficiary.phone', 'phone:IN'),
      may('beneficiary.email', 'email'),
    ],
    terms: payoutTerms(600n),
  }),
];
