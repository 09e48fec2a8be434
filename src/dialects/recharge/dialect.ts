/** The recharge-order API (seed 004, "Pay center API") as a value. */

import { refuse } from '../../domain/refusal.ts';
import type { Dialect } from '../contract.ts';
import { verified } from '../contract.ts';
import { RSA_KEYS, signersOf } from '../rsa-keys.ts';
import { RETURN_PAGE, type RechargeRequest, readRequest, textOf } from './codec.ts';
import { checkFresh, decodeRequest } from './decode.ts';
import { wireFieldOf } from './errors.ts';
import { explainRequest } from './explain.ts';
import {
  isAcknowledged,
  PUSH_AFTER_MS,
  PUSH_TIMEOUT_MS,
  PUSHED_ONCE,
  signNotice,
} from './notice.ts';
import { replyOf } from './reply.ts';
import { asOperation, ROUTES } from './routes.ts';
import { SETTINGS } from './settings.ts';
import { findSigner } from './signature.ts';

export const recharge: Dialect<RechargeRequest> = {
  name: 'recharge',
  title: 'Recharge orders (pay center)',
  routes: ROUTES,
  limits: { bodyBytesMax: 64 * 1024 },
  pushAfterMs: PUSH_AFTER_MS,
  pushedOnce: PUSHED_ONCE,
  pushTimeoutMs: PUSH_TIMEOUT_MS,
  keys: RSA_KEYS,
  settings: SETTINGS,

  identify(raw, operation) {
    const request = readRequest(raw, asOperation(operation));
    if (!request.ok) return request;
    const publicId = textOf(request.value.body, 'mchId');
    return { ok: true, value: { publicId, parsed: request.value } };
  },

  verify(identified, _operation, app, keys, nowMs) {
    if (findSigner(identified.parsed, signersOf(keys), app.mode) === null) {
      return refuse('bad_signature', 'sign');
    }
    const stale = checkFresh(identified.parsed, app, nowMs);
    return stale ?? { ok: true, value: verified(identified, app) };
  },

  decode(verifiedRequest, operation, view) {
    return decodeRequest(verifiedRequest, asOperation(operation), view);
  },

  reply(outcome, operation, app, nowMs) {
    return replyOf(outcome, asOperation(operation), app, nowMs);
  },

  wireField(refusal, operation) {
    return wireFieldOf(refusal, asOperation(operation));
  },

  notice(notice, app, keys) {
    return signNotice(notice, app, keys);
  },

  returnPage: RETURN_PAGE,

  acknowledged(reply) {
    return isAcknowledged(reply);
  },

  explain(raw, _operation, keys) {
    return explainRequest(raw, keys);
  },
};
