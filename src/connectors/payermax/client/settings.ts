/**
 * An account's settings, in `Credentials.secrets` beside its secrets:
 * - `appId`, `merchantNo`: which merchant calls; `keyVersion`: `1` if left out;
 * - `merchantPrivateKey` signs requests; `payermaxPublicKey` verifies replies and notifications;
 * - `sourceCurrency`, `payoutMethod`: which account pays payouts, and by which way.
 */
import type { Credentials } from '../../contract.ts';
import { settingOf } from '../../settings.ts';

export function keyVersionOf(credentials: Credentials): string {
  return settingOf(credentials, 'keyVersion') ?? '1';
}

/** PayerMax's word for the way of a payout; a bank transfer unless set. */
export function payoutMethodOf(credentials: Credentials): string {
  return settingOf(credentials, 'payoutMethod') ?? 'BANK_TRANSFER';
}
