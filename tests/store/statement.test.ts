/** Statements over the database: the lines add up to the balances, and are those of the model. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import type { Deps } from '../../src/app/deps.ts';
import { handle } from '../../src/app/handle.ts';
import { FREE } from '../../src/domain/fee.ts';
import type { ListStatement, MerchantRequest } from '../../src/domain/request.ts';
import type { Reader } from '../../src/ports/core.ts';
import { openLanes } from '../support/lanes.ts';
import { MemoryLanes } from '../support/memory-lanes.ts';
import { orderIn } from '../support/memory-shop.ts';
import { declined, paid, reversed } from '../support/sample.ts';
import {
  appOf,
  CALLER_IP,
  merchantOf,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
} from '../support/shop.ts';

const MERCHANT = merchantOf(5);
const CALLER = { appId: appOf(MERCHANT).id, ip: CALLER_IP };
const TERMS = {
  PAY: { fee: { ...FREE, ratePpm: 25_000n, fixedMinor: 10n }, settle: 0 },
  OUT: { fee: { ...FREE, fixedMinor: 25n }, settle: 0 },
};

/** Payins paid, refused, paid too little and reversed; refunds; payouts paid, held, refused. */
async function live(deps: Deps): Promise<void> {
  const ask = (request: MerchantRequest) => handle(deps, CALLER, request);
  let reported = 0;
  const report = async (
    reference: string,
    fact: Parameters<typeof applyProviderEvent>[2]['fact'],
  ) => await applyProviderEvent(deps, SOURCE, { reference, eventKey: `E${++reported}`, fact });
  for (let n = 1; n <= 12; n += 1) {
    const amountMinor = BigInt(n * 1_000);
    const { id } = orderIn(await ask(payinRequest(`R${n}`, { amountMinor })));
    if (n % 4 === 0) await report(`${id}`, declined);
    else if (n !== 11) await report(`${id}`, paid(n % 5 === 0 ? 700n : amountMinor, `P${n}`));
    if (n === 7) await report(`${id}`, reversed);
  }
  const key = (merchantRef: string) =>
    ({ kind: 'merchantRef', scope: 'order', merchantRef }) as const;
  for (const [n, amountMinor] of [500n, 600n].entries()) {
    const asked = refundRequest(`B${n}`, key(`R${n + 9}`), { scope: 'refund', amountMinor });
    const refund = orderIn(await ask(asked));
    await report(`R${refund.id}`, n === 0 ? paid(amountMinor, `B${n}`) : declined);
  }
  for (const [n, amountMinor] of [3_000n, 2_000n, 1_000n].entries()) {
    const { id } = orderIn(await ask(payoutRequest(`O${n}`, { amountMinor })));
    if (n < 2) await report(`${id}`, n === 0 ? paid(amountMinor, `O${n}`) : declined);
  }
}

const ASKED: ListStatement = {
  ...{ kind: 'list_statement', kinds: ['payin', 'payout', 'refund'], states: null, finished: null },
  created: { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 600_000) },
  ...{ at: { cursor: null }, limit: 4, totals: true },
};

async function pages(deps: Deps) {
  const reported: unknown[] = [];
  let totals: unknown = null;
  let sum = 0n;
  for (let cursor: string | null = null, n = 1; ; n += 1) {
    const outcome = await handle(deps, CALLER, { ...ASKED, at: { cursor }, totals: n === 1 });
    assert.ok(outcome.ok && outcome.kind === 'statement');
    totals ??= outcome.totals;
    for (const { order, netMinor } of outcome.lines) {
      reported.push([order.merchantRef, order.state, order.paidMinor, order.feeMinor, netMinor]);
      sum += netMinor;
    }
    if (outcome.next === null) return { reported, totals, sum };
    cursor = outcome.next;
  }
}

async function ownOf(reader: Reader): Promise<bigint> {
  const [book] = await reader.balances(MERCHANT.id);
  assert.ok(book);
  const { available, pending, reserved, rolling, disputed, debt } = book.balance;
  return available + pending + reserved + rolling + disputed + debt;
}

test('a statement adds up to the balance, page by page, and is that of the model', async (t) => {
  const { lanes, reader } = await openLanes(t);
  const shop = { merchants: [MERCHANT], nowMs: Date.now, terms: TERMS };
  const stored = shopOf({ ...shop, lanes, reader });
  const memory = new MemoryLanes(4, () => new Date());
  const model = shopOf({ ...shop, lanes: memory, reader: memory.reader });
  await live(stored);
  await live(model);
  const statement = await pages(stored);
  assert.equal(statement.reported.length, 17);
  assert.deepEqual(statement, await pages(model));
  assert.equal(statement.sum, await ownOf(reader));
  const [total, ...others] = statement.totals as readonly { netMinor: bigint; count: number }[];
  assert.deepEqual([total?.netMinor, total?.count, others], [statement.sum, 17, []]);
  const day = { ...ASKED, finished: ASKED.created, created: null, states: ['paid'] } as const;
  const paidOnes = await handle(stored, CALLER, { ...day, limit: 100, at: { page: 1 } });
  assert.ok(paidOnes.ok && paidOnes.kind === 'statement');
  assert.deepEqual(
    paidOnes.lines.map(({ order }) => order.merchantRef).toSorted(),
    ['B0', 'O0', 'R1', 'R10', 'R2', 'R3', 'R5', 'R6', 'R9'].toSorted(),
  );
});
