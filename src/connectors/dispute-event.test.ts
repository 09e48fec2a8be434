import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report } from '../../tests/support/disputes.ts';
import { disputeEvent } from './dispute-event.ts';

test('a state of a dispute is one event, at one time and of one amount', () => {
  const about = { reference: '1', providerIds: ['P1'] };
  const keyOf = (...reported: Parameters<typeof report>) =>
    disputeEvent(about, report(...reported)).eventKey;
  const at = new Date('2026-11-30T10:00:00Z');
  assert.equal(keyOf('open', { at }), keyOf('open', { at, reason: 'in other words' }));
  const keys = [
    keyOf('open'),
    keyOf('open', { at }),
    keyOf('open', { at: new Date(at.getTime() + 1) }),
    keyOf('open', { at, minor: 6_000n }),
    keyOf('open', { at, amount: { asset: 'USD/2', minor: 6_000n } }),
    keyOf('open', { at, round: 2 }),
    keyOf('answered', { at }),
    keyOf('lost', { at, decided: { asset: 'PHP/2', minor: 1n } }),
  ];
  assert.equal(new Set(keys).size, keys.length);
});
