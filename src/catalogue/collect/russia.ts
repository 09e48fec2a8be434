/**
 * Russia, collecting only. Seed 002 prints no rule for this country: pay codes, limits and expiry
 * are our choice.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import { type CatalogueEntry, payin } from '../entry.ts';
import { CARD_TERMS, PAYIN_TERMS } from '../terms.ts';
import { OPTIONAL_PAYER } from './fields.ts';

const RUSSIA = { country: 'RU', asset: 'RUB/2' };

export const COLLECT_RUSSIA: readonly CatalogueEntry[] = [
  payin({
    ...RUSSIA,
    code: 'RU_SBP_QR',
    aliases: { collect: '18001' },
    name: 'SBP QR',
    method: 'qr',
    minMinor: 1_000n,
    maxMinor: 60_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    terms: PAYIN_TERMS,
  }),
  payin({
    ...RUSSIA,
    code: 'RU_CARD',
    aliases: { collect: '18101' },
    name: 'Bank card page',
    method: 'card',
    minMinor: 1_000n,
    maxMinor: 30_000_000n,
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    refund: PART_REFUNDS,
    void: true,
    terms: CARD_TERMS,
  }),
];
