/** `causeway case list`: what waits for a person. */
import { majorText } from '../../domain/money.ts';
import type { CaseView } from '../../ports/core.ts';
import { createCases } from '../../store/queues/cases.ts';
import { caseIdOf } from '../case-id.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { asCount, flag, optional, withDefault } from '../option.ts';
import { momentText, table } from '../style.ts';

export const caseList = command({
  name: 'case list',
  summary: 'show cases: what a person must look at',
  notes: ['With --open those that wait, the longest waiting first; else all, the newest first.'],
  options: {
    open: flag('open ones only'),
    merchant: optional('ID|NAME', 'of this merchant only'),
    limit: withDefault('COUNT', 'at most so many', '50', asCount(1, 10_000)),
  },
  examples: [['case list --open', 'the day begins with this']],
  async run({ open, merchant, limit }, context) {
    return await withPlatform(context, async ({ snapshot, pool, shardCount }) => {
      const current = snapshot.current();
      const owner = merchant === null ? null : findMerchant(current, merchant);
      if (owner !== null && !owner.ok) return owner.report;
      const filter = {
        state: open ? ('open' as const) : null,
        merchantId: owner?.value.id ?? null,
      };
      const found = await createCases(pool, shardCount).list(filter, limit);
      const cases = found.map((one) => ({ id: caseIdOf(one), ...one }));
      return done({ cases }, (style) =>
        cases.length === 0
          ? `There is no ${open ? 'open ' : ''}case.`
          : table(
              style,
              ['case', 'merchant', 'state', 'holds', 'opened', 'detail', 'resolution'],
              cases.map((one) => [
                one.id,
                current.merchant(one.merchantId)?.name ?? `${one.merchantId}`,
                one.state,
                heldText(one),
                momentText(one.openedAt),
                one.detail,
                one.resolution === null ? '' : `${one.closedBy}: ${one.resolution}`,
              ]),
            ),
      );
    });
  },
});

function heldText({ asset, heldMinor: minor }: CaseView): string {
  return asset === null || minor === 0n ? '' : majorText({ asset, minor });
}
