/** What a create and a query cost with 10 thousand, 1 million and, by flag, 10 million orders. */
import { median } from './support/load.ts';
import { startServer } from './support/process.ts';
import { type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement, type Run } from './support/run.ts';
import { storeOrders } from './support/stored.ts';

const FEW = 10_000;
const COST_MAX = 1.2;

export const storedOrders: Measurement = {
  name: 'stored-orders',
  async measure(run) {
    const { cluster, base } = run;
    const few = await databaseWith(run, 'orders_few', FEW);
    const many = await databaseWith(run, 'orders_many', run.ordersMax);
    const small = await startServer('product', 'api', few, base.platformKey);
    const large = await startServer('product', 'api', many, base.platformKey);
    const create = (on: typeof small) => () => closedRound(run, on, 'create', base.merchants);
    const query = (on: typeof small, stored: number) => () =>
      closedRound(run, on, 'query', base.merchants, { storedCount: stored });
    try {
      for (const server of [small, large]) await create(server)();
      const rounds = await interleaved(run.rounds, {
        createFew: create(small),
        createMany: create(large),
        queryFew: query(small, FEW),
        queryMany: query(large, run.ordersMax),
      });
      const row = (what: string, before: { perSecond: number }, now: { perSecond: number }) =>
        costRow(run, what, before.perSecond, now.perSecond);
      return [
        row('create', median(rounds.createFew), median(rounds.createMany)),
        row('query', median(rounds.queryFew), median(rounds.queryMany)),
      ];
    } finally {
      await small.stop();
      await large.stop();
      await cluster.drop('orders_few');
      await cluster.drop('orders_many');
    }
  },
};

async function databaseWith({ cluster, base, progress }: Run, name: string, count: number) {
  progress(`storing ${count.toLocaleString('en')} orders`);
  const url = await cluster.create(name, base.template);
  await storeOrders(url, base.merchants, 0, count, 'paid');
  return url;
}

function costRow(run: Run, what: string, few: number, many: number): Row {
  const cost = few / many;
  return {
    what: `cost of a ${what} with ${run.ordersMax.toLocaleString('en')} orders stored`,
    figure: rate(many),
    beside: `with ${FEW.toLocaleString('en')}: ${rate(few)}`,
    ratio: cost,
    target: `<= ${COST_MAX}`,
    reached: cost <= COST_MAX,
  };
}
