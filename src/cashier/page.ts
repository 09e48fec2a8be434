/** The cashier's documents: the frame around a payment, and the pages that only say something. */

import type { Asset } from '../web/asset.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath } from '../web/safe-url.ts';
import { amountText } from './amount-text.ts';
import type { Assets } from './assets.ts';
import type { Note } from './i18n/messages.ts';
import { ICONS } from './icons.ts';
import { LOCALES, type Locale } from './locale.ts';
import { stepsPanel } from './steps.ts';
import type { CashierState, CashierView } from './view.ts';

/** What every page needs beside its content. */
export interface PageContext {
  readonly locale: Locale;
  readonly assets: Assets;
  /** The token of the link, as it stands in the address. */
  readonly token: string;
  /** Where the page is, in steps of the path; left out: `pay`, and the token. */
  readonly path?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

/** The payment's page, as bytes of HTML. */
export function payPage(view: CashierView, context: PageContext): string {
  const { messages } = context.locale;
  const pollMs = view.isCode && !view.isSingle ? 0 : POLL_MS[view.state];
  const statusUrl = ownPath(['pay', context.token, 'status']);
  const content = html`<div id="cashier" class="sheet" data-state="${view.state}"
  data-ready="${String(view.instructions !== null)}" data-status-url="${statusUrl}"
  data-poll-ms="${pollMs}" data-expires-in-ms="${view.expiresInMs ?? ''}"
  data-copied="${messages.copied}" data-copy-failed="${messages.copyFailed}">
${summaryPanel(view, context.locale)}
<main class="panel">
${stepsPanel(view, context)}
</main>
</div>`;
  return document(context, {
    title: messages.pageTitle(view.merchantName),
    testMode: view.testMode,
    refresh:
      pollMs === 0 ? null : html`<noscript><meta http-equiv="refresh" content="10"></noscript>`,
    content,
  });
}

/** One of the places where a bill can be paid. */
export interface Place {
  readonly name: string;
  /** The token of its own page. */
  readonly token: string;
}

/** The page of a group of codes: the places, each a link to a page of its own. */
export function placesPage(
  { merchantName, orderRef, testMode, places }: PlacesView,
  context: PageContext,
): string {
  const { messages, tag } = context.locale;
  const { title, text } = messages.places;
  const items = places.map(({ name, token }) => {
    const url = ownPath(['pay', token], { lang: tag });
    return html`<li><a class="button choice" href="${url}"><bdi>${name}</bdi>${ICONS.arrow}</a></li>`;
  });
  return document(context, {
    title: messages.pageTitle(merchantName),
    testMode,
    refresh: null,
    content: html`<div class="sheet">
<header class="summary">
${merchantLine(merchantName)}
<dl class="facts"><div><dt>${messages.orderNumber}</dt><dd><bdi>${orderRef}</bdi></dd></div></dl>
</header>
<main class="panel">
<h1>${title}</h1>
<p class="lead">${text}</p>
<ul class="choices">${items}</ul>
</main></div>`,
  });
}

export interface PlacesView {
  readonly merchantName: string;
  /** The merchant's own number for all of them. */
  readonly orderRef: string;
  readonly testMode: boolean;
  readonly places: readonly Place[];
}

/** A page without a payment: nothing found, or trouble of ours (then it loads itself again). */
export function notePage(note: Note, kind: keyof typeof NOTE_BADGES, context: PageContext): string {
  return document(context, {
    title: note.title,
    testMode: false,
    refresh: kind === 'trouble' ? html`<meta http-equiv="refresh" content="5">` : null,
    content: html`<div class="sheet sheet-note"><main class="panel">
<div class="result"><span class="badge">${NOTE_BADGES[kind]}</span>
<h1>${note.title}</h1>
<p>${note.text}</p></div>
</main></div>`,
  });
}

const NOTE_BADGES = { 'not-found': ICONS.question, trouble: ICONS.clock } as const;

/** How often the page polls; 0 = nothing will change. A late payment is still a change. */
const POLL_MS: Readonly<Record<CashierState, number>> = {
  choosing: 10_000,
  preparing: 2000,
  waiting: 2000,
  expired: 10_000,
  paid: 0,
  failed: 0,
  cancelled: 0,
  returned: 0,
  unavailable: 0,
};

interface Content {
  readonly title: string;
  readonly testMode: boolean;
  readonly refresh: SafeHtml | null;
  /** Beside the script of every page. */
  readonly scripts?: readonly Asset[];
  readonly content: SafeHtml;
}

export function document(
  context: PageContext,
  { title, testMode, refresh, scripts = [], content }: Content,
): string {
  const { locale, assets } = context;
  const page = html`<!doctype html>
<html lang="${locale.tag}" dir="${locale.dir}">
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
${scripts.map(({ url }) => html`<script src="${url}" defer></script>`)}
${refresh}
</head>
<body>
${testMode ? html`<p class="test-banner">${locale.messages.testMode}</p>` : null}
<div class="stage">
${languagePicker(context)}
${content}
<footer class="foot">${ICONS.lock}<span>${locale.messages.neverAsks}</span></footer>
</div>
<p id="announcer" class="unseen" role="status" aria-live="polite"></p>
</body>
</html>
`;
  return page.toString();
}

// Links, not a form: it works without script, and the choice travels in the link alone.
function languagePicker({ locale, token, path, query = {} }: PageContext): SafeHtml {
  const items = LOCALES.map((other) => {
    const url = ownPath(path ?? ['pay', token], { ...query, lang: other.tag });
    const current = other.tag === locale.tag ? 'true' : 'false';
    return html`<li><a href="${url}" lang="${other.tag}" hreflang="${other.tag}"
  aria-current="${current}">${other.name}</a></li>`;
  });
  return html`<nav class="languages" aria-label="${locale.messages.language}"><details>
<summary>${ICONS.globe}<span class="unseen">${locale.messages.language}: </span>
<span>${locale.shortName}</span>${ICONS.chevron}</summary>
<ul>${items}</ul>
</details></nav>`;
}

const AMOUNT_LABEL: Readonly<Record<CashierState, 'amount' | 'amountPaid' | 'amountOnly'>> = {
  choosing: 'amount',
  preparing: 'amount',
  waiting: 'amount',
  paid: 'amountPaid',
  failed: 'amountOnly',
  expired: 'amountOnly',
  cancelled: 'amountOnly',
  returned: 'amountPaid',
  unavailable: 'amountOnly',
};

function payWith({ channelName, state }: CashierView, label: string): SafeHtml | null {
  if (channelName === null || state === 'choosing') return null;
  return html`<div><dt>${label}</dt><dd><bdi>${channelName}</bdi></dd></div>`;
}

export function merchantLine(name: string): SafeHtml {
  const [initial] = /[\p{L}\p{N}]/u.exec(name) ?? ['•'];
  return html`<p class="merchant"><span class="initial" aria-hidden="true">${initial.toUpperCase()}</span>
<bdi>${name}</bdi></p>`;
}

type Words = Pick<Locale, 'messages' | 'tag'>;

function summaryAmount({ amount, country }: CashierView, { messages, tag }: Words): string {
  return amount === null ? messages.anyAmount : amountText(amount, tag, country);
}

/** Between which amounts the payer decides. */
function limits(view: CashierView, { messages, tag }: Words): SafeHtml | null {
  const { amount, country } = view;
  const { least, most } = view.limits;
  if (amount !== null || (least === null && most === null)) return null;
  const [from, to] = [least, most].map((limit) => limit && amountText(limit, tag, country));
  const text =
    from && to
      ? messages.amountBetween(from, to)
      : from
        ? messages.amountFrom(from)
        : messages.amountUpTo(to ?? '');
  return html`<div><dt>${messages.amountOnly}</dt><dd>${text}</dd></div>`;
}

function payUntil({ payUntil: day, dueOffset, state }: CashierView, { messages, tag }: Words) {
  if (day === null || state !== 'waiting') return null;
  const text = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: dueOffset }).format(day);
  return html`<div><dt>${messages.payUntil}</dt><dd>
<time datetime="${day.toISOString()}">${text}</time></dd></div>`;
}

function summaryPanel(view: CashierView, { messages, tag }: Locale): SafeHtml {
  const amount = summaryAmount(view, { messages, tag });
  return html`<header class="summary">
${merchantLine(view.merchantName)}
<p class="amount"><span class="label">${messages[AMOUNT_LABEL[view.state]]}</span>
<strong>${amount}</strong></p>
<dl class="facts">
${payWith(view, messages.payWith)}
${limits(view, { messages, tag })}
${payUntil(view, { messages, tag })}
<div><dt>${messages.orderNumber}</dt><dd><bdi>${view.orderRef}</bdi></dd></div>
</dl>
</header>`;
}
