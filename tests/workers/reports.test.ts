import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Merchant } from '../../src/domain/merchant.ts';
import { unzip } from '../../src/files/test-support/unzip.ts';
import type { LeasedReport, ReportFile } from '../../src/ports/report.ts';
import {
  addReportingApp,
  FROM,
  linesOf,
  linkedId,
  NOON,
  openReporting,
  type Reporting,
  TO,
} from './reporting.ts';
import { CHANNEL } from './world.ts';

const CSV = { reportFormat: 'csv' };

async function csvOf(reporting: Reporting, changes = {}): Promise<string[]> {
  const file = await reporting.askFile(changes);
  await reporting.build();
  return linesOf(await reporting.read(file));
}

describe('the report of a day', () => {
  test('has what was booked on the day in the order of booking, and what it comes to', async (t) => {
    const reporting = await openReporting(t, CSV);
    const later = new Date(NOON.getTime() + 1);
    await reporting.final({ merchantRef: 'first', paidMinor: 9_007_199_254_740_993n });
    await reporting.final({ merchantRef: 'second', finalAt: later, feeMinor: 0n });
    await reporting.final({ merchantRef: 'unpaid', state: 'expired', finalAt: FROM, feeMinor: 0n });
    await reporting.final({ merchantRef: 'open', state: 'pending', finalAt: null });
    await reporting.final({ merchantRef: 'yesterday', finalAt: new Date(FROM.getTime() - 1) });
    await reporting.final({ merchantRef: 'tomorrow', finalAt: TO });
    const lines = await csvOf(reporting);
    assert.equal(lines[0], 'ref,id,currency,amount,fee,state,final');
    assert.deepEqual(
      lines.slice(1).map((line) => line.replace(/,T[0-9]+,/, ',T,')),
      [
        `first,T,PHP,90071992547409.93,1.50,paid,${NOON.toISOString()}`,
        `second,T,PHP,100.00,0.00,paid,${later.toISOString()}`,
        'TOTAL,,PHP,90071992547509.93,1.50,2,',
      ],
    );
  });

  test('takes refunds off, has payments to codes, and leaves payouts to their own', async (t) => {
    const reporting = await openReporting(t, CSV);
    const payout = { ...CHANNEL, code: 'PH_OUT', kind: 'payout' as const };
    reporting.world.channels.set(payout.code, payout);
    const code = await reporting.final({ merchantRef: 'paid' });
    await reporting.final({ merchantRef: 'to-code', parentId: code.id, scope: `code:${code.id}` });
    await reporting.final({ merchantRef: 'back', kind: 'refund', paidMinor: 2_500n, feeMinor: 0n });
    await reporting.final({ merchantRef: 'not-back', kind: 'refund', state: 'failed' });
    const ofCase = { paidMinor: 4_000n, feeMinor: 0n, caseKey: 'late_payment:P1' };
    await reporting.final({ merchantRef: 'of a case', kind: 'refund', ...ofCase });
    const failure = { code: 'declined', text: 'no', refusal: { code: 'not_found' } } as const;
    await reporting.final({ merchantRef: 'refused', kind: 'refund', state: 'failed', failure });
    await reporting.final({ merchantRef: 'out', kind: 'payout', channel: 'PH_OUT' });
    const amounts = (lines: string[]) =>
      lines.slice(1).map((line) => line.split(',').filter((_, i) => i === 0 || i === 3));
    assert.deepEqual(amounts(await csvOf(reporting)), [
      ['paid', '100.00'],
      ['to-code', '100.00'],
      ['back', '-25.00'],
      ['not-back', '-100.00'],
      ['TOTAL', '175.00'],
    ]);
    assert.deepEqual(amounts(await csvOf(reporting, { of: 'payout' })), [
      ['out', '100.00'],
      ['TOTAL', '100.00'],
    ]);
  });

  test('is of one country or currency, with a closing line for each asset', async (t) => {
    const reporting = await openReporting(t, CSV);
    const idr = { ...CHANNEL, code: 'ID_QR', country: 'ID', asset: 'IDR/0' };
    reporting.world.channels.set(idr.code, idr);
    await reporting.final({ merchantRef: 'ph' });
    await reporting.final({ merchantRef: 'id', channel: 'ID_QR', asset: 'IDR/0' });
    const refs = async (changes: object) =>
      (await csvOf(reporting, changes)).slice(1).map((line) => line.split(',')[0]);
    assert.deepEqual(await refs({ country: 'ID' }), ['id', 'TOTAL']);
    assert.deepEqual(await refs({ country: null, asset: 'PHP/2' }), ['ph', 'TOTAL']);
    assert.deepEqual(await refs({ country: null }), ['id', 'ph', 'TOTAL', 'TOTAL']);
  });

  test('lies in a zip beside its summary, which has counted every row', async (t) => {
    const reporting = await openReporting(t, { reportFormat: 'csv', reportZip: 'yes' });
    await reporting.final();
    await reporting.final();
    const file = await reporting.askFile();
    await reporting.build();
    const files = unzip(await reporting.read(file));
    const [detail, summary] = [...files.values()].map(String) as [string, string];
    assert.match(detail, /TOTAL.*200\.00/s);
    assert.match(summary, /TOTAL.*200\.00/s);
    assert.match(detail, /paid/);
    assert.doesNotMatch(summary, /paid/);
  });

  test('is the same file as long as nothing has changed, and another one then', async (t) => {
    const reporting = await openReporting(t, CSV);
    const order = await reporting.final();
    const first = await reporting.askFile();
    const [again, atOnce] = await Promise.all([reporting.askFile(), reporting.askFile()]);
    assert.deepEqual([again?.id, atOnce?.id], [first.id, first.id]);
    await reporting.build();
    assert.equal((await reporting.askFile()).id, first.id);
    await reporting.book(order, 'payin.settled', { pending: -5n, available: 5n }, NOON);
    // Names have what people and providers call their documents and payments.
    const named = 'case.exit:second_payment:P2:provider:all:mail.release';
    await reporting.book(order, named, { pending: 5n, available: -5n }, NOON);
    assert.equal((await reporting.askFile()).id, first.id, 'nothing that it shows');
    await reporting.book(order, 'payin.part_reversed:1', { available: -5n, upstream: 5n }, NOON);
    const second = await reporting.askFile();
    assert.notEqual(second.id, first.id);
    assert.notEqual(second.fileName, first.fileName);
    await reporting.final();
    assert.notEqual((await reporting.askFile()).id, second.id);
    assert.notEqual((await reporting.askFile({ format: 'xlsx' })).id, second.id);
    assert.match(first.fileName, /^payment_PH_20261120_[0-9a-f]{4}\.csv$/);
  });

  test('shows on a later day what went back then, and the closed day stays as it was', async (t) => {
    const reporting = await openReporting(t, CSV);
    const order = await reporting.final({ merchantRef: 'taken' });
    const first = await reporting.askFile();
    await reporting.build();
    const before = await reporting.read(first);
    await reporting.world.query("update orders set state = 'reversed', fee_minor = 0");
    const back = { available: -9_850n, fees: -150n, upstream: 10_000n };
    await reporting.book(order, 'payin.reversed', back, new Date(TO.getTime() + 1));
    assert.equal((await reporting.askFile()).id, first.id);
    assert.deepEqual(await csvOf(reporting), linesOf(before));
    const next = { day: '2026-11-21', from: TO, to: new Date(TO.getTime() + 86_400_000) };
    const lines = await csvOf(reporting, next);
    assert.match(lines[1] ?? '', /^taken,T[0-9]+,PHP,-100\.00,-1\.50,reversed,2026-11-20T16/);
    assert.equal(lines[2], 'TOTAL,,PHP,-100.00,-1.50,1,');
    // Built anew, long after: byte by byte what it was.
    await reporting.world.query('delete from report_part');
    await reporting.world.query('delete from report');
    assert.deepEqual(await csvOf(reporting), linesOf(before));
  });

  test("has nothing of another app's, nor where orders are shared of another mode or dialect", async (t) => {
    const reporting = await openReporting(t, CSV);
    const { world, app } = reporting;
    const { merchantId } = app;
    const sister = await addReportingApp(world, 4, {}, { merchantId });
    const others = [
      await addReportingApp(world, 4),
      await addReportingApp(world, 4, {}, { merchantId, mode: 'test' }),
      await addReportingApp(world, 4, {}, { merchantId, dialect: 'other' }),
    ];
    for (const { id, merchantId: owner } of others) {
      await reporting.final({ merchantRef: 'theirs', appId: id, merchantId: owner });
    }
    assert.deepEqual(await reporting.ask(), {
      ok: false,
      refusal: {
        code: 'not_found',
        field: 'day',
        detail: 'there are no completed transactions on this day',
      },
    });
    await reporting.final({ merchantRef: 'ours' });
    await reporting.final({ merchantRef: 'sister', appId: sister.id });
    const refs = async () => (await csvOf(reporting)).map((line) => line.split(',')[0]);
    assert.deepEqual(await refs(), ['ref', 'ours', 'TOTAL']);
    const merchant = world.merchants.get(merchantId) as Merchant;
    world.merchants.set(merchantId, { ...merchant, shareOrders: true });
    assert.deepEqual(await refs(), ['ref', 'ours', 'sister', 'TOTAL']);
  });
});

