/** `causeway verification list`: payers who show who they are. */
import type { Order } from '../../domain/order.ts';
import { createVerifications } from '../../store/queues/verifications.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { asCount, flag, withDefault } from '../option.ts';
import { momentText, table } from '../style.ts';

export const verificationList = command({
  name: 'verification list',
  summary: 'show verifications: payers who show who they are',
  notes: [
    'With --review those that wait for a person, the longest waiting first; else all, newest first.',
    'Pictures are looked at in the console, which records who did.',
  ],
  options: {
    review: flag('only those that a person decides'),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['verification list --review', 'what waits for a decision']],
  async run({ review, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const current = snapshot.current();
      const list = createVerifications(pool, shardCount);
      const orders = await list.list(review ? 'review' : 'all', limit);
      const found = orders.map((order) => lineOf(order));
      return done({ verifications: found }, (style) =>
        found.length === 0
          ? `There is no verification${review ? ' in review' : ''}.`
          : table(
              style,
              ['order', 'merchant', 'reference', 'payer', 'document', 'stage', 'reason', 'made'],
              found.map((one) => [
                `${one.id}`,
                current.merchant(one.merchantId)?.name ?? `${one.merchantId}`,
                one.merchantRef,
                one.userId ?? '',
                one.document ?? '',
                one.stage,
                one.reason ?? '',
                momentText(one.createdAt),
              ]),
            ),
      );
    });
  },
});

/** The merchant's id of the payer is shown, nothing else of them. */
function lineOf({ id, merchantId, merchantRef, fields, createdAt, verification }: Order) {
  const {
    stage = 'created',
    document = null,
    reason = null,
    decidedBy = null,
  } = verification ?? {};
  const userId = fields['payer.userId'] ?? null;
  return { id, merchantId, merchantRef, userId, document, stage, reason, decidedBy, createdAt };
}
