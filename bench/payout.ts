/** Payout create over HTTP: the claim and the hold on the balance in one commit. */
import { median } from './support/load.ts';
import { startServer } from './support/process.ts';
import { latency, type Row, rate } from './support/row.ts';
import { closedRound, interleaved, type Measurement } from './support/run.ts';
import { giveMoney } from './support/stored.ts';

/** More than all rounds together can pay out. */
const MONEY = 1_000_000_000_000_000n;

export const payout: Measurement = {
  name: 'payout',
  async measure(run) {
    const { cluster, base } = run;
    const url = await cluster.create('payout', base.template);
    await giveMoney(url, base.merchants, MONEY);
    const api = await startServer('product', 'api', url, base.platformKey);
    try {
      await closedRound(run, api, 'payout', base.merchants);
      const rounds = await interleaved(run.rounds, {
        spread: () => closedRound(run, api, 'payout', base.merchants),
        hot: () => closedRound(run, api, 'payout', base.merchants.slice(0, 1)),
      });
      const spread = median(rounds.spread);
      const hot = median(rounds.hot);
      const rows: Row[] = [
        {
          what: 'payout create with hold, 1,000 merchants',
          figure: `${rate(spread.perSecond)}, ${latency(spread)}`,
          beside: '',
          ratio: null,
          target: '',
          reached: null,
        },
        {
          what: 'payout create with hold, all on one merchant',
          figure: `${rate(hot.perSecond)}, ${latency(hot)}`,
          beside: `spread: ${rate(spread.perSecond)}`,
          ratio: hot.perSecond / spread.perSecond,
          target: '',
          reached: null,
        },
      ];
      return rows;
    } finally {
      await api.stop();
      await cluster.drop('payout');
    }
  },
};
