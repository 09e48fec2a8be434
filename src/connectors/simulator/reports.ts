/** The simulated provider's settlement report, by its columns (docs/simulator.md, section 2). */
import type { ShippedReport } from '../contract.ts';

export const REPORTS: readonly ShippedReport[] = [
  {
    name: 'settlement',
    map: {
      columns: {
        ...{ key: 'seq', type: 'operation', ref: 'payment_id', reference: 'reference' },
        ...{ asset: 'asset', amount: 'amount_minor', effect: 'effect', fee: 'fee_minor' },
        ...{ tax: 'tax_minor', bankRef: 'utr', at: 'at' },
      },
      amounts: 'minor',
      sign: { in: ['+'], out: ['-'] },
      fees: 'charged',
      types: {
        payment: 'payment',
        payout: 'payout',
        refund: 'refund',
        reversal: 'reversal',
        dispute: 'dispute',
      },
    },
  },
];
