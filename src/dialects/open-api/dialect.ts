/** The multi-country Open API (seeds 000 and 001), v1 and v2, as a value. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { RSA_KEYS } from '../../signatures/rsa-keys.ts';
import { textIn, valueIn } from '../../wire/json-fields.ts';
import { JSON_NULL, type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { type Credentials, defineDialect } from '../kit/define.ts';
import { checkFields, checkForeign } from '../kit/fields.ts';
import { codeReply } from '../kit/reply.ts';
import { ok } from '../kit/result.ts';
import { checkWindow, parseTimestampMs, windowEndMs } from '../kit/window.ts';
import { BODY_BYTES_MAX, type OpenApiRequest, readEnvelope, readParam } from './codec.ts';
import { ERRORS, errorOf, fieldOfRefusal, SUCCESS } from './errors.ts';
import { REPORTS } from './members-report.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { foreignTo, OPERATIONS } from './operations/all.ts';
import type { OpenApiAsk, OpenApiOperation } from './operations/ask.ts';
import { SETTINGS, WINDOW } from './settings.ts';
import { isSigned } from './signature.ts';

export const openApi = defineDialect<OpenApiRequest, OpenApiAsk, OpenApiOperation>({
  name: 'open-api',
  title: 'Open API (five countries)',
  operations: OPERATIONS,
  errors: ERRORS,
  limits: { bodyBytesMax: BODY_BYTES_MAX },
  saysToCompare: false,
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: RSA_KEYS,
  settings: SETTINGS,

  read(raw) {
    const envelope = readEnvelope(raw);
    if (!envelope.ok) return envelope;
    return ok({ publicId: envelope.value.appId, parsed: { ...envelope.value, fields: null } });
  },

  authenticate(request, _operation, credentials) {
    const { app, keys } = credentials;
    if (!isSigned(request, keys, app.mode)) return refuse('bad_signature', 'sign');
    const param = readParam(request.param);
    if (!param.ok) return param;
    return checkFresh(param.value, credentials) ?? ok({ ...request, fields: param.value });
  },

  ask({ fields: body }, call, app, view) {
    if (body === null) throw new TypeError('the request was not verified');
    const { fields } = call;
    const distinctive = foreignTo(call);
    const given = [...distinctive].filter((name) => valueIn(body, name) !== null);
    const refusal =
      checkFields(fields, (name) => valueIn(body, name)) ??
      checkForeign(fields, given, distinctive, 'not a field of this operation: remove it');
    if (refusal !== null) return refusal;
    const version = call.version ?? (textIn(body, 'countryCode') === '' ? 'v1' : 'v2');
    return ok({ app, view, body, call, version, text: (name) => textIn(body, name) });
  },

  once: {
    foreign: foreignTo,
    signed({ param, fields }, _call, app, nowMs) {
      const sentMs = fields === null ? null : parseTimestampMs(textIn(fields, 'timestamp'));
      if (sentMs === null) return null;
      return { text: param, untilMs: windowEndMs(sentMs, app, nowMs, WINDOW) };
    },
  },

  success: (data) => codeReply(SUCCESS.code, SUCCESS.message, data),

  /** The message is the published text, to the letter; what is to blame is named in `data`. */
  failure(refusal, operation) {
    const { code, message, blame } = errorOf(refusal, operation);
    if (blame === null) return codeReply(code, message, JSON_NULL);
    const { field, detail } = blame;
    const data = jsonObject([
      ...(field === null ? [] : [['field', jsonString(field)] as const]),
      ['detail', jsonString(detail)],
    ]);
    return codeReply(code, message, data);
  },

  wireField: fieldOfRefusal,
  notification: signNotification,
  reports: REPORTS,
  acknowledged: isAcknowledged,
});

/** Refuses a request that was signed too long ago or ahead, or does not say when. */
function checkFresh(fields: JsonObject, { app, nowMs }: Credentials): Refused | null {
  const text = textIn(fields, 'timestamp');
  if (text === '') return refuse('missing_field', 'timestamp');
  const sentMs = parseTimestampMs(text);
  if (sentMs === null) {
    return refuse('invalid_field', 'timestamp', 'must be Unix time in seconds or milliseconds');
  }
  return checkWindow(sentMs, app, nowMs, WINDOW);
}
