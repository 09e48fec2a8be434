/** Notifications delivered to an endpoint that acknowledges, beside a queue library's delivery. */
import { setTimeout as delay } from 'node:timers/promises';
import { onDatabase } from './support/cluster.ts';
import { median } from './support/load.ts';
import { eventsFor, payloadsOf, storeEvents } from './support/notices.ts';
import { type Child, serverEnvironment, startProcess, startServer } from './support/process.ts';
import { type Row, rate } from './support/row.ts';
import { interleaved, type Measurement, type Run } from './support/run.ts';

export interface Expectation {
  readonly expected: number;
  readonly withinMs: number;
}

export interface Received {
  readonly perSecond: number;
  readonly count: number;
}

export interface LibraryJob {
  readonly jobs: readonly { readonly payload: unknown; readonly url: string }[];
}

const WITHIN_MS = 60_000;
const DATABASE = 'notifications';

type App = 'collectAppId' | 'rechargeAppId';

export const notifications: Measurement = {
  name: 'notifications',
  async measure(run) {
    const receiver = startProcess('../processes/receiver.ts');
    const ports = await receiver.next<number[]>();
    const urls = ports.map((port) => `http://127.0.0.1:${port}/notify`);
    // RSA signs an order of magnitude slower: fewer make the same time.
    const counts = run.quick ? { md5: 3_000, rsa: 1_000 } : { md5: 15_000, rsa: 5_000 };
    const rounds = run.quick ? 1 : 3;
    try {
      const received = await interleaved(rounds, {
        md5: () => byProduct(run, receiver, 'collectAppId', urls, counts.md5),
        md5Library: () => byLibrary(run, receiver, 'collectAppId', urls, counts.md5),
        rsa: () => byProduct(run, receiver, 'rechargeAppId', urls, counts.rsa),
        rsaLibrary: () => byLibrary(run, receiver, 'rechargeAppId', urls, counts.rsa),
      });
      return [
        row('MD5', median(received.md5), median(received.md5Library)),
        row('RSA-2048', median(received.rsa), median(received.rsaLibrary)),
      ];
    } finally {
      await receiver.stop();
    }
  },
};

/** The product's worker process, from a queue that is full when it starts. */
async function byProduct(
  { cluster, base }: Run,
  receiver: Child,
  app: App,
  urls: readonly string[],
  count: number,
): Promise<Received> {
  const database = await cluster.create(DATABASE, base.template);
  await storeEvents(database, eventsFor(base.merchants, app, urls, count));
  const all = expect(receiver, count);
  const worker = await startServer('product', 'worker', database, base.platformKey, {
    CAUSEWAY_ALLOW_HTTP_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_NOTIFY: 'on',
  });
  try {
    const received = await all;
    await delay(300);
    const delivered = await onDatabase(database, async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as n from notification where state = 'delivered'`,
      );
      return rows[0]?.n as number;
    });
    if (delivered !== count) throw new Error(`${delivered} of ${count} are marked as delivered`);
    return received;
  } finally {
    await worker.stop();
    await cluster.drop(DATABASE);
  }
}

async function byLibrary(
  { cluster, base }: Run,
  receiver: Child,
  app: App,
  urls: readonly string[],
  count: number,
): Promise<Received> {
  const database = await cluster.create(DATABASE, base.template);
  const environment = serverEnvironment(database, base.platformKey);
  const library = startProcess('../processes/queue-library.ts', [], environment);
  try {
    await library.said;
    const jobs = payloadsOf(eventsFor(base.merchants, app, urls, count));
    const all = expect(receiver, count);
    await library.ask({ jobs } satisfies LibraryJob);
    return await all;
  } finally {
    await library.stop();
    await cluster.drop(DATABASE);
  }
}

async function expect(receiver: Child, expected: number): Promise<Received> {
  const asked: Expectation = { expected, withinMs: WITHIN_MS };
  const received = await receiver.ask<Received>(asked);
  if (received.count !== expected) {
    throw new Error(`${received.count} of ${expected} notifications came`);
  }
  return received;
}

function row(signature: string, ours: Received, library: Received): Row {
  return {
    what: `notifications delivered, ${signature}`,
    figure: rate(ours.perSecond),
    beside: `graphile-worker: ${rate(library.perSecond)}`,
    ratio: ours.perSecond / library.perSecond,
    target: '',
    reached: null,
    note:
      'one worker process, 1,000 endpoints on 50 addresses; bytes stored before the push, every ' +
      'attempt recorded. The library signs and posts with the same code and records nothing.',
  };
}
