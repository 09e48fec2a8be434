import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAYIN_CHANNEL } from '../../../tests/support/shop.ts';
import { NO_REFUNDS, PART_REFUNDS, WHOLE_REFUNDS } from '../../domain/refund.ts';
import { channelFromJson, channelToJson } from './channel-row.ts';

test('a channel kept as JSON comes back as it was', () => {
  const refund = { ...PART_REFUNDS, partialSameDay: false, feeBackOnFull: true, windowDays: 30 };
  const channel = { ...PAYIN_CHANNEL, abilities: { ...PAYIN_CHANNEL.abilities, refund } };
  assert.deepEqual(channelFromJson(JSON.parse(channelToJson(channel))), channel);
});

test('a channel that said its refunds in a word has the rules that the word meant', () => {
  const old = JSON.parse(channelToJson(PAYIN_CHANNEL));
  for (const [word, rules] of [
    ['none', NO_REFUNDS],
    ['full', WHOLE_REFUNDS],
    ['partial', PART_REFUNDS],
  ] as const) {
    const stored = { ...old, abilities: { ...old.abilities, refund: word } };
    assert.deepEqual(channelFromJson(stored).abilities.refund, rules);
  }
});
