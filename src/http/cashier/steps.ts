/** The right-hand panel: what to do now, or how it ended. */

import { html, type SafeHtml } from '../safe-html.ts';
import { ownPath } from '../safe-url.ts';
import { amountText, plainAmount } from './amount-text.ts';
import { timeLeftText, unitText } from './clock-text.ts';
import type { Messages, Note } from './i18n/messages.ts';
import { ICONS } from './icons.ts';
import type { Locale } from './locale.ts';
import { qrSvg } from './qr.ts';
import type { CashierState, CashierView, PaySteps } from './view.ts';

/** Seconds until a payer is brought back to the merchant; the payer may stop it. */
const RETURN_AFTER_S = 10;

interface StepsFrame {
  readonly locale: Locale;
  readonly token: string;
}

/** Everything below the summary for a view. */
export function stepsPanel(view: CashierView, frame: StepsFrame): SafeHtml {
  const { messages } = frame.locale;
  if (view.state === 'preparing') return preparing(view, frame.locale);
  if (view.state !== 'waiting' || view.instructions === null) return result(view, frame.locale);
  return html`${statusLine(view, frame.locale)}
${howToPay(view, view.instructions, frame)}
${view.testWalletUrl === null ? null : html`<a class="button secondary test-wallet" href="${view.testWalletUrl}" target="_blank" rel="noopener noreferrer">${messages.openTestWallet}</a>`}
${returnLink(view, messages, 'quiet')}`;
}

function statusLine(view: CashierView, { messages, tag }: Locale): SafeHtml {
  const text = view.state === 'preparing' ? messages.preparing.title : messages.waiting;
  return html`<div class="status"><span class="pulse" aria-hidden="true"></span><span class="status-text">${text}</span>${
    view.expiresAt === null || view.expiresInMs === null
      ? null
      : html`<span class="countdown">${ICONS.clock}<span class="unseen">${messages.timeLeft}</span><time role="timer" data-countdown="${tag}" datetime="${view.expiresAt.toISOString()}">${timeLeftText(view.expiresInMs, tag)}</time></span>`
  }</div>
<p class="offline" data-offline-note hidden>${messages.offline}</p>`;
}

function preparing(view: CashierView, locale: Locale): SafeHtml {
  const { title, text } = locale.messages.preparing;
  return html`<div class="result"><span class="spinner" aria-hidden="true"></span>
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
<p class="offline" data-offline-note hidden>${locale.messages.offline}</p>
${returnLink(view, locale.messages, 'quiet')}</div>`;
}

function howToPay(view: CashierView, steps: PaySteps, frame: StepsFrame): SafeHtml {
  const { messages } = frame.locale;
  switch (steps.kind) {
    case 'redirect':
      return html`${heading(messages.redirect.title, messages.redirect.text(view.channelName))}
<a class="button primary" href="${steps.url}" rel="noreferrer"><span>${messages.redirect.button(view.channelName)}</span>${ICONS.arrow}</a>
${view.method === 'card' ? html`<p class="hint">${messages.redirect.card}</p>` : null}`;
    case 'qr':
      return qrSteps(view.channelName, steps.payload, frame);
    case 'va':
      return html`${heading(messages.va.title, messages.va.text)}
<dl class="rows">
${row(messages.bank, steps.bank)}
${copyRow(messages.vaNumber, steps.number, steps.number, messages)}
${row(messages.accountName, steps.name)}
${amountRow(view, frame.locale)}
</dl>`;
    case 'bank_transfer':
      return html`${heading(messages.bankTransfer.title, messages.bankTransfer.text)}
<dl class="rows">
${row(messages.bank, steps.bank)}
${copyRow(messages.accountNumber, steps.account, steps.account, messages)}
${copyRow(messages.accountName, steps.name, steps.name, messages)}
${amountRow(view, frame.locale)}
</dl>`;
  }
}

