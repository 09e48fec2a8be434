/** The pieces that pages are put together of. */
import type { Mode } from '../domain/merchant.ts';
import { currencyOf, type Money, scaleOf } from '../domain/money.ts';
import type { Order, OrderKind, OrderState } from '../domain/order.ts';
import { html, type Piece, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';

const EMPTY = html``;

// ---------------------------------------------------------------------------------------------
// Values.

/** Grouped in the reader's language, all decimals of the asset: `1,234.50`. */
export function amountDigits(
  { asset, minor }: Money,
  context: Pick<PageContext, 'locale'>,
): string {
  const scale = scaleOf(asset);
  return new Intl.NumberFormat(context.locale.tag, {
    minimumFractionDigits: scale,
    maximumFractionDigits: scale,
  }).format(`${minor}e-${scale}` as Intl.StringNumericLiteral);
}

/** `1,234.50 PHP`, for running text. */
export function amountText(money: Money, context: Pick<PageContext, 'locale'>): string {
  return `${amountDigits(money, context)} ${currencyOf(money.asset)}`;
}

export function amount(money: Money, context: PageContext): SafeHtml {
  const digits = amountDigits(money, context);
  return html`<span class="amount">${digits} <small>${currencyOf(money.asset)}</small></span>`;
}

/** Whether money is what an order of this kind is about: see `orderedAmount`. */
export function hasAmount(kind: OrderKind): boolean {
  return kind !== 'mandate' && kind !== 'verification';
}

/** What was ordered; a mandate and a verification have no amount, and a code may leave it open. */
export function orderedAmount(
  { kind, asset, amountMinor }: Pick<Order, 'kind' | 'asset' | 'amountMinor'>,
  context: PageContext,
): SafeHtml {
  if (!hasAmount(kind)) return DASH;
  if (kind === 'code' && amountMinor === 0n) return html`${context.t.order.any}`;
  return amount({ asset, minor: amountMinor }, context);
}

export function count(value: bigint | number, context: PageContext): string {
  return new Intl.NumberFormat(context.locale.tag).format(value);
}

/** In UTC; the script writes it in the reader's zone. */
export function time(date: Date | null): SafeHtml {
  if (date === null) return DASH;
  const iso = date.toISOString();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  return html`<time datetime="${iso}" title="${text} UTC">${text}</time>`;
}

const DASH = html`<span class="dash">–</span>`;

export function text(value: string | null): SafeHtml {
  return value === null || value === '' ? DASH : html`<bdi>${value}</bdi>`;
}

export function code(value: string | null): SafeHtml {
  return value === null || value === '' ? DASH : html`<code>${value}</code>`;
}

/** A value with a lesser one below it. */
export function stack(main: SafeHtml, below: SafeHtml): SafeHtml {
  return html`<span class="stack"><span>${main}</span><small>${below}</small></span>`;
}

export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'plain';

export function badge(word: string, tone: Tone): SafeHtml {
  return html`<span class="badge badge-${tone}">${word}</span>`;
}

/** Whether it is test money or real. */
export function modeBadge(mode: Mode, { t }: PageContext): SafeHtml {
  return badge(t.mode[mode], mode === 'live' ? 'good' : 'calm');
}

const STATE_TONE: Readonly<Record<OrderState, Tone>> = {
  created: 'plain',
  pending: 'calm',
  active: 'calm',
  paid: 'good',
  failed: 'bad',
  expired: 'plain',
  closed: 'plain',
  reversed: 'warn',
};

export function stateBadge(state: OrderState, { t }: PageContext): SafeHtml {
  return badge(t.state[state], STATE_TONE[state]);
}

// ---------------------------------------------------------------------------------------------
// Blocks.

export interface Column<Row> {
  readonly head: string;
  cell(row: Row): Piece;
  /** `number`: to the right, in figures of one width. `wide`: takes a row of its own on phones. */
  readonly look?: 'number' | 'wide';
}

/** A table that becomes a list of cards where it is narrow. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { t }: PageContext,
): SafeHtml {
  if (rows.length === 0) return html`<p class="nothing">${t.nothing}</p>`;
  const heads = columns.map(({ head, look }) =>
    head === '' ? html`<td></td>` : html`<th class="${look ?? ''}">${head}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(
      ({ head, look, cell }) =>
        html`<td class="${look ?? ''}" data-head="${head}">${cell(row)}</td>`,
    );
    return html`<tr>${cells}</tr>`;
  });
  return html`<table class="list"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}

export type Fact = readonly [label: string, value: SafeHtml | null];

/** What is known of a payer or beneficiary, by the core's names. */
export function people(fields: Order['fields'], { t }: PageContext): SafeHtml {
  const words: Readonly<Partial<Record<string, string>>> = t.field;
  return facts(Object.entries(fields).map(([name, value]) => [words[name] ?? name, text(value)]));
}

/** Names and values; those without a value are left out. */
export function facts(list: readonly Fact[]): SafeHtml {
  const rows = list.flatMap(([label, value]) =>
    value === null ? [] : [html`<div class="fact"><dt>${label}</dt><dd>${value}</dd></div>`],
  );
  return html`<dl class="facts">${rows}</dl>`;
}

export function section(title: string, body: SafeHtml, aside: SafeHtml | null = null): SafeHtml {
  return html`<section class="card"><header><h2>${title}</h2>${aside}</header>${body}</section>`;
}

export function pageHead(title: string, lead: string, aside: SafeHtml | null = null): SafeHtml {
  return html`<header class="page-head"><div><h1>${title}</h1><p>${lead}</p></div>${aside}</header>`;
}

export interface Tab {
  readonly label: string;
  readonly url: SafeUrl;
  readonly current: boolean;
}

export function tabs(label: string, list: readonly Tab[]): SafeHtml {
  const items = list.map((tab) => {
    const current = tab.current ? 'page' : 'false';
    return html`<a href="${tab.url}" aria-current="${current}">${tab.label}</a>`;
  });
  return html`<nav class="tabs" aria-label="${label}">${items}</nav>`;
}

/** On to older rows; `cut`: the page may be short, for not everything was searched. */
export function pager(
  older: SafeUrl | null,
  newest: SafeUrl | null,
  cut: boolean,
  t: PageContext['t'],
) {
  if (older === null && newest === null) return EMPTY;
  return html`<nav class="pager" aria-label="${t.older}">
${newest === null ? null : html`<a class="button" href="${newest}">${t.newest}</a>`}
${older === null ? null : html`<a class="button" href="${older}">${t.older}</a>`}
${cut ? html`<span class="hint">${t.moreBelow}</span>` : null}
</nav>`;
}

/** Under a list that is not whole. */
export function moreNote(more: boolean, { t }: PageContext): SafeHtml | null {
  return more ? html`<p class="hint">${t.moreBelow}</p>` : null;
}

// ---------------------------------------------------------------------------------------------
// Forms.

/** A form that does something: it carries the token that only this session's pages know. */
export function postForm(
  context: Pick<PageContext, 'csrf'>,
  to: SafeUrl,
  body: SafeHtml,
  sends: 'fields' | 'files' = 'fields',
): SafeHtml {
  const type = sends === 'files' ? html` enctype="multipart/form-data"` : null;
  return html`<form method="post" action="${to}" class="form"${type}><input type="hidden" name="csrf" value="${context.csrf}">${body}</form>`;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly type?: 'text' | 'password' | 'date' | 'search';
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'decimal' | 'numeric';
  readonly required?: boolean;
  /** Why what was typed is refused. */
  readonly wrong?: string | null;
}

export function field(one: Field): SafeHtml {
  const { name, label, hint, type = 'text', autocomplete = 'off', inputmode = 'text' } = one;
  const required = one.required === true ? html` required` : null;
  const wrong = one.wrong ?? null;
  const invalid = wrong === null ? null : html` aria-invalid="true"`;
  return html`<label class="field"><span>${label}</span><input name="${name}" type="${type}" value="${one.value ?? ''}" autocomplete="${autocomplete}" inputmode="${inputmode}" spellcheck="false" autocapitalize="off"${required}${invalid}>${hintOf(hint)}${invalidOf(wrong)}</label>`;
}

/** A file of the reader's own; the form must send files. */
export function fileField(name: string, label: string, wrong: string | null): SafeHtml {
  return html`<label class="field"><span>${label}</span><input name="${name}" type="file" required>${invalidOf(wrong)}</label>`;
}

/** A choice of yes or no; unticked it is not sent. */
export function tick(name: string, label: string, ticked: boolean): SafeHtml {
  const checked = ticked ? html` checked` : null;
  return html`<label class="tick"><input type="checkbox" name="${name}" value="yes"${checked}><span>${label}</span></label>`;
}

export function area(one: Field & { readonly rows: number }): SafeHtml {
  return html`<label class="field"><span>${one.label}</span><textarea name="${one.name}" rows="${one.rows}" spellcheck="false" autocapitalize="off" autocomplete="off">
${one.value ?? ''}</textarea>${hintOf(one.hint)}</label>`;
}

export type Option = readonly [value: string, label: string];

export function select(
  name: string,
  label: string,
  options: readonly Option[],
  chosen: string,
  wrong: string | null = null,
): SafeHtml {
  const items = options.map(([value, words]) =>
    value === chosen
      ? html`<option value="${value}" selected>${words}</option>`
      : html`<option value="${value}">${words}</option>`,
  );
  return html`<label class="field"><span>${label}</span><select name="${name}">${items}</select>${invalidOf(wrong)}</label>`;
}

/** Asks for the operator's own password again: money and keys. */
export function passwordField({ t }: PageContext): SafeHtml {
  const label = t.confirmPassword;
  const autocomplete = 'current-password';
  return field({ name: 'password', label, type: 'password', autocomplete, required: true });
}

export function hidden(name: string, value: string): SafeHtml {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function button(label: string, look: 'primary' | 'plain' | 'danger' = 'plain'): SafeHtml {
  return html`<button class="button ${look}">${label}</button>`;
}

/** What takes room only when it is wanted. */
export function fold(summary: string, body: SafeHtml, open = false): SafeHtml {
  return open
    ? html`<details class="fold" open><summary class="fold-head">${summary}</summary><div class="fold-body">${body}</div></details>`
    : html`<details class="fold"><summary class="fold-head">${summary}</summary><div class="fold-body">${body}</div></details>`;
}

function invalidOf(why: string | null): SafeHtml | null {
  return why === null ? null : html`<small class="wrong">${why}</small>`;
}

function hintOf(hint: string | undefined): SafeHtml | null {
  return hint === undefined ? null : html`<small>${hint}</small>`;
}
