import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { until } from '../../tests/support/until.ts';
import { type LoopbackServer, listen } from './loopback-server.fixture.ts';
import { createLoopbackEgress, postTo } from './test-client.fixture.ts';

/** Answers after some turns of the event loop, so that parallel requests do overlap. */
function serve(): Promise<LoopbackServer & { peak(): number }> {
  let running = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    running += 1;
    peak = Math.max(peak, running);
    request.resume();
    afterTurns(20, () => {
      running -= 1;
      response.end('ok');
    });
  });
  return listen(server).then((loopback) => ({ ...loopback, peak: () => peak }));
}

function afterTurns(count: number, act: () => void): void {
  if (count === 0) act();
  else setImmediate(afterTurns, count - 1, act);
}

describe('connections', () => {
  test('are kept and reused', async () => {
    await using server = await serve();
    await using egress = createLoopbackEgress({ connectionsPerOrigin: 2 });
    for (let i = 0; i < 20; i += 1) {
      assert.equal((await egress.send(postTo(server.url))).kind, 'response');
    }
    assert.ok(server.accepted() <= 2, `${server.accepted()} connections for 20 requests`);
  });

  test('are bounded per origin, and every waiting request gets its turn', async () => {
    await using server = await serve();
    await using egress = createLoopbackEgress({ connectionsPerOrigin: 3 });
    const results = await Promise.all(
      Array.from({ length: 40 }, () => egress.send(postTo(server.url))),
    );
    assert.ok(results.every((result) => result.kind === 'response'));
    assert.deepEqual([server.accepted(), server.peak()], [3, 3]);
  });

  test('of many origins are bounded: the least recently used are closed', async () => {
    await using server = await serve();
    await using egress = createLoopbackEgress({ maxOrigins: 4, connectionsPerOrigin: 1 });
    for (let i = 0; i < 30; i += 1) {
      const url = `http://m${i}.localhost:${server.port}/`;
      assert.equal((await egress.send(postTo(url))).kind, 'response');
    }
    await until(() => server.open() <= 4);
    assert.deepEqual([server.accepted(), server.open()], [30, 4]);
    const connectionsAfter = async (name: string): Promise<number> => {
      await egress.send(postTo(`http://${name}.localhost:${server.port}/`));
      return server.accepted();
    };
    assert.equal(await connectionsAfter('m26'), 30, 'the oldest of the four is still warm');
    assert.equal(await connectionsAfter('new'), 31, 'and takes the place of the next oldest');
    assert.equal(await connectionsAfter('m26'), 31, 'which is not the one just used');
    assert.equal(await connectionsAfter('m27'), 32, 'but this one');
  });

  test('of an origin that is evicted finish their requests', async () => {
    await using server = await serve();
    await using egress = createLoopbackEgress({ maxOrigins: 1, connectionsPerOrigin: 1 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        egress.send(postTo(`http://m${i % 5}.localhost:${server.port}/`)),
      ),
    );
    assert.deepEqual(
      results.map((result) => result.kind),
      results.map(() => 'response'),
    );
  });

  test('that idle too long are closed', async () => {
    await using server = await serve();
    await using egress = createLoopbackEgress({ idleMs: 50 });
    await egress.send(postTo(server.url));
    await until(() => server.open() === 0);
    assert.equal(server.open(), 0);
  });
});
