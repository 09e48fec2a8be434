/** Notifications delivered to an endpoint that acknowledges, beside a queue library's delivery. */
import { setTimeout as delay } from 'node:timers/promises';
import { cpuMsOf, cpuMsOfServer, onDatabase } from './support/cluster.ts';
import { median } from './support/load.ts';
import { eventsFor, type NotifiedApp, payloadsOf, storeEvents } from './support/notifications.ts';
import { type Child, serverEnvironment, startProcess, startServer } from './support/process.ts';
import { type Row, rate } from './support/row.ts';
import { interleaved, type Measurement, type Run } from './support/run.ts';
import { type Signed, signedByNode, signedByOpenssl } from './support/signing-limits.ts';

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

type Contestant = `${'md5' | 'rsa' | 'long'}${'' | 'Library'}` | 'cores' | 'library';

/** Of the product with its processor time a notification, in microseconds. */
interface Figure {
  readonly perSecond: number;
  readonly cpuUs?: { readonly worker: number; readonly database: number };
}

const WITHIN_MS = 60_000;
const DATABASE = 'notifications';

export const notifications: Measurement = {
  name: 'notifications',
  async measure(run) {
    const receiver = startProcess('../processes/receiver.ts');
    const ports = await receiver.next<number[]>();
    const urls = ports.map((port) => `http://127.0.0.1:${port}/notify`);
    // RSA signs an order of magnitude slower: fewer make the same time.
    const counts = run.quick
      ? { md5: 3_000, rsa: 1_000, long: 500 }
      : { md5: 15_000, rsa: 5_000, long: 1_500 };
    const rounds = run.quick ? 1 : 3;
    try {
      const received = await interleaved<Contestant, Figure>(rounds, {
        md5: () => byProduct(run, receiver, 'collectAppId', urls, counts.md5),
        md5Library: () => byLibrary(run, receiver, 'collectAppId', urls, counts.md5),
        rsa: () => byProduct(run, receiver, 'rechargeAppId', urls, counts.rsa),
        rsaLibrary: () => byLibrary(run, receiver, 'rechargeAppId', urls, counts.rsa),
        long: () => byProduct(run, receiver, 'openApiPhAppId', urls, counts.long),
        longLibrary: () => byLibrary(run, receiver, 'openApiPhAppId', urls, counts.long),
        cores: () => signedByOpenssl(4096, run.quick ? 1 : 3),
        library: () => signedByNode(run.base.merchants[0]?.rsaKey4096 ?? '', run.quick ? 1 : 3),
      });
      const long = median(received.long);
      return [
        row('MD5', median(received.md5), median(received.md5Library)),
        row('RSA-2048', median(received.rsa), median(received.rsaLibrary)),
        row('RSA-4096', long, median(received.longLibrary)),
        ...coresRow(long, median(received.cores)),
        libraryRow(long, median(received.library)),
      ];
    } finally {
      await receiver.stop();
    }
  },
};

/** The limit of the machine: what its cores sign with nothing else to do. */
function coresRow(ours: Figure, limit: Signed): readonly Row[] {
  if (limit.perSecond === 0) return [];
  const ratio = ours.perSecond / limit.perSecond;
  return [
    {
      what: 'the same, beside what the cores can sign',
      figure: rate(ours.perSecond),
      beside: `openssl speed rsa4096, all cores: ${rate(limit.perSecond)}`,
      ratio,
      target: '>= 0.80',
      reached: ratio >= 0.8,
      note: `${costOf(ours)}Receiver, database and worker share the cores that OpenSSL has alone.`,
    },
  ];
}

function costOf({ cpuUs }: Figure): string {
  if (cpuUs === undefined) return '';
  const [worker, database] = [Math.round(cpuUs.worker), Math.round(cpuUs.database)];
  return `processor time ${worker} µs worker + ${database} µs PostgreSQL a notification. `;
}

/** The same limit by the library that signs here, which may be newer than the installed one. */
function libraryRow(ours: Figure, limit: Signed): Row {
  return {
    what: 'the same, beside what the library inside Node signs',
    figure: rate(ours.perSecond),
    beside: `OpenSSL ${process.versions.openssl} in Node, all cores: ${rate(limit.perSecond)}`,
    ratio: ours.perSecond / limit.perSecond,
    target: '',
    reached: null,
  };
}

/** The product's worker process, from a queue that is full when it starts. */
async function byProduct(
  { cluster, base }: Run,
  receiver: Child,
  app: NotifiedApp,
  urls: readonly string[],
  count: number,
): Promise<Figure> {
  const database = await cluster.create(DATABASE, base.template);
  await storeEvents(database, eventsFor(base.merchants, app, urls, count));
  const all = expect(receiver, count);
  const worker = await startServer('product', 'worker', database, base.platformKey, {
    CAUSEWAY_ALLOW_HTTP_NOTIFY: 'on',
    CAUSEWAY_ALLOW_LOOPBACK_NOTIFY: 'on',
  });
  const spent = async () => ({
    delivered: await deliveredIn(database),
    workerMs: await cpuMsOf(worker.pid),
    databaseMs: await cpuMsOfServer(cluster.pid),
  });
  try {
    const before = await spent();
    const received = await all;
    await delay(300);
    const after = await spent();
    const { delivered } = after;
    if (delivered !== count) throw new Error(`${delivered} of ${count} are marked as delivered`);
    const counted = count - before.delivered;
    // The queue was nearly empty before the first look: no figure rather than one of a few.
    if (counted < count / 2) return received;
    const each = (ms: number) => (ms * 1_000) / counted;
    return {
      ...received,
      cpuUs: {
        worker: each(after.workerMs - before.workerMs),
        database: each(after.databaseMs - before.databaseMs),
      },
    };
  } finally {
    await worker.stop();
    await cluster.drop(DATABASE);
  }
}

async function deliveredIn(database: string): Promise<number> {
  return await onDatabase(database, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as n from notification where state = 'delivered'`,
    );
    return rows[0]?.n as number;
  });
}

async function byLibrary(
  { cluster, base }: Run,
  receiver: Child,
  app: NotifiedApp,
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

function row(signature: string, ours: Figure, library: Figure): Row {
  return {
    what: `notifications delivered, ${signature}`,
    figure: rate(ours.perSecond),
    beside: `graphile-worker: ${rate(library.perSecond)}`,
    ratio: ours.perSecond / library.perSecond,
    target: '',
    reached: null,
    note:
      'one worker process, 1,000 endpoints on 50 addresses; bytes stored before the attempt, every ' +
      'attempt recorded. The library signs and posts with the same code and records nothing.',
  };
}
