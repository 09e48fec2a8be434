/** Payments booked: order, ledger entry, balance, notification, each in one commit. */
import { median } from './support/load.ts';
import type { BenchMerchant } from './support/merchants.ts';
import { type Yardstick, yardstick } from './support/pgbench.ts';
import { serverEnvironment, startProcess } from './support/process.ts';
import { type Row, rate } from './support/row.ts';
import { interleaved, type Measurement, type Run } from './support/run.ts';
import { makeYard, paymentScript } from './support/scripts.ts';
import { giveMoney, idOfStored, partOf, storeOrders } from './support/stored.ts';

export interface LedgerJob {
  readonly orderIds: readonly bigint[];
  /** Payments under way at once. */
  readonly callers: number;
}

interface Booked {
  readonly perSecond: number;
  readonly applied: number;
  readonly of: number;
}

const CALLERS = 256;
const TIMES_PGBENCH = 8;
const HOT_PART = 0.9;

export const ledger: Measurement = {
  name: 'ledger',
  async measure(run) {
    const { cluster, base } = run;
    const perRound = run.quick ? 6_000 : 20_000;
    const count = perRound * (run.rounds + 1);
    const one = base.merchants.slice(0, 1);
    const url = await cluster.create('ledger', base.template);
    await storeOrders(url, base.merchants, 0, count, 'pending');
    await storeOrders(url, one, count, 2 * count, 'pending');
    const yards = await makeYards(run, perRound);
    const child = startProcess(
      '../processes/ledger.ts',
      [],
      serverEnvironment(url, base.platformKey),
    );
    await child.said;
    const book = (merchants: readonly BenchMerchant[], from: number) => async () => {
      const first = from + booked(merchants) * perRound;
      const numbers = Array.from({ length: perRound }, (_, i) => first + i);
      const orderIds = numbers.map((i) => idOfStored(partOf(merchants, i), i));
      const result = await child.ask<Booked>({ orderIds, callers: CALLERS } satisfies LedgerJob);
      if (result.applied !== result.of) {
        throw new Error(`${result.applied} of ${result.of} payments were applied`);
      }
      return result;
    };
    try {
      const spread = book(base.merchants, 0);
      const hot = book(one, count);
      await spread();
      await hot();
      const rounds = await interleaved<string, Booked | Yardstick>(run.rounds, {
        spread,
        hot,
        yardSpread: () => yardstick(yards.spread, paymentScript('spread', perRound), run.roundMs),
        yardHot: () => yardstick(yards.hot, paymentScript('hot', perRound), run.roundMs),
      });
      return rowsOf(rounds);
    } finally {
      await child.stop();
      for (const name of ['ledger', 'yard_spread', 'yard_hot']) await cluster.drop(name);
    }
  },
};

const counts = new Map<number, number>();

/** How many rounds these merchants have had. */
function booked(merchants: readonly BenchMerchant[]): number {
  const before = counts.get(merchants.length) ?? 0;
  counts.set(merchants.length, before + 1);
  return before;
}

/** The yardstick pays orders of its own, in databases of its own. */
async function makeYards({ cluster, base }: Run, count: number) {
  const make = async (name: string, merchants: readonly BenchMerchant[]) => {
    const url = await cluster.create(name, base.template);
    await storeOrders(url, merchants, 0, count, 'pending');
    await giveMoney(url, merchants, 1_000_000n);
    await makeYard(url, merchants, 0, count);
    return url;
  };
  return {
    spread: await make('yard_spread', base.merchants),
    hot: await make('yard_hot', base.merchants.slice(0, 1)),
  };
}

function rowsOf(rounds: Record<string, (Booked | Yardstick)[]>): readonly Row[] {
  const middle = (name: string) => median(rounds[name] as (Booked | Yardstick)[]);
  const row = (what: string, ours: string, yard: string): Row => {
    const stick = middle(yard) as Yardstick;
    const ratio = middle(ours).perSecond / stick.perSecond;
    return {
      what,
      figure: rate(middle(ours).perSecond),
      beside: `${stick.label}: ${rate(stick.perSecond)}`,
      ratio,
      target: `>= ${TIMES_PGBENCH}`,
      reached: ratio >= TIMES_PGBENCH,
    };
  };
  const ofSpread = middle('hot').perSecond / middle('spread').perSecond;
  return [
    {
      ...row('payments booked, 1,000 merchants', 'spread', 'yardSpread'),
      note:
        `three postings and five rows each, ${CALLERS} under way, straight into the lanes ` +
        'without HTTP; pgbench writes the same rows, one payment per transaction. Spread, it waits ' +
        'for no hot row, and a batch saves only round trips, commits and planning: the rows ' +
        'themselves cost PostgreSQL the same.',
    },
    row('payments booked, all on one merchant', 'hot', 'yardHot'),
    {
      what: 'one hot merchant beside spread',
      figure: rate(middle('hot').perSecond),
      beside: `spread: ${rate(middle('spread').perSecond)}`,
      ratio: ofSpread,
      target: `>= ${HOT_PART}`,
      reached: ofSpread >= HOT_PART,
    },
  ];
}
