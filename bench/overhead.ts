/** What the platform itself adds to a create at a steady 500 a second, and what it idles at. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './support/load.ts';
import { startServer } from './support/process.ts';
import { latency, type Row } from './support/row.ts';
import { type Measurement, openRound } from './support/run.ts';

const PER_SECOND = 500;
const IDLE_FOR_MS = 3_000;
const MEMORY_MAX_MB = 200;

export const overhead: Measurement = {
  name: 'overhead',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create('overhead', base.template);
    const all = await startServer('product', 'all', url, base.platformKey);
    await delay(IDLE_FOR_MS);
    const residentMb = await residentMbOf(all.pid);
    await all.stop();
    const api = await startServer('product', 'api', url, base.platformKey);
    try {
      const forMs = run.quick ? 3_000 : 8_000;
      await openRound(run, api, 'create', PER_SECOND, 3_000);
      const rounds = [];
      for (let i = 0; i < run.rounds; i += 1) {
        rounds.push(await openRound(run, api, 'create', PER_SECOND, forMs));
      }
      const middle = median(rounds.map((round) => ({ ...round, perSecond: round.p99Ms })));
      const memory: readonly Row[] =
        residentMb === null
          ? []
          : [
              {
                what: 'resident memory of the idle server, all roles',
                figure: `${residentMb} MB`,
                beside: 'without PostgreSQL',
                ratio: null,
                target: `< ${MEMORY_MAX_MB} MB`,
                reached: residentMb < MEMORY_MAX_MB,
              },
            ];
      return [
        {
          what: `create at ${PER_SECOND}/s, random arrivals`,
          figure: latency(middle),
          beside: '',
          ratio: null,
          target: 'p50 <= 10 ms, p99 <= 40 ms',
          reached: middle.p50Ms <= 10 && middle.p99Ms <= 40,
          note: 'from the moment a request was due, so that waiting for a slow answer counts.',
        },
        ...memory,
      ];
    } finally {
      await api.stop();
      await cluster.drop('overhead');
    }
  },
};

/** Null where the system does not say. */
async function residentMbOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const kb = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kb === undefined ? null : Math.round(Number.parseInt(kb, 10) / 1024);
}
