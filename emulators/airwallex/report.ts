/**
 * The settlement records and transactions of a day as files, by the fields of the API's objects
 * (`/api/v1/pa/settlement_records`, `/api/v1/pa/financial/transactions`).
 */
import { comesIn, type Movement } from '../shared/movements.ts';
import { csvOf, type ReportFile } from '../shared/report-routes.ts';
import { printMoney } from './money.ts';

const TYPES: Readonly<Record<Movement['what'], readonly [type: string, source: string]>> = {
  paid: ['PAYMENT', 'PAYMENT_INTENT'],
  refunded: ['REFUND', 'REFUND'],
  charged_back: ['DISPUTE_LOST', 'DISPUTE'],
  charge_returned: ['DISPUTE_REVERSAL', 'DISPUTE'],
  transferred: ['PAYOUT', 'PAYOUT'],
  returned: ['PAYOUT_REVERSAL', 'PAYOUT'],
};

const SETTLEMENT_FIELDS = [
  ...['transaction_id', 'transaction_type', 'source_entity', 'source_id', 'payment_intent_id'],
  ...['order_id', 'request_id', 'transaction_amount', 'transaction_currency', 'exchange_rate'],
  ...['gross_amount', 'fees', 'taxes_on_fees', 'net_amount', 'settlement_currency'],
  ...['settlement_batch_id', 'settled_at', 'created_at'],
];

const TRANSACTION_FIELDS = [
  ...['id', 'batchId', 'sourceId', 'sourceType', 'transactionType', 'currency', 'amount', 'fee'],
  ...['net', 'status', 'settledAt', 'createdAt'],
];

/** Payouts are no payments: the records have none. */
const settlement: ReportFile = (movements) =>
  csvOf(
    SETTLEMENT_FIELDS,
    movements.filter(({ what }) => what !== 'transferred' && what !== 'returned').map(recordOf),
  );

function recordOf(movement: Movement): readonly string[] {
  const { what, id, payment, reference, amount, feeMinor, at } = movement;
  const { currency } = amount;
  const [type, source] = TYPES[what];
  const gross = grossOf(movement);
  const print = (minor: bigint) => printMoney({ currency, minor });
  return [
    ...[transactionId(movement), type, source, id, payment.id, payment.reference, reference],
    ...[printMoney(amount), currency, '1', print(gross)],
    ...[print(-feeMinor), print(0n), print(gross - feeMinor)],
    ...[currency, batchOf(movement), at.toISOString(), at.toISOString()],
  ];
}

const transactions: ReportFile = (movements) =>
  csvOf(TRANSACTION_FIELDS, movements.map(transactionOf));

function transactionOf(movement: Movement): readonly string[] {
  const { what, id, amount, feeMinor, at } = movement;
  const [type, source] = TYPES[what];
  const [gross, { currency }] = [grossOf(movement), amount];
  const print = (minor: bigint) => printMoney({ currency, minor });
  return [
    ...[transactionId(movement), batchOf(movement), id, source, type, currency],
    ...[gross, feeMinor, gross - feeMinor].map(print),
    ...['SETTLED', at.toISOString(), at.toISOString()],
  ];
}

const transactionId = ({ seq }: Movement) => `ftx_${seq}`;

function batchOf({ at, amount }: Movement): string {
  return `bat_${at.toISOString().slice(0, 10).replaceAll('-', '')}_${amount.currency}_1`;
}

function grossOf(movement: Movement): bigint {
  const { minor } = movement.amount;
  return comesIn(movement) ? minor : -minor;
}

export const REPORTS: Readonly<Record<string, ReportFile>> = { settlement, transactions };
