/** The recharge-order API (seed 004, "Pay center API") as a value. */

import { refuse } from '../../domain/refusal.ts';
import { requestKeys } from '../../signatures/proof.ts';
import { RSA_KEYS } from '../../signatures/rsa-keys.ts';
import type { Dialect } from '../contract.ts';
import { verified } from '../kit/define.ts';
import { legacyOperations } from '../legacy-operations.ts';
import { RETURN_PAGE, type RechargeRequest, readRequest, textOf } from './codec.ts';
import { checkFresh, decodeRequest } from './decode.ts';
import { wireFieldOf } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  ATTEMPTED_ONCE,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { replyOf } from './reply.ts';
import { asOperation, FIELDS, ROUTES } from './routes.ts';
import { SETTINGS } from './settings.ts';
import { findSigner } from './signature.ts';

export const recharge: Dialect<RechargeRequest> = {
  name: 'recharge',
  title: 'Recharge orders (pay center)',
  operations: legacyOperations(
    ROUTES,
    (operation) => FIELDS[asOperation(operation)],
    (operation) => (operation === 'recharge_create' ? ['create_payin'] : ['query_order']),
  ),
  errors: [],
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
    if (findSigner(identified.parsed, requestKeys(keys), app.mode) === null) {
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
};
