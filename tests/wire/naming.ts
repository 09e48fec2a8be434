/**
 * In which fields, and by which forms of name, the operations of a dialect name an order. It is not
 * listed but found: each field of each operation is given each form of name, and the decoded
 * request says whether an order was meant.
 */
import assert from 'node:assert/strict';
import type { Dialect, RawRequest } from '../../src/dialects/contract.ts';
import type { DialectHarness } from '../../src/dialects/harness.ts';
import { checkoutIdOf, payTokenOf } from '../../src/dialects/kit/family/numbers.ts';
import { transactionIdOf } from '../../src/dialects/open-api/codec.ts';
import * as ph from '../../src/dialects/open-api-ph/codec.ts';
import { orderNoOf, thirdOrderSignOf } from '../../src/dialects/recharge/codec.ts';
import { rawRequest } from '../../src/dialects/tools.ts';
import { toolsByDialect } from '../../src/dialects/tools-registry.ts';
import type { AppKey } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import type { MerchantRequest, OrderKey } from '../../src/domain/request.ts';
import { generateRsaPair } from '../../src/wire/generate-keys.ts';
import type { Fields, Speech } from '../support/neighbours.ts';
import { sampleOrder } from '../support/order.ts';
import { receive } from './conversation.ts';

/** What an order is called by those who ask for it. */
type Form = (order: Order) => string;

/** What the walk needs to know of a dialect and cannot read from the registry. */
export interface Tongue {
  readonly identity: string;
  /** Everything that the dialect calls an order, be it read anywhere or not. */
  readonly forms: Readonly<Record<string, Form>>;
}

const BY_ALL: Tongue['forms'] = {
  reference: ({ merchantRef }) => merchantRef,
  'plain id': ({ id }) => `${id}`,
};

/** A new dialect is walked once it stands in the registry, and fails until it stands here. */
const TONGUES: Readonly<Record<string, Tongue>> = {
  collect: {
    identity: 'merchant',
    forms: BY_ALL,
  },
  'open-api': {
    identity: 'appId',
    forms: {
      ...BY_ALL,
      payment: (order) => transactionIdOf({ ...order, kind: 'payin' }),
      payout: (order) => transactionIdOf({ ...order, kind: 'payout' }),
      refund: (order) => transactionIdOf({ ...order, kind: 'refund' }),
      checkout: checkoutIdOf,
      token: payTokenOf,
      payer: ({ fields }) => fields['payer.userId'] ?? 'no-user',
    },
  },
  'open-api-ph': {
    identity: 'appId',
    forms: {
      ...BY_ALL,
      payment: (order) => ph.transactionIdOf({ ...order, kind: 'payin' }),
      payout: (order) => ph.transactionIdOf({ ...order, kind: 'payout' }),
      refund: (order) => ph.transactionIdOf({ ...order, kind: 'refund' }),
      checkout: checkoutIdOf,
      token: payTokenOf,
      ekyc: ph.ekycIdOf,
      payer: ({ fields }) => fields['payer.userId'] ?? 'no-user',
    },
  },
  recharge: {
    identity: 'mchId',
    forms: {
      ...BY_ALL,
      'order number': ({ id }) => orderNoOf(id),
      "provider's number": ({ id }) => thirdOrderSignOf(id),
    },
  },
};

export function tongueOf({ name }: Dialect): Tongue {
  const tongue = TONGUES[name];
  assert.ok(tongue !== undefined, `the walk does not know what ${name} calls an order`);
  return tongue;
}

/** Where requests of the core name an order, or the payer whose orders are meant. */
export const PLACES = [
  'query_order.key',
  'query_verification.key',
  'close_order.key',
  'list_children.parent',
  'list_mandates.userId',
  'create_refund.payin',
  'create_payin.mandate',
  'update_order.key',
  'query_codes.group',
  'extend_codes.group',
  'close_codes.group',
  'list_code_payments.group',
] as const;
export type Place = (typeof PLACES)[number];

