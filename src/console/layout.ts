/** The frame around every page: menu, language, account; and pages that only say something. */

import type { Ability } from '../operator/roles.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath } from '../web/safe-url.ts';
import { fieldLabel } from './i18n/field-label.ts';
import type { NavKey } from './i18n/messages.ts';
import { NAV_ICONS } from './icons.ts';
import { LOCALES, type Locale } from './locale.ts';
import type { ConsoleAssets, PageContext } from './page-context.ts';
import { at, count, field, hidden } from './parts.ts';
import type { Document } from './screen.ts';

const NAV: readonly (readonly [NavKey, segments: readonly string[], Ability])[] = [
  ['overview', [], 'look'],
  ['orders', ['orders'], 'look'],
  ['notifications', ['notifications'], 'look'],
  ['cases', ['cases'], 'look'],
  ['disputes', ['disputes'], 'look'],
  ['merchants', ['merchants'], 'look'],
  ['balances', ['balances'], 'look'],
  ['mainBook', ['main-book'], 'look'],
  ['channels', ['channels'], 'look'],
  ['providers', ['providers'], 'look'],
  ['explain', ['explain'], 'explain'],
  ['approvals', ['approvals'], 'approve'],
  ['audit', ['audit'], 'read_audit'],
  ['operators', ['operators'], 'manage_operators'],
];

/** A whole page for somebody who is signed in. */
export function appPage({ title, body }: Document, context: PageContext): string {
  const { t } = context;
  return shell(
    `${title} · ${t.product}`,
    context,
    html`<a class="skip" href="#main">${t.skip}</a>
<div class="app">
<aside class="side"><div class="side-panel"><p class="brand">${MARK}<span>${t.product}</span></p>${menu(context)}${foot(context)}</div></aside>
<header class="bar"><p class="brand">${MARK}<span>${t.product}</span></p>
<details class="drawer"><summary>${t.menu}${queue(context)}</summary><div class="drawer-panel">${menu(context)}${foot(context)}</div></details></header>
<main id="main" tabindex="-1">
${flash(context)}
${context.alone ? html`<p class="flash flash-warn">${t.approvals.alone}</p>` : null}
${body}
<p class="utc">${t.utc}</p>
</main>
</div>`,
  );
}

const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="currentColor"/><path class="mark-lines" d="M6 11.5h20M8 22v-2.5a4 4 0 0 1 8 0V22m0-2.5a4 4 0 0 1 8 0V22" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

function menu(context: PageContext): SafeHtml {
  const here = context.here.split('?')[0] ?? '';
  const open = NAV.filter(
    ([key, , ability]) => context.may(ability) && (key !== 'approvals' || context.fourEyes),
  );
  const items = open.map(([key, segments]) => {
    const url = at(segments);
    const inside = segments.length > 0 && here.startsWith(`${url}/`);
    const current = inside || here === url.toString();
    return html`<li><a href="${url}" aria-current="${current ? 'page' : 'false'}">${NAV_ICONS[key]}<span>${context.t.nav[key]}</span>${key === 'approvals' ? queue(context) : null}</a></li>`;
  });
  return html`<nav class="menu" aria-label="${context.t.menu}"><ul>${items}</ul></nav>`;
}

/** How many wait for whoever reads this. */
function queue(context: PageContext): SafeHtml | null {
  return context.waiting === 0
    ? null
    : html`<span class="queue">${count(context.waiting, context)}</span>`;
}

function foot(context: PageContext): SafeHtml {
  const { t, operator } = context;
  return html`<div class="foot">
<a class="me" href="${at(['account'])}"><span class="initial" aria-hidden="true">${initialOf(operator.name)}</span><span class="who"><bdi>${operator.name}</bdi><small>${t.role[operator.role]}</small></span></a>
${languageForm(context)}
<form method="post" action="${at(['sign-out'])}">${hidden('csrf', context.csrf)}<button class="quiet">${t.signOut}</button></form>
</div>`;
}

function initialOf(name: string): string {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '•').toUpperCase();
}

type LanguageContext = Pick<PageContext, 'csrf' | 'here' | 't' | 'locale'>;

