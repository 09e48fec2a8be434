import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { until } from '../../tests/support/until.ts';
import type { EgressRequest, EgressResult } from './contract.ts';
import { listen, listenRaw } from './loopback-server.fixture.ts';
import { createDnsStub } from './socket-recorder.fixture.ts';
import { createLoopbackEgress, postTo } from './test-client.fixture.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n';

/** `kind reason` of one post to a server that does `onRequest` when the request is there. */
async function outcomeOf(
  onRequest: (socket: Socket) => void,
  overrides: Partial<EgressRequest> = {},
): Promise<string> {
  await using server = await listenRaw(onRequest);
  await using egress = createLoopbackEgress();
  const result = await egress.send(postTo(server.url, overrides));
  assert.match(server.received(), /^POST \/ HTTP/);
  return summary(result);
}

function summary(result: EgressResult): string {
  return result.kind === 'response' ? 'response' : `${result.kind} ${result.reason}`;
}

async function closedPort(): Promise<number> {
  let port = 0;
  {
    await using server = await listen(createServer());
    port = server.port;
  }
  return port;
}

describe('not_sent: proof that the peer did not act', () => {
  test('a refused connection', async () => {
    await using egress = createLoopbackEgress();
    const port = await closedPort();
    const literal = await egress.send(postTo(`http://127.0.0.1:${port}/`));
    const name = await egress.send(postTo(`http://localhost:${port}/`));
    assert.equal(summary(literal), 'not_sent connection_refused');
    assert.equal(summary(name), 'not_sent connection_refused');
  });

  test('a name without an address', async () => {
    await using egress = createLoopbackEgress({ resolve: createDnsStub([]) });
    const result = await egress.send(postTo('https://shop.example/'));
    assert.equal(summary(result), 'not_sent dns_failed');
  });

  test('a name server that never answers', async () => {
    const resolve = () => new Promise<never>(() => {});
    await using egress = createLoopbackEgress({ resolve, connectTimeoutMs: 50 });
    const byConnector = await egress.send(postTo('https://shop.example/'));
    assert.equal(summary(byConnector), 'not_sent connect_timeout');
    const byRequest = await egress.send(postTo('https://shop.example/', { connectTimeoutMs: 20 }));
    assert.equal(summary(byRequest), 'not_sent connect_timeout');
    const byDeadline = await egress.send(postTo('https://shop.example/', { timeoutMs: 20 }));
    assert.equal(summary(byDeadline), 'not_sent connect_timeout');
  });

  test('TLS to a port that answers in plain text, and to one that hangs up', async () => {
    for (const reply of ['HTTP/1.1 400 Bad Request\r\n\r\n', '']) {
      await using server = await listen(createServer((s) => s.once('data', () => s.end(reply))));
      await using egress = createLoopbackEgress();
      const result = await egress.send(postTo(`https://127.0.0.1:${server.port}/`));
      assert.equal(result.kind, 'not_sent', reply);
      assert.doesNotMatch(server.received(), /POST/);
    }
  });

  test('TLS to a port that stays silent', async () => {
    await using server = await listen(createServer());
    await using egress = createLoopbackEgress({ connectTimeoutMs: 200 });
    const request = postTo(`https://127.0.0.1:${server.port}/`, { connectTimeoutMs: 100 });
    assert.equal(summary(await egress.send(request)), 'not_sent connect_timeout');
  });

  test('no free connection in time: what was given up in the queue never leaves', async () => {
    await using server = await listenRaw(() => {});
    await using egress = createLoopbackEgress({ connectionsPerOrigin: 1 });
    const first = egress.send(postTo(`${server.url}first`, { timeoutMs: 300 }));
    const second = egress.send(postTo(`${server.url}second`, { connectTimeoutMs: 50 }));
    assert.equal(summary(await second), 'not_sent connect_timeout');
    assert.equal(summary(await first), 'unknown timeout');
    const third = await egress.send(postTo(`${server.url}third`, { timeoutMs: 100 }));
    assert.equal(summary(third), 'unknown timeout');
    assert.deepEqual(server.received().match(/POST \/\w+/g), ['POST /first', 'POST /third']);
    assert.equal(server.accepted(), 2, 'giving up in the queue costs no connection');
  });

  test('too many waiting for one origin, and a closed egress', async () => {
    await using server = await listenRaw(() => {});
    await using egress = createLoopbackEgress({ connectionsPerOrigin: 1, maxPendingPerOrigin: 2 });
    const held = [1, 2].map(() => egress.send(postTo(server.url, { timeoutMs: 100 })));
    assert.equal(summary(await egress.send(postTo(server.url))), 'not_sent origin_busy');
    await Promise.all(held);
    const next = await egress.send(postTo(server.url, { timeoutMs: 100 }));
    assert.equal(summary(next), 'unknown timeout', 'there is capacity again');
    await egress.close();
    assert.equal(summary(await egress.send(postTo(server.url))), 'not_sent closed');
  });
});

