import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { entry } from '../../../src/domain/ledger.ts';
import type { Merchant } from '../../../src/domain/merchant.ts';
import type { Outcome } from '../../../src/domain/request.ts';
import type { Lanes } from '../../../src/ports/core.ts';
import { lanesOn, type OpenLanes } from '../../support/lanes.ts';
import { migratedDatabase } from '../../support/migrated.ts';
import { sampleOrder } from '../../support/order.ts';
import { net } from '../../support/sample.ts';
import { merchantOf } from '../../support/shop.ts';
import type { Call, FromWriter, ToWriter, WriterSetup } from './writer.process.ts';

const PROGRAM = new URL('./writer.process.ts', import.meta.url);

/** Some API processes over one database, and lanes of the test's own beside them. */
export interface Race extends OpenLanes {
  readonly merchants: readonly Merchant[];
  /** Hands the calls out in turn, all processes at once; the outcomes in the order of the calls. */
  callAll(calls: readonly Call[]): Promise<readonly Outcome[]>;
}

export interface RaceOptions {
  readonly merchants: number;
  readonly lanes: WriterSetup['lanes'];
  readonly processes?: number;
}

/** Starts the processes; they end with the test. */
export async function startRace(t: TestContext, options: RaceOptions): Promise<Race> {
  const { connection } = await migratedDatabase(t);
  const merchants = Array.from({ length: options.merchants }, (_, i) => merchantOf(i * 7));
  const open = lanesOn(t, connection, connection);
  const writers = Array.from({ length: options.processes ?? 2 }, (_, i) =>
    startWriter(t, { connection, merchants, node: i + 1, lanes: options.lanes }),
  );
  const ready = await Promise.all(writers);
  return {
    ...open,
    merchants,
    async callAll(calls) {
      const parts = ready.map((_, w) => calls.filter((_call, i) => i % ready.length === w));
      const answers = await Promise.all(ready.map((writer, w) => writer(parts[w] ?? [])));
      return calls.map((_, i) => {
        const outcome = answers[i % ready.length]?.[Math.floor(i / ready.length)];
        if (outcome === undefined) throw new Error('a call was not answered');
        return outcome;
      });
    },
  };
}

type Writer = (calls: readonly Call[]) => Promise<readonly Outcome[]>;

async function startWriter(t: TestContext, setup: WriterSetup): Promise<Writer> {
  const child = fork(PROGRAM, { serialization: 'advanced' });
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await exchange(child, { setup });
  return async (calls) => {
    const answer = await exchange(child, { calls });
    return 'outcomes' in answer ? answer.outcomes : [];
  };
}

async function exchange(child: ChildProcess, message: ToWriter): Promise<FromWriter> {
  const died = new AbortController();
  const ended = (code: number | null) => died.abort(new Error(`a writer ended with ${code}`));
  child.once('exit', ended);
  try {
    child.send(message);
    const [answer] = await once(child, 'message', { signal: died.signal });
    return answer as FromWriter;
  } finally {
    child.off('exit', ended);
  }
}

let grants = 0n;

/** Gives a merchant something to spend, by an entry from nowhere. */
export async function grant(
  { lanes }: { readonly lanes: Lanes },
  merchant: Merchant,
  minor: bigint,
): Promise<void> {
  grants += 1n;
  const shard = merchant.bucket % lanes.shardCount;
  const order = sampleOrder({ id: grants, shard, merchantId: merchant.id });
  const granted = entry(order, 'grant', { upstream: -minor, net: net(minor) });
  await lanes.submit({
    shard,
    balanceKeys: () => [order],
    decide: () => ({ changes: { entries: [granted] }, answer: null }),
  });
}

/** How many outcomes were of each kind: `created`, or the code of the refusal. */
export function tally(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const kind = outcome.ok ? outcome.kind : outcome.refusal.code;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
