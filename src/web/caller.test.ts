import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { ipOf } from './caller.ts';
import { createServer } from './server.ts';

test('a caller who has hung up before its request is handled has no address', async (t) => {
  const server = createServer({ trustProxy: [] });
  t.after(() => server.close());
  const seen = new Promise<string>((resolve) => {
    server.get('/', async (request) => {
      request.raw.socket.destroy();
      resolve(ipOf(request));
      return '';
    });
  });
  const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const caller = connect(Number(port), '127.0.0.1');
  await once(caller, 'connect');
  caller.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
  assert.equal(await seen, '');
  caller.destroy();
});
