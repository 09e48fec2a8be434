/** Who stands behind a verified call. */
import { admits } from '../domain/address-list.ts';
import { ADDRESS_SCOPE } from '../domain/app-setting.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { Caller, Deps } from './deps.ts';

/** The app that calls and the merchant that it belongs to. */
export interface CallingApp {
  readonly app: App;
  readonly merchant: Merchant;
}

/** Merchant and app behind a verified call, both active. */
export function callerOf(
  deps: Pick<Deps, 'snapshot'>,
  caller: Caller,
): ({ readonly ok: true } & CallingApp) | Refused {
  const snapshot = deps.snapshot.current();
  const app = snapshot.app(caller.appId);
  if (app === null) return refuse('unknown_app');
  const merchant = snapshot.merchant(app.merchantId);
  if (merchant === null || app.status !== 'active') return refuse('app_disabled');
  if (merchant.status !== 'active') {
    return refuse('app_disabled', undefined, undefined, 'merchant_disabled');
  }
  if (app.settings[ADDRESS_SCOPE] === 'all') {
    const refused = refuseForeign(app, caller.ip);
    if (refused !== null) return refused;
  }
  return { ok: true, app, merchant };
}

/** A call from an address that is not on the app's list; null: it is, or there is no list. */
export function refuseForeign({ ipAllow }: Pick<App, 'ipAllow'>, ip: string): Refused | null {
  if (admits(ipAllow, ip)) return null;
  return refuse(
    'ip_not_allowed',
    undefined,
    `IP address ${ip} is not on the allow list of this app`,
  );
}