describe('asking for a report', () => {
  const codeOf = async (reporting: Reporting, changes = {}) => {
    const outcome = await reporting.ask(changes);
    return outcome.ok ? 'ok' : outcome.refusal.code;
  };

  test('is refused for a day to come, and for one without a final order', async (t) => {
    const reporting = await openReporting(t);
    const from = new Date(Date.now() + 60_000);
    assert.equal(await codeOf(reporting, { from }), 'invalid_field');
    assert.equal(await codeOf(reporting), 'not_found');
    await reporting.final();
    assert.equal(await codeOf(reporting), 'ok');
    assert.equal(await codeOf(reporting, { country: 'TH' }), 'not_found');
    assert.equal(await codeOf(reporting, { of: 'payout' }), 'not_found');
  });

  test('is refused while eight reports of the merchant are unfinished', async (t) => {
    const reporting = await openReporting(t);
    await reporting.final();
    for (let i = 0; i < 8; i += 1)
      assert.equal(await codeOf(reporting, { day: `2026-01-0${i}` }), 'ok');
    assert.equal(await codeOf(reporting, { day: '2026-02-01' }), 'rate_limited');
    assert.equal(await codeOf(reporting, { day: '2026-01-01' }), 'ok', 'one that is known');
    await reporting.build();
    assert.equal(await codeOf(reporting, { day: '2026-02-01' }), 'ok');
  });

  test('is refused while four of the merchant are being looked at', async (t) => {
    const reporting = await openReporting(t);
    await reporting.final();
    const codes = () => Promise.all(Array.from({ length: 6 }, () => codeOf(reporting)));
    const refused = ['rate_limited', 'rate_limited'];
    assert.deepEqual(await codes(), ['ok', 'ok', 'ok', 'ok', ...refused]);
    assert.deepEqual(await codes(), ['ok', 'ok', 'ok', 'ok', ...refused], 'and free again');
  });

  test('gives a link for an hour, or as long as the app has it', async (t) => {
    for (const [minutes, settings] of [
      [60, {}],
      [5, { reportLinkMinutes: '5' }],
      [60, { reportLinkMinutes: 'for ever' }],
    ] as const) {
      const reporting = await openReporting(t, settings);
      await reporting.final();
      const outcome = await reporting.ask();
      assert.ok(outcome.ok && outcome.kind === 'report');
      const inMs = outcome.expiresAt.getTime() - Date.now() - minutes * 60_000;
      assert.ok(Math.abs(inMs) < 10_000, `${inMs}`);
    }
  });
});

