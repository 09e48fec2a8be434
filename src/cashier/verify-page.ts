/** The page of a verification. Each step is a form of its own and works without script. */

import type { PhotoPart } from '../domain/verification.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath } from '../web/safe-url.ts';
import type { Messages } from './i18n/messages.ts';
import { ICONS } from './icons.ts';
import { document, merchantLine, type PageContext } from './page.ts';
import { countdown, heading, offlineNote, returnLink } from './steps.ts';
import type { VerifyState, VerifyView } from './verify-view.ts';

/** How often the page looks whether there is a result; 0: nothing will change. */
const POLL_MS: Readonly<Partial<Record<VerifyState, number>>> = { checking: 4_000 };

/** The page as bytes of HTML. */
export function verifyPage(view: VerifyView, context: PageContext): string {
  const { messages } = context.locale;
  const { verify } = messages;
  const pollMs = POLL_MS[view.state] ?? 0;
  const statusUrl = ownPath(['pay', context.token, 'status']);
  const content = html`<div id="cashier" class="sheet" data-state="${view.state}"
  data-ready="false" data-status-url="${statusUrl}" data-poll-ms="${pollMs}"
  data-expires-in-ms="${view.expiresInMs ?? ''}"
  data-copied="${messages.copied}" data-copy-failed="${messages.copyFailed}">
<header class="summary">
${merchantLine(view.merchantName)}
<dl class="facts">
<div><dt>${verify.requestNumber}</dt><dd><bdi>${view.requestRef}</bdi></dd></div>
</dl>
</header>
<main class="panel">
${panel(view, context)}
</main>
</div>`;
  return document(context, {
    title: verify.pageTitle(view.merchantName),
    testMode: view.testMode,
    refresh:
      pollMs === 0 ? null : html`<noscript><meta http-equiv="refresh" content="10"></noscript>`,
    scripts: view.state === 'photo' ? [context.assets.capture] : [],
    content,
  });
}

function panel(view: VerifyView, context: PageContext): SafeHtml {
  switch (view.state) {
    case 'document':
      return html`${progress(view, context)}${documentStep(view, context)}`;
    case 'photo':
      return html`${progress(view, context)}${photoStep(view, context)}`;
    case 'confirm':
      return html`${progress(view, context)}${confirmStep(view, context)}`;
    case 'checking':
      return waiting(view, context.locale.messages);
    case 'passed':
    case 'failed':
    case 'expired':
      return result(view, view.state, context.locale.messages);
  }
}

function progress(view: VerifyView, { locale }: PageContext): SafeHtml {
  const { n, all } = view.step;
  const number = new Intl.NumberFormat(locale.tag);
  const text = locale.messages.verify.step(number.format(n), number.format(all));
  return html`<div class="status"><span class="status-text">${text}</span>
${countdown(view, locale.messages, locale.tag)}</div>
${offlineNote(locale.messages)}`;
}

function action({ token, locale }: PageContext, step: string) {
  return ownPath(['pay', token, step], { lang: locale.tag });
}

function documentStep(view: VerifyView, context: PageContext): SafeHtml {
  const { verify } = context.locale.messages;
  const buttons = view.documents.map(
    ({ code, name }) => html`<li><button class="button choice" name="document" value="${code}">
<bdi lang="en">${name}</bdi>${ICONS.arrow}</button></li>`,
  );
  return html`${heading(verify.document.title, verify.document.text)}
<form method="post" action="${action(context, 'document')}"><ul class="choices">${buttons}</ul></form>
${returnLink(view, context.locale.messages, 'quiet')}`;
}

/** Which of a phone's cameras is meant. */
const CAMERA: Readonly<Record<PhotoPart, 'user' | 'environment'>> = {
  front: 'environment',
  back: 'environment',
  portrait: 'environment',
  selfie: 'user',
};

function photoStep(view: VerifyView, context: PageContext): SafeHtml {
  const { verify } = context.locale.messages;
  const part = view.part ?? 'front';
  const { title, text } = verify.parts[part];
  const problem =
    view.problem === null
      ? null
      : html`<p class="problem" role="alert">${verify.problems[view.problem]}</p>`;
  return html`${heading(title, text)}
${problem}
<form class="capture" method="post" enctype="multipart/form-data"
  action="${action(context, 'photo')}" data-capture="${CAMERA[part]}"
  data-no-camera="${verify.noCamera}" data-unreadable="${verify.problems.not_an_image}">
<input type="hidden" name="part" value="${part}">
<canvas class="preview" role="img" aria-label="${verify.preview}" hidden></canvas>
<video class="preview" playsinline muted hidden></video>
<p class="problem" role="alert" data-message hidden></p>
<button type="button" class="button primary" data-shoot hidden>
${ICONS.camera}<span>${verify.shoot}</span></button>
<button type="button" class="button primary" data-camera hidden>
${ICONS.camera}<span>${verify.camera}</span></button>
<label class="file"><span>${verify.choose}</span>
<input type="file" name="photo" accept="image/jpeg,image/png" capture="${CAMERA[part]}" required
  aria-describedby="photo-hint"></label>
<p class="hint" id="photo-hint">${verify.hint}</p>
<button class="button primary" data-send><span>${verify.use}</span>${ICONS.arrow}</button>
<button type="button" class="button secondary" data-again hidden>${verify.again}</button>
</form>
<p class="hint">${verify.privacy}</p>
${returnLink(view, context.locale.messages, 'quiet')}`;
}

function confirmStep(view: VerifyView, context: PageContext): SafeHtml {
  const { messages, tag } = context.locale;
  const { verify } = messages;
  const again = (step: string, what: string) => {
    const url = ownPath(['pay', context.token], { step, lang: tag });
    return html`<li><a class="button choice" href="${url}">${verify.change(what)}${ICONS.arrow}</a></li>`;
  };
  const document =
    view.documents.length > 0 && view.document !== null
      ? again('document', view.document.name)
      : null;
  return html`${heading(verify.confirm.title, verify.confirm.text)}
<form method="post" action="${action(context, 'submit')}">
<button class="button primary"><span>${verify.submit}</span>${ICONS.arrow}</button></form>
<ul class="choices">${document}
${view.taken.map((part) => again(part, verify.parts[part].title))}</ul>
<p class="hint">${verify.privacy}</p>
${returnLink(view, messages, 'quiet')}`;
}

function waiting(view: VerifyView, messages: Messages): SafeHtml {
  const { title, text } = messages.verify.checking;
  return html`<div class="result"><span class="spinner" aria-hidden="true"></span>
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
${offlineNote(messages)}
${returnLink(view, messages, 'quiet')}</div>`;
}

const BADGES = { passed: ICONS.check, failed: ICONS.cross, expired: ICONS.clock } as const;
/** The looks of a payment's end that mean the same. */
const LOOKS = { passed: 'paid', failed: 'failed', expired: 'expired' } as const;

function result(view: VerifyView, end: keyof typeof BADGES, messages: Messages): SafeHtml {
  const { title, text } = messages.verify[end];
  return html`<div class="result result-${LOOKS[end]}"><span class="badge">${BADGES[end]}</span>
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
${returnLink(view, messages, 'primary')}</div>`;
}
