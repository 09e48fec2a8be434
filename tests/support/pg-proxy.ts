import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Connection } from '../../src/postgres/databases.ts';

/**
 * Where a connection is cut: before COMMIT reaches the server, or after the server has committed
 * but before its answer reaches the client.
 */
export type Cut = 'before' | 'after';

export interface PgProxy {
  /** The address of the same database through the proxy. */
  readonly connection: Connection;
  /** Asked at every COMMIT; null lets it pass. */
  onCommit: () => Cut | null;
  /** Cuts that were made. */
  readonly cuts: Record<Cut, number>;
  /** From now on no byte passes in either direction, and no connection is ended. */
  stall(): void;
  /** The same for the connections that are there; new ones work. */
  swallow(): void;
  close(): Promise<void>;
}

/** A message of the protocol: its type (empty for the first one of a client) and all its bytes. */
interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * A proxy before PostgreSQL that understands its protocol enough to see COMMIT go and its answer
 * come (PostgreSQL documentation, "Message Formats"). For connections without TLS.
 */
export async function startPgProxy(t: TestContext, target: Connection): Promise<PgProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-proxy-'));
  const sockets = new Set<Socket>();
  let stalled = false;
  const proxy: PgProxy = {
    connection: { ...target, host: folder },
    onCommit: () => null,
    cuts: { before: 0, after: 0 },
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    swallow() {
      for (const socket of sockets) socket.pause();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  const server = createServer((client) => {
    const upstream = createConnection(join(target.host, `.s.PGSQL.${target.port}`));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (stalled) client.pause();
    else relay(client, upstream, proxy);
  });
  await listen(server, join(folder, `.s.PGSQL.${target.port}`));
  t.after(async () => {
    if (server.listening) await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });
  return proxy;
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/** Passes messages on in both directions, until one of them is the place to cut. */
function relay(client: Socket, upstream: Socket, proxy: PgProxy): void {
  let awaited: Cut | null = null;
  const cut = (where: Cut) => {
    proxy.cuts[where] += 1;
    client.destroy();
    upstream.destroy();
  };
  const fromClient = messageReader(true);
  client.on('data', (chunk: Buffer) => {
    for (const message of fromClient(chunk)) {
      if (isCommit(message)) awaited = proxy.onCommit();
      if (awaited === 'before') return cut('before');
      upstream.write(message.bytes);
    }
  });
  const fromServer = messageReader(false);
  upstream.on('data', (chunk: Buffer) => {
    for (const message of fromServer(chunk)) {
      if (awaited === 'after' && isCommitted(message)) return cut('after');
      client.write(message.bytes);
    }
  });
}

/** COMMIT as a simple query (`Q`), or as the text of a Parse (`P`: name, text). */
function isCommit({ type, bytes }: Message): boolean {
  if (type === 'Q') return bytes.toString('latin1', 5, bytes.length - 1) === 'commit';
  if (type !== 'P') return false;
  return bytes.toString('latin1', 5).split('\0')[1] === 'commit';
}

/** CommandComplete (`C`) of a COMMIT that was not turned into a ROLLBACK. */
function isCommitted({ type, bytes }: Message): boolean {
  return type === 'C' && bytes.toString('latin1', 5, bytes.length - 1) === 'COMMIT';
}

/**
 * Cuts a stream of bytes into messages: a type byte and a length that counts itself. A client's
 * first message has no type.
 */
function messageReader(startsUntyped: boolean): (chunk: Buffer) => Generator<Message> {
  let rest: Buffer = Buffer.alloc(0);
  let typeBytes = startsUntyped ? 0 : 1;
  return function* read(chunk) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= typeBytes + 4) {
      const end = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < end) return;
      const bytes = rest.subarray(0, end);
      const type = bytes.toString('latin1', 0, typeBytes);
      rest = rest.subarray(end);
      typeBytes = 1;
      yield { type, bytes };
    }
  };
}
