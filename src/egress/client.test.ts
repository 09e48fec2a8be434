import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { until } from '../../tests/support/until.ts';
import type { EgressMethod, EgressResult } from './contract.ts';
import { listen, listenRaw } from './loopback-server.fixture.ts';
import { createLoopbackEgress, postTo } from './test-client.fixture.ts';

function bodyOf(result: EgressResult): string {
  assert.equal(result.kind, 'response');
  return result.kind === 'response' ? Buffer.from(result.body).toString('latin1') : '';
}

describe('a request', () => {
  test('arrives as given: method, path, query, headers and body bytes', async () => {
    const seen: { line: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
    await using server = await listen(
      createServer(async (request, response) => {
        const body = Buffer.concat(await request.toArray());
        seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
        response.end();
      }),
    );
    await using egress = createLoopbackEgress();
    const body = Uint8Array.of(0, 255, 13, 10, 128);
    const headers = { 'x-sign': 'a=b', 'Content-Type': 'text/plain; charset=UTF-8' };
    await egress.send(postTo(`${server.url}a%20b/?q=1&r=%2F#fragment`, { body, headers }));
    assert.equal(seen[0]?.line, 'POST /a%20b/?q=1&r=%2F');
    assert.deepEqual(seen[0]?.body, Buffer.from(body));
    assert.deepEqual(seen[0]?.headers, {
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'user-agent': 'causeway-test',
      'x-sign': 'a=b',
      'content-type': 'text/plain; charset=UTF-8',
      'accept-encoding': 'identity',
      'content-length': '5',
    });
  });

  test('sends the window of a larger buffer and nothing around it', async () => {
    await using server = await listen(createServer((q, r) => q.pipe(r)));
    await using egress = createLoopbackEgress();
    const body = new TextEncoder().encode('secret visible secret').subarray(7, 14);
    assert.equal(bodyOf(await egress.send(postTo(server.url, { body }))), 'visible');
    const empty = new TextEncoder().encode('secret').subarray(2, 2);
    assert.equal(bodyOf(await egress.send(postTo(server.url, { body: empty }))), '');
  });

  test('works for every method, with and without a body', async () => {
    await using server = await listen(createServer((q, r) => r.end(q.method)));
    await using egress = createLoopbackEgress();
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      assert.equal(bodyOf(await egress.send(postTo(server.url, { method, body: null }))), method);
    }
  });

  test('is refused when a header could change the framing or forge another header', async () => {
    await using server = await listen(createServer((_q, r) => r.end()));
    await using egress = createLoopbackEgress();
    const headers: Record<string, string>[] = [
      { 'x-a': 'one\r\nx-b: two' },
      { 'x-a': 'one\nx-b: two' },
      { 'x-a': 'nul\u0000' },
      { 'x-a': 'смс' },
      { 'x a': 'one' },
      { 'x-a:': 'one' },
      { '': 'one' },
      { Host: 'inside' },
      { 'Content-Length': '5' },
      { 'transfer-encoding': 'chunked' },
      { connection: 'close' },
      { Expect: '100-continue' },
      { upgrade: 'h2c' },
      { 'accept-encoding': 'gzip' },
    ];
    for (const header of headers) {
      const result = await egress.send(postTo(server.url, { headers: header }));
      const reason = result.kind === 'refused' && result.reason;
      assert.equal(reason, 'request_malformed', JSON.stringify(header));
    }
    const method = 'CONNECT' as EgressMethod;
    assert.equal((await egress.send(postTo(server.url, { method }))).kind, 'refused');
    assert.equal(server.accepted(), 0);
  });
});

describe('a reply', () => {
  test('comes back with status, lower-case headers and the body as sent', async () => {
    await using server = await listen(
      createServer((_q, r) => {
        r.writeHead(503, { 'X-Upper': 'Yes', 'X-Two': ['a', 'b'] }).end('<html>busy</html>');
      }),
    );
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url));
    assert.ok(result.kind === 'response');
    assert.equal(result.status, 503);
    assert.equal(result.headers['x-upper'], 'Yes');
    assert.equal(result.headers['x-two'], 'a, b');
    assert.equal(bodyOf(result), '<html>busy</html>');
    assert.equal(result.truncated, false);
  });

  test('HTTP 200 with an HTML page is a response like any other: the caller judges it', async () => {
    await using server = await listen(createServer((_q, r) => r.end('<h1>It works!</h1>')));
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url));
    assert.ok(result.kind === 'response' && result.status === 200);
  });

  test('of exactly the limit is whole; one byte more is cut and marked', async () => {
    await using server = await listen(
      createServer((q, r) => r.end('x'.repeat(q.url === '/long' ? 101 : 100))),
    );
    await using egress = createLoopbackEgress();
    const whole = await egress.send(postTo(server.url, { maxResponseBytes: 100 }));
    const cut = await egress.send(postTo(`${server.url}long`, { maxResponseBytes: 100 }));
    assert.ok(whole.kind === 'response' && cut.kind === 'response');
    assert.deepEqual([whole.body.length, whole.truncated], [100, false]);
    assert.deepEqual([cut.body.length, cut.truncated], [100, true]);
  });

  test('of 10 MB is cut at the limit and the rest is not read', async () => {
    const total = 10 * 1024 * 1024;
    await using server = await listen(createServer((_q, r) => r.end(Buffer.alloc(total, 'x'))));
    await using egress = createLoopbackEgress();
    const limit = 256 * 1024;
    const result = await egress.send(postTo(server.url, { maxResponseBytes: limit }));
    assert.ok(result.kind === 'response');
    assert.deepEqual([result.status, result.body.length, result.truncated], [200, limit, true]);
    await until(() => server.open() === 0);
    assert.equal(server.open(), 0, 'the connection is dropped with the rest of the reply');
  });

  test('that is a gzip bomb stays packed', async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    await using server = await listen(
      createServer((_q, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)),
    );
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url, { maxResponseBytes: 64 * 1024 }));
    assert.ok(result.kind === 'response' && !result.truncated);
    assert.deepEqual(Buffer.from(result.body), bomb);
  });

  test('after interim replies is the final one', async () => {
    await using server = await listenRaw((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n');
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url));
    assert.ok(result.kind === 'response');
    assert.deepEqual([result.status, bodyOf(result), result.headers.link], [200, 'ok', undefined]);
  });

  test('without a length ends with the connection', async () => {
    await using server = await listenRaw((s) => s.end('HTTP/1.0 200 OK\r\n\r\nSUCCESS'));
    await using egress = createLoopbackEgress();
    assert.equal(bodyOf(await egress.send(postTo(server.url))), 'SUCCESS');
  });

  test('with hostile header names is harmless', async () => {
    await using server = await listenRaw((socket) => {
      const names = ['__proto__: x', '__proto__: y', 'constructor: x', 'toString: x'];
      socket.end(`HTTP/1.1 200 OK\r\n${names.join('\r\n')}\r\ncontent-length: 0\r\n\r\n`);
    });
    await using egress = createLoopbackEgress();
    const result = await egress.send(postTo(server.url));
    assert.ok(result.kind === 'response');
    assert.equal(Object.getOwnPropertyDescriptor(result.headers, '__proto__')?.value, 'x, y');
    assert.equal(Object.getPrototypeOf(result.headers), Object.prototype);
  });
});
