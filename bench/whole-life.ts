/**
 * The whole life of a payment: created, accepted by the provider, paid by its callback, booked, and
 * the merchant notified, who acknowledges. One process does all of it.
 */
import { saveProvider, UPSTREAM } from './create-open-api.ts';
import { cpuMsOf, cpuMsOfServer } from './support/cluster.ts';
import { median, type Round } from './support/load.ts';
import { type Child, type ServerProcess, startProcess, startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, type Measurement, openRound, type Run } from './support/run.ts';

export type LifeJob =
  | { readonly kind: 'begin'; readonly port: number; readonly callbackSecret: string }
  | { readonly kind: 'end'; readonly expected: number; readonly withinMs: number };

/** Lives from the first create to the last acknowledgement; times from callback to it. */
export interface Lives {
  readonly count: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface LifeRound extends Lives {
  readonly create: Round;
  /** Processor time a life, in microseconds. */
  readonly cpuUs: { readonly server: number; readonly database: number };
}

const DATABASE = 'whole_life';
const STEADY_PER_SECOND = 150;
const WITHIN_MS = 60_000;
const NOTIFY = { CAUSEWAY_ALLOW_HTTP_NOTIFY: 'on', CAUSEWAY_ALLOW_LOOPBACK_NOTIFY: 'on' };

export const wholeLife: Measurement = {
  name: 'whole-life',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create(DATABASE, base.template);
    const ends = startProcess('../processes/life.ts');
    const ports = await ends.next<{ provider: number; merchants: number[] }>();
    const { callbackSecret } = await saveProvider(url, base, `http://127.0.0.1:${ports.provider}`);
    const settings = { ...UPSTREAM, ...NOTIFY };
    const all = await startServer('product', 'all', url, base.platformKey, settings);
    const notifyUrls = ports.merchants.map((port) => `http://127.0.0.1:${port}/notify`);
    const forMs = run.quick ? run.roundMs : 8_000;
    const full = () =>
      livesIn(run, all, ends, callbackSecret, () =>
        closedRound(run, all, 'create_open_api', base.merchants, { notifyUrls }),
      );
    const steady = () =>
      livesIn(run, all, ends, callbackSecret, () =>
        openRound(run, all, 'create_open_api', STEADY_PER_SECOND, forMs, { notifyUrls }),
      );
    try {
      await full();
      const fulls: LifeRound[] = [];
      const steadies: LifeRound[] = [];
      for (let i = 0; i < run.rounds; i += 1) {
        fulls.push(await full());
        steadies.push(await steady());
      }
      return rowsOf(
        median(fulls),
        median(steadies.map((one) => ({ ...one, perSecond: one.p99Ms }))),
      );
    } finally {
      await all.stop();
      await ends.stop();
      await cluster.drop(DATABASE);
    }
  },
};

/** A round of creates, and all that follows from it to the last acknowledgement. */
async function livesIn(
  { cluster }: Run,
  server: ServerProcess,
  ends: Child,
  callbackSecret: string,
  round: () => Promise<Round>,
): Promise<LifeRound> {
  const cpu = () => Promise.all([cpuMsOf(server.pid), cpuMsOfServer(cluster.pid)]);
  await ends.ask({ kind: 'begin', port: server.port, callbackSecret } satisfies LifeJob);
  const before = await cpu();
  const create = await round();
  const expected = create.answered;
  const lives = await ends.ask<Lives>({
    ...{ kind: 'end', expected, withinMs: WITHIN_MS },
  } satisfies LifeJob);
  const after = await cpu();
  if (lives.count !== expected || lives.failed > 0) {
    throw new Error(`${lives.count} of ${expected} were acknowledged, ${lives.failed} failed`);
  }
  const each = (i: 0 | 1) => ((after[i] - before[i]) * 1_000) / expected;
  return { ...lives, create, cpuUs: { server: each(0), database: each(1) } };
}

function rowsOf(full: LifeRound, steady: LifeRound): readonly Row[] {
  const { cpuUs } = full;
  return [
    {
      what: 'whole lives of payments, full load',
      figure: `${rate(full.perSecond)}, callback to acknowledgement ${latency(full)}`,
      beside: `creates answered meanwhile: ${rate(full.create.perSecond)}`,
      ratio: full.perSecond / full.create.perSecond,
      target: `>= ${rate(1_000)}`,
      reached: full.perSecond >= 1_000,
      note:
        `processor time ${Math.round(cpuUs.server)} µs server + ${Math.round(cpuUs.database)} µs ` +
        'PostgreSQL a life. Created in open-api (RSA-2048 both ways), accepted, paid by callback, ' +
        'booked, notified and acknowledged; counted to the last acknowledgement, 128 connections, ' +
        'one process with all roles.',
    },
    {
      what: `the same at ${STEADY_PER_SECOND} a second, random arrivals`,
      figure: `callback to acknowledgement ${latency(steady)}`,
      beside: '',
      ratio: null,
      target: '',
      reached: null,
      note: `create: ${latency(steady.create)}.`,
    },
  ];
}
