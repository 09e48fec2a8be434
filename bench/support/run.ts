/** What every measurement is given. */
import type { Cluster } from './cluster.ts';
import type { LoadGenerator, Round } from './load.ts';
import type { Base, BenchMerchant } from './merchants.ts';
import type { ServerProcess } from './process.ts';
import { type RequestKind, type RequestPlan, SIGNED_PER_SECOND } from './requests.ts';
import type { Row } from './row.ts';

export interface Run {
  readonly cluster: Cluster;
  readonly base: Base;
  readonly load: LoadGenerator;
  /** Short rounds and few of them: a look, not a measurement. */
  readonly quick: boolean;
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
  /** The largest number of stored orders to measure at. */
  readonly ordersMax: number;
  progress(line: string): void;
}

/** One file per measurement; several rows of the table may come of it. */
export interface Measurement {
  readonly name: string;
  measure(run: Run): Promise<readonly Row[]>;
}

let prefixes = 0;

/** What a round may have of its own. */
export interface RoundOptions
  extends Partial<Pick<RequestPlan, 'storedCount' | 'channelCode' | 'notifyUrls'>> {
  readonly connections?: number;
  readonly forMs?: number;
  /** Signed beforehand for each second: more than are answered. */
  readonly signedPerSecond?: number;
}

/** One closed-loop round against a server, with references of its own. */
export async function closedRound(
  { load, ...run }: Pick<Run, 'load' | 'connections' | 'roundMs'>,
  server: ServerProcess,
  kind: RequestKind,
  merchants: readonly BenchMerchant[],
  {
    connections = run.connections,
    forMs = run.roundMs,
    signedPerSecond = SIGNED_PER_SECOND[kind],
    storedCount = 0,
    ...plan
  }: RoundOptions = {},
): Promise<Round> {
  prefixes += 1;
  const count = Math.ceil((signedPerSecond * forMs) / 1000);
  return await load.run(server, {
    ...{ connections, forMs, perSecond: null },
    plan: { ...plan, kind, merchants, prefix: `B${prefixes}R`, storedCount, count },
  });
}

/** Open loop: `perSecond` requests in the mean for `forMs`, over few connections. */
export async function openRound(
  run: Run,
  server: ServerProcess,
  kind: RequestKind,
  perSecond: number,
  forMs: number,
  plan: Pick<RoundOptions, 'notifyUrls'> = {},
): Promise<Round> {
  prefixes += 1;
  return await run.load.run(server, {
    connections: 64,
    forMs,
    perSecond,
    plan: {
      ...plan,
      kind,
      merchants: run.base.merchants,
      prefix: `B${prefixes}R`,
      storedCount: 0,
      count: Math.ceil((perSecond * forMs) / 1000),
    },
  });
}

/** Runs each contestant once per round, in turns, so that a noisy minute is shared by all. */
export async function interleaved<K extends string, T>(
  rounds: number,
  contestants: Readonly<Record<K, () => Promise<T>>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(contestants) as K[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<K, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results[name].push(await contestants[name]());
  }
  return results;
}
