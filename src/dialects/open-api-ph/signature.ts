/**
 * Requests: SHA256withRSA over sorted `k=v`, without null and blank values. Notifications: SHA-1
 * over the same with the callback secret behind it.
 */
import { admits } from '../../domain/address-list.ts';
import type { App } from '../../domain/merchant.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { keyedDigest } from '../../signatures/keyed-digest.ts';
import { type Fields, pairsReadings, pairsText, textOf } from '../../signatures/pairs/text.ts';
import { checkUnambiguous, type FormOf } from '../../signatures/pairs/unambiguous.ts';
import { findSigner, requestKeys } from '../../signatures/proof.ts';
import { SHA256_RSA } from '../../signatures/rsa-keys.ts';
import { textIn } from '../../wire/json-fields.ts';
import type { OperationInfo } from '../contract.ts';
import type { Credentials } from '../kit/define.ts';
import { hasField } from '../kit/fields.ts';
import type { SignedText } from '../kit/once.ts';
import { ok, type Result } from '../kit/result.ts';
import { checkWindow, parseTimestampMs, windowEndMs } from '../kit/window.ts';
import { type PhRequest, readParam } from './codec.ts';
import { WINDOW } from './settings.ts';

export const CALLBACK_DIGEST = keyedDigest('SHA-1', '&secret=');

/**
 * The texts that may have been signed, likeliest first. Of an envelope its outer fields, or `param`
 * alone, which is the rule of the operator's other API; of a path with parameters also those, as
 * the documents list them in one place and leave them out in another.
 */
export function readingsOf({ fields, param, pathParams }: PhRequest): readonly string[] {
  if (param !== null) return [pairsText(fields), param];
  const inPath = Object.entries(pathParams)
    .filter(([name]) => textOf(fields, name) === '')
    .map(([name, value]) => ({ name, value }));
  const readings = pairsReadings(fields);
  return inPath.length === 0 ? readings : [...readings, pairsText([...fields, ...inPath])];
}

type Fielded = Pick<OperationInfo, 'fields'>;

/** The request if one of the app's live keys has signed it, within the window; else why not. */
export function proven(
  request: PhRequest,
  operation: Fielded,
  credentials: Credentials,
): Result<PhRequest> {
  const { app, keys } = credentials;
  const { sign, param, fields } = request;
  const readings = () => readingsOf(request);
  const signer = findSigner(SHA256_RSA, readings, sign, requestKeys(keys), app.mode);
  if (signer === null) return refuse('bad_signature', 'sign');
  if (!admits(app.ipAllow, request.ip)) return refuse('ip_not_allowed');
  if (param === null) {
    const refusal =
      checkUnambiguous(fields, formOf(operation)) ??
      checkPath(request) ??
      checkFresh(operation, textOf(fields, 'timestamp'), credentials);
    return refusal ?? ok(request);
  }
  const body = readParam(param);
  if (!body.ok) return body;
  const refusal =
    checkSameApp(textIn(body.value, 'appId'), fields) ??
    checkFresh(operation, textIn(body.value, 'timestamp'), credentials);
  return refusal ?? ok({ ...request, body: body.value });
}

/** How the call's fields are written, for what hangs on it in the text to sign. */
function formOf({ fields }: Fielded): FormOf {
  return (name) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return name === 'appId' ? 'text' : undefined;
    return field.form.format === 'url' ? 'url' : 'text';
  };
}

/** What stands in the path and among the fields must be one and the same. */
function checkPath({ fields, pathParams }: PhRequest): Refused | null {
  for (const [name, value] of Object.entries(pathParams)) {
    const sent = textOf(fields, name);
    if (sent !== '' && sent !== value) {
      return refuse('invalid_field', name, 'must equal the one in the path');
    }
  }
  return null;
}

/** A field that no call has: what it is about is not the app that signed. */
export const INNER_APP = 'param.appId';

function checkSameApp(inner: string, fields: Fields): Refused | null {
  if (inner === '' || inner === textOf(fields, 'appId')) return null;
  return refuse('invalid_field', INNER_APP, 'must be the appId that signed the request');
}

/**
 * What a request was signed by, where it names its time; null: its text never ends. The documents
 * give most calls no timestamp, so that the text of a query is that of a cancellation for ever, and
 * a merchant who asks before it cancels sends it twice.
 */
export function signedTextOf(
  { fields, param, body }: PhRequest,
  operation: Fielded,
  app: App,
  nowMs: number,
): SignedText | null {
  const text = body === null ? textOf(fields, 'timestamp') : textIn(body, 'timestamp');
  const sentMs = hasField(operation.fields, 'timestamp') ? parseTimestampMs(text) : null;
  if (sentMs === null) return null;
  return { text: param ?? pairsText(fields), untilMs: windowEndMs(sentMs, app, nowMs, WINDOW) };
}

function checkFresh(
  { fields }: Fielded,
  text: string,
  { app, nowMs }: Credentials,
): Refused | null {
  if (text.trim() === '' || !hasField(fields, 'timestamp')) return null;
  const sentMs = parseTimestampMs(text);
  if (sentMs === null) {
    return refuse('invalid_field', 'timestamp', 'must be Unix time in milliseconds');
  }
  return checkWindow(sentMs, app, nowMs, WINDOW);
}
