/** Who may sign in for the merchant. */
import {
  type Invited,
  memberDisabled,
  memberFactorReset,
  memberInvite,
  memberRenew,
  memberRole,
  memberUnlock,
} from '../../operator/commands/members.ts';
import { MEMBER_ROLES, type Member } from '../../ports/member.ts';
import * as parts from '../../screens/parts.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import { actionOf, type Screen } from '../screen.ts';

export const teamScreen: Screen<readonly Member[]> = {
  path: '/team',
  ability: 'manage_team',
  load: ({ team }) => team(),
  page: (members, context) => ({
    title: context.t.nav.team,
    body: html`${parts.pageHead(context.t.nav.team, context.t.team.lead)}
${linkNote(context)}
<div class="people">${members.map((member) => person(member, context))}</div>
${inviteForm(context)}`,
  }),
};

/** Shown once. */
function linkNote({ shown, t }: PageContext): SafeHtml | null {
  if (shown === null) return null;
  const { login, link } = shown as Pick<Invited, 'login' | 'link'>;
  return html`<section class="card card-good" role="alert"><h2>${t.team.link}: <bdi>${login}</bdi></h2>
<p>${t.team.linkLead}</p><pre data-copy>${link}</pre></section>`;
}

function roleOptions({ t }: PageContext): readonly parts.Option[] {
  return MEMBER_ROLES.map((role) => [role, `${t.memberRole[role]} – ${t.team.roles[role]}`]);
}

function person(member: Member, context: PageContext): SafeHtml {
  const { t } = context;
  const { id, name, login, role, disabledAt, secondFactorAt, invitedUntil } = member;
  const isSelf = id === context.member.id;
  const isOpen = disabledAt === null;
  const state = parts.badge(t.active[isOpen ? 'active' : 'disabled'], isOpen ? 'good' : 'plain');
  const you = isSelf ? parts.badge(t.operators.you, 'calm') : null;
  return html`<section class="card person"><header><h2><bdi>${name}</bdi> ${state} ${you}</h2></header>
${parts.facts([
  [t.operators.login, parts.code(login)],
  [t.operators.role, html`${t.memberRole[role]}`],
  [t.team.invited, invitedUntil === null ? null : parts.time(invitedUntil)],
  [t.factor.title, secondFactorAt === null ? html`${t.factor.off}` : parts.time(secondFactorAt)],
])}
${isSelf ? null : changeForms(member, context)}</section>`;
}

function changeForms({ id, role, disabledAt, secondFactorAt }: Member, context: PageContext) {
  const { t } = context;
  const fold = (title: string, name: string, body: SafeHtml, look: 'plain' | 'danger') =>
    parts.fold(
      title,
      parts.postForm(
        context,
        context.at(['team', String(id), name]),
        html`${body}${parts.passwordField(context)}${parts.button(title, look)}`,
      ),
    );
  const isOpen = disabledAt === null;
  const word = isOpen ? t.operators.disable : t.operators.enable;
  return html`${fold(t.operators.change, 'role', parts.select('role', t.operators.role, roleOptions(context), role), 'plain')}
${fold(t.team.newLink, 'link', html`<p>${t.team.newLinkLead}</p>`, 'plain')}
${fold(t.team.unlock, 'unlock', html`<p>${t.team.unlockLead}</p>`, 'plain')}
${secondFactorAt === null ? null : fold(t.operators.resetFactor, 'second-factor', html`<p>${t.operators.resetFactorLead}</p>`, 'danger')}
${fold(word, 'disabled', parts.hidden('disabled', isOpen ? 'yes' : 'no'), 'danger')}`;
}

function inviteForm(context: PageContext): SafeHtml {
  const { t, typed } = context;
  const given = (name: string) => typed[name] ?? '';
  return parts.section(
    t.team.invite,
    parts.postForm(
      context,
      context.at(['team']),
      html`<div class="columns">
${parts.field({ name: 'login', label: t.operators.login, hint: t.team.inviteHint, value: given('login'), required: true })}
${parts.field({ name: 'name', label: t.operators.name, value: given('name') })}</div>
${parts.select('role', t.operators.role, roleOptions(context), given('role') || 'viewer')}
${parts.passwordField(context)}
${parts.button(t.team.invite, 'primary')}`,
    ),
  );
}

const linkOf = ({ login, link }: Invited) => ({ shown: { login, link } });

export const inviteAction = actionOf(memberInvite, {
  path: '/team',
  screen: '/team',
  input: ({ own }, { login = '', name = '', role = '' }) => ({
    ...{ merchant: String(own.merchant.id), login, name, role },
  }),
  answer: linkOf,
});

const HERE = { screen: '/team' } as const;
const CHANGED = { ...HERE, answer: () => ({ done: 'member_changed' }) as const };

export const renewAction = actionOf(memberRenew, {
  ...HERE,
  path: '/team/:id/link',
  answer: linkOf,
});

export const roleAction = actionOf(memberRole, { ...CHANGED, path: '/team/:id/role' });
export const disabledAction = actionOf(memberDisabled, { ...CHANGED, path: '/team/:id/disabled' });
export const unlockAction = actionOf(memberUnlock, { ...CHANGED, path: '/team/:id/unlock' });

export const resetFactorAction = actionOf(memberFactorReset, {
  ...HERE,
  path: '/team/:id/second-factor',
  answer: () => ({ done: 'second_factor_reset' }),
});
