/** The merchant's own server: receives notifications and answers as its dialect wants it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Shop {
  readonly url: string;
  /** The next notification for a path, answered with `reply`; fails after `withinMs`. */
  next(path: string, reply: string, withinMs?: number): Promise<Received>;
  close(): Promise<void>;
}

interface Awaited {
  readonly reply: string;
  readonly resolve: (received: Received) => void;
}

/**
 * Opens the shop on a loopback port, any free one if none is given. Notifications that nobody
 * awaits are not acknowledged.
 */
export async function openShop(wantedPort = 0): Promise<Shop> {
  const awaited = new Map<string, Awaited>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '/';
      const waiting = awaited.get(path);
      awaited.delete(path);
      response.writeHead(waiting === undefined ? 503 : 200).end(waiting?.reply ?? 'not now');
      const headers = request.headers as Record<string, string>;
      waiting?.resolve({ path, headers, body: Buffer.concat(chunks) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    next: (path, reply, withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`no notification at ${path} within ${withinMs} ms`));
        }, withinMs);
        awaited.set(path, {
          reply,
          resolve: (received) => {
            clearTimeout(timer);
            resolve(received);
          },
        });
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
