/**
 * The API server without a database behind it: the same wiring, routes, parsing, verification,
 * checks and replies, over lanes that answer from memory. What remains is what HTTP and the
 * dialect cost, which no store can beat.
 */

import { readConfig } from '../../src/config.ts';
import type { Command, Rows } from '../../src/domain/decision.ts';
import { ZERO_BALANCE } from '../../src/domain/ledger.ts';
import { createLog } from '../../src/log.ts';
import { openPlatform, type Platform } from '../../src/platform.ts';
import { serve } from '../../src/serve.ts';
import { createWakeUps } from '../../src/serve-work.ts';

const config = readConfig(process.env);
const wakeUps = createWakeUps(() => null);
const platform = await openPlatform(config, { say: () => undefined, events: wakeUps.events });

const lanes: Platform['lanes'] = {
  shardCount: platform.shardCount,
  queued: () => 0,
  whyStuck: async () => null,
  async submit<A>({ claim, decide }: Command<A>): Promise<A> {
    const rows: Rows = {
      claim: claim === undefined ? null : { won: true, order: claim },
      isFirstRecorded: true,
      order: (id) => (claim?.id === id ? claim : null),
      dispatches: () => [],
      disputes: () => [],
      holds: () => [],
      cases: () => [],
      balance: () => ZERO_BALANCE,
      quotaUse: null,
      doubtedAt: [],
    };
    return decide(rows, claim?.createdAt ?? new Date()).answer;
  },
};

const log = createLog(config.logLevel, null);
const running = await serve(config, 'api', { ...platform, lanes }, log, wakeUps);
process.stdout.write(`the ceiling listens on port ${running.port}\n`);
process.once('SIGTERM', async () => {
  await running.stop();
  await platform.close();
  process.disconnect?.();
});
