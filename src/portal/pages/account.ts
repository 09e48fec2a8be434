/** One's own account and second factor. */
import { memberPassword } from '../../operator/commands/members.ts';
import type { Member } from '../../ports/member.ts';
import * as parts from '../../screens/parts.ts';
import {
  FACTOR_PATH,
  type FactorModel,
  factorActions,
  factorModel,
  factorPage,
} from '../../screens/second-factor.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import { actionOf, type Screen } from '../screen.ts';

export const accountScreen: Screen<Member> = {
  path: '/account',
  ability: 'own_account',
  load: async (_own, { member }) => member,
  page: (member, context) => ({
    title: context.t.nav.account,
    body: html`${parts.pageHead(context.t.nav.account, `${context.t.own.lead} ${member.login}`)}
${parts.section(context.t.order.facts, facts(member, context))}
${parts.section(context.t.own.change, passwordForm(context))}`,
  }),
};

function facts({ name, role, createdAt, secondFactorAt }: Member, { t, at }: PageContext) {
  const since = secondFactorAt === null ? html`${t.factor.off}` : parts.time(secondFactorAt);
  const manage = html`<a href="${at(['account', 'second-factor'])}">${t.own.manageFactor}</a>`;
  return parts.facts([
    [t.operators.name, parts.text(name)],
    [t.operators.role, html`${t.memberRole[role]} <small>${t.team.roles[role]}</small>`],
    [t.operators.since, parts.time(createdAt)],
    [t.factor.title, html`${since} · ${manage}`],
  ]);
}

function passwordForm(context: PageContext): SafeHtml {
  const { t, at } = context;
  const secret = (name: string, label: string, autocomplete: string) =>
    parts.field({ name, label, type: 'password', autocomplete, required: true });
  return parts.postForm(
    context,
    at(['account', 'password']),
    html`${secret('password', t.yourPassword, 'current-password')}
${secret('new_password', t.own.change, 'new-password')}
${secret('again', t.own.again, 'new-password')}
${parts.button(t.own.change, 'primary')}<p class="hint">${t.own.effect}</p>`,
  );
}

export const secondFactorScreen: Screen<FactorModel> = {
  path: FACTOR_PATH,
  ability: 'own_account',
  async load(own, { member: { id, login } }) {
    const now = (await own.team()).find((one) => one.id === id);
    const since = now?.secondFactorAt ?? null;
    const { publicUrl, requireSecondFactor: required } = own;
    return await factorModel(own.secondFactors, { id, login, since }, { publicUrl, required });
  },
  page: (model, context) => factorPage(model, context, context.at),
};

export const changePasswordAction = actionOf(memberPassword, {
  path: '/account/password',
  screen: '/account',
  answer: () => ({ done: 'password_changed' }),
});

export const secondFactorActions = factorActions(actionOf);
