/** The shell around every page: menu, language, account; and pages that only say something. */

import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath, type SafeUrl } from '../web/safe-url.ts';
import type { Locale, Locales } from './locale.ts';
import type { PageContext, SiteAssets, SiteMessages } from './page-context.ts';
import { field, hidden } from './parts.ts';
import type { Document } from './screen.ts';

/** What a page of a site needs to know of it. */
interface Around<Messages extends SiteMessages = SiteMessages> {
  readonly name: string;
  readonly assets: SiteAssets;
  readonly locales: Locales<Messages>;
}

export interface MenuItem {
  readonly label: string;
  readonly url: SafeUrl;
  readonly icon: SafeHtml;
  /** The first page: every other address begins with its own. */
  readonly isHome?: boolean;
  /** Beside the label. */
  readonly mark?: SafeHtml | null;
}

export interface AppShell {
  readonly menu: readonly MenuItem[];
  /** Beside the word that opens the menu on a phone. */
  readonly menuMark: SafeHtml | null;
  /** Who is signed in: the name, what stands below it, and the page of the account. */
  readonly who: { readonly name: string; readonly below: string; readonly url: SafeUrl };
  /** Above the menu's first entry. */
  readonly aboveMenu: SafeHtml | null;
  /** On every page, above what it shows. */
  readonly notes: SafeHtml | null;
  /** What a person calls the field of a form. */
  fieldLabel(field: string): string;
  /** What a command says beside a problem, in words where it is a code of its own. */
  whyText(why: string): string;
}

/** A whole page for somebody who is signed in. */
export function appPage(
  { title, body }: Document,
  site: Around,
  context: PageContext,
  app: AppShell,
): string {
  const { t } = context;
  const side = html`${app.aboveMenu}${menu(app, context)}${foot(app, site, context)}`;
  return shell(
    `${title} · ${t.product}`,
    context,
    html`<a class="skip" href="#main">${t.skip}</a>
<div class="app">
<aside class="side"><div class="side-panel"><p class="brand">${MARK}<span>${t.product}</span></p>${side}</div></aside>
<header class="bar"><p class="brand">${MARK}<span>${t.product}</span></p>
<details class="drawer"><summary>${t.menu}${app.menuMark}</summary><div class="drawer-panel">${side}</div></details></header>
<main id="main" tabindex="-1">
${flash(context, app)}
${app.notes}
${body}
<p class="utc">${t.utc}</p>
</main>
</div>`,
  );
}

const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect width="32" height="32" rx="8" fill="currentColor"/><path class="mark-lines" d="M6 11.5h20M8 22v-2.5a4 4 0 0 1 8 0V22m0-2.5a4 4 0 0 1 8 0V22" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

function menu(app: AppShell, { t, here: whole }: PageContext): SafeHtml {
  const here = whole.split('?')[0] ?? '';
  const items = app.menu.map(({ label, url, icon, isHome, mark }) => {
    const inside = isHome !== true && here.startsWith(`${url}/`);
    const current = inside || here === url.toString();
    return html`<li><a href="${url}" aria-current="${current ? 'page' : 'false'}">${icon}<span>${label}</span>${mark ?? null}</a></li>`;
  });
  return html`<nav class="menu" aria-label="${t.menu}"><ul>${items}</ul></nav>`;
}

function foot({ who }: AppShell, site: Around, context: PageContext): SafeHtml {
  const { t } = context;
  return html`<div class="foot">
<a class="me" href="${who.url}"><span class="initial" aria-hidden="true">${initialOf(who.name)}</span><span class="who"><bdi>${who.name}</bdi><small>${who.below}</small></span></a>
${languageForm(site, context)}
<form method="post" action="${ownPath([site.name, 'sign-out'])}">${hidden('csrf', context.csrf)}<button class="quiet">${t.signOut}</button></form>
</div>`;
}

function initialOf(name: string): string {
  return (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '•').toUpperCase();
}

