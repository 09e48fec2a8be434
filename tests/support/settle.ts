/** Settlement of single payins, for tests that are about something else. */
import type { Deps } from '../../src/app/deps.ts';
import { settleBatch } from '../../src/app/sweeps.ts';
import { dayText } from '../../src/domain/day.ts';
import type { Id } from '../../src/domain/id.ts';
import type { Balance } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';
import type { ReserveRule } from '../../src/domain/reserve.ts';
import { type BatchKey, settleOrders } from '../../src/domain/settlement.ts';
import type { Reader } from '../../src/ports/core.ts';

/** A batch of the order alone: an id beside its own, with the same bucket. */
function batchOf({ id, merchantId, mode, asset }: Order): BatchKey & { readonly id: Id } {
  return { ...{ id: id ^ (1n << 62n), merchantId, mode, asset }, date: dayOfBatch(id) };
}

/** Each order's own: two batches of a merchant, mode and asset never share a day. */
const dayOfBatch = (id: Id) => dayText(new Date(Number(id % 900_000n) * 86_400_000));

/** The payin once its day has come; null: there is nothing to settle (any more). */
export function settlePayin(order: Order, balance: Balance, rule: ReserveRule | null = null) {
  const at = order.settleAt ?? new Date();
  const settled = settleOrders(batchOf(order), [order], { balance, rule }, at);
  const [next] = settled?.orders ?? [];
  return settled === null || next === undefined ? null : { order: next, entries: settled.entries };
}

/** Whether it was settled now. */
export async function settleOrder(
  {
    lanes,
    reader,
    snapshot,
  }: Pick<Deps, 'lanes' | 'snapshot'> & {
    readonly reader: Pick<Reader, 'orderById'>;
  },
  id: Id,
): Promise<boolean> {
  const order = await reader.orderById(id);
  return order !== null && (await settleBatch({ lanes, snapshot }, batchOf(order), [id])) === 1;
}
