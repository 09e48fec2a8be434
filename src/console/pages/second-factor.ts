/** One's own second factor: set up by a picture, kept by recovery codes, turned off by a code. */

import {
  factorBegin,
  factorConfirm,
  factorRemove,
  factorRenew,
} from '../../operator/commands/second-factor.ts';
import { qrSvg } from '../../web/qr.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

interface Factor {
  readonly since: Date | null;
  readonly required: boolean;
  readonly recoveryLeft: number;
  /** What the app is given; null: nothing was begun, or all is set up. */
  readonly pending: { readonly secret: string; readonly uri: string } | null;
}

/** Shown once. */
interface Recovery {
  readonly recovery: readonly string[];
}

const HOME = ['account', 'second-factor'] as const;

export const secondFactorScreen: Screen<Factor> = {
  path: '/account/second-factor',
  ability: 'own_account',
  async load(deps, { operator: { id, login } }) {
    const [all, secret, recoveryLeft] = await Promise.all([
      deps.operators.list(),
      deps.secondFactors.pending(id),
      deps.secondFactors.recoveryLeft(id),
    ]);
    return {
      since: all.find((one) => one.id === id)?.secondFactorAt ?? null,
      required: deps.requireSecondFactor,
      recoveryLeft,
      pending: secret === null ? null : { secret, uri: uriOf(deps, login, secret) },
    };
  },
  page: (model, context) => ({
    title: context.t.factor.title,
    body: html`${parts.pageHead(context.t.factor.title, context.t.factor.lead)}
${recoveryNote(context)}
${model.since === null ? setUp(model, context) : keep(model, model.since, context)}`,
  }),
};

/** The key URI format that authenticator apps read; the host tells installations apart. */
function uriOf({ publicUrl }: ConsoleDeps, login: string, secret: string): string {
  const label = encodeURIComponent(`Causeway:${login}@${new URL(publicUrl).host}`);
  const query = { secret, issuer: 'Causeway', algorithm: 'SHA1', digits: '6', period: '30' };
  return `otpauth://totp/${label}?${new URLSearchParams(query)}`;
}

const to = (name: string) => parts.at([...HOME, name]);

function setUp({ pending, required }: Factor, context: PageContext): SafeHtml {
  const { t } = context;
  const warning = required ? html`<p class="flash flash-warn">${t.factor.required}</p>` : null;
  const begin = parts.postForm(
    context,
    to('begin'),
    html`<p>${t.factor.beginLead}</p>${parts.passwordField(context)}
${parts.button(t.factor.begin, pending === null ? 'primary' : 'plain')}`,
  );
  if (pending === null) return html`${warning}${parts.section(t.factor.begin, begin)}`;
  const confirm = parts.postForm(
    context,
    to('confirm'),
    html`${parts.field({ name: 'otp', label: t.factor.code, hint: t.factor.codeHint, inputmode: 'numeric', autocomplete: 'one-time-code', required: true })}
${parts.button(t.factor.confirm, 'primary')}`,
  );
  return html`${warning}${parts.section(
    t.factor.begin,
    html`<p>${t.factor.scan}</p><div class="scan">${qrSvg(pending.uri, t.factor.picture)}<div>
${confirm}<p class="hint">${t.factor.byHand}</p><pre data-copy>${pending.secret}</pre></div></div>`,
  )}
<section class="card">${parts.fold(t.factor.beginAgain, begin)}</section>`;
}

function recoveryNote(context: PageContext): SafeHtml | null {
  const shown = context.shown as Recovery | null;
  if (shown === null) return null;
  const { t } = context;
  return html`<section class="card card-good" role="alert"><h2>${t.factor.recovery}</h2>
<p>${t.factor.recoveryLead}</p>
<pre data-copy>${shown.recovery.join('\n')}</pre>
<p><a class="button" href="${parts.at([])}">${t.factor.proceed}</a></p></section>`;
}

function keep({ recoveryLeft }: Factor, since: Date, context: PageContext): SafeHtml {
  const { t } = context;
  const form = (name: string, lead: string, word: string, look: 'plain' | 'danger') =>
    parts.postForm(
      context,
      to(name),
      html`<p>${lead}</p>${parts.passwordField(context)}${otpField(context)}${parts.button(word, look)}`,
    );
  return html`${parts.section(
    t.order.facts,
    parts.facts([
      [t.factor.on, parts.time(since)],
      [t.factor.recoveryLeft, html`${parts.count(recoveryLeft, context)}`],
    ]),
  )}
<section class="card">${parts.fold(t.factor.renew, form('recovery', t.factor.renewLead, t.factor.renew, 'plain'))}
${parts.fold(t.factor.remove, form('remove', t.factor.removeLead, t.factor.remove, 'danger'))}</section>`;
}

function otpField({ t }: PageContext): SafeHtml {
  return parts.field({ name: 'otp', label: t.otp, autocomplete: 'one-time-code', required: true });
}

const OWN = { screen: '/account/second-factor' } as const;

export const beginFactorAction = actionOf(factorBegin, {
  ...OWN,
  path: '/account/second-factor/begin',
  answer: () => ({ shown: null }),
});

export const confirmFactorAction = actionOf(factorConfirm, {
  ...OWN,
  path: '/account/second-factor/confirm',
  answer: ({ recovery }) => ({ shown: { recovery } satisfies Recovery }),
});

export const renewRecoveryAction = actionOf(factorRenew, {
  ...OWN,
  path: '/account/second-factor/recovery',
  answer: ({ recovery }) => ({ shown: { recovery } satisfies Recovery }),
});

export const removeFactorAction = actionOf(factorRemove, {
  ...OWN,
  path: '/account/second-factor/remove',
  answer: () => ({ done: 'second_factor_removed' }),
});
