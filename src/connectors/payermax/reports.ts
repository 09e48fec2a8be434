/**
 * PayerMax's files, by the columns of its page on reconciliation. Headings are agreed by contract;
 * what is inferred stands in docs/connectors/payermax.md. Times are in UTC, as the dashboard's.
 */
import type { ShippedReport } from '../contract.ts';
import { wordsOf } from '../currencies.ts';
import { ASSETS } from './capabilities.ts';

const COMMON = { amounts: 'major', fees: 'signed', assets: wordsOf(ASSETS), zone: '+00:00' };

/**
 * Amounts have no sign, also where money leaves: the net amount has one. A row of a chargeback is
 * named by the payment's own number.
 */
const PAYIN: ShippedReport = {
  name: 'payin',
  map: {
    ...COMMON,
    columns: {
      ...{ type: 'Transaction Type', ref: 'Trade Order ID', reference: 'Merchant Txn ID' },
      ...{ paymentReference: 'OriginalMerchant Txn ID', state: 'Txn Status' },
      ...{ asset: 'Txn Currency', amount: 'Txn Amount', net: 'Net Amount', fee: 'Txn Fee' },
      ...{ tax: 'Merchant Txn Tax', at: 'Txn Complete Time' },
    },
    sign: 'net',
    states: ['SUCCESS', 'CB Request', 'CB Reversed'],
    byPayment: ['CHARGE_BACK'],
    types: {
      PAYMENT: 'payment',
      PAY_LINK: 'payment',
      SUBSCRIPTION: 'payment',
      COLLECTION: 'payment',
      MERCHANT_INITIATED_PAYMENT: 'payment',
      REFUND: 'refund',
      CHARGE_BACK: 'dispute',
      ADJUSTMENT_INCREASE: 'adjustment',
      ADJUSTMENT_DECREASE: 'adjustment',
    },
  },
};

/** A payout that comes back is a row of its own, on its own day. */
const PAYOUT: ShippedReport = {
  name: 'payout',
  map: {
    ...COMMON,
    columns: {
      ...{ type: 'Txn Status', effect: 'Txn Status', ref: 'Trade Order ID' },
      ...{ reference: 'Merchant Txn ID', asset: 'Txn Currency', amount: 'Txn Amount' },
      ...{ fee: 'Source Txn Fee', tax: 'Source Tax', at: 'Txn Complete Time' },
    },
    sign: { in: ['BOUNCE BACK'], out: ['SUCCESS'] },
    passed: ['FAILURE'],
    types: { SUCCESS: 'payout', 'BOUNCE BACK': 'reversal' },
  },
};

export const REPORTS: readonly ShippedReport[] = [PAYIN, PAYOUT];
