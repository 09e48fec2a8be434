/** What the console gives as files: statements, at once or built by a worker, and fee invoices. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayText } from '../../../src/domain/day.ts';
import { createStatementFileQueue } from '../../../src/store/queues/statement-files.ts';
import { statementFilesRound } from '../../../src/workers/statement-files.ts';
import { issueFeeInvoice } from '../../support/fee-invoice.ts';
import { signedIn, visitor } from './browsing.ts';
import { ACCEPTED, closeDay, openConsole, paid } from './world.ts';

test('a statement is a file of closed days, and of no day that there is not', async (t) => {
  const world = await openConsole(t);
  await world.payin('KOPI-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const today = dayText(new Date());
  await closeDay(world.pool, today);
  const ann = await signedIn(world, 'viewer');
  const ask = (changes: Record<string, string> = {}) => {
    const days = { mode: 'test', asset: 'PHP/2', format: 'csv', from: today, to: today };
    const query = new URLSearchParams({ ...days, ...changes });
    return ann.get(`/console/merchants/${world.app.merchantId}/statement?${query}`);
  };
  const { status, body } = await ask();
  assert.equal(status, 200);
  assert.match(body, /,Payment,KOPI-1,\d+,PH_GCASH,PHP,1250\.50,12\.51,0\.00,1237\.99,1237\.99,/);
  for (const wrong of [
    { from: '2026-02-31', to: '2026-02-31' },
    { from: 'x', to: 'y' },
    { asset: 'PHP' },
    { mode: 'live' },
    { format: 'doc' },
    { to: '2126-01-01' },
  ]) {
    assert.equal((await ask(wrong)).status, 404, JSON.stringify(wrong));
  }
  assert.deepEqual(world.failures, []);
});

test('fee invoices are listed by merchant and month, and given as files', async (t) => {
  const world = await openConsole(t);
  await issueFeeInvoice(world.pool, world.app.merchantId);
  const ann = await signedIn(world, 'viewer');
  assert.match((await ann.get('/console/invoices?month=2026-06')).body, /INV-2026-000007/);
  assert.match((await ann.get('/console/invoices?merchant=17')).body, /Nothing was issued/);
  assert.match((await ann.get('/console/invoices?month=2026-07')).body, /Nothing was issued/);
  const file = '/console/invoices/file?number=INV-2026-000007';
  assert.match((await ann.get(`${file}&format=csv`)).body, /,PH_GCASH,"2\.5 %",2,200\.00,5\.00,/);
  assert.equal((await ann.get(`${file}&format=pdf`)).body.slice(0, 5), '%PDF-');
  for (const wrong of [file, `${file}8&format=csv`]) {
    assert.equal((await ann.get(wrong)).status, 404, wrong);
  }
  assert.equal((await visitor(world.server).get(`${file}&format=csv`)).status, 303);
  assert.deepEqual(world.failures, []);
});

test('a long statement is built by a worker, shown on its way, and then sent', async (t) => {
  const world = await openConsole(t, { directLinesMax: 0 });
  await world.payin('KOPI-1', [ACCEPTED, paid(125_050n, 'P1')]);
  const today = dayText(new Date());
  await closeDay(world.pool, today);
  const ann = await signedIn(world, 'viewer');
  const merchant = `/console/merchants/${world.app.merchantId}`;
  const days = { mode: 'test', asset: 'PHP/2', format: 'csv', from: today, to: today };
  const file = `${merchant}/statement?${new URLSearchParams(days)}`;
  const first = await ann.get(file);
  assert.equal(first.status, 303);
  assert.ok(`${first.headers.location}`.endsWith(merchant));
  assert.match((await ann.get(merchant)).body, /Waits/);
  await statementFilesRound({
    ...{ files: createStatementFileQueue(world.pool), statements: world.deps.accountStatements },
    ...{ log: { error: assert.fail } as never, isStopping: () => false },
  });
  assert.ok((await ann.get(merchant)).body.includes(file.replaceAll('&', '&amp;')));
  assert.match((await ann.get(file)).body, /,Payment,KOPI-1,/);
  assert.deepEqual(world.failures, []);
});
