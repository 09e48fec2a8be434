/** A link to an order's page, in the mode of the page that it stands on. */
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { PageContext } from './page-context.ts';

export function orderLink(id: bigint, { at }: Pick<PageContext, 'at'>): SafeHtml {
  return html`<a class="id" href="${at(['orders', String(id)])}">${String(id)}</a>`;
}
