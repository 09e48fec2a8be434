/** Ports for servers of tests. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * The first of `count` free ports beside each other, on 127.0.0.1. Below the range from which
 * systems give ports to outgoing connections: until its server starts, and while it is down, no
 * connection takes one.
 */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const beside = Array.from({ length: count }, (_, n) => isFree(port + n));
    if (!(await Promise.all(beside)).includes(false)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
