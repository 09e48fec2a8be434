/**
 * Which addresses merchants may be notified at. One rule, used twice: when an order or an app names
 * an address, and by the guard at every attempt, which is the last line and also sees what a name
 * resolves to.
 */
import type { Config } from './config.ts';
import { checkUrl, DEFAULT_POLICY, type GuardPolicy } from './egress/address-guard.ts';

type NotifySettings = Pick<Config, 'allowHttpNotify' | 'allowLoopbackNotify'>;

/** The guard's policy for notifications. */
export function notifyPolicy(settings: NotifySettings): GuardPolicy {
  return {
    allowHttp: settings.allowHttpNotify,
    allowLoopback: settings.allowLoopbackNotify,
    ports: settings.allowLoopbackNotify ? 'any' : DEFAULT_POLICY.ports,
  };
}

/** Judges an address before anything is resolved: null, or a sentence fit for a merchant. */
export function notifyGuard(settings: NotifySettings): (url: string) => string | null {
  const policy = notifyPolicy(settings);
  return (url) => {
    const checked = checkUrl(url, policy);
    return checked.ok ? null : checked.detail;
  };
}
