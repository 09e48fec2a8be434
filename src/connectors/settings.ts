/** What an account's credentials say beside their secrets, for every connector. */
import type { Credentials } from './contract.ts';

/** A setting; null when it is missing or empty. */
export function settingOf({ secrets }: Pick<Credentials, 'secrets'>, name: string): string | null {
  const value = secrets[name];
  return value === undefined || value === '' ? null : value;
}

/** The API's address without a slash at its end. */
export function apiUrlOf({ baseUrl }: Pick<Credentials, 'baseUrl'>): string {
  return baseUrl.replace(/\/+$/, '');
}
