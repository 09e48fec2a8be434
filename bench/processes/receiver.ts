/** The merchants' endpoints, which acknowledge at once: counts, and says when all have come. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Expectation, Received } from '../notifications.ts';

const REPLY = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 7\r\n\r\nsuccess';
const HEAD_END = Buffer.from('\r\n\r\n');

/** Merchants are many companies: one address for all would be a limit of its own. */
const ENDPOINT_PORTS = 50;

let count = 0;
let firstAt = 0;
let lastAt = 0;
let waiting: (() => void) | null = null;

const acknowledge = (socket: Socket) => {
  let rest = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const headEnd = rest.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const length = /content-length: (\d+)/i.exec(rest.toString('latin1', 0, headEnd))?.[1];
      const end = headEnd + 4 + Number.parseInt(length ?? '0', 10);
      if (rest.length < end) return;
      rest = rest.subarray(end);
      socket.write(REPLY);
      lastAt = performance.now();
      if (count === 0) firstAt = lastAt;
      count += 1;
      waiting?.();
    }
  });
};

process.on('message', async ({ expected, withinMs }: Expectation) => {
  count = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs);
    waiting = () => {
      if (count < expected) return;
      clearTimeout(timer);
      resolve();
    };
  });
  waiting = null;
  const perSecond = (count * 1000) / (lastAt - firstAt);
  process.send?.({ perSecond, count } satisfies Received);
});
const ports = await Promise.all(
  Array.from({ length: ENDPOINT_PORTS }, async () => {
    const server = createServer(acknowledge).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' ? address?.port : undefined;
  }),
);
process.send?.(ports);