/** The orders that a request names. A new kind of request is a type error until it stands here. */
export function namesIn(
  request: MerchantRequest,
): readonly (readonly [Place, OrderKey | string])[] {
  switch (request.kind) {
    case 'query_order':
    case 'query_verification':
    case 'close_order':
    case 'update_order':
      return [[`${request.kind}.key`, request.key]];
    case 'list_children':
      return [['list_children.parent', request.parent]];
    case 'list_mandates':
      return [['list_mandates.userId', request.userId]];
    case 'create_refund':
      return [['create_refund.payin', request.payin]];
    case 'create_payin':
      return request.mandate === undefined ? [] : [['create_payin.mandate', request.mandate]];
    case 'query_codes':
    case 'extend_codes':
    case 'close_codes':
    case 'list_code_payments':
      return [[`${request.kind}.group`, { kind: 'merchantRef', ...request.group }]];
    case 'create_codes':
    case 'create_checkout':
    case 'create_code':
    case 'create_mandate':
    case 'create_verification':
    case 'create_payout':
    case 'list_channels':
    // Of the merchant, and the same to all of its apps.
    case 'query_balance':
    // Names a time; whose orders are in it: `src/app/list-statement.test.ts`.
    case 'list_statement':
    // Names a day; whose orders are in it is proved below.
    case 'request_report':
      return [];
  }
}

export interface Sample {
  readonly title: string;
  readonly operation: string;
  readonly fields: Fields;
  readonly asked: MerchantRequest;
  /** The fields that bring the merchant's own names of what is created. */
  readonly ownNames: readonly string[];
}

/** A field of an operation that names an order, and in which form. */
export interface Way {
  readonly place: Place;
  readonly sample: Sample;
  readonly field: string;
  readonly form: Form;
  readonly title: string;
}

const PAIR = await generateRsaPair(2048);
const key = (purpose: AppKey['purpose'], material: string): AppKey => ({
  id: purpose,
  purpose,
  material,
  notBefore: new Date(0),
  notAfter: null,
});

export function speechOf(dialect: Dialect, harness: DialectHarness, tongue: Tongue): Speech {
  const isRsa = dialect.keys.some(
    ({ purpose, form }) => purpose === 'request' && form.kind === 'rsa_public',
  );
  const tools = toolsByDialect(dialect.name);
  assert.ok(tools !== null, `${dialect.name} has tools`);
  const others = harness.keys.filter(({ purpose }) => purpose !== 'request');
  const signKeys = isRsa ? [key('request', PAIR.privateKey)] : harness.keys;
  const keys = isRsa ? [key('request', PAIR.publicKey), ...others] : harness.keys;
  const { app: sample, channels } = harness;
  return { dialect, tools, identity: tongue.identity, sample, channels, keys, signKeys };
}

/** The samples of the conformance suite, as members that can be changed and signed again. */
export function samplesOf(dialect: Dialect, harness: DialectHarness, { identity }: Tongue) {
  return harness.requests.flatMap(({ title, operation, raw }): readonly Sample[] => {
    if (raw.headers['content-type']?.includes('form') === true) return [];
    const body = membersOf(raw);
    const inner = typeof body.param === 'string' ? JSON.parse(body.param) : body;
    const { [identity]: _, sign: _sign, timestamp: _timestamp, ...fields } = inner;
    const outcome = receive(dialect, raw, operation, harness);
    assert.ok(outcome.ok, title);
    const own = ownNamesIn(outcome.value);
    const ownNames = Object.keys(fields).filter((name) => own.includes(fields[name]));
    return [
      { title: `${operation} (${title})`, operation, fields, asked: outcome.value, ownNames },
    ];
  });
}

/** What was sent: the body, or of a GET the query; and what the path holds. */
function membersOf({ method, query, body, pathParams }: RawRequest): Record<string, unknown> {
  const sent = method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : parsed(body);
  return { ...sent, ...pathParams };
}

function parsed(body: Uint8Array): object {
  return JSON.parse(Buffer.from(body).toString()) as object;
}

/** Whether a request makes something that the merchant has a name for. */
export function isCreating(request: MerchantRequest): boolean {
  return 'merchantRef' in request || request.kind === 'create_codes';
}

/** What a request calls the order that it creates: neither may have been used before. */
function ownNamesIn(request: MerchantRequest): readonly unknown[] {
  if (request.kind === 'create_codes') return [request.group.merchantRef];
  if (!('merchantRef' in request)) return [];
  return 'idempotencyKey' in request
    ? [request.merchantRef, request.idempotencyKey]
    : [request.merchantRef];
}

