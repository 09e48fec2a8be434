/** Order query and balance query over HTTP, with orders stored. */
import { median } from './support/load.ts';
import { startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement } from './support/run.ts';
import { giveMoney, storeOrders } from './support/stored.ts';

const STORED = 10_000;

export const queries: Measurement = {
  name: 'queries',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create('queries', base.template);
    await storeOrders(url, base.merchants, 0, STORED, 'paid');
    await giveMoney(url, base.merchants, 1_000_000n);
    const api = await startServer('product', 'api', url, base.platformKey);
    try {
      const ask = (kind: 'query' | 'balance') => () =>
        closedRound(run, api, kind, base.merchants, { storedCount: STORED });
      await ask('query')();
      const rounds = await interleaved(run.rounds, {
        query: ask('query'),
        balance: ask('balance'),
      });
      const row = (what: string, kind: 'query' | 'balance'): Row => {
        const middle = median(rounds[kind]);
        const figure = `${rate(middle.perSecond)}, ${latency(middle)}`;
        return { what, figure, beside: '', ratio: null, target: '', reached: null };
      };
      return [row('query an order', 'query'), row('query a balance', 'balance')];
    } finally {
      await api.stop();
      await cluster.drop('queries');
    }
  },
};
