/** The right-hand panel: what to do now, or how it ended. */

import { qrSvg } from '../web/qr.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath } from '../web/safe-url.ts';
import { amountText, plainAmount } from './amount-text.ts';
import { timeLeftText, unitText } from './clock-text.ts';
import type { Messages, Note } from './i18n/messages.ts';
import { ICONS } from './icons.ts';
import type { Locale } from './locale.ts';
import type { CashierState, CashierView, PaySteps } from './view.ts';

/** Seconds until a payer is brought back to the merchant; the payer may stop it. */
const RETURN_AFTER_S = 10;

interface StepsContext {
  readonly locale: Locale;
  readonly token: string;
}

/** Everything below the summary for a view. */
export function stepsPanel(view: CashierView, context: StepsContext): SafeHtml {
  const { messages } = context.locale;
  if (view.state === 'choosing') return choosing(view, context);
  if (view.state === 'preparing') return preparing(view, context);
  if (view.state !== 'waiting' || view.instructions === null) return result(view, context.locale);
  return html`${view.isCode ? offlineNote(messages) : statusLine(view, context.locale)}
${howToPay(view, view.instructions, context)}
${testWallet(view, messages)}
${chooseAgain(view, context)}
${returnLink(view, messages, 'quiet')}`;
}

/** A form of buttons: choosing works without script, and sends nothing but the choice. */
function choosing(view: CashierView, { locale, token }: StepsContext): SafeHtml {
  const { choose } = locale.messages;
  const action = ownPath(['pay', token, 'choose'], { lang: locale.tag });
  const buttons = view.choices.map(
    ({ code, name }) => html`<li><button class="button choice" name="channel" value="${code}">
<bdi>${name}</bdi>${ICONS.arrow}</button></li>`,
  );
  return html`${statusLine(view, locale)}
${heading(choose.title, choose.text)}
<form method="post" action="${action}"><ul class="choices">${buttons}</ul></form>
${returnLink(view, locale.messages, 'quiet')}`;
}

function chooseAgain({ mayChoose }: CashierView, { locale, token }: StepsContext): SafeHtml | null {
  if (!mayChoose) return null;
  const url = ownPath(['pay', token], { choose: '1', lang: locale.tag });
  return html`<a class="button secondary" href="${url}">${locale.messages.choose.other}</a>`;
}

function statusLine(view: CashierView, { messages, tag }: Locale): SafeHtml {
  return html`<div class="status"><span class="pulse" aria-hidden="true"></span>
<span class="status-text">${messages.waiting}</span>
${countdown(view, messages, tag)}</div>
${offlineNote(messages)}`;
}

type Timed = Pick<CashierView, 'expiresAt' | 'expiresInMs'>;

export function countdown(view: Timed, messages: Messages, tag: string): SafeHtml | null {
  if (view.expiresAt === null || view.expiresInMs === null) return null;
  const left = timeLeftText(view.expiresInMs, tag);
  return html`<span class="countdown">${ICONS.clock}<span class="unseen">${messages.timeLeft}</span>
<time role="timer" data-countdown="${tag}"
  datetime="${view.expiresAt.toISOString()}">${left}</time></span>`;
}

export function offlineNote(messages: Messages): SafeHtml {
  return html`<p class="offline" data-offline-note hidden>${messages.offline}</p>`;
}

function testWallet(view: CashierView, messages: Messages): SafeHtml | null {
  if (view.testWalletUrl === null) return null;
  return html`<a class="button secondary test-wallet" href="${view.testWalletUrl}" target="_blank"
  rel="noopener noreferrer">${messages.openTestWallet}</a>`;
}

function preparing(view: CashierView, context: StepsContext): SafeHtml {
  const { messages } = context.locale;
  const { title, text } = messages.preparing;
  return html`<div class="result"><span class="spinner" aria-hidden="true"></span>
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
${offlineNote(messages)}
${chooseAgain(view, context)}
${returnLink(view, messages, 'quiet')}</div>`;
}

function howToPay(view: CashierView, steps: PaySteps, context: StepsContext): SafeHtml {
  const { messages } = context.locale;
  const channel = view.channelName ?? '';
  switch (steps.kind) {
    case 'redirect':
      return html`${heading(messages.redirect.title, messages.redirect.text(channel))}
<a class="button primary" href="${steps.url}" rel="noreferrer">
<span>${messages.redirect.button(channel)}</span>${ICONS.arrow}</a>
${view.method === 'card' ? html`<p class="hint">${messages.redirect.card}</p>` : null}`;
    case 'qr':
      return qrSteps(channel, steps.payload, context);
    case 'va':
      return html`${heading(messages.va.title, messages.va.text)}
<dl class="rows">
${row(messages.bank, steps.bank)}
${copyRow(messages.vaNumber, steps.number, messages)}
${row(messages.accountName, steps.name)}
${amountRow(view, context.locale)}
</dl>`;
    case 'bank_transfer':
      return html`${heading(messages.bankTransfer.title, messages.bankTransfer.text)}
<dl class="rows">
${row(messages.bank, steps.bank)}
${copyRow(messages.accountNumber, steps.account, messages)}
${copyRow(messages.accountName, steps.name, messages)}
${amountRow(view, context.locale)}
</dl>`;
    case 'bill':
      return html`${heading(messages.bill.title, messages.bill.text)}
<dl class="rows">
${row(messages.biller, steps.biller)}
${copyRow(messages.referenceNumber, steps.number, messages)}
${amountRow(view, context.locale)}
</dl>`;
  }
}

