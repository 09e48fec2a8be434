import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { registerReportDownload } from '../../src/merchant-api/report-download.ts';
import { createServer } from '../../src/web/server.ts';
import { addReportingApp, linesOf, openReporting, type Reporting } from './reporting.ts';

async function pathOf(reporting: Reporting, by = reporting.app): Promise<string> {
  const outcome = await reporting.ask({}, by);
  assert.ok(outcome.ok && outcome.kind === 'report', JSON.stringify(outcome));
  return outcome.url.replace('https://pay.example', '');
}

/** The server that hands the files out. */
function openDownloads(t: TestContext, { world, queries, links }: Reporting) {
  const server = createServer({ trustProxy: [] });
  t.after(() => server.close());
  registerReportDownload(server, {
    reports: { queries, links },
    snapshot: world.snapshot,
    clock: { nowMs: () => Date.now() },
  });
  return (url: string) => server.inject({ method: 'GET', url });
}

describe('from the question to the file', () => {
  test('the link that was given leads to what is built meanwhile, of many pieces', async (t) => {
    const reporting = await openReporting(t, { reportFormat: 'csv' });
    const get = openDownloads(t, reporting);
    for (let i = 0; i < 12; i += 1) await reporting.final({ merchantRef: `${i}`.repeat(100_000) });
    const path = await pathOf(reporting);
    const [reply] = await Promise.all([get(path), reporting.build()]);
    assert.equal(reply.statusCode, 200);
    assert.equal(Number(reply.headers['content-length']), reply.rawPayload.length);
    const lines = linesOf(reply.rawPayload);
    assert.deepEqual([lines.length, lines.at(-1)], [14, 'TOTAL,,PHP,1200.00,18.00,12,']);
    const [parts] = await reporting.world.query<{ n: number }>(
      'select part_count as n from report',
    );
    assert.ok((parts?.n ?? 0) > 1, 'it was stored in pieces');
  });

  test("no link of one merchant leads to another's file", async (t) => {
    const reporting = await openReporting(t, { reportFormat: 'csv' });
    const get = openDownloads(t, reporting);
    const other = await addReportingApp(reporting.world, 4, { reportFormat: 'csv' });
    await reporting.final({ merchantRef: 'ours' });
    const { id: appId, merchantId } = other;
    await reporting.final({ merchantRef: 'theirs', appId, merchantId });
    const [ours, theirs] = [await pathOf(reporting), await pathOf(reporting, other)];
    await reporting.build();
    const refs = async (path: string) =>
      linesOf((await get(path)).rawPayload).map((line) => line.split(',')[0]);
    assert.deepEqual(await refs(ours), ['ref', 'ours', 'TOTAL']);
    assert.deepEqual(await refs(theirs), ['ref', 'theirs', 'TOTAL']);
    const id = /id=([0-9]+)/.exec(theirs)?.[1];
    assert.equal((await get(ours.replace(/id=[0-9]+/, `id=${id}`))).statusCode, 404);
    const [ourName, theirQuery] = [ours.split('?')[0], theirs.split('?')[1]];
    assert.equal((await get(`${ourName}?${theirQuery}`)).statusCode, 404);
  });
});