describe('unknown: the request may have been executed', () => {
  test('the peer hangs', async () => {
    assert.equal(await outcomeOf(() => {}, { timeoutMs: 100 }), 'unknown timeout');
  });

  test('the peer drips its headers or its body: bytes do not extend the deadline', async () => {
    for (const head of ['HTTP/1.1 200 OK\r\nx-drip: ', HEAD]) {
      const drip = (socket: Socket): void => {
        socket.write(head);
        const timer = setInterval(() => socket.write('a'), 20);
        socket.on('close', () => clearInterval(timer));
      };
      assert.equal(await outcomeOf(drip, { timeoutMs: 300 }), 'unknown timeout');
    }
  });

  test('a connection given up at the deadline is closed, not reused', async () => {
    await using server = await listenRaw((socket) => socket.write(HEAD));
    await using egress = createLoopbackEgress({ idleMs: 60_000 });
    await egress.send(postTo(server.url, { timeoutMs: 100 }));
    await until(() => server.open() === 0);
    assert.equal(server.open(), 0);
  });

  test('a reset before, between and after the headers', async () => {
    assert.equal(await outcomeOf((s) => s.resetAndDestroy()), 'unknown connection_reset');
    for (const sent of ['HTTP/1.1 200 OK\r\nx-a: ', HEAD, `${HEAD}part`]) {
      const outcome = await outcomeOf((s) => s.write(sent, () => s.resetAndDestroy()));
      assert.match(outcome, /^unknown connection_(reset|closed)$/, sent);
    }
  });

  test('a close before the reply or before its announced end', async () => {
    assert.equal(await outcomeOf((s) => s.end()), 'unknown connection_closed');
    assert.equal(await outcomeOf((s) => s.end('HTTP/1.1 200')), 'unknown connection_closed');
    assert.equal(await outcomeOf((s) => s.end(`${HEAD}part`)), 'unknown connection_closed');
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n';
    assert.match(await outcomeOf((s) => s.end(chunked)), /^unknown /);
  });

  test('a half-open peer: it closes its side at once and still reads', async () => {
    await using server = await listen(
      createServer({ allowHalfOpen: true }, (socket) => void socket.resume().end()),
    );
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url));
    assert.equal(summary(result), 'unknown connection_closed');
  });

  test('a reply that is not HTTP, contradicts itself, or has endless headers', async () => {
    const replies = [
      'SSH-2.0-OpenSSH_9.2\r\n',
      'HTTP/9.9 200 OK\r\n\r\n',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      `HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`,
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
      'HTTP/1.1 100 Continue\r\n\r\n',
    ];
    for (const reply of replies) {
      assert.match(await outcomeOf((s) => s.write(reply)), /^unknown /, reply.slice(0, 60));
    }
  });

  test('a reset in the middle of a large upload', async () => {
    await using server = await listen(
      createServer((s) => s.once('data', () => s.resetAndDestroy())),
    );
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url, { body: Buffer.alloc(8_000_000, 'x') }));
    assert.equal(result.kind, 'unknown');
  });
});

