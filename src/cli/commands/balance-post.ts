/** `causeway balance post`: a posting on a merchant's balance. */
import { balancePost } from '../../operator/commands/balance-post.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asText, optional, required, withDefault } from '../option.ts';

export const balancePostCommand = command({
  name: 'balance post',
  summary: 'adjust, hold, release or forgive on the balance of a merchant',
  notes: [
    'credit, debit: an adjustment for the merchant, or against it. hold: from available into the',
    'reserve, which is how money is frozen. release: back again; what the merchant owes is filled',
    'first. forgive: a debt that the platform bears. The same posting by the same document is one.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { posting: required('WHAT', 'credit, debit, hold, release or forgive', asText) },
  options: {
    merchant: required('ID|NAME', 'on whose balance'),
    asset: required('ASSET', 'currency and scale, such as PHP/2', asText),
    mode: withDefault('MODE', 'live or test', 'live', asText),
    amount: optional('AMOUNT', 'how much; all there is if absent, but for adjustments'),
    adjustment: optional('WORD', 'goodwill, correction (if absent), fee or compensation', asText),
    evidence: required('DOCUMENT', 'the document that says so', asText),
    reason: required('WHY', 'why', asText),
    by: optional('NAME', 'who says so; the account of this system if absent', asText),
  },
  examples: [
    [
      'balance post hold --merchant Shop --asset PHP/2 --evidence L7 --reason "court order"',
      'freezes what is available',
    ],
  ],
  async run({ merchant, by, amount, adjustment, ...given }, context) {
    return await withPlatform(context, async (platform) => {
      const owner = findMerchant(platform.snapshot.current(), merchant);
      if (!owner.ok) return owner.report;
      const { id, name } = owner.value;
      const input = {
        ...{ ...given, merchant: `${id}`, amount: amount ?? '', adjustment: adjustment ?? '' },
      };
      const posted = await runOperator(platform, context, balancePost, input, {
        saidBy: by ?? context.user(),
        usage: ['posting', 'asset', 'mode', 'amount', 'adjustment', 'evidence'],
        options: { posting: 'WHAT' },
        problems: {
          reason_missing: '--reason must say why, in 8 characters or more',
          not_covered: 'there is not as much on the balance: `ledger balance` shows it',
        },
      });
      if (!posted.ok) return posted.report;
      return done({ merchantId: id, posting: given.posting }, () => `Posted for ${name}.`);
    });
  },
});
