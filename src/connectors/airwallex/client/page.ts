/** Where the payer goes to type the card: Airwallex's own page (upstream notes, section 3). */
import { currencyOf } from '../../../domain/money.ts';
import { printAmount } from '../../../wire/amount.ts';
import type { Credentials, Intent } from '../../contract.ts';
import { PAGE_AMOUNT_FORM } from '../capabilities.ts';
import { checkoutUrlOf } from './settings.ts';

/**
 * The server-built link of the checkout page. It holds the payment's `client_secret`, which lets
 * the payer pay this one payment for 60 minutes; a query brings a fresh one.
 */
export function checkoutPageOf(
  { order, returnUrl, failUrl }: Intent,
  credentials: Credentials,
  paymentIntentId: string,
  clientSecret: string,
): string {
  const country = order.fields['payer.country'] ?? '';
  const facts = new URLSearchParams({
    intent_id: paymentIntentId,
    client_secret: clientSecret,
    mode: 'payment',
    currency: currencyOf(order.asset),
    amount: printAmount({ asset: order.asset, minor: order.amountMinor }, PAGE_AMOUNT_FORM),
    ...(country === '' ? {} : { country_code: country }),
    successUrl: returnUrl,
    failUrl,
  });
  return `${checkoutUrlOf(credentials)}/#/standalone/checkout?${facts}`;
}
