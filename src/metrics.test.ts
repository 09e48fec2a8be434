import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

const MAIN = { connector: 'simulator', account: 'main' };

test('breakers are shown as they are at the scrape, and orders that moved on are counted', async () => {
  let state: 'closed' | 'half_open' | 'open' = 'open';
  const metrics = createMetrics(
    () => 0,
    () => [{ ...MAIN, state, troubles: 5, outcomes: 9 }],
  );
  metrics.workers.moved?.(MAIN, { connector: 'airwallex', account: 'main' });
  const shown = async () => await metrics.text();
  assert.match(await shown(), /^causeway_breaker_state\{account="simulator\/main"\} 2$/m);
  assert.match(
    await shown(),
    /^causeway_moved_total\{from="simulator\/main",to="airwallex\/main"\} 1$/m,
  );
  state = 'half_open';
  assert.match(await shown(), /^causeway_breaker_state\{account="simulator\/main"\} 1$/m);
});
