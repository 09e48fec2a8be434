/**
 * Indonesia, in whole rupiah: seed 002 section 4 allows no decimal point for payouts, and we keep
 * the same rule for payins. remark of a payout is the bank code. Virtual accounts live a day, as
 * is usual there. Pay codes and limits are our choice.
 */
import type { CodeData } from '../../domain/channel.ts';
import {
  BCA_CODE,
  BNI_CODE,
  BRI_CODE,
  CIMB_CODE,
  MANDIRI_CODE,
  PERMATA_CODE,
  QRIS_CODE,
} from '../code-data.ts';
import { type CatalogueEntry, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

const INDONESIA = { country: 'ID', asset: 'IDR/0' };

function virtualAccount(code: string, payCode: string, codeData: CodeData): CatalogueEntry {
  return payin({
    ...INDONESIA,
    code,
    aliases: { collect: payCode },
    name: `${codeData.bank} virtual account`,
    codeData,
    method: 'va',
    minMinor: 10_000n,
    maxMinor: 100_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 1_440,
    terms: PAYIN_TERMS,
  });
}

export const COLLECT_INDONESIA: readonly CatalogueEntry[] = [
  payin({
    ...INDONESIA,
    code: 'ID_QRIS',
    aliases: { collect: '13001' },
    name: 'QRIS',
    codeData: QRIS_CODE,
    method: 'qr',
    minMinor: 1_000n,
    maxMinor: 10_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    terms: PAYIN_TERMS,
  }),
  virtualAccount('ID_VA_BCA', '13101', BCA_CODE),
  virtualAccount('ID_VA_BNI', '13201', BNI_CODE),
  virtualAccount('ID_VA_BRI', '13301', BRI_CODE),
  virtualAccount('ID_VA_MANDIRI', '13401', MANDIRI_CODE),
  virtualAccount('ID_VA_PERMATA', '13501', PERMATA_CODE),
  virtualAccount('ID_VA_CIMB', '13601', CIMB_CODE),
  payout({
    ...INDONESIA,
    code: 'ID_TRANSFER_PAYOUT',
    aliases: { collect: '13002' },
    name: 'Bank payout',
    minMinor: 10_000n,
    maxMinor: 100_000_000n,
    fields: [
      need('beneficiary.bankCode', 'bankCode:ID'),
      need('beneficiary.account', 'account:ID'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
    ],
    terms: payoutTerms(2_500n),
  }),
];
