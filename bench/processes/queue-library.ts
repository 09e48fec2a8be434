/** The same notifications from a queue library: a job each, signed and posted by the same code. */
import {
  type AddJobsJobSpec,
  Logger,
  makeWorkerUtils,
  run,
  type WorkerUtils,
} from 'graphile-worker';
import { readConfig } from '../../src/config.ts';
import { DIALECTS } from '../../src/dialects/registry.ts';
import { createEgress } from '../../src/egress/client.ts';
import { openPlatform } from '../../src/platform.ts';
import { createWakeUps } from '../../src/serve-work.ts';
import { orderFromJson } from '../../src/store/statements/order-row.ts';
import { attemptDelivery, encode } from '../../src/workers/delivery-attempt.ts';
import type { LibraryJob } from '../notifications.ts';

const config = readConfig(process.env);
const wakeUps = createWakeUps(() => null);
const platform = await openPlatform(config, { say: () => undefined, events: wakeUps.events });
const egress = createEgress({
  policy: { allowHttp: true, allowLoopback: true, ports: 'any' },
  userAgent: 'Causeway',
});
const logger = new Logger(() => () => undefined);
const connection = { connectionString: config.databaseUrl as string, logger };
const utils: WorkerUtils = await makeWorkerUtils(connection);
await utils.migrate();

async function deliver({ payload, url }: { payload: unknown; url: string }): Promise<void> {
  const order = orderFromJson(payload);
  const app = platform.snapshot.current().app(order.appId);
  const dialect = DIALECTS.find(({ name }) => name === app?.dialect);
  if (app === null || dialect === undefined) throw new Error('the app is not known');
  const orderEvent = { type: 'payin.paid', order, n: 1, url, at: new Date() } as const;
  const bytes = await encode(dialect, orderEvent, app, Date.now());
  if (bytes === null) throw new Error('the dialect does not send this event');
  const { acknowledged } = await attemptDelivery(egress, dialect, url, bytes);
  if (!acknowledged) throw new Error('not acknowledged');
}

process.on('message', async ({ jobs }: LibraryJob) => {
  const specs = jobs.map((payload): AddJobsJobSpec => ({ identifier: 'deliver', payload }));
  for (let at = 0; at < specs.length; at += 1_000) await utils.addJobs(specs.slice(at, at + 1_000));
  process.send?.('queued');
  // The settings that were fastest: many at once, fetched ahead in one query.
  const runner = await run({
    ...connection,
    concurrency: 64,
    noHandleSignals: true,
    preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0 } },
    taskList: { deliver: (job) => deliver(job as Parameters<typeof deliver>[0]) },
  });
  process.once('SIGTERM', async () => {
    await runner.stop();
    await utils.release();
    await egress.close();
    await platform.close();
    process.disconnect?.();
  });
});
process.stdout.write('the library listens on port 0\n');
