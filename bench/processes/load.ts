/**
 * The load generator: keep-alive connections over raw sockets, one request under way on each,
 * all requests signed beforehand. A job comes as a message, what was measured goes back.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadJob, LoadResult } from '../support/load.ts';
import { requestsOf, SUCCESS } from '../support/requests.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One connection: `ask` resolves with whether the answer was a success. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer | null = null;
  readonly #success: string;
  #answer: ((ok: boolean) => void) | null = null;

  constructor(socket: Socket, success: string) {
    this.#socket = socket;
    this.#success = success;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#answer?.(false));
  }

  ask(request: Buffer, answer: (ok: boolean) => void): void {
    this.#answer = answer;
    this.#socket.write(request);
  }

  end(): void {
    this.#answer = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const received = this.#received === null ? chunk : Buffer.concat([this.#received, chunk]);
    this.#received = received;
    const headEnd = received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1];
    if (received.length < headEnd + 4 + Number.parseInt(length ?? '0', 10)) return;
    this.#received = null;
    this.#answer?.(received.includes(this.#success, headEnd));
  }
}

async function open(port: number, count: number, success: string): Promise<readonly Connection[]> {
  return await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Connection>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket, success)));
          socket.once('error', reject);
        }),
    ),
  );
}

/** As fast as the answers come: every connection asks again at once. */
async function closedLoop(
  connections: readonly Connection[],
  requests: readonly Buffer[],
  forMs: number,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let next = 0;
  let failed = 0;
  const startedAt = performance.now();
  const endAt = startedAt + forMs;
  let lastAt = startedAt;
  await Promise.all(
    connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          const again = () => {
            const request = requests[next];
            const sentAt = performance.now();
            if (request === undefined || sentAt >= endAt) return resolve();
            next += 1;
            connection.ask(request, (ok) => {
              lastAt = performance.now();
              latencies.push(lastAt - sentAt);
              if (!ok) failed += 1;
              again();
            });
          };
          again();
        }),
    ),
  );
  return summary(latencies, failed, lastAt - startedAt);
}

/**
 * At a rate of the generator's own, whatever the answers do: a slow answer delays no later
 * request, and its waiting counts. Random distances (exponential), from a fixed seed.
 */
async function openLoop(
  connections: readonly Connection[],
  requests: readonly Buffer[],
  perSecond: number,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const free = [...connections];
  const waiting: (() => void)[] = [];
  const random = seeded(42);
  let failed = 0;
  const startedAt = performance.now();
  let dueAt = startedAt;
  const pending: Promise<void>[] = [];
  for (const request of requests) {
    dueAt += (-Math.log(1 - random()) * 1000) / perSecond;
    const due = dueAt;
    const ahead = due - performance.now();
    if (ahead > 0.5) await delay(ahead);
    pending.push(
      new Promise<void>((resolve) => {
        const send = () => {
          const connection = free.pop();
          if (connection === undefined) return void waiting.push(send);
          connection.ask(request, (ok) => {
            latencies.push(performance.now() - due);
            if (!ok) failed += 1;
            free.push(connection);
            waiting.shift()?.();
            resolve();
          });
        };
        send();
      }),
    );
  }
  await Promise.all(pending);
  return summary(latencies, failed, performance.now() - startedAt);
}

/** Mulberry32: the same arrivals at every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function summary(latencies: readonly number[], failed: number, tookMs: number): LoadResult {
  const sorted = Float64Array.from(latencies).sort();
  const at = (part: number) => sorted[Math.min(sorted.length - 1, part * sorted.length) | 0] ?? 0;
  const perSecond = (latencies.length - failed) / (tookMs / 1000);
  return { answered: latencies.length, failed, perSecond, p50Ms: at(0.5), p99Ms: at(0.99) };
}

process.on('message', async (job: LoadJob) => {
  const requests = await requestsOf(job.plan);
  const connections = await open(job.port, job.connections, SUCCESS[job.plan.kind]);
  const cpuBefore = process.cpuUsage();
  const result =
    job.perSecond === null
      ? await closedLoop(connections, requests, job.forMs)
      : await openLoop(connections, requests, job.perSecond);
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.end();
  process.send?.({ ...result, cpuMs: (user + system) / 1000 });
});
