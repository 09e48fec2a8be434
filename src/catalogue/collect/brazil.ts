/**
 * Brazil. Fields: seed 002 sections 3 and 4 (remark is the payer's CPF or CNPJ when collecting, the
 * kind of the PIX key when paying). Pay codes, limits and expiry are our choice.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { PIX_CODE } from '../code-data.ts';
import { type CatalogueEntry, need, payin, payout } from '../entry.ts';
import { PAYIN_TERMS, payoutTerms } from '../terms.ts';
import { BENEFICIARY_NAME } from './fields.ts';

const BRAZIL = { country: 'BR', asset: 'BRL/2' };

export const COLLECT_BRAZIL: readonly CatalogueEntry[] = [
  payin({
    ...BRAZIL,
    code: 'BR_PIX_QR',
    aliases: { collect: '12001' },
    name: 'PIX QR',
    codeData: PIX_CODE,
    method: 'qr',
    minMinor: 100n,
    maxMinor: 5_000_000n,
    fields: [
      need('payer.taxId', 'cpfOrCnpj'),
      need('payer.name', 'name'),
      need('payer.phone', 'phone:BR'),
      need('payer.email', 'email'),
    ],
    expiryMinutes: 30,
    refund: PART_REFUNDS,
    terms: PAYIN_TERMS,
  }),
  payout({
    ...BRAZIL,
    code: 'BR_PIX_PAYOUT',
    aliases: { collect: '12002' },
    name: 'PIX payout',
    minMinor: 100n,
    maxMinor: 5_000_000n,
    fields: [
      need('beneficiary.accountType', 'pixKeyType'),
      need('beneficiary.account', 'pixKey'),
      BENEFICIARY_NAME,
      need('beneficiary.phone', 'phone:BR'),
      need('beneficiary.email', 'email'),
    ],
    terms: payoutTerms(50n),
  }),
];
