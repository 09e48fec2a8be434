/** Whether a merchant's apps see and touch each other's orders. */
import type { Merchant } from '../../domain/merchant.ts';
import { merchantSet, SHARE_ORDERS } from '../../operator/commands/merchant-set.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

export function shareOrdersForm(
  { id, shareOrders }: Pick<Merchant, 'id' | 'shareOrders'>,
  context: PageContext,
): SafeHtml | null {
  if (!context.may('manage_merchants')) return null;
  const { t } = context;
  const choices = SHARE_ORDERS.map((word) => [word, t.merchants.shares[word]] as const);
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(id), 'set']),
    html`<p>${t.merchants.shareOrdersLead}</p>
${parts.select('share_orders', t.merchants.shareOrders, choices, shareOrders ? 'yes' : 'no')}
${parts.passwordField(context)}
${parts.button(t.merchants.change, 'primary')}`,
  );
  return parts.fold(t.merchants.shareOrders, form, context.typed.share_orders !== undefined);
}

export const merchantSetAction = actionOf(merchantSet, {
  path: '/merchants/:id/set',
  screen: '/merchants/:id',
  input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
  answer: () => ({ done: 'merchant_changed' }),
});
