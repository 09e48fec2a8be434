/** What payers see of an agreement to be debited. Nothing here changes anything. */
import type { Mandate } from '../types.ts';
import type { Html, Page } from './html.ts';
import { html } from './html.ts';
import { facts, problemNote } from './payer.ts';

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function terms(mandate: Mandate): Html {
  const { bank, name, description, merchantOrder, user, asset, validUntilMs } = mandate;
  return html`<p class="app">TEST ${bank || 'Bank'}</p>
<p class="amount">${name}</p>
${facts(
  ['For', description],
  ['Customer', user],
  ['Agreement', merchantOrder],
  ['Currency', asset.slice(0, asset.indexOf('/'))],
  ['Valid until', day(validUntilMs)],
)}`;
}

/** Asks the payer to agree. */
export function agreePage(mandate: Mandate, problem?: string): Page {
  const main = html`<h1>Allow direct debit</h1>
${problemNote(problem)}
${terms(mandate)}
<p>This merchant may then take payments from your account without asking you each time. You can end
this at any time, on this page.</p>
<form method="post" action="/m/${mandate.id}/agree"><button>Agree</button></form>
<form method="post" action="/m/${mandate.id}/refuse"><button class="quiet">Refuse</button></form>`;
  return { title: 'Allow direct debit', main };
}

/** Shows an agreement in use; the payer may end it. Leads back by itself after he has agreed. */
export function inUsePage(mandate: Mandate, justAgreed: boolean): Page {
  const { id, returnUrl } = mandate;
  const main = html`<h1>${justAgreed ? 'You have agreed' : 'Your direct debit'}</h1>
${terms(mandate)}
${back(returnUrl)}
<form method="post" action="/m/${id}/revoke"><button class="quiet">End this</button></form>`;
  const goesTo = justAgreed && returnUrl ? { goesTo: returnUrl } : {};
  return { title: 'Direct debit', main, ...goesTo };
}

const HEADINGS: Readonly<Record<Mandate['status'], string>> = {
  pending: 'Not agreed yet',
  active: 'In use',
  refused: 'Not agreed',
  revoked: 'Ended',
  expired: 'Its time is over',
  failed: 'Not possible',
};

/** Why it ended, as the payer reads it. */
function reasonText({ status, failure }: Mandate): string {
  if (status === 'refused') return 'You did not agree. Nothing will be taken.';
  if (failure?.code === 'revoked_by_payer') return 'You have ended it. Nothing more will be taken.';
  return `Nothing will be taken: ${failure?.text ?? 'it is over'}.`;
}

/** How it ended. */
export function overPage(mandate: Mandate, goesBack: boolean): Page {
  const { returnUrl, status, name } = mandate;
  const main = html`<div class="result bad">
<p class="mark" aria-hidden="true">\u2717</p>
<h1>${HEADINGS[status]}</h1>
<p>${reasonText(mandate)}</p>
${facts(['Merchant', name], ['Agreement', mandate.merchantOrder])}
${back(returnUrl)}
</div>`;
  const goesTo = goesBack && returnUrl ? { goesTo: returnUrl } : {};
  return { title: HEADINGS[status], main, ...goesTo };
}

function back(returnUrl: string): Html | undefined {
  if (returnUrl === '') return undefined;
  return html`<p><a class="button" href="${returnUrl}">Back to the merchant</a></p>`;
}
