/** The day's `payin` and `payout` files, by the columns of PayerMax's page on reconciliation. */
import { comesIn, type Movement } from '../shared/movements.ts';
import { csvOf, type ReportFile } from '../shared/report-routes.ts';
import { printMoney } from './money.ts';

const PAYIN_COLUMNS = [
  ...['Txn Complete Time', 'Transaction Type', 'OriginalMerchant Txn ID', 'Merchant Txn ID'],
  ...['Trade Order ID', 'Txn Status', 'Txn Amount', 'Txn Currency', 'Txn Fee', 'Rate Fee'],
  ...['Fixed Fee', 'Txn Tax', 'Merchant Txn Tax', 'Net Amount', 'Net Currency'],
];

const PAYOUT_COLUMNS = [
  ...['Txn Complete Time', 'Merchant Txn ID', 'Trade Order ID', 'Txn Status', 'Txn Amount'],
  ...['Txn Currency', 'Source Amount', 'Source Txn Fee', 'Source Tax'],
];

type PayinWhat = Exclude<Movement['what'], 'transferred' | 'returned'>;
const PAYIN_WORDS: Readonly<Record<PayinWhat, readonly [type: string, status: string]>> = {
  paid: ['PAYMENT', 'SUCCESS'],
  refunded: ['REFUND', 'SUCCESS'],
  charged_back: ['CHARGE_BACK', 'CB Request'],
  charge_returned: ['CHARGE_BACK', 'CB Reversed'],
};

const payin: ReportFile = (movements) =>
  csvOf(
    PAYIN_COLUMNS,
    movements.flatMap((one) => {
      const { what } = one;
      return what === 'transferred' || what === 'returned' ? [] : [payinRow(one, what)];
    }),
  );

/** Amounts have no sign; fees are below zero, and the net amount says which way it went. */
function payinRow(movement: Movement, what: PayinWhat): readonly string[] {
  const { reference, id, payment, amount, feeMinor, at } = movement;
  const { currency, minor } = amount;
  const print = (of: bigint) => printMoney({ currency, minor: of });
  const [type, status] = PAYIN_WORDS[what];
  const fee = print(-feeMinor);
  const net = (comesIn(movement) ? minor : -minor) - feeMinor;
  const none = print(0n);
  // A case's own number is its trade order; the merchant's numbers are the payment's.
  return [
    ...[timeOf(at), type, what === 'paid' ? '' : payment.reference, reference, id, status],
    ...[printMoney(amount), currency, fee, fee, none, none, none],
    ...[print(net), currency],
  ];
}

const payout: ReportFile = (movements) =>
  csvOf(
    PAYOUT_COLUMNS,
    movements.flatMap(({ what, reference, id, amount, at }) => {
      if (what !== 'transferred' && what !== 'returned') return [];
      const status = what === 'transferred' ? 'SUCCESS' : 'BOUNCE BACK';
      const [major, none] = [amount, { ...amount, minor: 0n }].map(printMoney) as [string, string];
      return [[timeOf(at), reference, id, status, major, amount.currency, major, none, none]];
    }),
  );

/** `2026-11-20 08:00:00`, in UTC. */
function timeOf(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

export const REPORTS: Readonly<Record<string, ReportFile>> = { payin, payout };
