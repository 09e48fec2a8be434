/**
 * Channels of no country, for trying things out. Merchant-side sources know 101 as the test
 * channel for collect and pay; 102 is our own. Peso, limits and fees are our choice: money is
 * available at once, so that a first payout needs no waiting; so nothing is left to be voided.
 */

import type { Terms } from '../../domain/channel.ts';
import { PART_REFUNDS } from '../../domain/refund.ts';
import { type CatalogueEntry, may, need, payin, payout } from '../entry.ts';
import { BENEFICIARY_NAME, OPTIONAL_CONTACT, OPTIONAL_PAYER } from './fields.ts';

/** 1 %, at least nothing, available at once. */
const SANDBOX_TERMS: Terms = {
  fee: { ratePpm: 10_000n, fixedMinor: 0n, minMinor: 0n, maxMinor: null },
  settle: 0,
};

const PESO = {
  country: 'PH',
  asset: 'PHP/2',
  minMinor: 100n,
  maxMinor: 5_000_000_000n,
  terms: SANDBOX_TERMS,
};

export const COLLECT_SANDBOX: readonly CatalogueEntry[] = [
  payin({
    ...PESO,
    code: 'TEST_PAYIN',
    aliases: { collect: '101' },
    name: 'Test wallet',
    method: 'redirect',
    fields: OPTIONAL_PAYER,
    expiryMinutes: 60,
    refund: PART_REFUNDS,
  }),
  payout({
    ...PESO,
    code: 'TEST_PAYOUT',
    aliases: { collect: '101' },
    name: 'Test payout',
    fields: [
      need('beneficiary.account', 'identifier:50'),
      BENEFICIARY_NAME,
      ...OPTIONAL_CONTACT,
      may('description', 'text:256'),
    ],
  }),
  payin({
    ...PESO,
    code: 'TEST_CARD',
    aliases: { collect: '102' },
    name: 'Test card page',
    method: 'card',
    fields: OPTIONAL_PAYER,
    expiryMinutes: 30,
    refund: PART_REFUNDS,
  }),
];
