/**
 * The contract bears a dialect that is unlike the spoken ones (`parcels.ts`): the suite knows what
 * carries nothing to forge, the merchant API serves it, and its keys are made as it describes them.
 */
import assert from 'node:assert/strict';
import { createPrivateKey, createSign } from 'node:crypto';
import { describe, test } from 'node:test';
import Fastify from 'fastify';
import type { RawRequest, SignedNotification } from '../../src/dialects/contract.ts';
import type { DialectHarness, SampleRequest } from '../../src/dialects/harness.ts';
import { rawRequest } from '../../src/dialects/tools.ts';
import type { AppKey } from '../../src/domain/merchant.ts';
import type { OrderEvent } from '../../src/domain/order-event.ts';
import type { MerchantRequest } from '../../src/domain/request.ts';
import { createCallerLimits } from '../../src/merchant-api/caller-limits.ts';
import { registerDialect } from '../../src/merchant-api/merchant-api.ts';
import { createFailureLimiter } from '../../src/web/failure-limiter.ts';
import { keysOfNewApp } from '../../src/wire/app-keys.ts';
import { generateRsaPair, type RsaPair } from '../../src/wire/generate-keys.ts';
import { MemoryLanes } from '../support/memory-lanes.ts';
import { sampleOrder } from '../support/order.ts';
import { appOf, merchantOf, PAYIN_CHANNEL, shopOf } from '../support/shop.ts';
import { describeDialect } from './dialect-suite.ts';
import { CALLBACK_DIGEST, parcels, parcelsTools } from './parcels.ts';

const MERCHANT = merchantOf(5);
const OURS = await generateRsaPair(2048);

/** Keys as `app create` would make them: all that is said of them stands in the dialect. */
async function keysFor(pair: RsaPair): Promise<readonly AppKey[]> {
  const made = await keysOfNewApp(parcels.keys, pair.publicKey);
  assert.ok(made.ok);
  const always = { notBefore: new Date(0), notAfter: null };
  return made.value.map(({ purpose, material }, at) => ({
    ...{ id: `${purpose}-${at}`, purpose, material },
    ...always,
  }));
}

const KEYS = await keysFor(OURS);
const APP = appOf(MERCHANT, { dialect: 'parcels', publicId: 'P1', keys: KEYS });
const CHANNEL = { ...PAYIN_CHANNEL, aliases: { parcels: 'PAY' } };
const VIEW = {
  channel: (code: string) => (code === 'PAY' ? CHANNEL : null),
  channels: () => [CHANNEL],
};

