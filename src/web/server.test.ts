import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { createServer, registerHealth, registerMetrics } from './server.ts';

test('a closing server answers what it has taken, and asks clients to connect anew', async (t) => {
  const server = createServer({ trustProxy: [] });
  const release = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  server.get('/slow', async () => {
    started.resolve();
    await release.promise;
    return { done: true };
  });
  const closing = Promise.withResolvers<void>();
  server.addHook('preClose', (done) => {
    closing.resolve();
    done();
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());

  const taken = get(`${url}/slow`, agent);
  await started.promise;
  const closed = server.close();
  await closing.promise;
  release.resolve();
  assert.deepEqual(await taken, { status: 200, connection: 'close' });
  await closed;
  await assert.rejects(get(`${url}/slow`, agent), { code: 'ECONNREFUSED' });
});

test('a draining server says that it ends, takes new connections, and closes its port later', async (t) => {
  const balancerKnows = Promise.withResolvers<void>();
  const draining = Promise.withResolvers<void>();
  const server = createServer({
    trustProxy: [],
    drain: () => {
      draining.resolve();
      return balancerKnows.promise;
    },
  });
  let isEnding = false;
  registerHealth(server, { notReady: async () => (isEnding ? 'stopping' : null) });
  server.get('/work', () => ({ done: true }));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => kept.destroy());
  assert.deepEqual(await get(`${url}/work`, kept), { status: 200, connection: 'keep-alive' });

  isEnding = true;
  const closed = server.close();
  await draining.promise;
  const onKept = await get(`${url}/work`, kept);
  const onNew = await get(`${url}/work`, new Agent());
  const ready = await get(`${url}/readyz`, new Agent());
  assert.deepEqual(onKept, { status: 200, connection: 'close' });
  assert.deepEqual(onNew, { status: 200, connection: 'close' });
  assert.deepEqual(ready, { status: 503, connection: 'close' });
  balancerKnows.resolve();
  await closed;
  await assert.rejects(get(`${url}/work`, new Agent()), { code: 'ECONNREFUSED' });
});

function get(url: string, agent: Agent): Promise<{ status?: number; connection?: string }> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      const { statusCode: status = 0, headers } = response;
      response.resume();
      response.once('end', () => resolve({ status, connection: headers.connection ?? '' }));
    })
      .once('error', reject)
      .end();
  });
}

test('browsers that come by https are asked to keep to it, and others are not', async (t) => {
  for (const [isHttps, header] of [
    [true, 'max-age=31536000'],
    [false, undefined],
  ] as const) {
    const server = createServer({ trustProxy: [], isHttps });
    t.after(() => server.close());
    const { headers } = await server.inject({ method: 'GET', url: '/nothing' });
    assert.equal(headers['strict-transport-security'], header);
  }
});

test('a path that the router cannot take gets the same 404 as any other, without its own text', async () => {
  const server = createServer({ trustProxy: [] });
  server.get('/pay/:token', () => 'page');
  for (const path of [`/pay/${'x'.repeat(5_000)}`, '/pay/%E0%A4%A', '/nowhere']) {
    const reply = await server.inject({ method: 'GET', url: path });
    assert.deepEqual([reply.statusCode, reply.body], [404, '{"error":"not found"}'], path);
  }
});

test('metrics are served on this machine only, and nothing that a proxy passed on is local', async (t) => {
  const server = createServer({ trustProxy: ['127.0.0.1'] });
  registerMetrics(server, async () => 'up 1');
  t.after(() => server.close());
  const ask = async (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    (await server.inject({ url: '/metrics', headers, remoteAddress })).statusCode;
  assert.equal(await ask({}), 200);
  assert.equal(await ask({}, '192.0.2.1'), 404);
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    assert.equal(await ask({ [name]: '127.0.0.1' }), 404, name);
  }
});

test('a slash too many leads to the same route', async (t) => {
  const server = createServer({ trustProxy: [] });
  t.after(() => server.close());
  server.post('/client/order/query', async () => ({ done: true }));
  for (const url of ['//client/order/query', '/client//order/query/', '/client/order/query']) {
    assert.equal((await server.inject({ method: 'POST', url })).statusCode, 200, url);
  }
});
