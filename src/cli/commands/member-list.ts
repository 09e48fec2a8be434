/** `causeway member list`: who may sign in to the portal for a merchant. */
import { createMembers } from '../../store/operators/members.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { findMerchant } from '../find.ts';
import { required } from '../option.ts';

export const memberList = command({
  name: 'member list',
  summary: 'show who may sign in to the portal for a merchant',
  options: { merchant: required('ID|NAME', 'whose people') },
  examples: [['member list --merchant "Kopi Kita"', 'the team of one merchant']],
  async run({ merchant: named }, context) {
    return await withPlatform(context, async ({ pool, snapshot }) => {
      const merchant = findMerchant(snapshot.current(), named);
      if (!merchant.ok) return merchant.report;
      const members = (await createMembers(pool).of(merchant.value.id)).map((member) => ({
        ...{ id: String(member.id), login: member.login, role: member.role },
        disabled: member.disabledAt !== null,
        secondFactor: member.secondFactorAt !== null,
        invitedUntil: member.invitedUntil?.toISOString() ?? null,
      }));
      return done(
        { members },
        () =>
          members
            .map(({ login, role, disabled }) => `${login}  ${role}${disabled ? '  disabled' : ''}`)
            .join('\n') || 'Nobody yet: causeway member invite.',
      );
    });
  },
});
