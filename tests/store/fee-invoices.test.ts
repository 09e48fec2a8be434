/** Fee invoices: they tie to the ledger, have numbers without a gap, and are issued once. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { documentNumber, type IssuedDocument } from '../../src/domain/fee-invoice.ts';
import type { App } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { invoiceFile } from '../../src/files/invoice-file.ts';
import type { FeeInvoices } from '../../src/ports/fee-invoice.ts';
import { createFeeInvoices } from '../../src/store/books/fee-invoices.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from '../workers/world.ts';

const TODAY = '2026-07-03';
const FEE = { ratePpm: 25_000n, fixedMinor: 100n, minMinor: null, maxMinor: null };

const NOTHING = { available: 0n, pending: 0n, reserved: 0n, fees: 0n, tax: 0n, upstream: 0n };

/** An entry of a day, as it was booked then. */
async function book(
  world: World,
  order: Order,
  name: string,
  day: string,
  amounts: Partial<typeof NOTHING>,
): Promise<void> {
  const { available, pending, reserved, fees, tax } = { ...NOTHING, ...amounts };
  const upstream = -(available + pending + reserved + fees + tax);
  const at = upstream === 0n ? [null, null, null] : ['fake', 'main', 'collect'];
  await world.query(
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
       reserved, fees, tax, upstream, suspense, connector, account, purse, book_date)
     select $1, $2, $3, $4, $5, $6, (select count(*) + 1 from entry where merchant_id = $4),
       $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16::date`,
    [
      ...[order.shard, order.id, name, order.merchantId, order.mode, order.asset],
      ...[available, pending, reserved, fees, tax, upstream, ...at, day],
    ],
  );
}

const terms = (changes: Partial<Order['terms']> = {}) => ({ fee: FEE, settle: 1, ...changes });

/** A payment, its refund that gives a share of the fee back, a payout, and a dispute's fee. */
async function june(world: World, app: App, day = '2026-06-15'): Promise<void> {
  const payin = orderOf(world, app, {
    ...{ state: 'paid', channel: 'PH_GCASH', terms: terms(), feeMinor: 350n, paidMinor: 10_000n },
  });
  await world.commit(payin);
  await book(world, payin, 'payin.paid', day, { pending: 9_608n, fees: 350n, tax: 42n });
  const refund = orderOf(world, app, {
    ...{ kind: 'refund', state: 'paid', channel: 'PH_GCASH', parentId: payin.id, feeMinor: 50n },
    ...{ terms: terms({ fee: { ...FEE, ratePpm: 0n, fixedMinor: 50n } }), paidMinor: 4_000n },
  });
  await world.commit(refund);
  await book(world, refund, 'refund.paid', day, {
    ...{ reserved: -4_050n, available: 140n, fees: -90n },
  });
  const payout = orderOf(world, app, {
    ...{ kind: 'payout', state: 'paid', channel: 'PH_GCASH_PAYOUT', feeMinor: 100n },
    ...{ terms: terms({ fee: { ...FEE, ratePpm: 0n } }) },
  });
  await world.commit(payout);
  await book(world, payout, 'payout.paid', day, { reserved: -2_600n, fees: 100n });
  await book(world, payin, 'dispute.fee:1:1', day, { available: -1_500n, fees: 1_500n });
  await book(world, payin, 'payin.suspense:P2', day, { upstream: 0n });
}

const close = (world: World, until: string) =>
  world.query(
    `insert into book_day (shard, day, entries)
     select shard, $2::date, 0 from generate_series(0, $1::int - 1) shard on conflict do nothing`,
    [SHARDS, until],
  );

async function balances(world: World): Promise<void> {
  await world.query(
    `insert into balance (shard, merchant_id, mode, asset, seq, available, pending, reserved, fees,
       upstream, suspense)
     select distinct shard, merchant_id, mode, asset, 1, 0, 0, 0, 0, 0, 0 from entry
     on conflict do nothing`,
  );
}

async function openJune(t: TestContext) {
  const world = await openWorld(t);
  const [shop, tea] = [addApp(world, 5), addApp(world, 6)];
  for (const app of [shop, tea]) {
    await world.query(`insert into merchant (id, name, bucket) values ($1, 'Shop', 5)`, [
      app.merchantId,
    ]);
    await june(world, app);
  }
  const test = orderOf(world, shop, { mode: 'test', state: 'paid' });
  await world.commit(test);
  await book(world, test, 'payin.paid', '2026-06-15', { pending: 90n, fees: 10n });
  await balances(world);
  return { world, shop, tea, invoices: createFeeInvoices(world.pool, SHARDS) };
}

const line = ({ lines }: IssuedDocument) =>
  lines.map((one) => [one.of, one.channel, one.count, one.baseMinor, one.feeMinor, one.taxMinor]);

test('fee invoices', async (t) => {
  const { world, shop, invoices } = await openJune(t);

  await t.test(
    'are not issued before all days of the month are closed, nor in the month',
    async () => {
      assert.deepEqual(await invoices.issue(TODAY), []);
      await close(world, '2026-06-29');
      assert.deepEqual(await invoices.issue(TODAY), []);
      await close(world, '2026-06-30');
      assert.deepEqual(await invoices.issue('2026-06-30'), [], 'May has none');
    },
  );

  await t.test(
    'are one of what was charged and one of what came back, each issued once',
    async () => {
      const both = await Promise.all([invoices.issue(TODAY), invoices.issue(TODAY)]);
      const issued = both.flat();
      assert.deepEqual(issued.map(documentNumber).toSorted(), [
        ...['CN-2026-000001', 'CN-2026-000002'],
        ...['INV-2026-000001', 'INV-2026-000002'],
      ]);
      assert.deepEqual(await invoices.issue(TODAY), []);
      const of = { merchantId: shop.merchantId, month: '2026-06' };
      const [invoice, credit] = await invoices.list(of, 10);
      assert.ok(invoice !== undefined && credit !== undefined);
      assert.deepEqual(line(invoice), [
        ['dispute', 'PH_GCASH', 1, 0n, 1_500n, 0n],
        ['payin', 'PH_GCASH', 1, 10_000n, 350n, 42n],
        ['payout', 'PH_GCASH_PAYOUT', 1, 2_500n, 100n, 0n],
        ['refund', 'PH_GCASH', 1, 4_000n, 50n, 0n],
      ]);
      assert.deepEqual(line(credit), [['payin', 'PH_GCASH', 1, 4_000n, 140n, 0n]]);
      assert.deepEqual(invoice.lines[1]?.rate, FEE);
      assert.deepEqual(credit.lines[0]?.rate, FEE, 'of the payment, not of its refund');
    },
  );

  await t.test('add up to the fees and the tax of the month, real money alone', async () => {
    const all = await invoices.list({ merchantId: null, month: '2026-06' }, 10);
    const sum = (of: 'feeMinor' | 'taxMinor') =>
      all.reduce((n, one) => n + (one.kind === 'invoice' ? one[of] : -one[of]), 0n);
    const [booked] = await world.query<{ fees: bigint; tax: bigint }>(
      `select sum(fees)::bigint as fees, sum(tax)::bigint as tax from entry where mode = 'live'`,
    );
    assert.deepEqual({ fees: sum('feeMinor'), tax: sum('taxMinor') }, booked);
  });
  await lasting(t, world, shop, invoices);
});

async function lasting(
  t: TestContext,
  world: World,
  shop: App,
  invoices: FeeInvoices,
): Promise<void> {
  await t.test('never change, and none goes away', async () => {
    for (const sql of [
      'update fee_invoice set fee_minor = 0',
      'delete from fee_invoice',
      'truncate fee_invoice',
    ]) {
      await assert.rejects(world.query(sql), /never changed/, sql);
    }
  });

  await t.test('go on in the next month, with the next number', async () => {
    await june(world, shop, '2026-07-31');
    await close(world, '2026-07-31');
    const issued = await invoices.issue('2026-09-02');
    assert.deepEqual(issued.map(documentNumber), ['INV-2026-000003', 'CN-2026-000003']);
    assert.deepEqual([...new Set(issued.map(({ month }) => month))], ['2026-07']);
  });

  await t.test('are a file that a spreadsheet runs nothing of', async () => {
    const found = await invoices.find({ kind: 'credit_note', year: 2026, number: 3 });
    assert.ok(found !== null);
    const pieces: Uint8Array[] = [];
    for await (const piece of invoiceFile(found, 'csv', '=cmd|shop', 'en')) pieces.push(piece);
    const rows = Buffer.concat(pieces).toString().split('\r\n');
    assert.deepEqual(rows.slice(1), [
      `CN-2026-000003,"Credit note",2026-07,'=cmd|shop,PHP,Payments,PH_GCASH,"2.5 % + 1.00",1,40.00,1.40,0.00,1.40`,
      `CN-2026-000003,"Credit note",2026-07,'=cmd|shop,PHP,Total,,,,,1.40,0.00,1.40`,
      '',
    ]);
  });
}