/** Signs with the merchant's own key, by a calculation of the test's own. */
function signText(text: string): string {
  const der = Buffer.from(OURS.privateKey, 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return createSign('RSA-SHA256').update(text).sign(key, 'base64');
}

function sample(
  operation: string,
  asks: MerchantRequest['kind'],
  path: string,
  body: Readonly<Record<string, string | number>> = {},
): SampleRequest {
  const info = parcels.operations.find(({ name }) => name === operation);
  assert.ok(info !== undefined);
  const pairs = Object.entries({ ...body, appId: 'P1' }).map(([name, value]) => `${name}=${value}`);
  const headers = { 'app-id': 'P1', sign: signText(pairs.toSorted().join('&')) };
  const payload = info.method === 'GET' ? '' : JSON.stringify(body);
  const raw = rawRequest(info, { path, headers, body: Buffer.from(payload) });
  return { title: `${operation} at ${path}`, operation, asks, raw };
}

const CREATE = sample('parcel_create', 'create_payin', '/parcels/v1/create', {
  number: 'A1',
  cents: 500,
  channel: 'PAY',
});
const QUERY = sample('parcel_query', 'query_order', '/parcels/v1/A1');
const CHANNELS = sample('parcel_channels', 'list_channels', '/parcels/v1/channels');

function event(changes: Partial<OrderEvent['order']>): OrderEvent {
  const order = sampleOrder({ ...changes, merchantRef: 'A1' });
  return { type: 'payin.paid', order, n: 1, url: 'https://shop.example', at: new Date(0) };
}

const ORDER = sampleOrder({ merchantRef: 'A1' });

const harness: DialectHarness = {
  app: APP,
  keys: KEYS,
  unrelatedKeys: await keysFor(await generateRsaPair(2048)),
  view: VIEW,
  nowMs: 0,
  channels: VIEW.channels(),
  requests: [
    CREATE,
    QUERY,
    sample('parcel_query', 'query_order', '/parcels/v1/A1/state'),
    sample('parcel_balance', 'query_balance', '/parcels/v1/balance'),
    CHANNELS,
  ],
  published: [],
  outcomes: [
    {
      operation: 'parcel_create',
      outcome: { ok: true, kind: 'created', order: ORDER, payUrl: 'https://pay.example' },
    },
    { operation: 'parcel_query', outcome: { ok: true, kind: 'order', payUrl: '', order: ORDER } },
    { operation: 'parcel_balance', outcome: { ok: true, kind: 'balance', balances: [] } },
    {
      operation: 'parcel_channels',
      outcome: { ok: true, kind: 'channels', channels: VIEW.channels() },
    },
  ],
  events: [
    { event: event({ state: 'paid' }), isSent: true },
    { event: event({ kind: 'payout' }), isSent: false },
  ],
  acknowledgements: [
    { status: 204, body: '', acknowledged: true },
    { status: 200, body: '', acknowledged: false },
  ],
  secrets: KEYS.filter(({ purpose }) => purpose === 'notification').map(({ material }) => material),
  // Nothing of a path is signed, so a text signed for one GET is good for the others: all reads.
  interchangeable: (_operation, other) => other !== 'parcel_create',
  signedHeaders: ['sign', 'app-id'],

  readReply({ body }) {
    const { code, what } = JSON.parse(body) as { code: number; what: string };
    return { success: code === 0, text: what };
  },

  verifyNotification({ body }: SignedNotification, keys) {
    const { sign, ...fields } = JSON.parse(body) as Record<string, string>;
    const text = Object.keys(fields)
      .toSorted()
      .map((name) => `${name}=${fields[name]}`)
      .join('&');
    return keys.some(
      ({ purpose, material }) =>
        purpose === 'notification' &&
        CALLBACK_DIGEST.digest(CALLBACK_DIGEST.seal(text, material)) === sign,
    );
  },
};

describeDialect({ dialect: parcels, tools: parcelsTools, harness });

describe('the merchant API serves such a dialect', () => {
  const lanes = new MemoryLanes(4, () => new Date(0));
  const shop = shopOf({
    ...{ lanes, reader: lanes.reader, merchants: [MERCHANT], nowMs: () => 0 },
    app: { dialect: 'parcels' },
  });
  const current = {
    ...shop.snapshot.current(),
    appByPublicId: (_dialect: string, publicId: string) => (publicId === 'P1' ? APP : null),
    channelByAlias: (_dialect: string, code: string) => VIEW.channel(code),
    channels: VIEW.channels,
  };
  const server = Fastify();
  registerDialect(server, parcels, {
    ...shop,
    snapshot: { current: () => current },
    failures: createFailureLimiter(),
    callers: createCallerLimits(),
    onRequest: () => undefined,
  });

  async function send({ method, path, headers, body }: RawRequest, query = '') {
    const reply = await server.inject({
      ...{ method: method as 'GET' | 'POST', url: path + query, headers: { ...headers } },
      ...(method === 'GET' ? {} : { payload: Buffer.from(body) }),
    });
    return JSON.parse(reply.body) as { code: number; data: unknown };
  }

  test('a payment is made by POST and looked at by GET, its number in the path', async () => {
    assert.equal((await send(CREATE.raw)).code, 0);
    const { code, data } = await send(QUERY.raw);
    assert.deepEqual([code, (data as { number: string }).number], [0, 'A1']);
    const other = sample('parcel_query', 'query_order', '/parcels/v1/B2').raw;
    assert.equal((await send(other)).code, 7);
  });

  test('a query that was not signed is refused, and so is a wrong parameter', async () => {
    assert.equal((await send(QUERY.raw, '?more=1')).code, 3);
    assert.equal((await send({ ...QUERY.raw, path: '/parcels/v1/a%201' })).code, 1);
  });

  test('a list that is published without a signature needs none, but a known app', async () => {
    const { 'app-id': _, ...nobody } = CHANNELS.raw.headers;
    const unsigned = { ...CHANNELS.raw, headers: { 'app-id': 'P1' } };
    assert.deepEqual(await send(unsigned), { code: 0, what: 'ok', data: ['PAY'] });
    assert.equal((await send({ ...CHANNELS.raw, headers: nobody })).code, 2);
  });

  test('HEAD is not served where GET is', async () => {
    const reply = await server.inject({ method: 'HEAD', url: '/parcels/v1/channels' });
    assert.equal(reply.statusCode, 404);
  });
});
