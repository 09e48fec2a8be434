/**
 * An address for notifications that the guard would never call is refused with the order, not
 * later.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Fastify from 'fastify';
import { handle } from '../../src/app/handle.ts';
import { readConfig } from '../../src/config.ts';
import { collect } from '../../src/dialects/collect/dialect.ts';
import {
  SAMPLE_APP,
  SAMPLE_CHANNELS,
  SAMPLE_KEYS,
} from '../../src/dialects/collect/fixtures/sample.ts';
import { COLLECT_FIELDS, jsonOf, PAY_FIELDS } from '../../src/dialects/collect/fixtures/speak.ts';
import { checkUrl } from '../../src/egress/address-guard.ts';
import { REFUSED_URLS } from '../../src/egress/refused-urls.fixture.ts';
import { createCallerLimits } from '../../src/merchant-api/caller-limits.ts';
import { registerDialect } from '../../src/merchant-api/merchant-api.ts';
import { notifyGuard, notifyPolicy } from '../../src/notify-policy.ts';
import { createFailureLimiter } from '../../src/web/failure-limiter.ts';
import { MemoryLanes } from '../support/memory-lanes.ts';
import { merchantOf, payinRequest, payoutRequest, refundRequest, shopOf } from '../support/shop.ts';

const PRODUCTION = readConfig({ NODE_ENV: 'production' });
const DEMO = readConfig({});

const BAD = {
  'http://shop.example/n': 'Only https addresses can be called.',
  'https://shop.example:9443/n': 'This port cannot be called.',
  'https://127.0.0.1/n': 'The host does not have a public address.',
  'https://10.1.2.3/n': 'The host does not have a public address.',
  'https://169.254.169.254/latest': 'The host does not have a public address.',
  'https://[::1]/n': 'The host does not have a public address.',
  'https://localhost/n': 'The host is a local name; a public host name is needed.',
} as const;

function openShop(config = PRODUCTION) {
  const merchant = merchantOf(5);
  const lanes = new MemoryLanes(4, () => new Date());
  const shop = shopOf({ lanes, reader: lanes.reader, merchants: [merchant], nowMs: Date.now });
  const deps = { ...shop, notifyUrlProblem: notifyGuard(config) };
  return { deps, lanes, caller: { appId: merchant.id, ip: '192.0.2.1' }, merchant };
}

/** The same shop behind the merchant API, speaking `collect`. */
function openApi(config = PRODUCTION) {
  const { deps, lanes, merchant } = openShop(config);
  const app = { ...SAMPLE_APP, merchantId: merchant.id, keys: SAMPLE_KEYS };
  const byCode = new Map(SAMPLE_CHANNELS.map((channel) => [channel.code, channel]));
  const snapshot = {
    ...deps.snapshot.current(),
    app: () => app,
    appByPublicId: () => app,
    channel: (code: string) => byCode.get(code) ?? null,
    channelByAlias: (_dialect: string, alias: string, kind: string) =>
      SAMPLE_CHANNELS.find((each) => each.aliases.collect === alias && each.kind === kind) ?? null,
  };
  const server = Fastify();
  registerDialect(server, collect, {
    ...deps,
    snapshot: { current: () => snapshot },
    failures: createFailureLimiter(),
    callers: createCallerLimits(),
    onRequest: () => undefined,
  });
  const ask = async (
    operation: 'collect_create' | 'pay_create',
    fields: Record<string, string>,
  ) => {
    const { path, headers, body } = jsonOf(operation, fields);
    const payload = Buffer.from(body);
    const reply = await server.inject({ method: 'POST', url: path, headers, payload });
    return reply.json() as { code: number; msg: string };
  };
  return { ask, lanes };
}

describe('an address for notifications that will not be called', () => {
  test('is refused by collect in its own words, naming the field, and nothing is kept', async () => {
    const { ask, lanes } = openApi();
    for (const [notifyUrl, why] of Object.entries(BAD)) {
      for (const operation of ['collect_create', 'pay_create'] as const) {
        const fields = operation === 'pay_create' ? PAY_FIELDS : COLLECT_FIELDS;
        const reply = await ask(operation, { ...fields, notifyUrl });
        assert.equal(reply.code, 400, notifyUrl);
        assert.match(JSON.stringify(reply), /notifyUrl is invalid/);
        assert.ok(JSON.stringify(reply).includes(why), `${notifyUrl}: ${JSON.stringify(reply)}`);
      }
    }
    assert.equal(lanes.rows.orders.size, 0);
    const accepted = await ask('collect_create', COLLECT_FIELDS);
    assert.equal(accepted.code, 200, JSON.stringify(accepted));
  });

  test('is refused for payins, payouts and refunds alike', async () => {
    const { deps, caller, lanes } = openShop();
    const notifyUrl = 'http://shop.example/n';
    const payin = { kind: 'merchantRef', scope: 'order', merchantRef: 'A' } as const;
    for (const request of [
      payinRequest('A', { notifyUrl }),
      payoutRequest('B', { notifyUrl }),
      refundRequest('C', payin, { notifyUrl }),
    ]) {
      const outcome = await handle(deps, caller, request);
      assert.ok(!outcome.ok);
      assert.deepEqual(outcome.refusal, {
        code: 'invalid_field',
        field: 'notifyUrl',
        detail: 'Only https addresses can be called.',
      });
    }
    assert.equal(lanes.rows.orders.size, 0);
  });

  test('is what the guard itself would refuse, on every hostile form we know', () => {
    const problem = notifyGuard(PRODUCTION);
    for (const url of Object.values(REFUSED_URLS).flat()) {
      assert.equal(checkUrl(url, notifyPolicy(PRODUCTION)).ok, false, url);
      assert.notEqual(problem(url), null, url);
    }
    assert.equal(problem('https://shop.example/notify'), null);
  });

  test('may be this machine in the demo, and only there', async () => {
    const here = 'http://127.0.0.1:9999/n';
    assert.equal(notifyGuard(DEMO)(here), null);
    assert.notEqual(notifyGuard(PRODUCTION)(here), null);
    const { ask, lanes } = openApi(DEMO);
    assert.equal((await ask('collect_create', { ...COLLECT_FIELDS, notifyUrl: here })).code, 200);
    assert.equal([...lanes.rows.orders.values()][0]?.notifyUrl, here);
    assert.notEqual(notifyGuard(DEMO)('https://10.0.0.1/n'), null);
  });
});
