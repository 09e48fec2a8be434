import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Snapshot } from '../ports/core.ts';
import type { ReportFile } from '../ports/report.ts';
import { createReportLinks } from '../store/secrets/report-links.ts';
import { createServer } from '../web/server.ts';
import { registerReportDownload } from './report-download.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const FILE: ReportFile = {
  id: 514_190_000_000_000_001n,
  appId: 7n,
  fileName: 'payment_PH_20261119_7f3a.csv',
  state: 'ready',
  leaseNo: 1,
  partCount: 2,
  byteCount: 11n,
};

const links = createReportLinks('https://pay.example', Buffer.alloc(32, 1));
let stored: ReportFile | null;
let looks: number;
let appStatus: string;
let merchantStatus: string;
let nowMs: number;
/** From this look on the file is there. */
let builtAtLook: number | null;

const server = createServer({ trustProxy: [] });
const WAIT_MS = 500;

before(() => {
  const snapshot = {
    app: () => ({ status: appStatus, merchantId: 9n }),
    merchant: () => ({ status: merchantStatus }),
  } as unknown as Snapshot;
  const queries = {
    ask: async () => ({ kind: 'empty' }) as const,
    file: async (id: bigint) => {
      looks += 1;
      if (looks === builtAtLook && stored !== null) stored = FILE;
      return stored?.id === id ? stored : null;
    },
    bytes: async function* () {
      yield Buffer.from('first ');
      yield Buffer.from('piece');
    },
  };
  const clock = { nowMs: () => nowMs };
  const deps = { reports: { queries, links }, snapshot: { current: () => snapshot }, clock };
  registerReportDownload(server, deps, WAIT_MS);
});
after(() => server.close());
beforeEach(() => {
  stored = FILE;
  looks = 0;
  builtAtLook = null;
  appStatus = 'active';
  merchantStatus = 'active';
  nowMs = NOW.getTime();
});

function linkTo(id: bigint, name: string, minutes = 60): string {
  const url = links.urlOf(id, name, new Date(NOW.getTime() + minutes * 60_000));
  return url.replace('https://pay.example', '');
}
const LINK = linkTo(FILE.id, FILE.fileName);

const get = (url: string) => server.inject({ method: 'GET', url });

describe('the link to a report', () => {
  test('gives the file under its name, to be stored and not shown', async () => {
    const { statusCode, headers, body } = await get(LINK);
    assert.deepEqual([statusCode, body], [200, 'first piece']);
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8');
    assert.equal(headers['content-length'], '11');
    assert.equal(headers['content-disposition'], `attachment; filename="${FILE.fileName}"`);
    assert.equal(headers['cache-control'], 'private, no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
  });

  test('says what kind of file it is', async () => {
    for (const [ending, type] of [
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      ['zip', 'application/zip'],
      ['zip.gpg', 'application/octet-stream'],
    ]) {
      stored = { ...FILE, fileName: `payment.${ending}` };
      const { headers } = await get(linkTo(FILE.id, stored.fileName));
      assert.equal(headers['content-type'], type);
    }
  });

  test('is not there for whoever alters anything of it, and nothing is looked up', async () => {
    const other = linkTo(FILE.id + 1n, FILE.fileName);
    const altered = [
      LINK.replace(/id=[0-9]+/, `id=${FILE.id + 1n}`),
      LINK.replace(/expires=[0-9]+/, 'expires=99999999999'),
      LINK.replace('payment', 'payout'),
      LINK.replace(/sig=.*/, other.slice(other.indexOf('sig='))),
      ...Array.from({ length: 43 }, (_, i) => {
        const at = LINK.length - 43 + i;
        return `${LINK.slice(0, at)}${LINK[at] === 'Q' ? 'g' : 'Q'}${LINK.slice(at + 1)}`;
      }),
      `${LINK}A`,
      LINK.slice(0, -1),
      LINK.replace('&sig', '&x=1&sig'),
      LINK.replace(/\?.*/, ''),
      '/r/',
    ];
    const replies = await Promise.all(altered.map(get));
    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      altered.map(() => 404),
    );
    assert.equal(looks, 0);
  });

  test('ends on its time, with its file, with its app and with its merchant', async () => {
    nowMs = NOW.getTime() + 60 * 60_000 - 1;
    assert.equal((await get(LINK)).statusCode, 200);
    nowMs += 1;
    const { statusCode, body } = await get(LINK);
    assert.deepEqual([statusCode, body], [410, 'this link has ended: ask for the report again\n']);
    nowMs = NOW.getTime();
    stored = null;
    assert.equal((await get(LINK)).statusCode, 410);
    stored = FILE;
    appStatus = 'disabled';
    assert.equal((await get(LINK)).statusCode, 410);
    appStatus = 'active';
    merchantStatus = 'disabled';
    assert.equal((await get(LINK)).statusCode, 410);
  });

  test('waits for a file that is being built', async () => {
    stored = { ...FILE, state: 'building' };
    builtAtLook = 2;
    const { statusCode, body } = await get(LINK);
    assert.deepEqual([statusCode, body, looks], [200, 'first piece', 2]);
  });

  test('says when to come again if that takes longer, and no 2xx that could be stored', async () => {
    stored = { ...FILE, state: 'due' };
    const startedAt = performance.now();
    const { statusCode, headers, body } = await get(LINK);
    assert.ok(performance.now() - startedAt >= WAIT_MS);
    assert.deepEqual([statusCode, headers['retry-after']], [503, '5']);
    assert.match(body, /being built/);
  });

  test('says that the file could not be built', async () => {
    stored = { ...FILE, state: 'failed' };
    const { statusCode, body } = await get(LINK);
    assert.equal(statusCode, 500);
    assert.match(body, /ask for the report again/);
  });
});
