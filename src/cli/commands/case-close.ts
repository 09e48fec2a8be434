/** `causeway case close`: a person has looked at it. */
import { caseClose } from '../../operator/commands/case-close.ts';
import { createCases } from '../../store/queues/cases.ts';
import { asCaseName, caseIdOf, openCaseOf } from '../case-id.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asText, optional, required } from '../option.ts';

export const caseCloseCommand = command({
  name: 'case close',
  summary: 'close a case with what was made of it',
  notes: [
    'Closing moves neither money nor orders. A payout in doubt is decided by `case resolve`.',
    'The id may be cut short where it is clear: the order alone, if it has one open case.',
  ],
  positionals: { case: required('CASE', 'ORDER:KIND:KEY, as shown by the list', asCaseName) },
  options: {
    resolution: required('TEXT', 'what was made of it', asText),
    by: optional('NAME', 'who says so; the account of this system if absent', asText),
  },
  examples: [
    [
      'case close 236130395249311744 --resolution "excess paid back by hand, ticket 17"',
      'the only open case of an order',
    ],
  ],
  async run({ case: named, resolution, by }, context) {
    return await withPlatform(context, async (platform) => {
      const { pool, shardCount } = platform;
      const cases = createCases(pool, shardCount);
      const found = openCaseOf(named, await cases.ofOrder(named.orderId));
      if (!found.ok) return refused(found.reason, 'causeway case list --open shows them.');
      const { orderId, kind, key } = found.value;
      const id = caseIdOf(found.value);
      const input = { id: `${orderId}`, kind, key, reason: resolution };
      const closed = await runOperator(platform, context, caseClose, input, {
        ...(by === null ? {} : { saidBy: by }),
        problems: {
          already_closed: `case ${id} was closed by somebody else just now`,
          not_resolved: 'a doubt about money that is held is decided by `case resolve`',
          holds_money: `case ${id} holds money: \`case exit\` posts it to whose it is`,
          reason_missing: '--resolution must say what was made of it, in 8 characters or more',
        },
      });
      if (!closed.ok) return closed.report;
      return done({ id, closedBy: closed.result.closedBy, resolution }, () => `Closed ${id}.`);
    });
  },
});