export function named(fields: Fields, names: readonly string[], name: string): Fields {
  return { ...fields, ...Object.fromEntries(names.map((field) => [field, name])) };
}

const PROBE = sampleOrder({
  id: sampleOrder().id + 7n,
  merchantRef: 'PROBE-0001',
  fields: { 'payer.userId': 'probe-user' },
});

/** The place where a request means the probe; null if nowhere. */
function placeOfProbe(request: MerchantRequest): Place | null {
  for (const [place, name] of namesIn(request)) {
    const isMeant =
      typeof name === 'string'
        ? name === PROBE.fields['payer.userId']
        : name.kind === 'id'
          ? name.id === PROBE.id
          : name.merchantRef === PROBE.merchantRef;
    if (isMeant) return place;
  }
  return null;
}

/** All ways in which the operations of the samples can name an order, each once. */
export async function waysOf(
  samples: readonly Sample[],
  speech: Speech,
  harness: DialectHarness,
  tongue: Tongue,
): Promise<readonly Way[]> {
  const ways = new Map<string, Way>();
  // One call of many countries has the same fields in each: it is looked at once.
  const known = new Map<string, readonly Found[]>();
  const { dialect } = speech;
  for (const sample of samples) {
    const { operation, asked, fields } = sample;
    const kinds = 'kinds' in asked ? asked.kinds : [];
    const look = [asked.kind, kinds, fieldsOf(dialect, operation), Object.keys(fields)].join(' ');
    const found = known.get(look) ?? (await finder(sample, speech, harness, tongue));
    known.set(look, found);
    for (const { place, field, form, without } of found) {
      const rest = Object.entries(fields).filter(([name]) => !without.includes(name));
      const base = { ...sample, fields: Object.fromEntries(rest) };
      const key = [operation, place, field, form].join();
      if (ways.has(key)) continue;
      const title = `${sample.title} by ${field}, ${form}`;
      ways.set(key, { place, sample: base, field, form: tongue.forms[form] as Form, title });
    }
  }
  return [...ways.values()];
}

function fieldsOf({ operations }: Dialect, operation: string): readonly string[] {
  const fields = operations.find(({ name }) => name === operation)?.fields ?? [];
  return fields.map(({ name }) => name);
}

/** A field that names an order in a form, where these others are left out. */
interface Found {
  readonly place: Place;
  readonly field: string;
  readonly form: string;
  readonly without: readonly string[];
}

async function finder(
  { operation, fields }: Sample,
  { dialect, tools, keys, signKeys }: Speech,
  { nowMs, app, view }: DialectHarness,
  { identity, forms }: Tongue,
): Promise<readonly Found[]> {
  const placeIn = async (asked: Fields) => {
    const body = Buffer.from(JSON.stringify({ ...asked, [identity]: app.publicId }));
    const signed = await tools.sign(operation, body, signKeys, { encoding: 'json', nowMs });
    if (!signed.ok) return null;
    const { value } = signed;
    const given = { ...value, body: Buffer.from(value.body) };
    const info = dialect.operations.find(({ name }) => name === operation);
    assert.ok(info !== undefined);
    const raw = rawRequest(info, given);
    const outcome = receive(dialect, raw, operation, { app, keys, view, nowMs });
    return outcome.ok ? placeOfProbe(outcome.value) : null;
  };
  const look = async (without: readonly string[]) => {
    const base = Object.fromEntries(
      Object.entries(fields).filter(([name]) => !without.includes(name)),
    );
    const found: Found[] = [];
    for (const field of fieldsOf(dialect, operation).filter((name) => !without.includes(name))) {
      for (const [form, nameOf] of Object.entries(forms)) {
        const place = await placeIn({ ...base, [field]: nameOf(PROBE) });
        if (place !== null) found.push({ place, field, form, without });
      }
    }
    return found;
  };
  const found = await look([]);
  // Some names count only where a better one is left out.
  const more = found.length === 0 ? [] : await look(found.map(({ field }) => field));
  return [...found, ...more];
}
