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
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  ATTEMPTED_ONCE,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { replyOf } from './reply.ts';
import { asOperation, ROUTES } from './routes.ts';
import { SETTINGS } from './settings.ts';
import { findSigner } from './signature.ts';

export const recharge: Dialect<RechargeRequest> = {
  name: 'recharge',
  title: 'Recharge orders (pay center)',
  routes: ROUTES,
  limits: { bodyBytesMax: 64 * 1024 },
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptedOnce: ATTEMPTED_ONCE,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
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

  notification(event, app, keys) {
    return signNotification(event, app, keys);
  },

  returnPage: RETURN_PAGE,

  acknowledged(reply) {
    return isAcknowledged(reply);
  },

  explain(raw, _operation, keys) {
    return explainRequest(raw, keys);
  },
};
