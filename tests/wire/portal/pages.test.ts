/** What pages say: no amount where there is none, no dead link, one language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balancePost } from '../../../src/operator/commands/balance-post.ts';
import type { BatchLine, BatchView } from '../../../src/ports/settlement.ts';
import { batchPage } from '../../../src/screens/batches.ts';
import { createStatementFileQueue } from '../../../src/store/queues/statement-files.ts';
import { statementFilesRound } from '../../../src/workers/statement-files.ts';
import { ownerOf } from '../../store/operator-trials.ts';
import { issueFeeInvoice } from '../../support/fee-invoice.ts';
import { inReview } from '../console/shown.ts';
import { makeAgreements } from '../console/story.ts';
import { ACCEPTED, PASSWORD, paid } from '../console/world.ts';
import { fileUrl, openPortal } from './portal-world.ts';

test('what has no amount is listed without one, and a code that is open says so', async (t) => {
  const world = await openPortal(t);
  const { code, mandate } = await makeAgreements(world);
  const verification = await inReview(world);
  const mia = world.browser();
  await mia.signIn('owner');
  const rowOf = async (kind: string, id: bigint, mode = 'test') => {
    const { body } = await mia.get(`/portal/${mode}/orders?kind=${kind}`);
    return body.split('<tr>').find((row) => row.includes(`/orders/${id}`)) ?? '';
  };
  for (const [kind, id, mode] of [
    ['mandate', mandate.id, 'test'],
    ['verification', verification, 'live'],
  ] as const) {
    const row = await rowOf(kind, id, mode);
    assert.match(row, /class="dash"/, kind);
    assert.doesNotMatch(row, /class="amount"/, kind);
    const { body } = await mia.get(`/portal/${mode}/orders/${id}`);
    assert.doesNotMatch(body, /class="amount">0\.00/, kind);
  }
  assert.match(await rowOf('code', code.id), /any amount/i);
  const { body } = await mia.get('/portal/live');
  const [, day = ''] = /<td[^>]*>Verification<\/td>([\s\S]*?)<\/tr>/.exec(body) ?? [];
  assert.match(day, /class="dash"/);
});

test('a posting by hand stands in the statement without a link to an order', async (t) => {
  const world = await openPortal(t);
  const merchant = String(world.app.merchantId);
  const mia = world.browser();
  await mia.signIn('finance');
  const input = { merchant, mode: 'test', asset: 'PHP/2', posting: 'credit', amount: '5.00' };
  const more = { evidence: 'T-1', reason: 'a test of statements' };
  const done = await world.deps.run(balancePost, ownerOf(world), { ...input, ...more });
  assert.ok(done.ok);
  const { body } = await mia.get('/portal/test/statement');
  const row = body.split('<tr>').find((one) => one.includes('Adjustment, credit')) ?? '';
  assert.match(row, /5\.00/);
  assert.doesNotMatch(row, /href/);
});

test('what is known of a payer is named in the language of the page', async (t) => {
  const world = await openPortal(t);
  const order = await world.payin('KOPI-1');
  const mia = world.browser();
  await mia.signIn('owner');
  const page = await mia.get(`/portal/test/orders/${order.id}`, { 'accept-language': 'zh-CN' });
  assert.match(page.body, /<dt>姓名<\/dt><dd><bdi>Maria Santos</);
  assert.doesNotMatch(page.body, />payer\./);
});

test('a problem names the field as the form does, in the language of the page', async (t) => {
  const world = await openPortal(t);
  const dan = world.browser();
  await dan.signIn('developer');
  const form = { ip_allow: 'nonsense', password: PASSWORD };
  const url = `/portal/test/apps/${world.app.id}/access`;
  const { body } = await dan.post(url, form, { 'accept-language': 'zh-CN' });
  const [, said = ''] = /flash-bad">([\s\S]*?)<\/p>/.exec(body) ?? [];
  const [, label = ''] = /<span>([^<]*)<\/span><textarea name="ip_allow"/.exec(body) ?? [];
  assert.notEqual(label, '');
  assert.ok(said.includes(`${label}: `), said);
});

test('a batch is read to its last payment, page by page', async () => {
  const lines = Array.from({ length: 401 }, (_, i) => ({ orderId: BigInt(i + 1) }) as BatchLine);
  const linesOf = async (after: bigint | null, limit: number) =>
    lines.filter(({ orderId }) => after === null || orderId > after).slice(0, limit);
  const seen: bigint[] = [];
  let after: string | undefined;
  for (let page = 1; page <= 3; page += 1) {
    const shown = await batchPage({} as BatchView, after, linesOf);
    assert.deepEqual([shown.isFirst, shown.next !== null], [page === 1, page < 3]);
    seen.push(...shown.lines.map(({ orderId }) => orderId));
    after = `${shown.next}`;
  }
  assert.deepEqual(
    seen,
    lines.map(({ orderId }) => orderId),
  );
});

test('a long statement is built by a worker, and is its own merchant’s alone', async (t) => {
  const world = await openPortal(t, { directLinesMax: 0 });
  await world.payin('KOPI-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const file = await fileUrl(world);
  const [fay, tea] = [world.browser(), world.browser()];
  await fay.signIn('finance');
  await tea.signIn('tea');
  assert.equal(
    `${(await fay.get(file)).headers.location}`.endsWith('/portal/test/statement'),
    true,
  );
  await statementFilesRound({
    ...{ files: createStatementFileQueue(world.pool), statements: world.deps.accountStatements },
    ...{ log: { error: assert.fail } as never, isStopping: () => false },
  });
  assert.match((await fay.get('/portal/test/statement')).body, /statement_test_PHP_.*\.csv<\/a>/);
  assert.match((await fay.get(file)).body, /,Payment,KOPI-1,/);
  assert.doesNotMatch((await tea.get('/portal/test/statement')).body, /statement_test_PHP/);
  assert.equal((await tea.get(file)).status, 404);
  assert.deepEqual(world.failures, []);
});

test('a fee invoice is shown and given to its own merchant, and to nobody else', async (t) => {
  const world = await openPortal(t);
  await issueFeeInvoice(world.pool, world.app.merchantId);
  const [fay, tea, dan] = [world.browser(), world.browser(), world.browser()];
  await fay.signIn('finance');
  await tea.signIn('tea');
  await dan.signIn('developer');
  const file = '/portal/live/fee-invoice?number=INV-2026-000007';
  const { body } = await fay.get('/portal/live/statement');
  assert.match(body, /INV-2026-000007/);
  assert.ok(body.includes(file));
  const pdf = await fay.get(`${file}&format=pdf`);
  assert.deepEqual(
    [pdf.headers['content-type'], pdf.body.slice(0, 5)],
    ['application/pdf', '%PDF-'],
  );
  assert.equal((await fay.get(`${file}&format=doc`)).status, 404);
  const csv = await fay.get(file, { 'accept-language': 'zh-CN' });
  assert.match(
    csv.body,
    /^INV-2026-000007,手续费账单,2026-06,.*,收款,PH_GCASH,"2\.5 %",2,200\.00,5\.00,0\.00,5\.00\r$/m,
  );
  assert.doesNotMatch((await tea.get('/portal/live/statement')).body, /INV-/);
  assert.equal((await tea.get(file)).status, 404);
  assert.equal((await dan.get(file)).status, 403);
  for (const wrong of ['/portal/live/fee-invoice', file.replace('live', 'test'), `${file}8`]) {
    assert.equal((await fay.get(wrong)).status, 404, wrong);
  }
  assert.doesNotMatch((await fay.get('/portal/test/statement')).body, /INV-/);
  assert.deepEqual(world.failures, []);
});
