import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A TCP server on a free loopback port that counts what reaches it. */
export type LoopbackServer = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  /** Sockets open now, and ever accepted. */
  open(): number;
  accepted(): number;
  /** All bytes received, as text. */
  received(): string;
};

/** Takes over listening on a server (also an HTTP or TLS one) and its clean-up. */
export async function listen(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let received = '';
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    open: () => sockets.size,
    accepted: () => accepted,
    received: () => received,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A raw server: `onRequest` is called whenever the end of a request (`}`) has arrived. */
export function listenRaw(onRequest: (socket: Socket) => void): Promise<LoopbackServer> {
  return listen(
    createServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes('}')) onRequest(socket);
      });
    }),
  );
}
