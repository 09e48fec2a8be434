/** Sockets that are held, and connections that come fast: bounded in count and time. */
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import type { Finding } from './finding.ts';
import type { Honest } from './honest.ts';
import type { World } from './world.ts';

const HEADERS_CLOSED_MS = 7_000;
const BODY_CLOSED_MS = 18_000;
const DROP_MS = 500;
const P99_TIMES = 2;
/** Below it a ratio of two p99 says nothing: one pause of the machine is longer. */
const P99_FLOOR_MS = 5;

export interface SocketOptions {
  readonly sockets: number;
  readonly connectsPerSecond: number;
  readonly forMs: number;
}

interface Attack {
  readonly what: string;
  readonly count: number;
  /** Begins; `stop` ends it and says how many sockets the server still held at its end. */
  begin(port: number): Promise<{ stop(): Promise<number | null> }>;
  /** When the server must have let go of all of them; null: they come and go. */
  readonly closedWithinMs: number | null;
}

export async function measureSockets(
  world: World,
  honest: Honest,
  options: SocketOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const attack of attacksOf(options)) {
    const before = await honest.during(options.forMs);
    const begun = await attack.begin(world.server.port);
    const forMs = Math.max(options.forMs, attack.closedWithinMs ?? 0);
    const during = await honest.during(forMs);
    const left = await begun.stop();
    const memory = await memoryMibOf(world.server.pid);
    const after = await honest.during(options.forMs);
    const base = Math.max(before.p99Ms, after.p99Ms, P99_FLOOR_MS);
    const isFast = during.p99Ms <= base * P99_TIMES && during.failed === 0;
    findings.push({
      what: attack.what,
      measured: `p99 ${during.p99Ms.toFixed(1)} ms, ${during.failed} of ${during.answered} failed`,
      beside: `without: p99 ${before.p99Ms.toFixed(1)} and ${after.p99Ms.toFixed(1)} ms`,
      count: attack.count,
      goal: `p99 within ${P99_TIMES} x, none failed${left === null ? '' : ', none still held'}`,
      isMet: isFast && (left ?? 0) === 0,
      notes: [`${left ?? 0} sockets still held at the end, server at ${memory} MiB`],
    });
  }
  return findings;
}

function attacksOf({ sockets, connectsPerSecond, forMs }: SocketOptions): readonly Attack[] {
  const head = 'POST /client/order/query HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
  const dripping = Math.min(sockets, 1_500);
  return [
    {
      what: 'headers byte by byte',
      count: dripping,
      closedWithinMs: HEADERS_CLOSED_MS,
      begin: (port) => hold(port, dripping, `${head}x-slow: `, 'a'),
    },
    {
      what: 'bodies byte by byte',
      count: dripping,
      closedWithinMs: BODY_CLOSED_MS,
      begin: (port) => hold(port, dripping, `${head}content-length: 60000\r\n\r\n{`, ' '),
    },
    {
      what: 'sockets that say nothing',
      count: sockets,
      closedWithinMs: HEADERS_CLOSED_MS,
      begin: (port) => hold(port, sockets, '', ''),
    },
    {
      what: `${connectsPerSecond} connects a second`,
      count: Math.round((connectsPerSecond * forMs) / 1_000),
      closedWithinMs: null,
      begin: async (port) => comeAndGo(port, connectsPerSecond),
    },
  ];
}

/** Opens them a hundred at a time; each sends its beginning, then a drop now and then. */
async function hold(port: number, count: number, beginning: string, drop: string) {
  const open = new Set<Socket>();
  for (let n = 0; n < count; n += 100) {
    const batch = Math.min(100, count - n);
    await Promise.all(Array.from({ length: batch }, () => openOne(port, open, beginning)));
  }
  const timer = setInterval(() => {
    if (drop !== '') for (const socket of open) socket.write(drop);
  }, DROP_MS);
  return {
    async stop() {
      clearInterval(timer);
      const left = open.size;
      for (const socket of open) socket.destroy();
      return left;
    },
  };
}

function openOne(port: number, open: Set<Socket>, beginning: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      open.add(socket);
      if (beginning !== '') socket.write(beginning);
      resolve();
    });
    socket.on('data', () => undefined);
    socket.on('error', () => resolve());
    socket.once('close', () => {
      open.delete(socket);
      resolve();
    });
  });
}

/** In ticks of 20 ms; each connection is closed as soon as it stands. */
function comeAndGo(port: number, perSecond: number) {
  const perTick = Math.round(perSecond / 50);
  const timer = setInterval(() => {
    for (let n = 0; n < perTick; n += 1) {
      const socket = connect(port, '127.0.0.1', () => socket.destroy());
      socket.on('error', () => undefined);
    }
  }, 20);
  return {
    async stop() {
      clearInterval(timer);
      return null;
    },
  };
}

async function memoryMibOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const kib = /^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? '0';
  return Math.round(Number.parseInt(kib, 10) / 1_024);
}
