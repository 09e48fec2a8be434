import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../domain/channel.ts';
import { checkLimits } from './create-payin.ts';

const CHANNEL = {
  asset: 'PHP/2',
  limits: { minMinor: 2_000n, maxMinor: 5_000_000n },
} as Channel;

test("an amount outside a channel's limits is refused with them, and the limits themselves pass", () => {
  for (const amountMinor of [1_999n, 5_000_001n]) {
    const checked = checkLimits(CHANNEL, amountMinor);
    assert.ok(!checked.ok);
    assert.deepEqual(checked.refusal, {
      code: 'amount_out_of_limits',
      field: 'amount',
      detail: 'amount must be from 20.00 PHP to 50000.00 PHP for this channel',
    });
  }
  for (const amountMinor of [2_000n, 5_000_000n]) assert.ok(checkLimits(CHANNEL, amountMinor).ok);
});
