/** The recharge-order API (seed 004, "Pay center API") as a value. */
import { refuse } from '../../domain/refusal.ts';
import { RSA_KEYS } from '../../signatures/rsa-keys.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonValue, jsonNumber, jsonString } from '../../wire/json-value.ts';
import { defineDialect } from '../kit/define.ts';
import { errorList } from '../kit/errors.ts';
import { jsonReply } from '../kit/reply.ts';
import { ok } from '../kit/result.ts';
import { checkWindow } from '../kit/window.ts';
import { parseTimeMs, RETURN_PAGE, type RechargeRequest, readRequest, timeText } from './codec.ts';
import { ERRORS, errorOf, fieldOfRefusal } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  ATTEMPTED_ONCE,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { DISTINCTIVE, OPERATIONS, type RechargeOperation } from './operations.ts';
import type { RechargeAsk } from './operations-checks.ts';
import { SETTINGS, WINDOW } from './settings.ts';
import { isSigned } from './signature.ts';

export const recharge = defineDialect<RechargeRequest, RechargeAsk, RechargeOperation>({
  name: 'recharge',
  title: 'Recharge orders (pay center)',
  operations: OPERATIONS,
  errors: errorList(ERRORS),
  limits: { bodyBytesMax: 64 * 1024 },
  saysToCompare: false,
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptedOnce: ATTEMPTED_ONCE,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: RSA_KEYS,
  settings: SETTINGS,

  read(raw, { fields }) {
    const request = readRequest(raw, fields, DISTINCTIVE);
    if (!request.ok) return request;
    return ok({ publicId: textIn(request.value.body, 'mchId'), parsed: request.value });
  },

  authenticate(request, _operation, { app, keys, nowMs }) {
    if (!isSigned(request, keys, app.mode)) return refuse('bad_signature', 'sign');
    const sentMs = parseTimeMs(textIn(request.body, 'timestamp'));
    return checkWindow(sentMs, app, nowMs, WINDOW) ?? ok(request);
  },

  ask: ({ body }, _operation, app, view) =>
    ok({ app, view, body, text: (name) => textIn(body, name) }),

  success: (data, nowMs) => envelope(200, data, 'SUCCESS', nowMs),

  failure(refusal, operation, nowMs) {
    const { code, msg } = errorOf(refusal, operation);
    return envelope(code, null, msg, nowMs);
  },

  wireField: fieldOfRefusal,
  notification: signNotification,
  returnPage: RETURN_PAGE,
  acknowledged: isAcknowledged,
});

/** The outcome in the envelope (seed 004). It is not signed. */
function envelope(code: number, data: JsonValue | null, msg: string, nowMs: number) {
  return jsonReply([
    ['code', jsonNumber(String(code))],
    ...(data === null ? [] : [['data', data] as const]),
    ['msg', jsonString(msg)],
    ['timestamp', jsonString(timeText(nowMs))],
  ]);
}
