/** Every sample request of every dialect, signed by the SDK and judged by the platform. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import type { SampleRequest } from '../../src/dialects/harness.ts';
import { rawRequest } from '../../src/dialects/tools.ts';
import { SAMPLE_PRIVATE_KEY } from '../../src/wire/fixtures/public-sample-key.ts';
import { askedBy, type Maker } from '../../tools/docs/examples.ts';
import { makerOf } from '../../tools/docs/makers.ts';
import { Collect, OpenApi, OpenApiPh, Recharge } from '../src/index.ts';
import type { Fields } from '../src/values.ts';

const baseUrl = 'https://pay.example';
const privateKey = SAMPLE_PRIVATE_KEY;

/** The SDK as the merchant of the samples would set it up. */
const CLIENTS = {
  collect: new Collect({ baseUrl, merchant: 'M1000001', key: SAMPLE_KEY }),
  'open-api': new OpenApi({ baseUrl, appId: appIdOf('open-api'), privateKey }),
  'open-api-ph': new OpenApiPh({ baseUrl, appId: appIdOf('open-api-ph'), privateKey }),
  recharge: new Recharge({ baseUrl, mchId: appIdOf('recharge'), privateKey }),
} as const;

function appIdOf(dialect: string): string {
  return makerOf(dialect).harness.app.publicId;
}

type Sent = Record<string, unknown>;

/** What a sample says, as a caller of the SDK would have it: whole numbers as bigints. */
function fieldsOf({ raw }: SampleRequest): { fields: Fields; isEnvelope: boolean } {
  const text = Buffer.from(raw.body).toString('utf8');
  const sent = text.startsWith('{')
    ? (JSON.parse(text) as Sent)
    : Object.fromEntries(new URLSearchParams(text || raw.query));
  const isEnvelope = typeof sent.param === 'string';
  const all = isEnvelope ? (JSON.parse(sent.param as string) as Sent) : sent;
  const own = Object.entries({ ...all, ...raw.pathParams }).filter(
    ([name]) => !['appId', 'sign', 'merchant', 'mchId'].includes(name),
  );
  const fields = own.map(([name, value]) => [
    name,
    typeof value === 'number' ? BigInt(value) : value,
  ]);
  return { fields: Object.fromEntries(fields) as Fields, isEnvelope };
}

/** The pattern that the sample's path is of. */
function patternOf({ dialect }: Maker, { operation, raw }: SampleRequest): string | undefined {
  const paths = dialect.operations.find(({ name }) => name === operation)?.paths ?? [];
  const filled = (pattern: string) =>
    pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(raw.pathParams[name] ?? ''));
  return paths.find((pattern) => filled(pattern) === raw.path);
}

for (const [name, client] of Object.entries(CLIENTS)) {
  const maker = makerOf(name);
  describe(`requests of ${name}`, () => {
    for (const sample of maker.harness.requests) {
      test(`${sample.operation}: ${sample.title}`, () => {
        const { fields, isEnvelope } = fieldsOf(sample);
        const pattern = patternOf(maker, sample);
        const options = { isEnvelope, ...(pattern === undefined ? {} : { path: pattern }) };
        const signed = (client as OpenApi).sign(
          sample.operation as never,
          fields as never,
          options,
        );
        const info = maker.dialect.operations.find((each) => each.name === sample.operation);
        assert.ok(info !== undefined);
        const raw = rawRequest(info, { ...signed, body: Buffer.from(signed.body) });
        const due = askedBy(maker, sample.raw, sample.operation);
        assert.deepEqual(withoutDigest(askedBy(maker, raw, sample.operation)), withoutDigest(due));
      });
    }
  });
}

/** A digest is over all that was sent, and a number may be sent as a number or as a text. */
function withoutDigest(asked: object): object {
  const { digest: _, merchantRef, items, ...rest } = asked as Sent;
  const isDigest = typeof merchantRef === 'string' && merchantRef.length === 64;
  const inner = Array.isArray(items) ? { items: items.map(withoutDigest) } : {};
  return isDigest ? { ...rest, ...inner } : { ...rest, merchantRef, ...inner };
}

describe('fields that cannot be signed', () => {
  const { collect } = CLIENTS;
  const order = { payCode: '101', orderId: 'A1', notifyUrl: 'https://shop.example/n' };

  test('an amount is never a floating point number', () => {
    assert.throws(
      () => collect.sign('collect_create', { ...order, amount: 10 as never }),
      /^TypeError: amount: give a bigint or a text/,
    );
    assert.throws(
      () =>
        CLIENTS['open-api'].sign('ph_payment_create', { goodsDetails: { price: 0.1 } } as never),
      /^TypeError: goodsDetails: 0.1: whole numbers only/,
    );
  });

  test('a value that could be read as another field is refused before it is sent', () => {
    const remark = 'x&amount=1';
    assert.throws(
      () => collect.sign('collect_create', { ...order, amount: '10.00', remark }),
      /remark: the value must not contain &amount=/,
    );
  });

  test('a call, a path or a key that there is not is a mistake of the program', () => {
    assert.throws(() => collect.sign('toString' as never, {} as never), /no such call: toString/);
    assert.throws(
      () => collect.sign('order_balance', {}, { path: '/elsewhere' }),
      /\/elsewhere is no path of order_balance/,
    );
    const options = { baseUrl, appId: 'a', privateKey: 'nonsense' };
    assert.throws(() => new OpenApi(options), /^TypeError: privateKey: /);
    assert.throws(
      () => new OpenApi({ ...options, privateKey, baseUrl: 'https://pay.example/api' }),
      /baseUrl: give the origin alone/,
    );
  });
});

test('the time is that of the clock unless it is given, in the form of the API', () => {
  const now = () => Date.parse('2026-11-30T09:00:00.500Z');
  const openApi = new OpenApi({ baseUrl, appId: 'a', privateKey, now });
  const sent = JSON.parse(openApi.sign('balance', { currency: 'PHP' }).body) as { param: string };
  assert.deepEqual(JSON.parse(sent.param), { currency: 'PHP', timestamp: '1796029200500' });
  const recharge = new Recharge({ baseUrl, mchId: '10002', privateKey, now });
  const { body } = recharge.sign('recharge_info', { orderNo: 'x' });
  assert.equal(body, '{"mchId":"10002","orderNo":"x","timestamp":"2026-11-30T09:00:00.500+00:00"}');
});
