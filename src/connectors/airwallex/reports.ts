/**
 * Airwallex's reports. Fields and words are those of its API (`settlement_records` and
 * `financial/transactions`); that a file has them as headings, and which sign an amount of
 * `transactions` has, is inferred: docs/connectors/airwallex.md.
 */
import type { ShippedReport } from '../contract.ts';
import { wordsOf } from '../currencies.ts';
import { ASSETS } from './capabilities.ts';

const BY_PAYMENT = ['PAYMENT', 'DISPUTE', 'DISPUTE_REVERSAL', 'DISPUTE_LOST'];

/** Payments, refunds, disputes and reserves, in the currency that they are settled in. */
const SETTLEMENT: ShippedReport = {
  name: 'settlement',
  map: {
    columns: {
      ...{ key: 'transaction_id', type: 'transaction_type', ref: 'source_id' },
      ...{ payment: 'payment_intent_id', paymentReference: 'order_id', reference: 'request_id' },
      ...{ asset: 'settlement_currency', amount: 'gross_amount', fee: 'fees' },
      ...{ tax: 'taxes_on_fees', batch: 'settlement_batch_id', at: 'created_at' },
    },
    amounts: 'major',
    sign: 'own',
    fees: 'signed',
    assets: wordsOf(ASSETS),
    byPayment: BY_PAYMENT,
    types: {
      PAYMENT: 'payment',
      REFUND: 'refund',
      REFUND_REVERSAL: 'reversal',
      REFUND_FAILURE: 'reversal',
      DISPUTE: 'dispute',
      DISPUTE_REVERSAL: 'dispute',
      DISPUTE_LOST: 'dispute',
      PAYMENT_RESERVE_HOLD: 'reserve',
      PAYMENT_RESERVE_RELEASE: 'reserve',
      FEE: 'fee',
      ADJUSTMENT: 'adjustment',
    },
  },
};

/** What the wallet pays out; all that `settlement` has is passed over. */
const TRANSACTIONS: ShippedReport = {
  name: 'transactions',
  map: {
    columns: {
      ...{ key: 'id', type: 'transactionType', ref: 'sourceId', asset: 'currency' },
      ...{ amount: 'amount', fee: 'fee', batch: 'batchId', at: 'createdAt' },
    },
    amounts: 'major',
    sign: 'own',
    fees: 'charged',
    assets: wordsOf(ASSETS),
    passed: [
      ...BY_PAYMENT,
      ...['REFUND', 'REFUND_REVERSAL', 'REFUND_FAILURE'],
      ...['PAYMENT_RESERVE_HOLD', 'PAYMENT_RESERVE_RELEASE'],
    ],
    types: {
      PAYOUT: 'payout',
      PAYOUT_FAILURE: 'reversal',
      PAYOUT_REVERSAL: 'reversal',
      FEE: 'fee',
      ADJUSTMENT: 'adjustment',
    },
  },
};

export const REPORTS: readonly ShippedReport[] = [SETTLEMENT, TRANSACTIONS];