function heading(title: string, text: string): SafeHtml {
  return html`<h1 tabindex="-1">${title}</h1>
<p class="lead">${text}</p>`;
}

function qrSteps(channel: string, payload: string, frame: StepsFrame): SafeHtml {
  const { qr } = frame.locale.messages;
  const picture = qrSvg(payload, qr.picture(channel));
  const copyCode = copyButton(payload, qr.copyCode, null);
  if (picture === null) {
    return html`${heading(qr.title, qr.noPicture)}
<div class="actions">${copyCode}</div>`;
  }
  return html`${heading(qr.title, qr.text(channel))}
<div class="qr-card">${picture}</div>
<div class="actions">
<a class="button small" href="${ownPath(['pay', frame.token, 'qr.png'])}" download="payment-code.png">${ICONS.save}<span>${qr.save}</span></a>
${copyCode}
</div>
<p class="hint">${qr.samePhone}</p>`;
}

function row(label: string, value: string): SafeHtml {
  return html`<div><dt>${label}</dt><dd><bdi class="value">${value}</bdi></dd></div>`;
}

function copyRow(label: string, shown: string, copied: string, { copy }: Messages): SafeHtml {
  return html`<div><dt>${label}</dt><dd><bdi class="value">${inFours(shown)}</bdi>${copyButton(copied, copy, label)}</dd></div>`;
}

function amountRow(view: CashierView, { messages, tag }: Locale): SafeHtml {
  const shown = amountText(view.amount, tag, view.country);
  return html`<div><dt>${messages.amount}</dt><dd><span class="value">${shown}<small>${messages.exactAmount}</small></span>${copyButton(plainAmount(view.amount), messages.copy, messages.amount)}</dd></div>`;
}

function copyButton(text: string, copy: string, what: string | null): SafeHtml {
  return html`<button type="button" class="button small copy" data-copy="${text}">${ICONS.copy}<span data-copy-label>${copy}</span>${what === null ? null : html`<span class="unseen">: ${what}</span>`}</button>`;
}

// Groups are spans without a space between them, so that a hand-made copy has digits only.
function inFours(text: string): SafeHtml {
  if (!/^\d{8,}$/.test(text)) return html`${text}`;
  const groups = text.match(/\d{1,4}/g) ?? [];
  return html`${groups.map((group) => html`<span class="group">${group}</span>`)}`;
}

type EndState = Exclude<CashierState, 'preparing' | 'waiting'>;

function result(view: CashierView, { messages, tag }: Locale): SafeHtml {
  const end = view.state as EndState;
  const note: Note = messages[end];
  const automatic = (end === 'paid' || end === 'failed') && view.returnUrl !== null;
  return html`<div class="result result-${end}"><span class="badge">${BADGES[end]}</span>
<h1 tabindex="-1">${note.title}</h1>
<p>${note.text}</p>
<p class="offline" data-offline-note hidden>${messages.offline}</p>
${returnLink(view, messages, 'primary')}
${
  automatic
    ? html`<p class="returning" data-return-after-s="${RETURN_AFTER_S}" data-language="${tag}" hidden><span>${messages.returning.before}<span data-seconds>${unitText(RETURN_AFTER_S, 'second', tag)}</span>${messages.returning.after}</span> <button type="button" class="link" data-stay>${messages.stay}</button></p>`
    : null
}</div>`;
}

const BADGES: Readonly<Record<EndState, SafeHtml>> = {
  paid: ICONS.check,
  failed: ICONS.cross,
  expired: ICONS.clock,
  cancelled: ICONS.cross,
  returned: ICONS.back,
  unavailable: ICONS.question,
};

function returnLink(view: CashierView, messages: Messages, look: 'primary' | 'quiet') {
  if (view.returnUrl === null) return null;
  const style = look === 'primary' ? 'button primary' : 'quiet';
  return html`<a class="${style}" href="${view.returnUrl}" rel="noreferrer" data-return><bdi>${messages.returnTo(view.merchantName)}</bdi></a>`;
}
