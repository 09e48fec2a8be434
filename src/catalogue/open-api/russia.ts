/** Open API, Russia, collecting only. The whole list is a proposal. Amounts in kopeck. */
import { PART_REFUNDS } from '../../domain/refund.ts';
import type { CatalogueEntry } from '../entry.ts';
import { CARD_TERMS } from '../terms.ts';
import { dynamicPayment, type PaymentRow } from './rows.ts';

const RUSSIA = { country: 'RU', asset: 'RUB/2' };
const SBP = { minMinor: 1_000n, maxMinor: 60_000_000n };

const DYNAMIC: readonly PaymentRow[] = [
  { ...SBP, code: 'RU_SBP_DYNAMIC', name: 'SBP (fast payment system) QR', method: 'qr' },
  { ...SBP, code: 'RU_SBP_URL', name: 'SBP redirect', method: 'redirect' },
  {
    code: 'RU_CARD_URL',
    name: 'Bank card page',
    method: 'card',
    minMinor: 1_000n,
    maxMinor: 30_000_000n,
    refund: PART_REFUNDS,
    void: true,
    terms: CARD_TERMS,
  },
];

export const OPEN_API_RUSSIA: readonly CatalogueEntry[] = DYNAMIC.map((row) =>
  dynamicPayment(RUSSIA, row),
);
