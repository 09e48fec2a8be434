/** Refunding a payin by hand: through the same command that merchants use. */
import { keptRefundRef, refund } from '../../operator/commands/refund.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';
import type { OrderModel } from './order-model.ts';

export function refundForm(model: OrderModel, context: PageContext): SafeHtml | null {
  const { order, refundable } = model;
  if (refundable === null || !context.may('refund')) return null;
  const { t, typed } = context;
  const rest = { asset: order.asset, minor: refundable.restMinor };
  const ref = keptRefundRef(typed.ref, refundable.ref);
  const form = parts.postForm(
    context,
    parts.at(['orders', String(order.id), 'refund']),
    html`<p>${t.refund.lead(parts.amountText(rest, context))}</p>
${parts.hidden('ref', ref)}
${parts.field({ name: 'amount', label: t.refund.amount, value: typed.amount ?? '', inputmode: 'decimal', required: true })}
${parts.passwordField(context)}
<p class="hint">${t.refund.ref}: <code>${ref}</code></p>
${parts.moneyButton(t.refund.button, context)}`,
  );
  const open = typed.ref !== undefined;
  return html`<section class="card">${parts.fold(t.refund.title, form, open)}</section>`;
}

export const refundAction = actionOf(refund, {
  path: '/orders/:id/refund',
  screen: '/orders/:id',
  answer: () => ({ done: 'refunded' }),
});
