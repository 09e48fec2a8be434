/** One's own second factor: set up by a picture, kept by recovery codes, turned off by a code. */

import type { OperatorCommand } from '../operator/command.ts';
import {
  factorBegin,
  factorConfirm,
  factorRemove,
  factorRenew,
} from '../operator/commands/second-factor.ts';
import type { SecondFactors } from '../ports/operator.ts';
import { qrSvg } from '../web/qr.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';
import type { Answer, Document } from './screen.ts';

export interface FactorModel {
  readonly since: Date | null;
  readonly required: boolean;
  readonly recoveryLeft: number;
  /** What the app is given; null: nothing was begun, or all is set up. */
  readonly pending: { readonly secret: string; readonly uri: string } | null;
}

/** Shown once. */
export interface Recovery {
  readonly recovery: readonly string[];
}

/** An address of the site, from segments below its own. */
type At = (segments: readonly string[]) => SafeUrl;

export const FACTOR_PATH = '/account/second-factor';

/** How a site makes the action of a command. */
type ActionOf<Action> = <Result>(
  command: OperatorCommand<unknown, Result>,
  form: {
    readonly path: string;
    readonly screen: string;
    answer(result: Result): Answer<'second_factor_removed'>;
  },
) => Action;

/** What can be done on the page of a site. */
export function factorActions<Action>(actionOf: ActionOf<Action>): readonly Action[] {
  const at = (name: string) => ({ screen: FACTOR_PATH, path: `${FACTOR_PATH}/${name}` });
  const codes = ({ recovery }: Recovery) => ({ shown: { recovery } satisfies Recovery });
  return [
    actionOf(factorBegin, { ...at('begin'), answer: () => ({ shown: null }) }),
    actionOf(factorConfirm, { ...at('confirm'), answer: codes }),
    actionOf(factorRenew, { ...at('recovery'), answer: codes }),
    actionOf(factorRemove, { ...at('remove'), answer: () => ({ done: 'second_factor_removed' }) }),
  ];
}

/** `since`: as it is stored now. */
export async function factorModel(
  secondFactors: SecondFactors,
  who: { readonly id: bigint; readonly login: string; readonly since: Date | null },
  { publicUrl, required }: { readonly publicUrl: string; readonly required: boolean },
): Promise<FactorModel> {
  const [secret, recoveryLeft] = await Promise.all([
    secondFactors.pending(who.id),
    secondFactors.recoveryLeft(who.id),
  ]);
  const pending = secret === null ? null : { secret, uri: uriOf(publicUrl, who.login, secret) };
  return { since: who.since, required, recoveryLeft, pending };
}

export function factorPage(model: FactorModel, context: PageContext, at: At): Document {
  const { factor } = context.t;
  return {
    title: factor.title,
    body: html`${parts.pageHead(factor.title, factor.lead)}
${recoveryNote(context, at)}
${model.since === null ? setUp(model, context, at) : keep(model, model.since, context, at)}`,
  };
}

/** The key URI format that authenticator apps read; the host distinguishes installations. */
function uriOf(publicUrl: string, login: string, secret: string): string {
  const label = encodeURIComponent(`Causeway:${login}@${new URL(publicUrl).host}`);
  const query = { secret, issuer: 'Causeway', algorithm: 'SHA1', digits: '6', period: '30' };
  return `otpauth://totp/${label}?${new URLSearchParams(query)}`;
}

const to = (at: At, name: string) => at(['account', 'second-factor', name]);

function setUp({ pending, required }: FactorModel, context: PageContext, at: At): SafeHtml {
  const { t } = context;
  const warning = required ? html`<p class="flash flash-warn">${t.factor.required}</p>` : null;
  const begin = parts.postForm(
    context,
    to(at, 'begin'),
    html`<p>${t.factor.beginLead}</p>${parts.passwordField(context)}
${parts.button(t.factor.begin, pending === null ? 'primary' : 'plain')}`,
  );
  if (pending === null) return html`${warning}${parts.section(t.factor.begin, begin)}`;
  const confirm = parts.postForm(
    context,
    to(at, 'confirm'),
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

function recoveryNote(context: PageContext, at: At): SafeHtml | null {
  const shown = context.shown as Recovery | null;
  if (shown === null) return null;
  const { t } = context;
  return html`<section class="card card-good" role="alert"><h2>${t.factor.recovery}</h2>
<p>${t.factor.recoveryLead}</p>
<pre data-copy>${shown.recovery.join('\n')}</pre>
<p><a class="button" href="${at([])}">${t.factor.proceed}</a></p></section>`;
}

function keep({ recoveryLeft }: FactorModel, since: Date, context: PageContext, at: At): SafeHtml {
  const { t } = context;
  const form = (name: string, lead: string, word: string, look: 'plain' | 'danger') =>
    parts.postForm(
      context,
      to(at, name),
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
