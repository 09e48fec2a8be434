/** The multi-country Open API (seeds 000 and 001), v1 and v2, as a value. */
import { refuse } from '../../domain/refusal.ts';
import type { MerchantRequest } from '../../domain/request.ts';
import { RSA_KEYS } from '../../signatures/rsa-keys.ts';
import type { Dialect } from '../contract.ts';
import { verified } from '../kit/define.ts';
import { legacyOperations } from '../legacy-operations.ts';
import { BODY_BYTES_MAX, type OpenApiRequest, readEnvelope, readParam } from './codec.ts';
import { checkFresh, decodeRequest } from './decode.ts';
import { wireFieldOf } from './errors.ts';
import {
  ATTEMPT_AFTER_MS,
  ATTEMPT_TIMEOUT_MS,
  isAcknowledged,
  signNotification,
} from './notification.ts';
import { replyOf } from './reply.ts';
import { REPORTS } from './reply-report.ts';
import { type Action, ROUTES, specOf } from './routes.ts';
import { SETTINGS } from './settings.ts';
import { isSigned } from './signature.ts';

const REQUESTS: Readonly<Record<Action, readonly MerchantRequest['do'][]>> = {
  balance: ['query_balance'],
  report: ['request_report'],
  payout_create: ['create_payout'],
  payout_check: ['query_order'],
  payment_create: ['create_payin'],
  payment_query: ['query_order'],
  payment_close: ['close_order'],
  payment_void: ['create_refund'],
  code_create: ['create_code'],
  code_detail: ['query_order'],
  code_payments: ['list_children'],
  code_cancel: ['close_order'],
  qr_create: ['create_payin', 'create_code'],
  checkout_create: ['create_checkout'],
  checkout_query: ['query_order'],
  checkout_channels: ['list_channels'],
  checkout_close: ['close_order'],
  mandate_apply: ['create_mandate'],
  mandate_query: ['list_mandates', 'query_order'],
  mandate_cancel: ['close_order'],
  refund_create: ['create_refund'],
  refund_list: ['list_children', 'query_order'],
};

export const openApi: Dialect<OpenApiRequest> = {
  name: 'open-api',
  title: 'Open API (five countries)',
  operations: legacyOperations(
    ROUTES,
    (operation) => specOf(operation).fields,
    (operation) => REQUESTS[specOf(operation).action],
  ),
  errors: [],
  limits: { bodyBytesMax: BODY_BYTES_MAX },
  attemptAfterMs: ATTEMPT_AFTER_MS,
  attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  keys: RSA_KEYS,
  settings: SETTINGS,

  identify(raw, _operation) {
    const envelope = readEnvelope(raw);
    if (!envelope.ok) return envelope;
    const parsed = { ...envelope.value, fields: null };
    return { ok: true, value: { publicId: parsed.appId, parsed } };
  },

  verify({ publicId, parsed }, _operation, app, keys, nowMs) {
    if (!isSigned(parsed, keys, app.mode)) return refuse('bad_signature', 'sign');
    const param = readParam(parsed.param);
    if (!param.ok) return param;
    const stale = checkFresh(param.value, app, nowMs);
    if (stale !== null) return stale;
    const read = { publicId, parsed: { ...parsed, fields: param.value } };
    return { ok: true, value: verified(read, app) };
  },

  decode(verifiedRequest, operation, view) {
    return decodeRequest(verifiedRequest, operation, view);
  },

  reply(outcome, operation) {
    return replyOf(outcome, operation);
  },

  wireField(refusal, operation) {
    return wireFieldOf(refusal, operation);
  },

  notification(event, app, keys) {
    return signNotification(event, app, keys);
  },

  reports: REPORTS,

  acknowledged(reply) {
    return isAcknowledged(reply);
  },
};
