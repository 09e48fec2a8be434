/** Who may sign in, and one's own account. */

import {
  operatorCreate,
  operatorDisabled,
  operatorRole,
  ownPassword,
  secondFactorReset,
} from '../../operator/commands/operators.ts';
import { OPERATOR_ROLES, type Operator } from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

export const operatorsScreen: Screen<readonly Operator[]> = {
  path: '/operators',
  ability: 'manage_operators',
  load: (deps) => deps.operators.list(),
  page: (operators, context) => ({
    title: context.t.nav.operators,
    body: html`${parts.pageHead(context.t.nav.operators, context.t.operators.lead)}
<div class="people">${operators.map((operator) => person(operator, context))}</div>
${addForm(context)}`,
  }),
};

function roleOptions({ t }: PageContext): readonly parts.Option[] {
  return OPERATOR_ROLES.map((role) => [role, `${t.role[role]} – ${t.operators.roles[role]}`]);
}

function person(operator: Operator, context: PageContext): SafeHtml {
  const { t } = context;
  const { id, name, login, role, disabledAt, createdAt } = operator;
  const self = id === context.operator.id;
  const enabled = disabledAt === null;
  const state = parts.badge(
    enabled ? t.active.active : t.active.disabled,
    enabled ? 'good' : 'plain',
  );
  const you = self ? parts.badge(t.operators.you, 'calm') : null;
  return html`<section class="card person"><header><h2><bdi>${name}</bdi> ${state} ${you}</h2></header>
${parts.facts([
  [t.operators.login, parts.code(login)],
  [t.operators.role, html`${t.role[role]}`],
  [t.operators.since, parts.time(createdAt)],
  [t.factor.title, factorSince(operator, context)],
])}
${self ? null : changeForm(operator, enabled, context)}</section>`;
}

function factorSince({ secondFactorAt }: Operator, { t }: PageContext): SafeHtml {
  return secondFactorAt === null ? html`${t.factor.off}` : parts.time(secondFactorAt);
}

function changeForm(
  { id, role, secondFactorAt }: Operator,
  enabled: boolean,
  context: PageContext,
): SafeHtml {
  const { t } = context;
  const here = (name: string) => parts.at(['operators', String(id), name]);
  const password = parts.passwordField(context);
  const change = parts.postForm(
    context,
    here('role'),
    html`${parts.select('role', t.operators.role, roleOptions(context), role)}${password}${parts.button(t.operators.change)}`,
  );
  const word = enabled ? t.operators.disable : t.operators.enable;
  const disable = parts.postForm(
    context,
    here('disabled'),
    html`${parts.hidden('disabled', enabled ? 'yes' : 'no')}${password}${parts.button(word, 'danger')}`,
  );
  const reset = parts.postForm(
    context,
    here('second-factor'),
    html`<p>${t.operators.resetFactorLead}</p>${password}${parts.button(t.operators.resetFactor, 'danger')}`,
  );
  return html`${parts.fold(t.operators.change, change)}${parts.fold(word, disable)}${
    secondFactorAt === null ? null : parts.fold(t.operators.resetFactor, reset)
  }`;
}

function addForm(context: PageContext): SafeHtml {
  const { t, typed } = context;
  const given = (name: string) => typed[name] ?? '';
  const words = t.operators;
  return parts.section(
    words.add,
    parts.postForm(
      context,
      parts.at(['operators']),
      html`<div class="columns">
${parts.field({ name: 'login', label: words.login, value: given('login'), required: true })}
${parts.field({ name: 'name', label: words.name, value: given('name') })}</div>
${parts.select('role', words.role, roleOptions(context), given('role') || 'viewer')}
${parts.field({ name: 'new_password', label: words.newPassword, hint: words.newPasswordHint, type: 'password', autocomplete: 'new-password', required: true })}
${parts.passwordField(context)}
${parts.button(words.add, 'primary')}`,
    ),
  );
}

// ---------------------------------------------------------------------------------------------

export const accountScreen: Screen<Operator> = {
  path: '/account',
  ability: 'own_account',
  load: async (_deps, { operator }) => operator,
  page: (operator, context) => ({
    title: context.t.nav.account,
    body: html`${parts.pageHead(context.t.nav.account, `${context.t.own.lead} ${operator.login}`)}
${parts.section(context.t.order.facts, ownFacts(operator, context))}
${parts.section(context.t.own.change, passwordForm(context))}`,
  }),
};

function ownFacts(operator: Operator, context: PageContext): SafeHtml {
  const { name, role, createdAt } = operator;
  const { t } = context;
  const manage = html`<a href="${parts.at(['account', 'second-factor'])}">${t.own.manageFactor}</a>`;
  return parts.facts([
    [t.operators.name, parts.text(name)],
    [t.operators.role, html`${t.role[role]} <small>${t.operators.roles[role]}</small>`],
    [t.operators.since, parts.time(createdAt)],
    [t.factor.title, html`${factorSince(operator, context)} · ${manage}`],
  ]);
}

function passwordForm(context: PageContext): SafeHtml {
  const { t } = context;
  const secret = (name: string, label: string, autocomplete: string) =>
    parts.field({ name, label, type: 'password', autocomplete, required: true });
  return parts.postForm(
    context,
    parts.at(['account', 'password']),
    html`${secret('password', t.yourPassword, 'current-password')}
${secret('new_password', t.own.change, 'new-password')}
${secret('again', t.own.again, 'new-password')}
${parts.button(t.own.change, 'primary')}<p class="hint">${t.own.effect}</p>`,
  );
}

const HERE = {
  screen: '/operators',
  answer: () => ({ done: 'operator_changed' }) as const,
};

export const createOperatorAction = actionOf(operatorCreate, {
  path: '/operators',
  screen: '/operators',
  answer: () => ({ done: 'operator_created' }),
});

export const setRoleAction = actionOf(operatorRole, { ...HERE, path: '/operators/:id/role' });

export const setDisabledAction = actionOf(operatorDisabled, {
  ...HERE,
  path: '/operators/:id/disabled',
});

export const resetFactorAction = actionOf(secondFactorReset, {
  path: '/operators/:id/second-factor',
  screen: '/operators',
  answer: () => ({ done: 'second_factor_reset' }),
});

export const changePasswordAction = actionOf(ownPassword, {
  path: '/account/password',
  screen: '/account',
  answer: () => ({ done: 'password_changed' }),
});
