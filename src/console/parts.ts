/** The pieces that pages are put together of, and those that know the console's addresses. */
import { button } from '../screens/parts.ts';
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