function languageForm({ csrf, here, t, locale }: LanguageContext): SafeHtml {
  const other = LOCALES.find(({ tag }) => tag !== locale.tag) as Locale;
  return html`<form method="post" action="${at(['language'])}">${hidden('csrf', csrf)}${hidden('next', here)}${hidden('language', other.tag)}<button class="quiet" lang="${other.tag}"><span class="unseen">${t.language}: </span>${other.name}</button></form>`;
}

/** What the last action came to. */
function flash({ done, problem, t }: PageContext): SafeHtml {
  const good =
    done === null ? null : html`<p class="flash flash-good">${t.done[done.key](done.count)}</p>`;
  const label = problem?.field == null ? '' : `${fieldLabel(problem.field, t)}: `;
  const why = problem?.why == null ? null : html` <span>${label}${whyText(problem.why, t)}</span>`;
  const bad =
    problem === null ? null : html`<p class="flash flash-bad">${t.problem[problem.key]}${why}</p>`;
  return html`<div role="status" aria-live="polite">${good}${bad}</div>`;
}

/** What a command says beside a problem: a code of its own in words, else as it is. */
function whyText(why: string, { moneyWhy }: PageContext['t']): string {
  const words = new Map<string, string>(Object.entries(moneyWhy));
  return words.get(why) ?? why;
}

export interface SignInContext {
  readonly locale: Locale;
  readonly assets: ConsoleAssets;
  readonly csrf: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly login: string;
  readonly failed: boolean;
}

export function signInPage(context: SignInContext): string {
  const { csrf, next } = context;
  const t = context.locale.messages;
  const here = ownPath(['console', 'sign-in'], { next }).toString();
  const form = html`<form method="post" action="${at(['sign-in'])}" class="form">${hidden('csrf', csrf)}${hidden('next', next)}
${field({ name: 'login', label: t.signIn.login, value: context.login, autocomplete: 'username', required: true })}
${field({ name: 'password', label: t.password, type: 'password', autocomplete: 'current-password', required: true })}
${field({ name: 'otp', label: t.otp, hint: t.otpHint, autocomplete: 'one-time-code' })}
<button class="button primary">${t.signIn.button}</button></form>`;
  const problem = context.failed
    ? html`<p class="flash flash-bad">${t.problem.wrong_login}</p>`
    : null;
  return shell(
    `${t.signIn.title} · ${t.product}`,
    { ...context, t },
    html`<main class="alone"><div class="card door">
<p class="brand">${MARK}<span>${t.product}</span></p>
<h1>${t.signIn.title}</h1><p class="lead">${t.signIn.lead}</p>
<div role="status" aria-live="polite">${problem}</div>
${form}
<p class="hint">${t.signIn.tries}</p>
</div><div class="alone-foot">${languageForm({ csrf, here, t, locale: context.locale })}</div></main>`,
  );
}

export type NoteKey = 'notFound' | 'forbidden' | 'forged' | 'trouble';

/** A page for somebody whom we may not know. */
export function notePage(key: NoteKey, locale: Locale, assets: ConsoleAssets): string {
  const t = locale.messages;
  const note = t.note[key];
  return shell(
    `${note.title} · ${t.product}`,
    { locale, t, assets },
    html`<main class="alone"><div class="card door">
<p class="brand">${MARK}<span>${t.product}</span></p>
<h1>${note.title}</h1><p class="lead" role="status" aria-live="polite">${note.text}</p>
<p><a class="button" href="${at([])}">${t.nav.overview}</a></p>
</div></main>`,
  );
}

function shell(
  title: string,
  { locale, assets, t }: Pick<PageContext, 'locale' | 'assets' | 't'>,
  body: SafeHtml,
): string {
  return html`<!doctype html>
<html lang="${locale.tag}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="stylesheet" href="${assets.style.url}">
<link rel="icon" type="image/svg+xml" href="${assets.icon.url}">
<script src="${assets.script.url}" defer></script>
</head>
<body data-copy="${t.copy}" data-copied="${t.copied}">
${body}
</body>
</html>
`.toString();
}