describe('one attempt', () => {
  const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

  test('a reset on a reused connection is unknown, and is not tried again', async () => {
    for (const method of ['POST', 'GET', 'PUT', 'DELETE'] as const) {
      let requests = 0;
      await using server = await listenRaw((socket) => {
        requests += 1;
        if (requests === 1) socket.write(ok);
        else socket.resetAndDestroy();
      });
      await using egress = createLoopbackEgress({ connectionsPerOrigin: 1 });
      // undici does not reuse a connection after a GET or DELETE with a body.
      const request = postTo(server.url, { method, body: null, headers: { 'x-end': '}' } });
      assert.equal(summary(await egress.send(request)), 'response');
      const second = await egress.send(request);
      assert.equal(summary(second), 'unknown connection_reset');
      assert.deepEqual([requests, server.accepted()], [2, 1], method);
    }
  });

  test('a kept connection that the peer closed while idle is replaced without doubt', async () => {
    await using server = await listenRaw((socket) => socket.end(ok));
    await using egress = createLoopbackEgress();
    for (let i = 0; i < 5; i += 1) {
      assert.equal(summary(await egress.send(postTo(server.url))), 'response');
      await until(() => server.open() === 0);
    }
    assert.equal(server.accepted(), 5);
  });

  test('under random faults no id arrives twice, and no id reported as not sent arrives', async () => {
    const arrived = new Map<string, number>();
    let seed = 20261120;
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    await using server = await listen(
      createHttpServer((request, response) => {
        const id = request.url ?? '';
        arrived.set(id, (arrived.get(id) ?? 0) + 1);
        request.resume();
        const dice = random();
        if (dice < 0.15) request.socket.resetAndDestroy();
        else if (dice < 0.3) response.end('ok', () => request.socket.destroy());
        else if (dice < 0.4) response.end('ok', () => request.socket.resetAndDestroy());
        else if (dice < 0.5) response.writeHead(200, { 'content-length': 9 }).write('part');
        else response.end('ok');
      }),
    );
    await using egress = createLoopbackEgress({ connectionsPerOrigin: 4, maxPendingPerOrigin: 24 });
    const results = new Map<string, EgressResult>();
    const caller = async (name: number): Promise<void> => {
      for (let i = 0; i < 25; i += 1) {
        const id = `/${name}-${i}`;
        const request = postTo(server.url + id.slice(1), { timeoutMs: 60, connectTimeoutMs: 40 });
        results.set(id, await egress.send(request));
      }
    };
    await Promise.all(Array.from({ length: 32 }, (_, name) => caller(name)));
    const kinds = Object.groupBy(results.values(), (result) => result.kind);
    assert.equal(results.size, 800);
    assert.ok(kinds.response && kinds.unknown && kinds.not_sent, 'all three outcomes were met');
    for (const [id, result] of results) {
      const times = arrived.get(id) ?? 0;
      assert.ok(times <= 1, `${id} arrived ${times} times`);
      if (result.kind === 'not_sent') assert.equal(times, 0, `${id} was reported as not sent`);
      if (result.kind === 'response') assert.equal(times, 1);
    }
  });
});

describe('a closing egress', () => {
  test('lets the request under way finish and then closes its sockets', async () => {
    const held: Socket[] = [];
    await using server = await listenRaw((socket) => void held.push(socket));
    const egress = createLoopbackEgress();
    const result = egress.send(postTo(server.url));
    await until(() => held.length === 1);
    const closing = egress.close();
    held[0]?.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    assert.equal(summary(await result), 'response');
    await closing;
    if (!held[0]?.destroyed) await once(held[0]!, 'close');
    assert.equal(server.open(), 0);
  });
});
