/**
 * Waiting costs nothing: creates in `open-api` with a provider that takes 300 ms, and with one that
 * takes five seconds beside one that answers at once. What the callers alone would come to stands
 * beside it.
 */
import { saveProvider, UPSTREAM } from './create-open-api.ts';
import { type LoadGenerator, median, type Round, startLoad } from './support/load.ts';
import { type ServerProcess, startProcess, startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement, type Run } from './support/run.ts';

const DATABASE = 'slow_providers';
const TAKES_MS = 300;
const SLOWER_MS = 5_000;
const SLOW_CHANNEL = 'PH_PAYMAYA_URL';
const SLOWER_CHANNEL = 'PH_GRABPAY_URL';
/** As many as wait together for the slower one: what is begun with, all of them. */
const SLOWER_CALLERS = 32;

export const slowProviders: Measurement = {
  name: 'slow-providers',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create(DATABASE, base.template);
    const provider = startProcess('../processes/provider.ts');
    const at = `http://127.0.0.1:${(await provider.said).split(' ').at(-1)}`;
    await saveProvider(url, base, at);
    const slow = { account: 'slow', channels: [SLOW_CHANNEL] };
    await saveProvider(url, base, `${at}/${TAKES_MS}`, slow);
    const slower = { account: 'slower', channels: [SLOWER_CHANNEL] };
    await saveProvider(url, base, `${at}/${SLOWER_MS}`, slower);
    const api = await startServer('product', 'api', url, base.platformKey, UPSTREAM);
    const others = startLoad(cluster);
    try {
      return [...(await waiting(run, api)), await besideSlower(run, api, others)];
    } finally {
      await others.stop();
      await api.stop();
      await provider.stop();
      await cluster.drop(DATABASE);
    }
  },
};

async function waiting(run: Run, api: ServerProcess): Promise<readonly Row[]> {
  const round = (connections: number) =>
    closedRound(run, api, 'create_open_api', run.base.merchants, {
      ...{ connections, channelCode: SLOW_CHANNEL },
      signedPerSecond: connections / (TAKES_MS / 1_000),
    });
  await round(1_000);
  const rounds = await interleaved(run.rounds, {
    few: () => round(128),
    many: () => round(1_000),
  });
  return [
    rowOf(128, median(rounds.few), { perSecond: 0, p50Ms: 330, p99Ms: Number.POSITIVE_INFINITY }),
    rowOf(1_000, median(rounds.many), { perSecond: 1_200, p50Ms: 360, p99Ms: 900 }),
  ];
}

function rowOf(
  callers: number,
  round: Round,
  target: Pick<Round, 'perSecond' | 'p50Ms' | 'p99Ms'>,
): Row {
  const alone = callers / (TAKES_MS / 1_000);
  const wanted = [
    ...(target.perSecond === 0 ? [] : [`>= ${rate(target.perSecond)}`]),
    `p50 <= ${target.p50Ms} ms`,
    ...(Number.isFinite(target.p99Ms) ? [`p99 <= ${target.p99Ms} ms`] : []),
  ];
  return {
    what: `create in open-api, provider of ${TAKES_MS} ms, ${callers.toLocaleString('en')} callers`,
    figure: `${rate(round.perSecond)}, ${latency(round)}`,
    beside: `the callers alone: ${rate(alone)}`,
    ratio: round.perSecond / alone,
    target: wanted.join(', '),
    reached:
      round.perSecond >= target.perSecond &&
      round.p50Ms <= target.p50Ms &&
      round.p99Ms <= target.p99Ms,
    note: costOf(round),
  };
}

/** What an order costs the processors, which a busy machine falsifies least. */
export function costOf({ cpuUs: { server, database, load } }: Round): string {
  return (
    `processor time ${Math.round(server)} µs server + ${Math.round(database)} µs PostgreSQL + ` +
    `${Math.round(load)} µs load generator a request.`
  );
}

async function besideSlower(run: Run, api: ServerProcess, others: LoadGenerator): Promise<Row> {
  const fast = () => closedRound(run, api, 'create_open_api', run.base.merchants);
  await fast();
  const rounds = await interleaved(run.rounds, {
    alone: fast,
    beside: async () => {
      const waits = closedRound(
        { ...run, load: others },
        api,
        'create_open_api',
        run.base.merchants,
        {
          ...{ connections: SLOWER_CALLERS, channelCode: SLOWER_CHANNEL },
          signedPerSecond: SLOWER_CALLERS,
        },
      );
      const [round] = await Promise.all([fast(), waits]);
      return round;
    },
  });
  const alone = median(rounds.alone);
  const beside = median(rounds.beside);
  return {
    what: `create in open-api at once, beside a provider of ${SLOWER_MS / 1_000} s`,
    figure: `${rate(beside.perSecond)}, ${latency(beside)}`,
    beside: `without it: ${rate(alone.perSecond)}`,
    ratio: beside.perSecond / alone.perSecond,
    target: '>= 0.95',
    reached: beside.perSecond >= 0.95 * alone.perSecond,
    note: `${SLOWER_CALLERS} callers wait for the slow one all the time.`,
  };
}
