/** The Philippine Open API (seed 003) as a value. */
import { refuse } from '../../domain/refusal.ts';
import { textOf } from '../../signatures/pairs/text.ts';
import { textIn, valueIn } from '../../wire/json-fields.ts';
import { JSON_NULL, type JsonValue, jsonString } from '../../wire/json-value.ts';
import { defineDialect } from '../kit/define.ts';
import { checkFields, checkForeign, fieldText } from '../kit/fields.ts';
import { codeReply } from '../kit/reply.ts';
import { ok } from '../kit/result.ts';
import { BODY_BYTES_MAX, type PhRequest, readRequest } from './codec.ts';
import { ERRORS, errorOf, fieldOfRefusal } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { PAYMENT_CHECK } from './notification-check.ts';
import { foreignTo, OPERATIONS } from './operations/all.ts';
import type { PhAsk, PhOperation } from './operations/ask.ts';
import { checkoutSuccessOf, KEYS, SETTINGS } from './settings.ts';
import { proven, signedTextOf } from './signature.ts';
import { TEXTS } from './status-codes.ts';

const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const openApiPh = defineDialect<PhRequest, PhAsk, PhOperation>({
  name: 'open-api-ph',
  title: 'Open API (Philippines)',
  operations: OPERATIONS,
  errors: ERRORS,
  limits: { bodyBytesMax: BODY_BYTES_MAX },
  saysToCompare: false,
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: KEYS,
  settings: SETTINGS,

  read(raw, { form = 'flat' }) {
    const request = readRequest(raw, form);
    if (!request.ok) return request;
    const appId = textOf(request.value.fields, 'appId');
    // None is as wrong as an unknown one: the list has a code for both.
    if (!APP_ID.test(appId)) return refuse('invalid_field', 'appId', 'must be an application id');
    return ok({ publicId: appId, parsed: request.value });
  },

  authenticate: proven,

  ask(request, operation, app, view) {
    const { fields } = operation;
    const sent = membersOf(request);
    const values = new Map(sent);
    const text = fieldText(fields, request.pathParams, (name) => wordOf(values.get(name)));
    const valueFor = (name: string) => {
      const inPath = fields.some((each) => each.name === name && each.in === 'path');
      if (!inPath) return values.get(name) ?? null;
      return text(name) === '' ? null : jsonString(text(name));
    };
    const refusal =
      checkFields(fields, valueFor) ??
      checkForeign(fields, values.keys(), foreignTo(operation), 'is not a field of this call');
    return refusal ?? ok({ app, view, fields, sent, text });
  },

  once: { foreign: foreignTo, signed: signedTextOf },

  success(data, _nowMs, { form }, app) {
    const code = form === 'envelope' ? checkoutSuccessOf(app?.settings ?? {}) : 1000;
    return codeReply(code, TEXTS[1000], data);
  },

  failure(refusal, operation) {
    const { code, message } = errorOf(refusal, operation);
    return codeReply(code, message, JSON_NULL);
  },

  wireField: fieldOfRefusal,
  notification: signNotification,
  paymentCheck: PAYMENT_CHECK,
  acknowledged: isAcknowledged,
});

/** What was sent and is not blank; a flat field is a text whatever its token was. */
function membersOf({ fields, param, body }: PhRequest): PhAsk['sent'] {
  if (param === null) {
    return fields
      .filter(({ value }) => value !== null && value.trim() !== '')
      .map(({ name, value }) => [name, jsonString(value ?? '')] as const);
  }
  if (body === null) throw new TypeError('the request was not verified');
  return [...body.members].filter(([name]) => valueIn(body, name) !== null);
}

function wordOf(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return textIn({ kind: 'object', members: new Map([['value', value]]) }, 'value');
}
