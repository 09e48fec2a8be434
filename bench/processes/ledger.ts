/** Applies payments to stored orders through the real lanes, as the callback's route does. */
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { readConfig } from '../../src/config.ts';
import { openPlatform } from '../../src/platform.ts';
import { createWakeUps } from '../../src/serve-work.ts';
import type { LedgerJob } from '../ledger.ts';

const SOURCE = { connector: 'simulator', account: 'main' };

const wakeUps = createWakeUps(() => null);
const platform = await openPlatform(readConfig(process.env), {
  say: () => undefined,
  events: wakeUps.events,
});

process.on('message', async ({ orderIds, callers }: LedgerJob) => {
  let next = 0;
  let applied = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (next < orderIds.length) {
      const id = orderIds[next++] as bigint;
      const result = await applyProviderEvent(platform, SOURCE, {
        reference: `${id}`,
        eventKey: `event:${id}`,
        fact: {
          kind: 'paid',
          amount: { asset: 'PHP/2', minor: 10_000n },
          paymentRef: `PAY${id}`,
          bankRef: null,
          upstreamId: `UP${id}`,
        },
      });
      if (result === 'applied') applied += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const perSecond = (applied * 1000) / (performance.now() - startedAt);
  process.send?.({ perSecond, applied, of: orderIds.length });
});
process.stdout.write('the ledger listens on port 0\n');
process.once('SIGTERM', async () => {
  await platform.close();
  process.disconnect?.();
});