/** What a builder that dies leaves behind: a lease that is over, and a first piece. */
async function dieBuilding({ queue, shard }: Reporting): Promise<LeasedReport> {
  const lease = (await queue.lease(shard, 0)) as LeasedReport;
  assert.ok(await queue.addPart(shard, lease, 0, Buffer.from('half a file'), 0));
  return lease;
}

describe('building a report', () => {
  test('is done by another one after its builder died, whose pieces nobody reads', async (t) => {
    const reporting = await openReporting(t, CSV);
    await reporting.final({ merchantRef: 'a' });
    const file = await reporting.askFile();
    const dead = await dieBuilding(reporting);
    await reporting.build();
    const built = await reporting.read(file);
    assert.match(built.toString(), /^\uFEFFref,/);
    // The dead one comes back.
    const { queue, shard } = reporting;
    assert.equal(await queue.addPart(shard, dead, 1, Buffer.from('the rest'), 1_000), false);
    assert.equal(await queue.complete(shard, dead, { parts: 2, bytes: 19n, rows: 1 }), false);
    await queue.fail(shard, dead, 'late', null);
    assert.deepEqual(await reporting.read(file), built);
    const parts = await reporting.world.query('select lease_no from report_part');
    assert.deepEqual(parts, [{ lease_no: dead.leaseNo + 1 }], 'its pieces are gone');
  });

  test('is given up after five tries, until the report is asked for again', async (t) => {
    const reporting = await openReporting(t, CSV);
    await reporting.final();
    const { id } = await reporting.askFile();
    for (let i = 0; i < 5; i += 1) await dieBuilding(reporting);
    await reporting.build();
    assert.equal((await reporting.queries.file(id))?.state, 'failed');
    assert.deepEqual(reporting.world.logged, [
      'a report was not built: its builder died every time',
    ]);
    const again = await reporting.askFile();
    assert.deepEqual([again.id, again.state], [id, 'due']);
    await reporting.build();
    assert.equal((await reporting.queries.file(id))?.state, 'ready');
  });

  test('that fails is tried again later, with the reason kept', async (t) => {
    const reporting = await openReporting(t, { reportPgpKey: 'no key' });
    await reporting.final();
    const { id } = await reporting.askFile();
    await reporting.build();
    const [row] = await reporting.world.query<{ state: string; note: string; later: boolean }>(
      'select state, note, next_at > now() as later from report where id = $1',
      [id],
    );
    assert.match(row?.note ?? '', /it is no OpenPGP public key/);
    assert.deepEqual([row?.state, row?.later], ['due', true]);
    const parts = await reporting.world.query('select from report_part');
    assert.equal(parts.length, 0, 'nothing was stored for want of a key');
  });

  test('reads the orders page by page, each once, whoever shares a moment', async (t) => {
    const reporting = await openReporting(t, CSV);
    await reporting.world.query("alter table orders alter column mode set default 'live'");
    await reporting.world.query(
      `insert into orders select $1, $2::bigint + i, $3, $4, 'payin', 'order', 'r' || i, 'd', 'PH_TEST_QR',
         'PHP/2', 100, 100, 1, 0, 'paid', false, 0, 'fake', 'main', null, null, null, null,
         $5, null, null, now(), null, $6::timestamptz + (i / 700) * interval '1 ms'
       from generate_series(1, 2500) i`,
      [
        ...[
          reporting.shard,
          reporting.world.ids.next(4),
          reporting.app.merchantId,
          reporting.app.id,
        ],
        ...[DETAIL, NOON],
      ],
    );
    await reporting.world.query(
      `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, at, book_date,
         available, pending, reserved, fees, upstream, suspense, connector, account, purse)
       select shard, id, 'payin.paid', merchant_id, mode, asset, row_number() over (order by id),
         final_at, '2026-11-20', 99, 0, 0, 1, -100, 0, 'fake', 'main', 'collect' from orders`,
    );
    const lines = await csvOf(reporting);
    const refs = new Set(lines.slice(1, -1).map((line) => line.split(',')[0]));
    assert.equal(refs.size, 2_500);
    assert.equal(lines.length, 2_502);
    assert.equal(lines.at(-1), 'TOTAL,,PHP,2500.00,25.00,2500,');
  });

  test('ends at its next page when the process stops, and is begun anew', async (t) => {
    const reporting = await openReporting(t, CSV);
    await reporting.final();
    const file = await reporting.askFile();
    reporting.builder.stop();
    assert.equal(await reporting.builder.round(reporting.shard), true);
    assert.equal((await reporting.queries.file(file.id))?.state, 'due');
    assert.equal((await reporting.queue.lease(reporting.shard, 1_000))?.id, file.id, 'at once');
  });
});

