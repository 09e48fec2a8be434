/** The collection / proxy-payment API (seed 002) as a value. */
import { type Refusal, refuse } from '../../domain/refusal.ts';
import { pairsReadings, textOf } from '../../signatures/pairs/text.ts';
import { checkUnambiguous } from '../../signatures/pairs/unambiguous.ts';
import { findSigner } from '../../signatures/proof.ts';
import {
  JSON_NULL,
  type JsonValue,
  jsonBoolean,
  jsonNumber,
  jsonString,
} from '../../wire/json-value.ts';
import { defineDialect } from '../kit/define.ts';
import { errorList } from '../kit/errors.ts';
import { jsonReply } from '../kit/reply.ts';
import { ok } from '../kit/result.ts';
import { type CollectRequest, readRequest } from './codec.ts';
import { ERRORS, errorOf, fieldOfRefusal } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { type CollectAsk, type CollectOperation, OPERATIONS } from './operations.ts';
import { KEYS, SETTINGS } from './settings.ts';
import { DIGEST, formOf, signersFor } from './signature.ts';

export const collect = defineDialect<CollectRequest, CollectAsk, CollectOperation>({
  name: 'collect',
  title: 'Collection / proxy payment',
  operations: OPERATIONS,
  errors: errorList(ERRORS),
  limits: { bodyBytesMax: 64 * 1024 },
  saysToCompare: true,
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: KEYS,
  settings: SETTINGS,

  read(raw, operation) {
    const request = readRequest(raw, operation);
    if (!request.ok) return request;
    const { fields } = request.value;
    const refusal = checkUnambiguous(fields, formOf(operation));
    return refusal ?? ok({ publicId: textOf(fields, 'merchant'), parsed: request.value });
  },

  authenticate(request, operation, { app, keys }) {
    const { fields, sign } = request;
    const signers = signersFor(operation, keys);
    const signer = findSigner(DIGEST, () => pairsReadings(fields), sign, signers, app.mode);
    return signer === null
      ? refuse('bad_signature', 'sign')
      : ok({ ...request, keyId: signer.key.id });
  },

  ask: ({ fields, keyId }, _operation, app, view) =>
    ok({ app, view, keyId, text: (name) => textOf(fields, name) }),

  success: (data) => envelope(200, 'success', '', data),

  failure(refusal: Refusal, operation) {
    const { code, msg, desc } = errorOf(refusal, operation);
    return envelope(code, msg, desc, JSON_NULL);
  },

  wireField: fieldOfRefusal,
  notification: signNotification,
  acknowledged: isAcknowledged,
});

/** The outcome in the envelope (seed 002 sections 1 and 2). */
function envelope(code: number, msg: string, desc: string, data: JsonValue) {
  return jsonReply([
    ['code', jsonNumber(String(code))],
    ['success', jsonBoolean(code === 200)],
    ['msg', jsonString(msg)],
    ['desc', jsonString(desc)],
    ['data', data],
  ]);
}
