/** What unauthenticated callers send costs little, and uses up nothing that a merchant needs. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { collect } from '../dialects/collect/dialect.ts';
import { SAMPLE_APP, SAMPLE_KEYS } from '../dialects/collect/fixtures/sample.ts';
import { createFailureLimiter } from '../web/failure-limiter.ts';
import { createServer } from '../web/server.ts';
import { createCallerLimits } from './caller-limits.ts';
import { type MerchantApiDeps, type RequestInfo, registerDialect } from './merchant-api.ts';

const KEY = 'k'.repeat(32);
const TRIES = 4;

function open(trustProxy: readonly string[] = []) {
  const seen: RequestInfo['result'][] = [];
  const keys = [{ ...SAMPLE_KEYS[0], purpose: 'request', material: KEY }];
  // Disabled: a valid signature is answered so, and nothing further is asked.
  const app = { ...SAMPLE_APP, publicId: 'M1', status: 'disabled', keys };
  const server = createServer({ trustProxy });
  registerDialect(server, collect, {
    clock: { nowMs: () => Date.now() },
    failures: createFailureLimiter(TRIES),
    callers: createCallerLimits(),
    snapshot: {
      current: () => ({ appByPublicId: (_: string, id: string) => (id === 'M1' ? app : null) }),
    },
    onRequest: ({ result }: RequestInfo) => seen.push(result),
  } as unknown as MerchantApiDeps);
  const ask = async (merchant: string, key: string, blanks = '', ip = '192.0.2.1') => {
    const text = `merchant=${merchant}&orderId=O1`;
    const sign = createHash('md5').update(`${text}${blanks}&key=${key}`).digest('hex');
    await server.inject({
      method: 'POST',
      url: '/client/order/query',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': ip },
      payload: JSON.stringify({ merchant, orderId: 'O1', sign }),
    });
    return seen.at(-1);
  };
  return { server, ask };
}

test('junk of unauthenticated callers through one proxy is refused, and no merchant is', async (t) => {
  const { server, ask } = open();
  t.after(() => server.close());
  for (let n = 0; n < TRIES; n += 1) assert.equal(await ask(`X${n}`, 'junk'), 'unknown_app');
  assert.equal(await ask('X9', 'junk'), 'rate_limited');
  assert.equal(await ask('M1', KEY), 'app_disabled', 'its signature was looked at, and holds');
});

test('junk in the name of a merchant is refused, and what the merchant signs is not', async (t) => {
  const { server, ask } = open();
  t.after(() => server.close());
  for (let n = 0; n < TRIES; n += 1) assert.equal(await ask('M1', `junk${n}`), 'bad_signature');
  assert.equal(await ask('M1', 'junk'), 'rate_limited');
  assert.equal(await ask('M1', KEY), 'app_disabled');
});

test('who owns a whole site of IPv6 does not fail without end, block by block', async (t) => {
  const { server, ask } = open(['127.0.0.1']);
  t.after(() => server.close());
  const from = (block: number) => ask('X', 'junk', '', `2001:db8:7:${block.toString(16)}::1`);
  const results: (string | undefined)[] = [];
  for (let block = 0; block < TRIES * 8 + 1; block += 1) results.push(await from(block));
  assert.equal(results.indexOf('rate_limited'), TRIES * 8);
  assert.equal(await ask('X', 'junk', '', '2001:db8:8::1'), 'unknown_app', 'another site');
});
