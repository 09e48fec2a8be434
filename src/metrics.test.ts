import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

const MAIN = { connector: 'simulator', account: 'main' };

test('breakers are shown as they are at the scrape, with the load', async () => {
  let state: 'closed' | 'half_open' | 'open' = 'open';
  const metrics = createMetrics(
    () => 0,
    () => [{ ...MAIN, state, troubles: 5, outcomes: 9 }],
    () => [{ ...MAIN, concurrency: 64, underWay: 7, waiting: 2, pausedMs: 0 }],
  );
  metrics.workers.moved?.(MAIN, { connector: 'airwallex', account: 'main' });
  const shown = async () => await metrics.text();
  assert.match(await shown(), /^causeway_breaker_state\{account="simulator\/main"\} 2$/m);
  assert.match(
    await shown(),
    /^causeway_moved_total\{from="simulator\/main",to="airwallex\/main"\} 1$/m,
  );
  const busy = /^causeway_account_requests\{account="simulator\/main",what="(\w+)"\} (\d+)$/gm;
  assert.deepEqual(
    [...(await shown()).matchAll(busy)].map(([, what, count]) => `${what} ${count}`),
    ['allowed 64', 'under_way 7', 'waiting 2', 'paused_ms 0'],
  );
  state = 'half_open';
  assert.match(await shown(), /^causeway_breaker_state\{account="simulator\/main"\} 1$/m);
});
