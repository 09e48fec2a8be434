import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connectionLimits, limitConnections } from './connection-limit.ts';

const addressesOf = (isProxy: boolean) => ({ blockOf: (ip: string) => ip, isProxy: () => isProxy });

async function open(t: TestContext, ofBlockMax: number, isProxy = false) {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  limitConnections(server, { ofAllMax: 8, ofBlockMax }, addressesOf(isProxy));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  /** Whether the server keeps the socket: it says so by taking a second one after it. */
  const held = async () => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    const closed = once(socket, 'close').then(() => false);
    await Promise.race([once(socket, 'connect'), closed]);
    socket.on('error', () => undefined);
    return { socket, closed };
  };
  return { server, held };
}

const countOf = (server: Parameters<typeof limitConnections>[0]) =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));

test('a block of addresses holds its sockets and no more, until it lets one go', async (t) => {
  const { server, held } = await open(t, 2);
  const [first] = [await held(), await held()];
  assert.equal(await (await held()).closed, false);
  const gone = once(first.socket, 'close');
  first.socket.destroy();
  await gone;
  const again = await held();
  again.socket.write('here');
  assert.equal(await (await held()).closed, false);
  assert.equal(await countOf(server), 2);
});

test('sockets of a proxy are everybody’s, and all have one limit', async (t) => {
  const { server, held } = await open(t, 2, true);
  for (let n = 0; n < 8; n += 1) await held();
  assert.equal(await (await held()).closed, false);
  assert.equal(await countOf(server), 8);
});

test('the limits leave files for everything else', () => {
  assert.deepEqual(connectionLimits(1_024), { ofAllMax: 768, ofBlockMax: 192 });
  assert.deepEqual(connectionLimits(1_000_000), { ofAllMax: 999_744, ofBlockMax: 4_096 });
  assert.deepEqual(connectionLimits(100), { ofAllMax: 128, ofBlockMax: 64 });
  assert.ok(connectionLimits().ofAllMax > 0);
});