function languageForm(
  { name, locales }: Around,
  { csrf, here, t, locale }: Pick<PageContext, 'csrf' | 'here' | 't' | 'locale'>,
): SafeHtml {
  const other = locales.find(({ tag }) => tag !== locale.tag) ?? locales[0];
  return html`<form method="post" action="${ownPath([name, 'language'])}">${hidden('csrf', csrf)}${hidden('next', here)}${hidden('language', other.tag)}<button class="quiet" lang="${other.tag}"><span class="unseen">${t.language}: </span>${other.name}</button></form>`;
}

/** What the last action came to. */
function flash({ done, problem, t }: PageContext, { fieldLabel, whyText }: AppShell): SafeHtml {
  const words = done === null ? undefined : t.done[done.key]?.(done.count);
  const good = words === undefined ? null : html`<p class="flash flash-good">${words}</p>`;
  const label = problem?.field == null ? '' : `${fieldLabel(problem.field)}: `;
  const why = problem?.why == null ? null : html` <span>${label}${whyText(problem.why)}</span>`;
  const bad =
    problem === null ? null : html`<p class="flash flash-bad">${t.problem[problem.key]}${why}</p>`;
  return html`<div role="status" aria-live="polite">${good}${bad}</div>`;
}

export interface SignInContext {
  readonly site: Around;
  readonly locale: Locale<SiteMessages>;
  readonly csrf: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly login: string;
  readonly failed: boolean;
}

export function signInPage(context: SignInContext): string {
  const { csrf, next, site, locale } = context;
  const t = locale.messages;
  const here = ownPath([site.name, 'sign-in'], { next }).toString();
  const form = html`<form method="post" action="${ownPath([site.name, 'sign-in'])}" class="form">${hidden('csrf', csrf)}${hidden('next', next)}
${field({ name: 'login', label: t.signIn.login, value: context.login, autocomplete: 'username', required: true })}
${field({ name: 'password', label: t.password, type: 'password', autocomplete: 'current-password', required: true })}
${field({ name: 'otp', label: t.otp, hint: t.otpHint, autocomplete: 'one-time-code' })}
<button class="button primary">${t.signIn.button}</button></form>`;
  const problem = context.failed
    ? html`<p class="flash flash-bad">${t.problem.wrong_login}</p>`
    : null;
  return alonePage(
    {
      title: t.signIn.title,
      lead: t.signIn.lead,
      problem,
      body: html`${form}
<p class="hint">${t.signIn.tries}</p>`,
    },
    site,
    { csrf, here, t, locale },
  );
}

/** A page before signing in: a title, a sentence, what was wrong, and a form. */
export function alonePage(
  page: {
    readonly title: string;
    readonly lead: string;
    readonly problem: SafeHtml | null;
    readonly body: SafeHtml;
  },
  site: Around,
  context: Pick<PageContext, 'csrf' | 'here' | 't' | 'locale'>,
): string {
  const { t } = context;
  return shell(
    `${page.title} · ${t.product}`,
    { ...context, assets: site.assets },
    html`<main class="alone"><div class="card sign-in">
<p class="brand">${MARK}<span>${t.product}</span></p>
<h1>${page.title}</h1><p class="lead">${page.lead}</p>
<div role="status" aria-live="polite">${page.problem}</div>
${page.body}
</div><div class="alone-foot">${languageForm(site, context)}</div></main>`,
  );
}

export type NoteKey = keyof SiteMessages['note'];

/** A page for somebody whom we may not know. */
export function notePage(
  key: NoteKey,
  { name, assets }: Pick<Around, 'name' | 'assets'>,
  locale: Locale<SiteMessages>,
): string {
  const t = locale.messages;
  const note = t.note[key];
  return shell(
    `${note.title} · ${t.product}`,
    { locale, t, assets },
    html`<main class="alone"><div class="card sign-in">
<p class="brand">${MARK}<span>${t.product}</span></p>
<h1>${note.title}</h1><p class="lead" role="status" aria-live="polite">${note.text}</p>
<p><a class="button" href="${ownPath([name])}">${t.home}</a></p>
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
