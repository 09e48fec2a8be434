/** The pieces that pages are put together of, and those that know the console's addresses. */
import { ACCOUNTS, type Balance } from '../domain/ledger.ts';
import type { Asset, Money } from '../domain/money.ts';
import { amountDigits, button } from '../screens/parts.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import { ownPath, type SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';

export * from '../screens/parts.ts';

/** An address of the console: `at(['orders', '17'])` is `/console/orders/17`. */
export function at(segments: readonly string[], query?: Readonly<Record<string, string>>): SafeUrl {
  return ownPath(['console', ...segments], query);
}

export function orderLink(id: bigint): SafeHtml {
  return html`<a class="id" href="${at(['orders', String(id)])}">${String(id)}</a>`;
}

/** Does it, or asks for it where another operator must approve. */
export function moneyButton(label: string, { fourEyes, t }: PageContext): SafeHtml {
  if (!fourEyes) return button(label, 'danger');
  return html`${button(t.approvals.ask, 'primary')}<p class="hint">${t.approvals.askHint}</p>`;
}

/**
 * The fields of a folded form, `part` in its hidden field, that must all be filled in. It opens
 * with what was typed, and why it is refused, where it is the form that failed.
 */
export function requiredIn({ typed, problem }: PageContext, part: string) {
  const isOpen = typed.part === part && problem !== null;
  const of = (name: string) => ({
    name,
    value: isOpen ? (typed[name] ?? '') : '',
    wrong: isOpen && problem.field === name ? problem.why : null,
    required: true,
  });
  return { isOpen, of };
}

/** Digits alone, and whether they are below zero by colour too. */
export function signed(money: Money, context: PageContext): SafeHtml {
  const sign = money.minor < 0n ? 'minus' : 'plus';
  return html`<span class="amount ${sign}">${amountDigits(money, context)}</span>`;
}

/** What stands in each account that has something: a column each would be wider than the page. */
export function accounts(asset: Asset, balance: Balance, context: PageContext): SafeHtml {
  const some = ACCOUNTS.filter((account) => balance[account] !== 0n);
  const items = some.map((account) => {
    const amount = signed({ asset, minor: balance[account] }, context);
    return html`<li><span>${context.t.account[account]}</span> ${amount}</li>`;
  });
  return html`<ul class="accounts">${items}</ul>`;
}
