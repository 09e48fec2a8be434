/** What a hostile request costs the server's processor beside a small valid one. */
import { Agent, request } from 'node:http';
import { cpuMsOf } from '../../bench/support/cluster.ts';
import type { Finding } from './finding.ts';
import { type Sent, targetsOf } from './hostile.ts';
import type { World } from './world.ts';

/** A hostile request costs at most so many small ones. */
const RATIO_MAX = 3;

export interface CostOptions {
  readonly rounds: number;
  /** Requests of a kind in a round: processor time is counted in steps of 10 ms. */
  readonly count: number;
}

/** The dearest of each dialect; and every answer that is a failure of ours. */
export async function measureCost(
  world: World,
  { rounds, count }: CostOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { dialect, small, hostile } of targetsOf(world.merchant)) {
    const caller = callerOf(world);
    const smallMs: number[] = [];
    await caller.prove(await small(), dialect);
    // Code that has never run is slow: neither side is measured by it.
    for (const sent of [await small(), ...hostile.map((one) => one.sent)]) {
      await caller.costOf(sent, 20);
    }
    const costs = hostile.map(() => [] as number[]);
    for (let round = 0; round < rounds; round += 1) {
      smallMs.push(await caller.costOf(await small(), count));
      for (const [n, { sent }] of hostile.entries()) {
        costs[n]?.push(await caller.costOf(sent, count));
      }
    }
    const base = median(smallMs);
    const dearest = hostile
      .map(({ title }, n) => ({ title, ms: median(costs[n] ?? []) }))
      .toSorted((a, b) => b.ms - a.ms);
    const [worst] = dearest;
    const ratio = (worst?.ms ?? 0) / base;
    const next = dearest.slice(1, 4).map(({ title, ms }) => `${title}: ${times(ms / base)}`);
    findings.push({
      what: `${dialect}: a hostile request`,
      measured: `${times(ratio)} (${worst?.ms.toFixed(2)} ms, ${worst?.title})`,
      beside: `a small right one: ${base.toFixed(2)} ms`,
      count: rounds * count * (hostile.length + 1),
      goal: `at most ${RATIO_MAX} x, no failure of ours`,
      isMet: ratio <= RATIO_MAX && caller.failures() === 0,
      notes: [...next, `HTTP: ${caller.statuses()}`],
    });
    caller.end();
  }
  return findings;
}

function callerOf({ server }: World) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statuses = new Map<number, number>();
  let block = 0;
  const send = (sent: Sent, ip: string) =>
    new Promise<string>((resolve, reject) => {
      const { method, path, headers, body } = sent;
      const length = Buffer.byteLength(body);
      const all = { ...headers, 'x-forwarded-for': ip };
      const options = { agent, port: server.port, host: '127.0.0.1', method, path };
      const withBody = method === 'GET' ? all : { ...all, 'content-length': String(length) };
      const asked = request({ ...options, headers: withBody }, (answer) => {
        const { statusCode = 0 } = answer;
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.once('end', () => resolve(text));
      });
      asked.once('error', reject).end(method === 'GET' ? undefined : body);
    });
  return {
    /** The small one is what it is said to be: its signature holds, and there is no such order. */
    async prove(sent: Sent, dialect: string): Promise<void> {
      const answer = await send(sent, '198.51.100.7');
      if (!NO_ORDER.test(answer)) throw new Error(`${dialect}: not a right request: ${answer}`);
    },
    /** Milliseconds of processor time for one, from a block of addresses of its own. */
    async costOf(sent: Sent, count: number): Promise<number> {
      block += 1;
      const ip = `198.18.${block % 250}.7`;
      const before = await cpuMsOf(server.pid);
      for (let n = 0; n < count; n += 1) await send(sent, ip);
      return ((await cpuMsOf(server.pid)) - before) / count;
    },
    failures: () => [...statuses].reduce((sum, [at, n]) => sum + (at >= 500 ? n : 0), 0),
    statuses: () => [...statuses].map(([status, n]) => `${status}: ${n}`).join(', '),
    end: () => agent.destroy(),
  };
}

/** As each dialect says it. */
const NO_ORDER = /does not exist|not found/i;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} x`;
}
