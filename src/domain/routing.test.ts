import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleOrder } from '../../tests/support/order.ts';
import { accepted, declined, expired, paid, unclear } from '../../tests/support/sample.ts';
import type { PayMethod, Route } from './channel.ts';
import type { Verdict } from './dispatch.ts';
import type { SentKind } from './order.ts';
import { type Candidate, chooseRoute, mayMoveOn } from './routing.ts';

function candidate(account: string, changes: Partial<Route> = {}, isUp = true): Candidate {
  const route: Route = {
    ...{ channelCode: 'PAY', connector: 'fake', account, priority: 0, weight: 1, enabled: true },
    ...{ merchantIds: null, minMinor: null, maxMinor: null },
    ...changes,
  };
  return { route, isUp };
}

/** Draws that are spread evenly, as a good source of chance gives them in the long run. */
const evenly = (count: number) => Array.from({ length: count }, (_, i) => (i + 0.5) / count);

describe('choosing a route', () => {
  test('routes of one priority share 10,000 orders by their weights, exactly', () => {
    const routes = [
      candidate('a', { weight: 70 }),
      candidate('b', { weight: 25 }),
      candidate('c', { weight: 5 }),
      candidate('spare', { priority: 1, weight: 1_000 }),
    ];
    const taken = evenly(10_000).map((draw) => chooseRoute(routes, draw)?.route.account ?? '');
    const count = (name: string) => taken.filter((account) => account === name).length;
    assert.deepEqual([count('a'), count('b'), count('c'), count('spare')], [7_000, 2_500, 500, 0]);
  });

  test('one that is down leaves its share to the others, and the next priority waits', () => {
    const routes = [
      candidate('a', { weight: 3 }, false),
      candidate('b', { weight: 1 }),
      candidate('c', { priority: 1 }),
    ];
    for (const draw of evenly(100)) {
      assert.equal(chooseRoute(routes, draw)?.route.account, 'b');
    }
  });

  test('the next priority is taken when nobody of the smaller one is up', () => {
    const routes = [candidate('a', {}, false), candidate('b', { priority: 7 })];
    assert.equal(chooseRoute(routes, 0.99)?.route.account, 'b');
  });

  test('when none is up the best one is tried all the same', () => {
    const routes = [candidate('a', {}, false), candidate('b', { priority: 1 }, false)];
    assert.equal(chooseRoute(routes, 0)?.route.account, 'a');
    assert.equal(chooseRoute([], 0), null);
  });

  test('every draw takes one of the candidates of the smallest priority that is up', () => {
    const one = fc.record({
      weight: fc.integer({ min: 1, max: 32_767 }),
      priority: fc.nat(3),
      isUp: fc.boolean(),
    });
    const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), draws, (given, draw) => {
        const routes = given.map(({ isUp, ...more }, i) => candidate(`${i}`, more, isUp));
        const chosen = chooseRoute(routes, draw);
        const able = routes.some(({ isUp }) => isUp) ? routes.filter(({ isUp }) => isUp) : routes;
        const least = Math.min(...able.map(({ route }) => route.priority));
        assert.ok(chosen !== null && able.includes(chosen));
        assert.equal(chosen.route.priority, least);
      }),
    );
  });
});

const NOT_EXECUTED: Verdict = { kind: 'not_executed', reason: 'connection refused' };
const DOUBT: Verdict = { kind: 'doubt', reason: 'timeout' };
const UNABLE: Verdict = {
  kind: 'declined',
  failure: { code: 'upstream_unavailable', text: 'suspended' },
};

const mayMove = (kind: SentKind, method: PayMethod, verdict: Verdict, changes = {}) =>
  mayMoveOn(
    sampleOrder({ kind, ...changes }),
    { operation: kind, connector: 'fake', account: 'main' },
    method,
    verdict,
  );

describe('leaving an account for another one', () => {
  test('is on proof that nothing was executed, for what hangs on no other order', () => {
    for (const verdict of [NOT_EXECUTED, UNABLE]) {
      assert.equal(mayMove('payin', 'redirect', verdict), true);
      assert.equal(mayMove('payout', 'payout', verdict), true);
      assert.equal(mayMove('code', 'va', verdict), true);
      assert.equal(mayMove('refund', 'redirect', verdict, { parentId: 5n }), false);
      assert.equal(mayMove('payin', 'direct_debit', verdict, { parentId: 5n }), false);
    }
  });

  test('is never for a payout or a code in doubt, whatever the doubt is', () => {
    for (const verdict of [DOUBT, unclear]) {
      assert.equal(mayMove('payout', 'payout', verdict), false);
      assert.equal(mayMove('code', 'va', verdict), false);
    }
  });

  test('is for a payin in doubt only where the payer sees nothing but what we show', () => {
    for (const method of ['redirect', 'qr', 'va', 'bank_transfer', 'card'] as const) {
      assert.equal(mayMove('payin', method, DOUBT), true, method);
    }
    assert.equal(mayMove('payin', 'wallet', DOUBT), false);
    assert.equal(mayMove('payin', 'wallet', NOT_EXECUTED), true);
  });

  test('is not for a refusal of the payer, nor for a success', () => {
    for (const verdict of [declined, accepted, expired, paid(1n)]) {
      assert.equal(mayMove('payin', 'redirect', verdict), false, verdict.kind);
    }
  });

  test('is over as soon as the provider has reported anything, or the order is elsewhere', () => {
    const instructions = { kind: 'redirect', url: 'https://pay.example/' } as const;
    for (const changes of [
      { upstreamId: 'U1' },
      { instructions },
      { state: 'pending' },
      { state: 'expired' },
      { account: 'second' },
    ]) {
      assert.equal(mayMove('payin', 'redirect', NOT_EXECUTED, changes), false);
    }
  });
});
