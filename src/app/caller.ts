/** Who stands behind a verified call. */
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
  return { ok: true, app, merchant };
}
