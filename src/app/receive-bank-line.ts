/** What a bank account of the platform has received: kept once, and credited if it says whose. */
import type { Command } from '../domain/decision.ts';
import { shardOf } from '../domain/id.ts';
import { type BankLine, creditTopUp, type Matched, type Receipt } from '../domain/topup.ts';
import type { Receipts, Taken } from '../ports/topup.ts';
import type { Deps } from './deps.ts';

type ReceiptDeps = Pick<Deps, 'lanes'> & { readonly receipts: Receipts };

/**
 * Takes a line in, and credits the merchant whose reference it has. The same line again (by bank
 * and the bank's reference) is answered as it stands; what was broken off in between goes on.
 */
export async function receiveBankLine(deps: ReceiptDeps, line: BankLine): Promise<Taken> {
  const taken = await deps.receipts.take(line);
  if (!taken.ok) return taken;
  const receipt = await creditReceipt(deps, taken.receipt);
  return { ...taken, receipt };
}

/** Credits a receipt that is matched; any other stays as it is. */
export async function creditReceipt(deps: ReceiptDeps, receipt: Receipt): Promise<Receipt> {
  if (!isToCredit(receipt)) return receipt;
  const { bank, bankRef, topUpId, merchantId, mode, asset } = receipt;
  const key = { merchantId, mode, asset };
  const command: Command<null> = {
    shard: shardOf(merchantId, deps.lanes.shardCount),
    providerEvent: { source: `bank:${bank}`, key: bankRef, orderId: topUpId },
    balanceKeys: () => [key],
    decide: (rows) =>
      rows.isFirstRecorded
        ? { changes: { entries: [creditTopUp(receipt, rows.balance(key))] }, answer: null }
        : { changes: {}, answer: null },
  };
  await deps.lanes.submit(command);
  await deps.receipts.credited(receipt);
  return { ...receipt, state: 'credited' };
}

function isToCredit(receipt: Receipt): receipt is Matched {
  return receipt.state === 'matched';
}
