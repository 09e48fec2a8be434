/**
 * An account's settings, in `Credentials.secrets` beside its secrets:
 * - `clientId`, `apiKey`: the pair that logs in; `webhookSecret`: verifies webhooks;
 * - `checkoutUrl`: where payers find the payment page, if not where `baseUrl` tells;
 * - `hostedPage`: `checkout` (default) or `payment_link`;
 * - `apiVersion`, `loginAs`, `onBehalfOf`: headers of the same meaning;
 * - `sourceCurrency`, `transferMethod`, `transferReason`: how payouts are funded and sent;
 * - `webhookWindowMs`: how old a webhook may be; none or 0: any age.
 */
import type { Credentials } from '../../contract.ts';

/** Hosts of the API, each with the host of the payment page. */
const CHECKOUT_URLS: ReadonlyMap<string, string> = new Map([
  ['https://api.airwallex.com', 'https://checkout.airwallex.com'],
  ['https://api-demo.airwallex.com', 'https://checkout-demo.airwallex.com'],
]);

/** A setting; null when it is missing or empty. */
export function settingOf({ secrets }: Credentials, name: string): string | null {
  const value = secrets[name];
  return value === undefined || value === '' ? null : value;
}

/** The API's address without a slash at its end. */
export function apiUrlOf({ baseUrl }: Credentials): string {
  return baseUrl.replace(/\/+$/, '');
}

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
