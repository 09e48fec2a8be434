/**
 * An account's settings, in `Credentials.secrets` beside its secrets:
 * - `clientId`, `apiKey`: the pair that logs in; `webhookSecret`: verifies webhooks;
 * - `checkoutUrl`: where payers find the payment page, if not where `baseUrl` says;
 * - `hostedPage`: `checkout` (default) or `payment_link`;
 * - `apiVersion`, `loginAs`, `onBehalfOf`: headers of the same meaning;
 * - `sourceCurrency`, `transferMethod`, `transferReason`: how payouts are funded and sent;
 * - `webhookWindowMs`: how old a webhook may be; none or 0: any age.
 */
import type { Credentials } from '../../contract.ts';
import { apiUrlOf, settingOf } from '../../settings.ts';

/** Hosts of the API, each with the host of the payment page. */
const CHECKOUT_URLS: ReadonlyMap<string, string> = new Map([
  ['https://api.airwallex.com', 'https://checkout.airwallex.com'],
  ['https://api-demo.airwallex.com', 'https://checkout-demo.airwallex.com'],
]);

/** Where the payment page is; another host than Airwallex's own serves both itself. */
export function checkoutUrlOf(credentials: Credentials): string {
  const apiUrl = apiUrlOf(credentials);
  const url = settingOf(credentials, 'checkoutUrl') ?? CHECKOUT_URLS.get(apiUrl) ?? apiUrl;
  return url.replace(/\/+$/, '');
}

/** True where payers are sent to a payment link instead of the checkout page. */
export function usesPaymentLinks(credentials: Credentials): boolean {
  return settingOf(credentials, 'hostedPage') === 'payment_link';
}
