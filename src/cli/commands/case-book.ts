/** `causeway case book`: a payment of no order becomes a merchant's. */
import { caseBook } from '../../operator/commands/case-book.ts';
import { createCases } from '../../store/queues/cases.ts';
import { asCaseName, caseIdOf, openCaseOf } from '../case-id.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findApp } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asText, optional, required } from '../option.ts';

export const caseBookCommand = command({
  name: 'case book',
  summary: 'book a payment that came without an order',
  notes: [
    'An order that is closed is made for it, and a case of that holds the money: `case exit` posts',
    'it, back to the payer for one.',
    'Not where money by hand takes two operators (CAUSEWAY_FOUR_EYES): then in the console.',
  ],
  positionals: { case: required('CASE', 'ID:unattributed:KEY, as shown by the list', asCaseName) },
  options: {
    app: required('ID', 'whose it is: an app, by id or public id', asText),
    channel: required('CODE', 'by which channel for payins it is given back', asText),
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
      'case book 236130395249311744 --app 10001 --channel PH_QRPH --evidence 7 --reason refunded',
      'then `case exit` sends it back',
    ],
  ],
  async run({ case: named, app, channel, evidence, reason, by }, context) {
    return await withPlatform(context, async (platform) => {
      const { pool, shardCount, snapshot } = platform;
      const cases = await createCases(pool, shardCount).ofOrder(named.orderId);
      const found = openCaseOf(named, cases);
      if (!found.ok) return refused(found.reason, 'causeway case list --open shows them.');
      const owner = findApp(snapshot.current(), app);
      if (!owner.ok) return owner.report;
      const { orderId, kind, key } = found.value;
      const about = { id: `${orderId}`, kind, key, app: `${owner.value.id}` };
      const input = { ...about, channel, evidence, reason };
      const booked = await runOperator(platform, context, caseBook, input, {
        saidBy: by ?? context.user(),
        usage: ['evidence'],
        problems: {
          nothing_held: 'the report is of no payment that can be booked',
          reason_missing: '--reason must say why, in 8 characters or more',
        },
      });
      if (!booked.ok) return booked.report;
      const id = caseIdOf(found.value);
      return done(
        { id, app: owner.value.publicId },
        () => 'Booked: in a moment a case of an order of the app holds it.',
      );
    });
  },
});
