/** What payers see. Each function is a page; nothing here changes anything. */
import { TEST_CARDS } from '../cards.ts';
import { takes } from '../codes.ts';
import { displayAmount, printMajor } from '../money.ts';
import type { Code, Payment } from '../types.ts';
import { isPushMethod } from '../types.ts';
import type { Html, Page } from './html.ts';
import { html } from './html.ts';

export type Payable = Payment | Code;

export function problemNote(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`;
}

function amountText(order: Payable): string {
  const { amountMinor, asset } = order;
  if (amountMinor !== undefined) return displayAmount(amountMinor, asset);
  return limitsText(order) === '' ? 'Any amount' : 'You choose';
}

/** What a code takes, in words; '' where the amount says it. */
function limitsText(order: Payable): string {
  if (order.kind === 'payment') return '';
  const { min, max } = takes(order);
  const [from, to] = [min, max].map((minor) => minor && displayAmount(minor, order.asset));
  if (from && to) return `${from} to ${to}`;
  if (from) return `From ${from}`;
  return to ? `Up to ${to}` : '';
}

/** Facts as a list; empty ones are left out. */
export function facts(...rows: readonly (readonly [string, string])[]): Html {
  const shown = rows.filter(([, value]) => value !== '');
  return html`<dl>${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function payeeName(order: Payable): string {
  const { instructions } = order;
  if (instructions.kind === 'bill') return instructions.biller;
  if (instructions.kind === 'va' || instructions.kind === 'bank_transfer') return instructions.name;
  return order.kind === 'code' ? order.name : order.description;
}

function head(app: string, order: Payable): Html {
  return html`<p class="app">${app}</p>
<p class="amount">${amountText(order)}</p>
${facts(
  ['To', payeeName(order)],
  ['Takes', limitsText(order)],
  ['Order', order.merchantOrder],
  ['From', order.kind === 'payment' ? order.payerName : ''],
)}`;
}

/** A wallet app asking to confirm. */
export function walletPage(payment: Payment, problem?: string): Page {
  const main = html`<h1>Confirm payment</h1>
${problemNote(problem)}
${head(`TEST ${payment.wallet || 'Wallet'}`, payment)}
<form method="post" action="/p/${payment.id}/confirm"><button>Confirm and pay</button></form>
<form method="post" action="/p/${payment.id}/refuse"><button class="quiet">Refuse</button></form>`;
  return { title: 'Confirm payment', main };
}

function cardTable(): Html {
  const rows = TEST_CARDS.map(({ number, brand, note }) => {
    const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');
    return html`<tr><td>${grouped}</td><td>${brand}: ${note}</td></tr>`;
  });
  return html`<details><summary>Test cards</summary><table>${rows}</table></details>`;
}

/** A card form. Never filled in again with what was typed. */
export function cardPage(payment: Payment, problem?: string): Page {
  const main = html`<h1>Pay by card</h1>
${problemNote(problem)}
${head('TEST card page', payment)}
<form method="post" action="/p/${payment.id}/card" autocomplete="off">
<label>Card number<input name="number" inputmode="numeric" autocomplete="off" maxlength="23"
 placeholder="A test card" required></label>
<label>Name on card<input name="holder" autocomplete="off" maxlength="64"></label>
<div class="pair">
<label>Expiry<input name="expiry" inputmode="numeric" autocomplete="off" maxlength="7"
 placeholder="MM/YY" required></label>
<label>CVC<input name="cvc" inputmode="numeric" autocomplete="off" maxlength="4" required></label>
</div>
<button>Pay ${amountText(payment)}</button>
</form>
<form method="post" action="/p/${payment.id}/refuse"><button class="quiet">Cancel</button></form>
${cardTable()}`;
  return { title: 'Pay by card', main };
}

const BANK_APP = {
  va: { path: '/va', app: 'TEST Bank - virtual account', label: 'Virtual account number' },
  bank_transfer: { path: '/transfer', app: 'TEST Bank - transfer', label: 'Account number' },
  bill: { path: '/bill', app: 'TEST Counter - bills', label: 'Reference number' },
  qr: { path: '/qr', app: 'TEST Wallet - scan', label: 'QR text' },
} as const;
export type BankAppKind = keyof typeof BANK_APP;

/** The first step of a bank or scanning app: which number, account or QR? */
export function askNumberPage(kind: BankAppKind, typed = '', problem?: string): Page {
  const { path, app, label } = BANK_APP[kind];
  const field =
    kind === 'qr'
      ? html`<textarea name="number" required autocomplete="off">${typed}</textarea>`
      : html`<input name="number" value="${typed}" maxlength="32" required autocomplete="off"
 inputmode="${kind === 'bill' ? 'text' : 'numeric'}">`;
  const main = html`<h1>${app}</h1>
${problemNote(problem)}
<form method="get" action="${path}">
<label>${label}${field}</label>
<button>Continue</button>
</form>`;
  return { title: app, main };
}

function numberFacts(order: Payable): Html {
  const { instructions } = order;
  if (instructions.kind === 'va') {
    return facts(['Bank', instructions.bank], ['VA number', instructions.number]);
  }
  if (instructions.kind === 'bank_transfer') {
    return facts(['Bank', instructions.bank], ['Account', instructions.account]);
  }
  if (instructions.kind === 'bill') return facts(['Reference number', instructions.number]);
  return facts();
}

/** The second step: whom it goes to, and how much. `picture` is a QR as SVG. */
export function transferPage(
  order: Payable,
  kind: BankAppKind,
  problem?: string,
  picture?: Html,
): Page {
  const { amountMinor, asset, id } = order;
  const suggested = amountMinor === undefined ? '' : printMajor(amountMinor, asset);
  const currency = asset.slice(0, asset.indexOf('/'));
  const main = html`<h1>${BANK_APP[kind].app}</h1>
${problemNote(problem)}
${picture && html`<div class="qr">${picture}</div>`}
${head('You pay', order)}
${kind === 'qr' ? undefined : numberFacts(order)}
<form method="post" action="/p/${id}/transfer">
<label>Amount in ${currency}<input name="amount" value="${suggested}" inputmode="decimal"
 maxlength="24" required autocomplete="off"></label>
${noCheck(order)}
<button>Pay now</button>
</form>`;
  return { title: BANK_APP[kind].app, main };
}

/** What careless banks do where a code takes only some amounts: they pay whatever is typed. */
function noCheck(order: Payable): Html | undefined {
  if (order.kind !== 'code' || Object.keys(takes(order)).length === 0) return undefined;
  return html`<label class="check"><input type="checkbox" name="force" value="1">
 My bank does not check the amount</label>`;
}

/** For numbers and QR texts that are paid, used or over: money can come all the same. */
function wronglyForm(order: Payable): Html | undefined {
  if (!isPushMethod(order.method) || order.status === 'failed') return undefined;
  const { id, asset, amountMinor } = order;
  const suggested = amountMinor === undefined ? '' : printMajor(amountMinor, asset);
  const paid = order.status === 'succeeded' || order.status === 'used';
  const label = paid ? 'Pay once more' : 'Pay too late';
  const hidden = paid ? 'again' : 'late';
  return html`<details><summary>${label}</summary>
<form method="post" action="/p/${id}/transfer">
<input type="hidden" name="${hidden}" value="1">
<label>Amount in ${asset.slice(0, asset.indexOf('/'))}<input name="amount" value="${suggested}"
 inputmode="decimal" maxlength="24" required autocomplete="off"></label>
${noCheck(order)}
<button class="quiet">${label}</button>
</form></details>`;
}

export type Result = {
  readonly good: boolean;
  readonly heading: string;
  readonly text: string;
};

/** How it ended, and the way back to the merchant. */
export function resultPage(order: Payable, result: Result): Page {
  const returnUrl = order.kind === 'payment' ? order.returnUrl : '';
  const paid = order.arrivals.at(-1);
  const card = order.kind === 'payment' ? order.card : undefined;
  const main = html`<div class="result ${result.good ? 'good' : 'bad'}">
<p class="mark" aria-hidden="true">${result.good ? '\u2713' : '\u2717'}</p>
<h1>${result.heading}</h1>
<p>${result.text}</p>
${facts(
  ['Amount', paid ? displayAmount(paid.amountMinor, order.asset) : ''],
  ['Order', order.merchantOrder],
  ['Card', card ? `${card.brand} ending ${card.last4}` : ''],
  ['Bank reference', paid?.utr ?? ''],
)}
${returnUrl && html`<a class="button" href="${returnUrl}">Back to the merchant</a>`}
</div>
${wronglyForm(order)}`;
  return { title: result.heading, main, ...(returnUrl ? { goesTo: returnUrl } : {}) };
}

/** A page that only says something. */
export function notePage(title: string, text: string): Page {
  return { title, main: html`<h1>${title}</h1><p>${text}</p>` };
}

export function homePage(): Page {
  const main = html`<h1>TEST payment provider</h1>
<p>Pay what a merchant's page asks you to pay.</p>
<ul class="ways">
<li><a href="/va">Pay into a virtual account</a></li>
<li><a href="/transfer">Make a bank transfer</a></li>
<li><a href="/bill">Pay a bill at a counter</a></li>
<li><a href="/qr">Scan a QR code</a></li>
</ul>`;
  return { title: 'Ways to pay', main };
}
