/** Who may sign in, and one's own account. */

import { parseId } from '../../domain/id.ts';
import {
  OPERATOR_ROLES,
  type Operator,
  type OperatorResult,
  type OperatorRole,
} from '../../ports/operator.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { DoneKey } from '../i18n/messages.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { type Action, type ActionResult, type Form, failed, type Screen } from '../screen.ts';

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

const MANAGE = { ability: 'manage_operators', confirm: true, screen: '/operators' } as const;

function roleOf(text: string | undefined): OperatorRole | null {
  return OPERATOR_ROLES.find((role) => role === text) ?? null;
}

function answer(result: OperatorResult, done: DoneKey, before?: Operator): ActionResult {
  if (!result.ok) return failed(result.problem);
  const { operator } = result;
  const detail = `${operator.login}: ${operator.role}`;
  return { ok: true, done, after: operator, detail, ...(before === undefined ? {} : { before }) };
}

export const createOperatorAction: Action = {
  ...MANAGE,
  path: '/operators',
  name: 'operator.create',
  subject: (_ask, form) => `operator ${form.login ?? ''}`,
  async run(deps, _ask, form) {
    const role = roleOf(form.role);
    if (role === null) return failed('role');
    const { login = '', name = '', new_password: password = '' } = form;
    const result = await deps.operators.createOperator({ login, name, password, role });
    return answer(result, 'operator_created');
  },
};

/** Of somebody else: nobody locks himself out, nor makes himself more than he is. */
function changeOf(
  name: 'role' | 'disabled',
  change: (deps: ConsoleDeps, id: bigint, form: Form) => Promise<OperatorResult> | null,
): Action {
  return {
    ...MANAGE,
    path: `/operators/:id/${name}`,
    name: `operator.${name}`,
    subject: ({ params }) => `operator ${params.id ?? ''}`,
    async run(deps, { params, operator }, form) {
      const id = parseId(params.id ?? '');
      if (id === null) return failed('unknown_operator');
      if (id === operator.id) return failed('yourself');
      const before = (await deps.operators.list()).find((one) => one.id === id);
      const result = await change(deps, id, form);
      return result === null ? failed('role') : answer(result, 'operator_changed', before);
    },
  };
}

export const setRoleAction = changeOf('role', ({ operators }, id, form) => {
  const role = roleOf(form.role);
  return role === null ? null : operators.setRole(id, role);
});

export const setDisabledAction = changeOf('disabled', ({ operators }, id, form) =>
  operators.setDisabled(id, form.disabled === 'yes'),
);

/** For a phone that is lost: by another owner, who has made sure who asks. */
export const resetFactorAction: Action = {
  ...MANAGE,
  path: '/operators/:id/second-factor',
  name: 'second_factor.reset',
  subject: ({ params }) => `operator ${params.id ?? ''}`,
  async run(deps, { params, operator }) {
    const id = parseId(params.id ?? '');
    if (id === null) return failed('unknown_operator');
    if (id === operator.id) return failed('yourself');
    if (!(await deps.secondFactors.remove(id))) return failed('no_second_factor');
    return { ok: true, done: 'second_factor_reset' };
  },
};

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

export const changePasswordAction: Action = {
  path: '/account/password',
  ability: 'own_account',
  name: 'operator.password',
  confirm: true,
  screen: '/account',
  subject: ({ operator }) => `operator ${operator.id}`,
  async run(deps, { operator }, form) {
    const { new_password: password = '', again = '' } = form;
    if (password !== again) return failed('passwords_differ');
    return answer(await deps.operators.setPassword(operator.id, password), 'password_changed');
  },
};
