/** `causeway verification decide` and `erase`: what people do to one. */
import { VERIFICATION_REASONS } from '../../domain/verification.ts';
import { verificationDecide, verificationErase } from '../../operator/commands/verifications.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asId, asText, oneOf, optional, required } from '../option.ts';

const ORDER = { order: required('ORDER', 'platform id, as shown by the list', asId) };
const BY = optional('NAME', 'who says so; the account of this system if absent', asText);

export const verificationDecideCommand = command({
  name: 'verification decide',
  summary: 'decide a verification that is in review',
  notes: ['The merchant is notified of the result and the reason, not of the note.'],
  positionals: ORDER,
  options: {
    verdict: required('VERDICT', 'pass or fail', oneOf(['pass', 'fail'])),
    reason: optional('REASON', 'why it fails', oneOf(VERIFICATION_REASONS)),
    note: required('TEXT', 'what was seen, for the audit log', asText),
    by: BY,
  },
  examples: [
    [
      'verification decide 236130395249311744 --verdict pass --note "face like the card"',
      'what the provider has left to a person',
    ],
  ],
  async run({ order, verdict, reason, note, by }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { id: `${order}`, verdict, note, ...(reason === null ? {} : { reason }) };
      const ran = await runOperator(platform, context, verificationDecide, input, {
        ...(by === null ? {} : { saidBy: by }),
        usage: ['reason'],
        problems: {
          not_found: `there is no verification ${order}`,
          not_in_review: `${order} is not in review: it was decided, or is still with the provider`,
          reason_missing: '--note must say what was seen, in 8 characters or more',
        },
      });
      if (!ran.ok) return ran.report;
      return done(ran.result, () => `${order}: ${ran.result.stage}.`);
    });
  },
});

export const verificationEraseCommand = command({
  name: 'verification erase',
  summary: "delete a payer's pictures and papers",
  notes: [
    'Deletes the pictures, what was read from them, and what the order says of the payer.',
    'The result stays. What was decided is erased by itself after CAUSEWAY_EKYC_DAYS.',
  ],
  positionals: ORDER,
  options: { by: BY },
  examples: [['verification erase 236130395249311744', 'the payer has asked for it']],
  async run({ order, by }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { id: `${order}` };
      const ran = await runOperator(platform, context, verificationErase, input, {
        ...(by === null ? {} : { saidBy: by }),
        problems: {
          not_found: `there is no verification ${order}`,
          not_resolved: `${order} has not ended: decide it first`,
        },
      });
      if (!ran.ok) return ran.report;
      const erasure = await platform.verifications.erasureOf(order);
      return done(
        { ...ran.result, erasure },
        () => `${order}: ${erasure?.photos ?? 0} pictures deleted.`,
      );
    });
  },
});
