/** `causeway dispute list`: disputes, and by when something must be done. */
import { majorText } from '../../domain/money.ts';
import { createDisputes } from '../../store/queues/disputes.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asCount, flag, withDefault } from '../option.ts';
import { momentText, table } from '../style.ts';

export const disputeList = command({
  name: 'dispute list',
  summary: 'show disputes: payers who ask for money back',
  notes: ['With --open those that are not over, by the day of the answer; else all, newest first.'],
  options: {
    open: flag('open ones only'),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['dispute list --open', 'what must be answered, the most urgent first']],
  async run({ open, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const current = snapshot.current();
      const disputes = await createDisputes(pool, shardCount).list(open ? 'open' : null, limit);
      const money = (asset: string, minor: bigint | null) =>
        minor === null || minor === 0n ? '' : majorText({ asset, minor });
      return done({ disputes }, (style) =>
        disputes.length === 0
          ? `There is no ${open ? 'open ' : ''}dispute.`
          : table(
              style,
              ['dispute', 'order', 'merchant', 'state', 'disputed', 'held', 'lost', 'answer by'],
              disputes.map((one) => [
                `${one.id}`,
                `${one.orderId}`,
                current.merchant(one.merchantId)?.name ?? `${one.merchantId}`,
                one.state,
                money(one.asset, one.amountMinor),
                money(one.asset, one.heldMinor),
                money(one.asset, one.lostMinor),
                one.dueAt === null ? '' : momentText(one.dueAt),
              ]),
            ),
      );
    });
  },
});
