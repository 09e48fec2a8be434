/** What rows in memory come to. */
import type { QuotaKey, QuotaUse } from '../../src/domain/decision.ts';
import type { Order } from '../../src/domain/order.ts';
import type { MemoryRows } from './memory-lanes.ts';

const OF_MERCHANT = ['available', 'pending', 'reserved', 'rolling', 'disputed', 'debt'];

/** What the ledger has moved for the merchant by an order. */
export function netOf({ entries }: MemoryRows, { id, asset }: Order): bigint {
  return [...entries.values()]
    .filter((e) => e.subjectId === id && e.asset === asset)
    .flatMap(({ legs }) => legs)
    .filter(({ account }) => OF_MERCHANT.includes(account))
    .reduce((sum, { minor }) => sum + minor, 0n);
}

/** What counts against a limit before the command's own order does. */
export function useOf(
  { orders }: MemoryRows,
  { merchantId, mode, channel, since }: QuotaKey,
): QuotaUse {
  const all = [...orders.values()].filter(
    (o) =>
      o.merchantId === merchantId &&
      o.mode === mode &&
      o.channel === channel &&
      (o.kind === 'payin' || o.kind === 'payout'),
  );
  const isOver = ({ state }: Order) => ['failed', 'expired', 'closed'].includes(state);
  const counted = all.filter((o) => o.createdAt >= since && !isOver(o));
  return {
    orderedMinor: counted.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    openCount: all.filter(({ state }) => state === 'created' || state === 'pending').length,
  };
}
