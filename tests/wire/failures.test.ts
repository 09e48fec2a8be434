/** What fails on our side has its line in the log, by the id that the answer names. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import pino from 'pino';
import { collect } from '../../src/dialects/collect/dialect.ts';
import {
  SAMPLE_APP,
  SAMPLE_CHANNELS,
  SAMPLE_KEYS,
} from '../../src/dialects/collect/fixtures/sample.ts';
import { COLLECT_FIELDS, jsonOf } from '../../src/dialects/collect/fixtures/speak.ts';
import { createCallerLimits } from '../../src/merchant-api/caller-limits.ts';
import { registerDialect } from '../../src/merchant-api/merchant-api.ts';
import { Overloaded } from '../../src/ports/core.ts';
import { createFailureLimiter } from '../../src/web/failure-limiter.ts';
import { createServer } from '../../src/web/server.ts';
import { MemoryLanes } from '../support/memory-lanes.ts';
import { merchantOf, shopOf } from '../support/shop.ts';

interface Line {
  readonly requestId: string;
  readonly operation: string;
  readonly doing?: string;
  readonly err: { readonly message: string };
}

/** A shop that speaks `collect`, and whose every read and write fails with `error`. */
function openFailing(error: Error) {
  const merchant = merchantOf(5);
  const lanes = new MemoryLanes(4, () => new Date());
  const shop = shopOf({ lanes, reader: lanes.reader, merchants: [merchant], nowMs: Date.now });
  const app = { ...SAMPLE_APP, merchantId: merchant.id, keys: SAMPLE_KEYS };
  const snapshot = {
    ...shop.snapshot.current(),
    app: () => app,
    appByPublicId: () => app,
    channelByAlias: (_dialect: string, alias: string, kind: string) =>
      SAMPLE_CHANNELS.find((each) => each.aliases.collect === alias && each.kind === kind) ?? null,
  };
  const fail = () => Promise.reject(error);
  const lines: Line[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const server = createServer({ trustProxy: [], log: pino(sink) });
  registerDialect(server, collect, {
    ...shop,
    snapshot: { current: () => snapshot },
    lanes: { ...lanes, shardCount: lanes.shardCount, submit: fail },
    reader: new Proxy(lanes.reader, { get: () => fail }),
    failures: createFailureLimiter(),
    callers: createCallerLimits(),
    onRequest: () => undefined,
  });
  const ask = async (operation: 'collect_create' | 'order_query', fields: object) => {
    const { path, headers, body } = jsonOf(operation, fields as Record<string, string>);
    const sent = { ...headers, 'x-request-id': 'from-outside' };
    const payload = Buffer.from(body);
    const reply = await server.inject({ method: 'POST', url: path, headers: sent, payload });
    const { code, msg } = reply.json() as { code: number; msg: string };
    return { code, msg, requestId: reply.headers['x-request-id'] };
  };
  return { ask, lines };
}

const QUERY = { merchant: COLLECT_FIELDS.merchant, orderId: 'A1' };

test('each failure of ours is one line, with the operation and the id of the answer', async () => {
  const { ask, lines } = openFailing(new Error('the table is gone'));
  for (const [operation, fields, doing] of [
    ['collect_create', COLLECT_FIELDS, 'create_payin'],
    ['order_query', QUERY, 'query_order'],
  ] as const) {
    lines.length = 0;
    const { code, msg, requestId } = await ask(operation, fields);
    assert.deepEqual([code, msg], [500, 'system error']);
    const [line, ...others] = lines;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [line?.operation, line?.doing, line?.err.message, line?.requestId],
      [operation, doing, 'the table is gone', requestId],
    );
    assert.match(String(requestId), /^[0-9a-f-]{36}$/, 'ours, not what was sent');
  }
});

test('being overloaded is no failure: nothing was done, and nothing is logged', async () => {
  const { ask, lines } = openFailing(new Overloaded());
  const { code, msg } = await ask('collect_create', COLLECT_FIELDS);
  assert.deepEqual([code, msg], [400, 'system busy, nothing was done']);
  assert.deepEqual(lines, []);
});
