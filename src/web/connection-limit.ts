/**
 * Sockets that callers may hold: so many of one block of addresses, and so many in all that files
 * and the database still have theirs. What is beyond it is closed before a byte is read.
 */
import type { Server, Socket } from 'node:net';

/** Where nothing is said of the process: what systems allow at least. */
const OPEN_FILES_DEFAULT = 1_024;
/** For the database, files, and the way out. */
const OPEN_FILES_KEPT = 256;
const OF_BLOCK_MAX = 4_096;
const OF_BLOCK_MIN = 64;

export interface ConnectionLimits {
  readonly ofAllMax: number;
  readonly ofBlockMax: number;
}

/** By how many files the process may have open: a quarter of them for one block of addresses. */
export function connectionLimits(openFilesMax: number = openFiles()): ConnectionLimits {
  const ofAllMax = Math.max(OF_BLOCK_MIN * 2, openFilesMax - OPEN_FILES_KEPT);
  const share = Math.floor(ofAllMax / 4);
  return { ofAllMax, ofBlockMax: Math.min(OF_BLOCK_MAX, Math.max(OF_BLOCK_MIN, share)) };
}

/** What addresses mean to us. */
export interface Addresses {
  /** The block that one lies in. */
  blockOf(ip: string): string;
  /** Everybody comes by such a one, so that it says nothing of who holds a socket. */
  isProxy(ip: string): boolean;
}

export function limitConnections(
  server: Server,
  { ofAllMax, ofBlockMax }: ConnectionLimits,
  { blockOf, isProxy }: Addresses,
): void {
  const held = new Map<string, number>();
  server.maxConnections = ofAllMax;
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    if (isProxy(remoteAddress)) return;
    const block = blockOf(remoteAddress);
    const count = held.get(block) ?? 0;
    if (count >= ofBlockMax) {
      socket.destroy();
      return;
    }
    held.set(block, count + 1);
    socket.once('close', () => {
      const left = (held.get(block) ?? 1) - 1;
      if (left === 0) held.delete(block);
      else held.set(block, left);
    });
  });
}

function openFiles(): number {
  const report = process.report as { excludeNetwork?: boolean; getReport(): object } | undefined;
  if (report === undefined) return OPEN_FILES_DEFAULT;
  // Otherwise it asks for the names of all peers.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | string } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : OPEN_FILES_DEFAULT;
}
