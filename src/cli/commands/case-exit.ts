/** `causeway case exit`: what a case holds leaves it by a posting. */
import { caseExit } from '../../operator/commands/case-exit.ts';
import { createCases } from '../../store/queues/cases.ts';
import { asCaseName, caseIdOf, openCaseOf } from '../case-id.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asText, flag, optional, required } from '../option.ts';

export const caseExitCommand = command({
  name: 'case exit',
  summary: 'post what a case holds to whose it is',
  notes: [
    'merchant: it is the merchant’s, or the merchant bears the loss. payer: a refund brings it back.',
    'order: it pays an order that it was meant for. provider: whoever paid it has it back already,',
    'or what was lost came back. platform: nobody claims it, or the platform bears it.',
    'The posting that takes the last of it closes the case. The same exit by the same document is',
    'one, however often it is asked for.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { case: required('CASE', 'ORDER:KIND:KEY, as shown by the list', asCaseName) },
  options: {
    to: required('WAY', 'merchant, payer, order, provider or platform', asText),
    order: optional('ID', 'with --to order: which one; the case’s own if absent', asText),
    amount: optional('AMOUNT', 'how much of it; all if absent'),
    fee: flag('with --to merchant: take the order’s fee of it'),
    evidence: required(
      'TEXT',
      'the document that says so: a letter, ticket or bank reference',
      asText,
    ),
    reason: required('TEXT', 'why', asText),
    by: optional('NAME', 'who says so; the account of this system if absent', asText),
  },
  examples: [
    [
      'case exit 236130395249311744 --to merchant --evidence "mail 1" --reason "both are meant"',
      'the only open case of an order',
    ],
  ],
  async run({ case: named, to, order, amount, fee, evidence, reason, by }, context) {
    return await withPlatform(context, async (platform) => {
      const { pool, shardCount } = platform;
      const cases = createCases(pool, shardCount);
      const found = openCaseOf(named, await cases.ofOrder(named.orderId));
      if (!found.ok) return refused(found.reason, 'causeway case list --open shows them.');
      const { orderId, kind, key } = found.value;
      const id = caseIdOf(found.value);
      const input = {
        ...{ id: `${orderId}`, kind, key, way: to, amount: amount ?? '' },
        target: order ?? '',
        ...{ fee: fee ? 'yes' : 'no', evidence, reason },
      };
      const exited = await runOperator(platform, context, caseExit, input, {
        saidBy: by ?? context.user(),
        usage: ['way', 'target', 'amount', 'evidence'],
        options: { way: '--to', target: '--order', amount: '--amount cannot be read:' },
        problems: { reason_missing: '--reason must say why, in 8 characters or more' },
        sentence: ({ problem, why }) =>
          problem === 'nothing_held' ? (REFUSALS[why ?? 'empty'] ?? null) : null,
      });
      if (!exited.ok) return exited.report;
      const left = (await cases.ofOrder(orderId)).find((one) => caseIdOf(one) === id);
      const state = left?.state ?? 'closed';
      return done({ id, way: to, state }, () => `Posted; ${id} is ${state}.`);
    });
  },
});

const REFUSALS: Readonly<Record<string, string>> = {
  empty: 'the case holds no money: `case close` closes it',
  too_much: '--amount is more than the case holds',
  no_account: 'the case is about nothing that went to a provider',
  other_asset: 'the order, or with --fee its fee, is in another currency',
  loss: 'what is missing is borne by the merchant or the platform, or came back at the provider',
  no_refunds: 'the channel has no refunds: send it back otherwise, then --to provider',
  came_back: 'the refund by this document was made, and failed: give the new one by --evidence',
  still_open: 'the order still waits for the rest: close it, or wait until it expires',
  target: '--order must be a payin of the same merchant and mode that is not paid',
};