const DETAIL = JSON.stringify({
  fee: { r: '0', f: '0', min: null, max: null },
  settle: 0,
  fields: {},
  echo: {},
  notifyUrl: null,
  returnUrl: null,
});

describe('files whose links have ended', () => {
  test('are deleted with their pieces, some time later, and made anew when asked for', async (t) => {
    const reporting = await openReporting(t, CSV);
    await reporting.final();
    const old = await reporting.askFile();
    await reporting.build();
    const age = (minutes: number) =>
      reporting.world.query('update report set keep_until = now() - make_interval(mins => $1)', [
        minutes,
      ]);
    await age(14);
    await reporting.builder.deleteRound(reporting.shard);
    assert.equal((await reporting.queries.file(old.id))?.state, 'ready', 'somebody may still read');
    await age(16);
    await reporting.builder.deleteRound(reporting.shard);
    assert.equal(await reporting.queries.file(old.id), null);
    assert.deepEqual(await reporting.world.query('select from report_part'), []);
    const gone = reporting.queries.bytes({ ...old, partCount: 1 } as ReportFile);
    await assert.rejects(async () => {
      for await (const _ of gone);
    }, /deleted/);
    const made = linkedId(reporting.links, await reporting.ask());
    assert.notEqual(made, old.id);
  });
});
