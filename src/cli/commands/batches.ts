/** `causeway batch list|show`: what became available to merchants, by day. */
import { parseId } from '../../domain/id.ts';
import { majorText } from '../../domain/money.ts';
import type { BatchLine, BatchView } from '../../ports/settlement.ts';
import { createSettlements } from '../../store/read/settlements.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asCount, asDay, optional, required, withDefault } from '../option.ts';
import { facts, type Style, sections, table } from '../style.ts';

export const batchList = command({
  name: 'batch list',
  summary: 'show settlement batches: what became available, by merchant, currency and day',
  notes: ['Newest day first. A batch is complete when nothing that is due on its day is left.'],
  options: {
    merchant: optional('ID|NAME', 'of this merchant alone'),
    from: optional('DAY', 'the first due day', asDay),
    to: optional('DAY', 'the last due day', asDay),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['batch list --merchant Shop --from 2026-11-01', 'the settlements of a month']],
  async run({ merchant: named, from, to, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const current = snapshot.current();
      const merchant = named === null ? null : findMerchant(current, named);
      if (merchant !== null && !merchant.ok) return merchant.report;
      const filter = { merchantId: merchant?.value.id ?? null, mode: null, from, to };
      const batches = await createSettlements(pool, shardCount).batches(filter, limit);
      const nameOf = (id: bigint) => current.merchant(id)?.name ?? `${id}`;
      return done({ batches }, (style) => listText(style, batches, nameOf));
    });
  },
});

function listText(
  style: Style,
  batches: readonly BatchView[],
  nameOf: (merchantId: bigint) => string,
): string {
  if (batches.length === 0) return 'Nothing was settled.';
  return table(
    style,
    ['due', 'batch', 'merchant', 'mode', 'state', 'orders', 'paid', 'fees', 'settled', 'credited'],
    batches.map(({ asset, ...one }) => [
      ...[one.date, `${one.id}`, nameOf(one.merchantId), one.mode, one.state, `${one.orders}`],
      ...[one.paidMinor, one.feeMinor, one.netMinor, one.creditedMinor].map((minor) =>
        majorText({ asset, minor }),
      ),
    ]),
    { right: [5, 6, 7, 8, 9] },
  );
}

export const batchShow = command({
  name: 'batch show',
  summary: 'show a settlement batch and its payments',
  notes: ['The payments add up to what was settled, to the unit.'],
  positionals: { batch: required('BATCH', 'its id') },
  options: { limit: withDefault('COUNT', 'at most so many payments', '50', asCount(1, 10_000)) },
  examples: [['batch show 417922341234638848', 'which payments became available']],
  async run({ batch: text, limit }, context) {
    return await withPlatform(context, async ({ pool, shardCount }) => {
      const settlements = createSettlements(pool, shardCount);
      const id = parseId(text);
      const batch = id === null ? null : await settlements.batch(id);
      if (batch === null) return refused(`there is no batch ${text}`);
      const lines = await settlements.lines(batch.id, null, limit);
      return done({ ...batch, lines }, (style) => batchText(style, batch, lines));
    });
  },
});

function batchText(style: Style, batch: BatchView, lines: readonly BatchLine[]): string {
  const money = (minor: bigint) => majorText({ asset: batch.asset, minor });
  return sections(
    facts(style, [
      ['due', batch.date],
      ['state', batch.state],
      ['orders', `${batch.orders}`],
      ['paid', money(batch.paidMinor)],
      ['fees', money(batch.feeMinor)],
      ['taken back before', money(batch.takenMinor)],
      ['settled', money(batch.netMinor)],
      ['against debt', money(batch.debtMinor)],
      ['into the reserve', money(batch.reserveMinor)],
      ['credited', money(batch.creditedMinor)],
    ]),
    table(
      style,
      ['order', 'reference', 'channel', 'paid', 'fee', 'settled'],
      lines.map((one) => [
        ...[`${one.orderId}`, one.merchantRef, one.channel],
        ...[money(one.paidMinor), money(one.feeMinor), money(one.settledMinor)],
      ]),
      { right: [3, 4, 5] },
    ),
  );
}
