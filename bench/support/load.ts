/** Asking the load generator, and what a round cost on each side. */
import { type Cluster, cpuMsOf, cpuMsOfServer } from './cluster.ts';
import { type Child, type ServerProcess, startProcess } from './process.ts';
import type { RequestPlan } from './requests.ts';

export interface LoadJob {
  readonly port: number;
  readonly connections: number;
  readonly plan: RequestPlan;
  /** A closed loop ends after this time, or when the requests are used up. */
  readonly forMs: number;
  /** Null: closed loop. Else requests begin at this mean rate, whatever the answers do. */
  readonly perSecond: number | null;
}

export interface LoadResult {
  readonly answered: number;
  /** Answers that were no success; a measurement with any is not one. */
  readonly failed: number;
  /** Successes. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Round extends LoadResult {
  /** Processor time per request, in microseconds. */
  readonly cpuUs: { readonly server: number; readonly database: number; readonly load: number };
}

export interface LoadGenerator {
  run(server: ServerProcess, job: Omit<LoadJob, 'port'>): Promise<Round>;
  stop(): Promise<void>;
}

export function startLoad(cluster: Cluster): LoadGenerator {
  const child: Child = startProcess('../processes/load.ts');
  return {
    async run(server, job) {
      const before = await Promise.all([cpuMsOf(server.pid), cpuMsOfServer(cluster.pid)]);
      const { cpuMs, ...result } = await child.ask<LoadResult & { cpuMs: number }>({
        ...job,
        port: server.port,
      });
      const after = await Promise.all([cpuMsOf(server.pid), cpuMsOfServer(cluster.pid)]);
      if (result.failed > 0) {
        throw new Error(`${result.failed} of ${result.answered} ${job.plan.kind} requests failed`);
      }
      const each = (ms: number) => (ms * 1000) / result.answered;
      return {
        ...result,
        cpuUs: {
          server: each(after[0] - before[0]),
          database: each(after[1] - before[1]),
          load: each(cpuMs),
        },
      };
    },
    stop: child.stop,
  };
}

/** The round with the median rate. */
export function median<T extends { readonly perSecond: number }>(rounds: readonly T[]): T {
  const sorted = rounds.toSorted((a, b) => a.perSecond - b.perSecond);
  return sorted[sorted.length >> 1] as T;
}