export function heading(title: string, text: string): SafeHtml {
  return html`<h1 tabindex="-1">${title}</h1>
<p class="lead">${text}</p>`;
}

function qrSteps(channel: string, payload: string, context: StepsContext): SafeHtml {
  const { messages } = context.locale;
  const { qr } = messages;
  const picture = qrSvg(payload, qr.picture(channel));
  const copyCode = copyButton(payload, qr.copyCode, null, messages);
  if (picture === null) {
    return html`${heading(qr.title, qr.noPicture)}
<div class="actions">${copyCode}</div>`;
  }
  const pictureUrl = ownPath(['pay', context.token, 'qr.png']);
  return html`${heading(qr.title, qr.text(channel))}
<div class="qr-card">${picture}</div>
<div class="actions">
<a class="button small" href="${pictureUrl}" download="payment-code.png">
${ICONS.save}<span>${qr.save}</span></a>
${copyCode}
</div>
<p class="hint">${qr.samePhone}</p>`;
}

function row(label: string, value: string): SafeHtml {
  return html`<div><dt>${label}</dt><dd><bdi class="value">${value}</bdi></dd></div>`;
}

function copyRow(label: string, value: string, messages: Messages): SafeHtml {
  return html`<div><dt>${label}</dt><dd><bdi class="value">${inFours(value)}</bdi>
${copyButton(value, messages.copy, label, messages)}</dd></div>`;
}

function amountRow(view: CashierView, { messages, tag }: Locale): SafeHtml | null {
  if (view.amount === null) return null;
  const amount = amountText(view.amount, tag, view.country);
  return html`<div><dt>${messages.amount}</dt><dd><span class="value">${amount}</span>
${copyButton(plainAmount(view.amount), messages.copy, messages.amount, messages)}
<small>${messages.exactAmount}</small></dd></div>`;
}

// Both labels lie in one place, so that the button keeps its width when it says "Copied".
function copyButton(text: string, label: string, what: string | null, messages: Messages) {
  const unseen = what === null ? null : html`<span class="unseen">: ${what}</span>`;
  return html`<button type="button" class="button small copy" data-copy="${text}">
${ICONS.copy}<span class="labels"><span class="before">${label}</span>
<span class="after">${messages.copied}</span></span>${unseen}</button>`;
}

// Groups are spans without a space between them, so that a hand-made copy has digits only.
function inFours(text: string): SafeHtml {
  if (!/^\d{8,}$/.test(text)) return html`${text}`;
  const groups = text.match(/\d{1,4}/g) ?? [];
  return html`${groups.map((group) => html`<span class="group">${group}</span>`)}`;
}

type EndState = Exclude<CashierState, 'choosing' | 'preparing' | 'waiting'>;

const BADGES: Readonly<Record<EndState, SafeHtml>> = {
  paid: ICONS.check,
  failed: ICONS.cross,
  expired: ICONS.clock,
  cancelled: ICONS.cross,
  returned: ICONS.back,
  unavailable: ICONS.question,
};

function result(view: CashierView, { messages, tag }: Locale): SafeHtml {
  const end = view.state as EndState;
  const note: Note = messages[end];
  const automatic = (end === 'paid' || end === 'failed') && view.returnUrl !== null;
  return html`<div class="result result-${end}"><span class="badge">${BADGES[end]}</span>
<h1 tabindex="-1">${note.title}</h1>
<p>${note.text}</p>
${offlineNote(messages)}
${returnLink(view, messages, 'primary')}
${automatic ? automaticReturn(messages, tag) : null}</div>`;
}

function automaticReturn({ returning, stay }: Messages, tag: string): SafeHtml {
  const seconds = unitText(RETURN_AFTER_S, 'second', tag);
  return html`<p class="returning" data-return-after-s="${RETURN_AFTER_S}"
  data-language="${tag}" hidden>
<span>${returning.before}<span data-seconds>${seconds}</span>${returning.after}</span>
<button type="button" class="link" data-stay>${stay}</button></p>`;
}

type Returning = Pick<CashierView, 'returnUrl' | 'merchantName'>;

/** The way back to the merchant; null where there is none. */
export function returnLink(view: Returning, messages: Messages, look: 'primary' | 'quiet') {
  if (view.returnUrl === null) return null;
  const style = look === 'primary' ? 'button primary' : 'quiet';
  return html`<a class="${style}" href="${view.returnUrl}" rel="noreferrer" data-return>
<bdi>${messages.returnTo(view.merchantName)}</bdi></a>`;
}
