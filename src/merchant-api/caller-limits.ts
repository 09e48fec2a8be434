/**
 * What merchants may use of a process: requests under way, of one merchant and of all, so that one
 * whose answers are slow leaves capacity for the others; and requests a minute, where the operator
 * has set that for an app. In memory and per process.
 */

import { REQUESTS_SETTING } from '../domain/app-setting.ts';
import type { Id } from '../domain/id.ts';
import type { App } from '../domain/merchant.ts';
import { createFailureLimiter } from '../web/failure-limiter.ts';

/** Each is some kilobytes of memory while it waits for its database or provider. */
const OF_ALL_MAX = 4_000;
const OF_MERCHANT_MAX = 1_000;

export interface CallerLimits {
  /** Null: refused. Else the request is under way until what is returned is called. */
  enter(
    app: Pick<App, 'id' | 'merchantId' | 'settings'>,
    nowMs: number,
    cost: number,
  ): (() => void) | null;
}

export function createCallerLimits(
  ofMerchantMax = OF_MERCHANT_MAX,
  ofAllMax = OF_ALL_MAX,
): CallerLimits {
  const underWay = new Map<Id, number>();
  let all = 0;
  // It counts whatever costs: here what an app was served.
  const served = createFailureLimiter(1);
  return {
    enter({ id, merchantId, settings }, nowMs, cost) {
      const own = underWay.get(merchantId) ?? 0;
      if (own >= ofMerchantMax || all >= ofAllMax) return null;
      const perMinute = settings[REQUESTS_SETTING];
      if (perMinute !== undefined) {
        const share = Number.parseInt(perMinute, 10);
        if (served.isBlocked(`${id}`, nowMs, { share })) return null;
        served.count(`${id}`, nowMs, { cost });
      }
      underWay.set(merchantId, own + 1);
      all += 1;
      return () => {
        all -= 1;
        const left = (underWay.get(merchantId) ?? 1) - 1;
        if (left === 0) underWay.delete(merchantId);
        else underWay.set(merchantId, left);
      };
    },
  };
}
