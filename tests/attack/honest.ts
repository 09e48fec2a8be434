/** What merchants meet meanwhile: balances are asked for at a steady rate, by another process. */
import type { LoadJob, LoadResult } from '../../bench/support/load.ts';
import { startProcess } from '../../bench/support/process.ts';
import type { World } from './world.ts';

const PER_SECOND = 100;
const CONNECTIONS = 8;

export interface Honest {
  /** How fast they were answered, and how many were not. */
  during(forMs: number): Promise<LoadResult>;
  stop(): Promise<void>;
}

export function startHonest({ server, merchants }: World): Honest {
  const child = startProcess('../processes/load.ts');
  return {
    during(forMs) {
      const count = Math.ceil((forMs / 1_000) * PER_SECOND * 2);
      const plan = { kind: 'balance', merchants, prefix: 'H', storedCount: 0, count } as const;
      const job: LoadJob = {
        ...{ port: server.port, connections: CONNECTIONS },
        ...{ plan, forMs, perSecond: PER_SECOND },
      };
      return child.ask<LoadResult>(job);
    },
    stop: child.stop,
  };
}
