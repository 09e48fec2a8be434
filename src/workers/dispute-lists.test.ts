import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulator } from '../connectors/simulator/connector.ts';
import type { DisputeListToRead } from '../ports/workers.ts';
import { type DisputeListsDeps, disputeListsRound } from './dispute-lists.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 30);
const DUE: DisputeListToRead = {
  ...{ connector: 'simulator', account: 'main', leaseNo: 1 },
  readUpTo: new Date(NOW_MS - 3_600_000),
};

/** One list that is due, and its pages by name; a page that is missing is no answer. */
function open(pages: Readonly<Record<string, string | null>>) {
  const asked: unknown[] = [];
  const marks: Date[] = [];
  const unused = {} as Pick<
    DisputeListsDeps,
    'lanes' | 'snapshot' | 'reader' | 'ids' | 'verifications'
  >;
  const deps: DisputeListsDeps = {
    ...unused,
    connectors: new Map([['simulator', simulator]]),
    nowMs: () => NOW_MS,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    upstream: {
      listDisputes: async (_account, fromMs, page) => {
        asked.push([fromMs, page]);
        const next = pages[page ?? 'first'];
        return next === undefined ? null : { events: [], next };
      },
    },
    disputeLists: {
      lease: async (connectors) => (connectors.includes('simulator') ? DUE : null),
      read: async (_list, upTo) => {
        marks.push(upTo);
      },
    },
  };
  return { deps, asked, marks };
}

test('a list is read page by page, a day beyond the last time, and then up to now', async () => {
  const { deps, asked, marks } = open({ first: 'b', b: null });
  assert.equal(await disputeListsRound(deps), true);
  const from = DUE.readUpTo.getTime() - DAY_MS;
  assert.deepEqual(asked, [
    [from, null],
    [from, 'b'],
  ]);
  assert.deepEqual(marks, [new Date(NOW_MS)]);
});

test('a list that broke off is read from the same time again', async () => {
  const { deps, marks } = open({ first: 'b' });
  assert.equal(await disputeListsRound(deps), true);
  assert.deepEqual(marks, [DUE.readUpTo]);
});

test('a list without end is given up on, and read again', async () => {
  const { deps, asked, marks } = open({ first: 'b', b: 'b' });
  assert.equal(await disputeListsRound(deps), true);
  assert.equal(asked.length, 400);
  assert.deepEqual(marks, [DUE.readUpTo]);
});
