/**
 * A made-up merchant API that has what the spoken ones have not: GET without a body, a parameter in
 * the path, a list that is published without a signature, requests signed with RSA and
 * notifications with a shared secret. Being made of the kit, it shows that the contract bears them.
 */

import type { RawRequest, SignedNotification } from '../../src/dialects/contract.ts';
import { createdAs, orderAs } from '../../src/dialects/kit/answers.ts';
import { defineDialect } from '../../src/dialects/kit/define.ts';
import {
  type ErrorRows,
  errorList,
  errorTexts,
  row,
  wireFieldOf,
} from '../../src/dialects/kit/errors.ts';
import {
  checkFields,
  fieldText,
  inPath,
  required,
  valuesOfText,
} from '../../src/dialects/kit/fields.ts';
import { pattern, text, wholeNumber } from '../../src/dialects/kit/forms.ts';
import { malformed, readObject } from '../../src/dialects/kit/json-object.ts';
import {
  type Member,
  member,
  type OrderAnswer,
  objectOf,
  text as textMember,
} from '../../src/dialects/kit/members.ts';
import { type Ask, type Operation, operationsFor } from '../../src/dialects/kit/operation.ts';
import { jsonReply } from '../../src/dialects/kit/reply.ts';
import { ok, type Result } from '../../src/dialects/kit/result.ts';
import { webhookHeaders } from '../../src/dialects/kit/webhook-headers.ts';
import type { DialectTools } from '../../src/dialects/tools.ts';
import type { AppKey, KeySpec } from '../../src/domain/merchant.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import { refuse } from '../../src/domain/refusal.ts';
import { explainRsa } from '../../src/signatures/explain-rsa.ts';
import { keyedDigest } from '../../src/signatures/keyed-digest.ts';
import {
  type Fields,
  isFieldName,
  pairsReadings,
  pairsText,
  textOf,
} from '../../src/signatures/pairs/text.ts';
import { checkUnambiguous } from '../../src/signatures/pairs/unambiguous.ts';
import { findSigner, requestKeys } from '../../src/signatures/proof.ts';
import { SHA256_RSA } from '../../src/signatures/rsa-keys.ts';
import { MERCHANT_RSA } from '../../src/wire/app-keys.ts';
import { writeJson } from '../../src/wire/canonical-json.ts';
import {
  JSON_NULL,
  jsonArray,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../src/wire/json-value.ts';
import { readUrlencoded } from '../../src/wire/raw-form.ts';
import { signFieldsOfJson } from '../../src/wire/sign-string.ts';

/** What is sent, `appId` of the header among it, and the path's parameters beside it. */
interface ParcelRequest {
  readonly fields: Fields;
  readonly sign: string;
  readonly pathParams: RawRequest['pathParams'];
}

const KEYS: readonly KeySpec[] = [
  { purpose: 'request', form: MERCHANT_RSA, required: true, description: "the merchant's" },
  {
    purpose: 'notification',
    form: { kind: 'secret', bytes: 16, algorithm: 'SHA-1' },
    required: true,
    description: 'signs notifications',
  },
];

export const CALLBACK_DIGEST = keyedDigest('SHA-1', '&secret=');

const operation = operationsFor<Ask>();
const REFERENCE = pattern([1, 20], 'id', /^[A-Z0-9]+$/, 'capitals and digits only');
const NUMBER = textMember<OrderAnswer>('number', 'yours', ({ order }) => order.merchantRef);
const STATE = textMember<OrderAnswer>('state', 'ours', ({ order }) => order.state);
const BALANCE = [
  member<unknown>('available', 'number', 'of the first asset', () => jsonNumber('1')),
];

const OPERATIONS = [
  operation({
    name: 'parcel_create',
    title: 'Pay a parcel',
    method: 'POST',
    paths: ['/parcels/v1/create'],
    fields: [
      required('number', REFERENCE, 'of the parcel'),
      required('cents', wholeNumber(), 'what it costs'),
      required('channel', text(40), 'how to pay'),
    ],
    requests: ['create_payin'],
    request({ text: sent, view }) {
      const channel = view.channel(sent('channel'), 'payin');
      if (channel === null) return refuse('channel_unavailable', 'channel');
      return ok({
        ...{ kind: 'create_payin', channel, scope: 'parcels', merchantRef: sent('number') },
        ...{ digest: sent('cents'), amountMinor: BigInt(sent('cents')), metadata: {} },
        ...{ notifyUrl: null, onRepeat: 'refuse', wait: 'none', fields: {} },
        ...{ returnUrl: null, expiryMinutes: null },
      });
    },
    answers: { created: createdAs([NUMBER, STATE]) },
  }),
  operation({
    name: 'parcel_query',
    title: 'Query a parcel',
    method: 'GET',
    paths: ['/parcels/v1/:number', '/parcels/v1/:number/state'],
    fields: [inPath('number', REFERENCE, 'of the parcel')],
    requests: ['query_order'],
    request({ text: sent }) {
      const key = { kind: 'merchantRef', scope: 'parcels', merchantRef: sent('number') } as const;
      return ok({ kind: 'query_order', key, kinds: ['payin'] });
    },
    answers: { order: orderAs([NUMBER, STATE]) },
  }),
  operation({
    name: 'parcel_balance',
    title: 'Query the balance',
    method: 'GET',
    paths: ['/parcels/v1/balance'],
    fields: [],
    requests: ['query_balance'],
    request: () => ok({ kind: 'query_balance', asset: null }),
    answers: {
      balance: { type: 'object', members: BALANCE, data: () => objectOf(BALANCE, null) },
    },
  }),
  operation({
    name: 'parcel_channels',
    title: 'List the ways to pay',
    method: 'GET',
    paths: ['/parcels/v1/channels'],
    fields: [],
    signs: 'nothing',
    requests: ['list_channels'],
    request: () => ok({ kind: 'list_channels', channelKind: 'payin', country: 'PH' }),
    answers: {
      channels: {
        ...{ type: 'list', members: [] },
        data: ({ channels }) => jsonArray(channels.map(({ code }) => jsonString(code))),
      },
    },
  }),
] as const;

type ParcelOperation = Operation<Ask>;

const ERRORS: ErrorRows = {
  malformed: row(1, 'malformed'),
  missing_field: row(1, 'missing'),
  invalid_field: row(1, 'invalid'),
  unknown_app: row(2, 'unknown'),
  app_disabled: row(2, 'disabled'),
  bad_signature: row(3, 'signature'),
  bad_timestamp: row(3, 'time'),
  ip_not_allowed: row(2, 'address'),
  rate_limited: row(4, 'too many'),
  channel_unavailable: row(5, 'channel'),
  amount_invalid: row(1, 'amount'),
  amount_out_of_limits: row(1, 'amount'),
  duplicate_order: row(6, 'duplicate'),
  insufficient_balance: row(6, 'balance'),
  not_found: row(7, 'not found'),
  not_supported: row(7, 'not supported'),
  refund_exceeds_paid: row(1, 'amount'),
  upstream_declined: row(8, 'declined'),
  overloaded: row(9, 'busy'),
  internal: row(9, 'error'),
};

export const parcels = defineDialect<ParcelRequest, Ask, ParcelOperation>({
  name: 'parcels',
  title: 'Parcels',
  operations: OPERATIONS,
  errors: errorList(ERRORS),
  limits: { bodyBytesMax: 4096 },
  saysToCompare: true,
  attemptAfterMs: [0, 1_000],
  attemptTimeoutMs: 1_000,
  keys: KEYS,
  settings: [],

  read(raw, { fields }) {
    const read = readFields(raw);
    if (!read.ok) return read;
    const { fields: sent } = read.value;
    const textOfField = fieldText(fields, raw.pathParams, (name) => textOf(sent, name));
    const refusal =
      checkFields(fields, valuesOfText(textOfField)) ?? checkUnambiguous(sent, () => 'text');
    return refusal ?? ok({ publicId: textOf(sent, 'appId'), parsed: read.value });
  },

  authenticate(request, _operation, { app, keys }) {
    const { fields, sign } = request;
    const signers = requestKeys(keys);
    const signer = findSigner(SHA256_RSA, () => pairsReadings(fields), sign, signers, app.mode);
    return signer === null ? refuse('bad_signature', 'sign') : ok(request);
  },

  ask: ({ fields, pathParams }, { fields: known }, app, view) =>
    ok({ app, view, text: fieldText(known, pathParams, (name) => textOf(fields, name)) }),

  success: (data) => envelope(0, data),
  failure: (refusal, { fields }) => {
    const { code, what } = errorTexts(
      ERRORS,
      refusal,
      wireFieldOf(ERRORS, refusal, { fields }, OPERATIONS),
    );
    return jsonReply([
      ['code', jsonNumber(String(code))],
      ['what', jsonString(what)],
      ['data', JSON_NULL],
    ]);
  },
  wireField: (refusal, { fields }) => wireFieldOf(ERRORS, refusal, { fields }, OPERATIONS),
  notification: signed,
  acknowledged: ({ status }) => status === 204,
});

export const parcelsTools: DialectTools = {
  dialect: 'parcels',
  explain(raw, _operation, keys) {
    const read = readFields(raw);
    if (!read.ok) return read;
    const { fields, sign } = read.value;
    return explainRsa({
      ...{ sent: fields, sign, keys, texts: pairsReadings(fields), shown: pairsText(fields) },
      ...{ isWellFormed: true, mistakes: [], candidates: [], oddities: [] },
    });
  },
  sign: async () => refuse('not_supported'),
  explainNotification: () => refuse('not_supported'),
};

/** The body of a POST or the query of a GET, and the header that says who calls. */
function readFields(raw: RawRequest): Result<ParcelRequest> {
  const payload = raw.method === 'GET' ? readQuery(raw.query) : readBody(raw.body);
  if (!payload.ok) return payload;
  const odd = payload.value.find(({ name }) => !isFieldName(name) || name === 'appId');
  if (odd !== undefined) return refuse('invalid_field', odd.name);
  const appId = { name: 'appId', value: raw.headers['app-id'] ?? '' };
  const { pathParams, headers } = raw;
  return ok({ fields: [...payload.value, appId], sign: headers.sign ?? '', pathParams });
}

function readQuery(query: string): Result<Fields> {
  const form = readUrlencoded(Buffer.from(query));
  return form.ok ? ok(form.value) : malformed(form.error);
}

function readBody(body: Uint8Array): Result<Fields> {
  const object = readObject(body);
  if (!object.ok) return object;
  const fields = signFieldsOfJson(object.value, 'refuse');
  return fields.ok ? ok(fields.value) : malformed(fields.error);
}

const EVENT: readonly Member<OrderAnswer>[] = [NUMBER, STATE];

/** `k=v` and the secret behind it, hashed: no key pair of the platform's. */
async function signed(
  event: OrderEvent,
  _app: unknown,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const { order } = event;
  if (order.kind !== 'payin') return null;
  const secrets = keys.filter(({ purpose }) => purpose === 'notification');
  const content = objectOf(EVENT, { order, payUrl: '' });
  const fields = signFieldsOfJson(content, 'refuse');
  if (!fields.ok || secrets[0] === undefined) throw new TypeError('nothing to sign with');
  const { seal, digest } = CALLBACK_DIGEST;
  const sign = digest(seal(pairsText(fields.value), secrets[0].material));
  const body = writeJson(jsonObject([...content.members, ['sign', jsonString(sign)]]));
  const bytes = secrets.map(({ material }) => new TextEncoder().encode(material));
  return { method: 'POST', headers: { ...webhookHeaders(event, body, bytes) }, body };
}

function envelope(code: number, data: Parameters<typeof writeJson>[0]) {
  return jsonReply([
    ['code', jsonNumber(String(code))],
    ['what', jsonString('ok')],
    ['data', data],
  ]);
}
