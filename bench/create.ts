/** Signed create over HTTP, beside the server without a database, and beside pgbench. */
import { median } from './support/load.ts';
import { type Yardstick, yardstick } from './support/pgbench.ts';
import { startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement, type Run } from './support/run.ts';
import { createScript } from './support/scripts.ts';
import { storeOrders } from './support/stored.ts';

const STORED = 10_000;

export const create: Measurement = {
  name: 'create',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create('create_orders', base.template);
    const yardUrl = await cluster.create('create_yardstick', base.template);
    await storeOrders(url, base.merchants, 0, STORED, 'paid');
    await storeOrders(yardUrl, base.merchants, 0, STORED, 'paid');
    const api = await startServer('product', 'api', url, base.platformKey);
    const ceiling = await startServer('ceiling', 'api', url, base.platformKey);
    try {
      await closedRound(run, api, 'create', base.merchants);
      await closedRound(run, ceiling, 'create', base.merchants);
      const yards: Yardstick[] = [];
      const rounds = await interleaved(run.rounds, {
        ceiling: () => closedRound(run, ceiling, 'create', base.merchants),
        spread: () => closedRound(run, api, 'create', base.merchants),
        hot: () => closedRound(run, api, 'create', base.merchants.slice(0, 1)),
        yard: async () => {
          const yard = await yardstick(yardUrl, createScript(base.merchants), run.roundMs);
          yards.push(yard);
          return null;
        },
      });
      return rowsOf(run, rounds as Rounds, median(yards));
    } finally {
      await api.stop();
      await ceiling.stop();
      await cluster.drop('create_orders');
      await cluster.drop('create_yardstick');
    }
  },
};

type Rounds = Record<'ceiling' | 'spread' | 'hot', Parameters<typeof median>[0] & Measured[]>;
type Measured = Awaited<ReturnType<typeof closedRound>>;

function rowsOf(run: Run, rounds: Rounds, yard: Yardstick): readonly Row[] {
  const ceiling = median(rounds.ceiling as Measured[]);
  const spread = median(rounds.spread as Measured[]);
  const hot = median(rounds.hot as Measured[]);
  const ofCeiling = spread.perSecond / ceiling.perSecond;
  const cpu = ({ cpuUs }: Measured) =>
    `${Math.round(cpuUs.server)} µs server + ${Math.round(cpuUs.database)} µs PostgreSQL + ` +
    `${Math.round(cpuUs.load)} µs load generator a request`;
  return [
    {
      what: `create, 1,000 merchants, ${run.connections} connections`,
      figure: `${rate(spread.perSecond)}, ${latency(spread)}`,
      beside: `no database: ${rate(ceiling.perSecond)}, ${latency(ceiling)}`,
      ratio: ofCeiling,
      target: '>= 0.80',
      reached: ofCeiling >= 0.8,
      note: `processor time ${cpu(spread)}; without a database ${cpu(ceiling)}.`,
    },
    {
      what: 'the same, in absolute terms',
      figure: `${rate(spread.perSecond)}, p99 ${Math.round(spread.p99Ms)} ms`,
      beside: '',
      ratio: null,
      target: '>= 6,000/s at p99 <= 50 ms',
      reached: spread.perSecond >= 6_000 && spread.p99Ms <= 50,
      note:
        'with other work on the machine the tail is the wait for a processor; compare the p99 ' +
        'without a database, which has no disk and no lock to wait for.',
    },
    {
      what: 'create beside one row per transaction',
      figure: rate(spread.perSecond),
      beside: `${yard.label}: ${rate(yard.perSecond)}`,
      ratio: spread.perSecond / yard.perSecond,
      target: '',
      reached: null,
      note: 'pgbench inserts the order row alone: no HTTP, no signature, no dispatch row.',
    },
    {
      what: 'create, all on one merchant',
      figure: `${rate(hot.perSecond)}, ${latency(hot)}`,
      beside: `spread: ${rate(spread.perSecond)}`,
      ratio: hot.perSecond / spread.perSecond,
      target: '',
      reached: null,
    },
  ];
}
