/** Pages of a merchant's orders: whose they are, which, and where the next page begins. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, openShop, orderIn } from '../../tests/support/memory-shop.ts';
import { declined, paid } from '../../tests/support/sample.ts';
import {
  appOf,
  CALLER_IP,
  merchantOf,
  payinRequest,
  payoutRequest,
} from '../../tests/support/shop.ts';
import { FREE } from '../domain/fee.ts';
import type { ListStatement, Outcome } from '../domain/request.ts';
import { STATEMENT_LINES_MAX, STATEMENT_PAGES_MAX } from './list-statement.ts';

const DAY = { from: new Date(Date.UTC(2026, 10, 20)), to: new Date(Date.UTC(2026, 10, 21)) };
const ASKED: ListStatement = {
  kind: 'list_statement',
  kinds: ['payin'],
  states: null,
  created: DAY,
  finished: null,
  at: { cursor: null },
  limit: 2,
  totals: false,
};

function statementIn(outcome: Outcome) {
  assert.ok(outcome.ok && outcome.kind === 'statement', codeOf(outcome));
  return { ...outcome, refs: outcome.lines.map(({ order }) => order.merchantRef) };
}

/** Five payins, one a second; the second has failed, the others are paid but the last. */
async function openWith(options: Parameters<typeof openShop>[0] = {}) {
  const terms = { PAY: { fee: { ...FREE, fixedMinor: 10n }, settle: 0 } };
  const shop = openShop({ terms, ...options });
  for (const n of [1, 2, 3, 4, 5]) {
    const payin = orderIn(await shop.ask(payinRequest(`R${n}`)));
    if (n < 5) await shop.report(payin, n === 2 ? declined : paid(10_000n, `P${n}`));
    shop.passes(1_000);
  }
  const ask = async (changes: Partial<ListStatement>, from?: Parameters<typeof shop.ask>[1]) =>
    await shop.ask({ ...ASKED, ...changes }, from);
  return { shop, ask };
}

describe('a statement', () => {
  test('is read to its end by cursors, and by numbers of pages', async () => {
    const { ask } = await openWith();
    const pages: (readonly string[])[] = [];
    for (let cursor: string | null = null; pages.length < 9; ) {
      const { refs, next } = statementIn(await ask({ at: { cursor } }));
      pages.push(refs);
      if (next === null) break;
      cursor = next;
    }
    assert.deepEqual(pages, [['R1', 'R2'], ['R3', 'R4'], ['R5']]);
    const numbered = [1, 2, 3, 4].map(
      async (page) => statementIn(await ask({ at: { page } })).refs,
    );
    assert.deepEqual(await Promise.all(numbered), [...pages, []]);
  });

  test('loses and repeats nothing that is made while it is read', async () => {
    const { shop, ask } = await openWith();
    const { next } = statementIn(await ask({ limit: 5 }));
    assert.equal(next, null);
    const { next: middle } = statementIn(await ask({ limit: 4 }));
    orderIn(await shop.ask(payinRequest('R6')));
    assert.deepEqual(statementIn(await ask({ at: { cursor: middle } })).refs, ['R5', 'R6']);
  });

  test('lists what was made, and what ended, at a time and in a state', async () => {
    const { ask } = await openWith();
    const refs = async (changes: Partial<ListStatement>) =>
      statementIn(await ask({ limit: 9, ...changes })).refs;
    assert.deepEqual(await refs({ states: ['paid'] }), ['R1', 'R3', 'R4']);
    assert.deepEqual(await refs({ states: ['failed', 'created'] }), ['R2', 'R5']);
    const at = (second: number) => new Date(DAY.from.getTime() + second * 1_000);
    assert.deepEqual(await refs({ created: { from: at(1), to: at(3) } }), ['R2', 'R3']);
    const ended = { from: at(2), to: at(9) };
    assert.deepEqual(await refs({ created: null, finished: ended }), ['R3', 'R4']);
    assert.deepEqual(await refs({ created: { from: at(3), to: at(9) }, finished: ended }), ['R4']);
    assert.deepEqual(await refs({ kinds: ['payout'] }), []);
  });

  test('has totals over all pages, which are the balance', async () => {
    const { shop, ask } = await openWith();
    orderIn(await shop.ask(payoutRequest('O', { amountMinor: 5_000n })));
    const kinds = ['payin', 'payout'] as const;
    const { totals, lines } = statementIn(await ask({ kinds, totals: true, limit: 1 }));
    assert.deepEqual(totals, [
      { asset: 'PHP/2', count: 6, paidMinor: 30_000n, feeMinor: 30n, netMinor: 29_970n },
    ]);
    const { available = 0n, reserved = 0n } = shop.balance() ?? {};
    assert.equal(available + reserved, 29_970n);
    assert.equal(lines[0]?.netMinor, 9_990n);
    assert.equal(statementIn(await ask({})).totals, null);
  });

  test('lists the orders of the app, or of all that share theirs', async () => {
    const merchant = merchantOf(5);
    const sister = appOf(merchant, { id: merchant.id + 1n });
    const from = { appId: sister.id, ip: CALLER_IP };
    const alone = await openWith({ merchants: [merchant], moreApps: [sister] });
    assert.deepEqual(statementIn(await alone.ask({ totals: true }, from)).totals, []);
    assert.deepEqual(statementIn(await alone.ask({}, from)).refs, []);
    const merchants = [{ ...merchant, shareOrders: true }];
    const sharing = await openWith({ merchants, moreApps: [sister] });
    assert.deepEqual(statementIn(await sharing.ask({}, from)).refs, ['R1', 'R2']);
    const unrelated = merchantOf(9);
    const other = await openWith({ merchants: [merchant, unrelated] });
    const theirs = { appId: unrelated.id, ip: CALLER_IP };
    assert.deepEqual(statementIn(await other.ask({}, theirs)).refs, []);
  });

  test('refuses what is no page, and a statement of all times', async () => {
    const { ask } = await openWith();
    const fieldOf = async (changes: Partial<ListStatement>) => {
      const outcome = await ask(changes);
      assert.ok(!outcome.ok);
      return outcome.refusal.field;
    };
    assert.equal(await fieldOf({ created: null }), 'created');
    assert.equal(await fieldOf({ at: { cursor: 'R1' } }), 'cursor');
    for (const page of [0, -1, 1.5, Number.NaN, STATEMENT_PAGES_MAX + 1]) {
      assert.equal(await fieldOf({ at: { page } }), 'page');
    }
    for (const limit of [0, STATEMENT_LINES_MAX + 1]) {
      assert.equal(await fieldOf({ limit }), 'limit');
    }
  });
});
