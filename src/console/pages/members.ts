/** The people of a merchant who sign in to the portal: invited, sent a new link, locked out. */
import {
  type Invited,
  memberDisabled,
  memberInvite,
  memberRenew,
} from '../../operator/commands/members.ts';
import { MEMBER_ROLES, type Member } from '../../ports/member.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** What an invitation shows once. */
interface Link {
  readonly login: string;
  readonly link: string;
}

export function linkNote({ shown, t }: PageContext): SafeHtml | null {
  const note = shown as Partial<Link> | null;
  if (note?.link === undefined) return null;
  return html`<section class="card card-good" role="alert"><h2>${t.members.link}: <bdi>${note.login ?? ''}</bdi></h2>
<p>${t.members.linkLead}</p><pre data-copy>${note.link}</pre></section>`;
}

export function memberPart(
  merchantId: bigint,
  members: readonly Member[],
  context: PageContext,
): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Member>[] = [
    { head: t.operators.login, cell: ({ login }) => parts.code(login), look: 'wide' },
    { head: t.operators.role, cell: ({ role }) => t.members.roles[role] },
    {
      head: t.merchants.status,
      cell: ({ disabledAt }) => t.active[disabledAt === null ? 'active' : 'disabled'],
    },
    { head: t.members.invited, cell: ({ invitedUntil }) => parts.time(invitedUntil) },
  ];
  const list = members.length === 0 ? null : parts.table(columns, members, context);
  if (!context.may('manage_merchants')) {
    return parts.section(
      t.members.title,
      html`${list ?? html`<p class="nothing">${t.nothing}</p>`}`,
    );
  }
  return parts.section(
    t.members.title,
    html`${list}${inviteForm(merchantId, context)}${members.map((one) => changeForms(merchantId, one, context))}`,
  );
}

function inviteForm(merchantId: bigint, context: PageContext): SafeHtml {
  const { t } = context;
  const roles = MEMBER_ROLES.map((role) => [role, t.members.roles[role]] as const);
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(merchantId), 'members']),
    html`${parts.field({ name: 'login', label: t.operators.login, required: true })}
${parts.field({ name: 'name', label: t.operators.name })}
${parts.select('role', t.operators.role, roles, 'owner')}
${parts.passwordField(context)}${parts.button(t.members.invite, 'primary')}`,
  );
  return parts.fold(t.members.invite, form);
}

function changeForms(
  merchantId: bigint,
  { id, login, disabledAt }: Member,
  context: PageContext,
): SafeHtml {
  const { t } = context;
  const isOpen = disabledAt === null;
  const form = (name: string, word: string, look: 'plain' | 'danger', more: SafeHtml | null) =>
    parts.fold(
      `${word}: ${login}`,
      parts.postForm(
        context,
        parts.at(['merchants', String(merchantId), name]),
        html`${parts.hidden('member', String(id))}${more}${parts.passwordField(context)}${parts.button(word, look)}`,
      ),
    );
  const word = isOpen ? t.operators.disable : t.operators.enable;
  const disabled = parts.hidden('disabled', isOpen ? 'yes' : 'no');
  return html`${form('member-link', t.members.newLink, 'plain', null)}${form('member-disabled', word, 'danger', disabled)}`;
}

const HERE = { screen: '/merchants/:id' } as const;
const linkOf = ({ login, link }: Invited) => ({ shown: { login, link } satisfies Link });

export const inviteMemberAction = actionOf(memberInvite, {
  ...HERE,
  path: '/merchants/:id/members',
  input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
  answer: linkOf,
});

export const memberLinkAction = actionOf(memberRenew, {
  ...HERE,
  path: '/merchants/:id/member-link',
  input: (_ask, { member = '' }) => ({ id: member }),
  answer: linkOf,
});

export const memberDisabledAction = actionOf(memberDisabled, {
  ...HERE,
  path: '/merchants/:id/member-disabled',
  input: (_ask, { member = '', disabled = '' }) => ({ id: member, disabled }),
  answer: () => ({ done: 'merchant_changed' }),
});
