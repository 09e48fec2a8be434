/** `causeway member invite`: lets somebody sign in to the portal for a merchant. */
import { type Invited, memberInvite } from '../../operator/commands/members.ts';
import { MEMBER_ROLES } from '../../ports/member.ts';
import { command, done, type Report } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { runOperator } from '../operator.ts';
import { asText, oneOf, optional, required } from '../option.ts';

export const memberInviteCommand = command({
  name: 'member invite',
  summary: 'let somebody sign in to the portal for a merchant',
  notes: [
    'Prints a link that sets the password: it works once, for 72 hours, and is not shown again.',
    'Where two people are needed it works as soon as another operator has approved it.',
  ],
  options: {
    merchant: required('ID|NAME', 'whose people they are'),
    login: required('LOGIN', 'a short name or an e-mail address', asText),
    role: required('ROLE', `what they may do: ${MEMBER_ROLES.join(', ')}`, oneOf(MEMBER_ROLES)),
    name: optional('NAME', 'what colleagues read; the login if absent', asText),
  },
  examples: [
    [
      'member invite --merchant "Kopi Kita" --login ann@shop.example --role owner',
      'the first of a team',
    ],
  ],
  async run({ merchant: named, login, role, name }, context) {
    return await withPlatform(context, async (platform) => {
      const merchant = findMerchant(platform.snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const input = { merchant: `${merchant.value.id}`, login, role, name: name ?? '' };
      const made = await runOperator(platform, context, memberInvite, input, {
        problems: { login_taken: 'there is a member with this login' },
        shown: report,
      });
      return made.ok ? report(made.result) : made.report;
    });
  },
});

function report({ login, role, link, merchant }: Invited): Report {
  return done(
    { login, role, link, merchant: String(merchant.id) },
    () => `${login} (${role}) sets a password at\n${link}`,
  );
}
