/** The collection / proxy-payment API (seed 002) as a value. */

import { refuse } from '../../domain/refusal.ts';
import type { Dialect } from '../contract.ts';
import { verified } from '../contract.ts';
import { type CollectRequest, readRequest, textOf } from './codec.ts';
import { decodeRequest } from './decode.ts';
import { wireFieldOf } from './errors.ts';
import { explainRequest } from './explain.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { replyOf } from './reply.ts';
import { asOperation, ROUTES } from './routes.ts';
import { KEYS, SETTINGS } from './settings.ts';
import { checkUnambiguous, findSigner, signersOf } from './signature.ts';

export const collect: Dialect<CollectRequest> = {
  name: 'collect',
  title: 'Collection / proxy payment',
  routes: ROUTES,
  limits: { bodyBytesMax: 64 * 1024 },
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: KEYS,
  settings: SETTINGS,

  identify(raw, operation) {
    const request = readRequest(raw, asOperation(operation));
    if (!request.ok) return request;
    const refusal = checkUnambiguous(request.value.fields, asOperation(operation));
    if (refusal !== null) return refusal;
    const publicId = textOf(request.value.fields, 'merchant');
    return { ok: true, value: { publicId, parsed: request.value } };
  },

  verify(identified, operation, app, keys) {
    const key = findSigner(identified.parsed, signersOf(asOperation(operation), keys));
    if (key === null) return refuse('bad_signature', 'sign');
    const parsed = { ...identified.parsed, keyId: key.id };
    return { ok: true, value: verified({ ...identified, parsed }, app) };
  },

  decode(verifiedRequest, operation, view) {
    return decodeRequest(verifiedRequest, asOperation(operation), view);
  },

  reply(outcome, operation, app) {
    return replyOf(outcome, asOperation(operation), app);
  },

  wireField(refusal, operation) {
    return wireFieldOf(refusal, asOperation(operation));
  },

  notification(event, app, keys) {
    return signNotification(event, app, keys);
  },

  acknowledged(reply) {
    return isAcknowledged(reply);
  },

  explain(raw, operation, keys) {
    return explainRequest(raw, asOperation(operation), keys);
  },
};
