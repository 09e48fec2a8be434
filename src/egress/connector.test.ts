import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { buildConnector } from 'undici';
import { DEFAULT_POLICY, type GuardPolicy } from './address-guard.ts';
import { createEgress } from './client.ts';
import { type CreateDialer, createGuardedConnector } from './connector.ts';
import type { Egress, EgressResult } from './contract.ts';
import type { ResolveHost } from './guarded-lookup.ts';
import { listen, listenRaw } from './loopback-server.fixture.ts';
import { ALL_REFUSED_URLS } from './refused-urls.fixture.ts';
import { createDnsStub, createSocketRecorder } from './socket-recorder.fixture.ts';

const PUBLIC = '93.184.216.34';

function post(egress: Egress, url: string): Promise<EgressResult> {
  return egress.send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{}'),
    timeoutMs: 2000,
    maxResponseBytes: 4096,
  });
}

function recordedEgress(resolve: ResolveHost, policy: GuardPolicy = DEFAULT_POLICY) {
  const { createDialer, opened } = createSocketRecorder();
  return { egress: createEgress({ policy, userAgent: 'test', resolve, createDialer }), opened };
}

describe('P22: what the guard refuses opens no socket', () => {
  test('the recorder does see an allowed request, literal or resolved', async () => {
    const { egress, opened } = recordedEgress(createDnsStub(['93.184.216.35']));
    assert.equal((await post(egress, `https://${PUBLIC}/`)).kind, 'not_sent');
    assert.equal((await post(egress, 'https://shop.example/')).kind, 'not_sent');
    assert.deepEqual(opened, [PUBLIC, '93.184.216.35']);
  });

  test('every listed URL is refused before a name is resolved or a socket opened', async () => {
    const resolve = createDnsStub([PUBLIC]);
    const { egress, opened } = recordedEgress(resolve);
    for (const url of ALL_REFUSED_URLS) {
      assert.equal((await post(egress, url)).kind, 'refused', url);
    }
    assert.deepEqual({ opened, asked: resolve.asked }, { opened: [], asked: [] });
  });

  test('a connector that is handed a literal or disguised host directly refuses it too', () => {
    const { createDialer, opened } = createSocketRecorder();
    const connector = createGuardedConnector({
      policy: DEFAULT_POLICY,
      resolve: createDnsStub([PUBLIC]),
      connectTimeoutMs: 1000,
      createDialer,
    });
    for (const hostname of ['127.0.0.1', '::1', '0x7f.1', '2130706433', 'localhost', '127.1']) {
      let refused: Error | null = null;
      connector({ hostname, protocol: 'https:', port: '443' }, (...[error]) => {
        refused = error;
      });
      assert.equal((refused as Error | null)?.name, 'EgressRefusedError', hostname);
    }
    assert.deepEqual(opened, []);
  });
});

describe('P22: names', () => {
  const INSIDE = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '::1', '::ffff:10.0.0.1', 'fd00::1'];

  test('a name that resolves inside is refused', async () => {
    for (const address of [...INSIDE, '168.63.129.16', '100.64.0.1', '64:ff9b::a00:1', '0.0.0.0']) {
      const { egress, opened } = recordedEgress(createDnsStub([address]));
      const result = await post(egress, 'https://shop.example/');
      assert.equal(result.kind === 'refused' && result.reason, 'address_not_public', address);
      assert.deepEqual(opened, []);
    }
  });

  test('one inside address among public ones refuses the name, whatever its place', async () => {
    for (const address of INSIDE) {
      for (const answer of [
        [address, PUBLIC],
        [PUBLIC, address],
        [PUBLIC, '2606:4700::1', address],
      ]) {
        const { egress, opened } = recordedEgress(createDnsStub(answer));
        assert.equal((await post(egress, 'https://shop.example/')).kind, 'refused');
        assert.deepEqual(opened, []);
      }
    }
  });

  test('an answer that flips to an inside address opens only the checked public one', async () => {
    const resolve = createDnsStub([PUBLIC], ['127.0.0.1']);
    const { egress, opened } = recordedEgress(resolve);
    assert.equal((await post(egress, 'https://shop.example/')).kind, 'not_sent');
    assert.deepEqual(opened, [PUBLIC]);
    assert.equal((await post(egress, 'https://shop.example/')).kind, 'refused');
    assert.deepEqual(opened, [PUBLIC]);
    assert.equal(resolve.asked.length, 2, 'one question per connection, its answer used as it was');
  });

  test('a resolver that answers with something that is no address is refused', async () => {
    for (const answer of ['localhost', '0x7f.1', '127.1', 'fe80::1%eth0', '']) {
      const { egress, opened } = recordedEgress(createDnsStub([answer]));
      assert.equal((await post(egress, 'https://shop.example/')).kind, 'refused', answer);
      assert.deepEqual(opened, []);
    }
  });

  test('localhost is never asked from DNS, so no name server can give it away', async () => {
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowLoopback: true };
    const resolve = createDnsStub([PUBLIC]);
    const { egress, opened } = recordedEgress(resolve, policy);
    await post(egress, 'http://localhost:3000/');
    await post(egress, 'http://shop.localhost:3000/');
    assert.deepEqual(resolve.asked, []);
    assert.deepEqual(opened, ['127.0.0.1', '::1', '127.0.0.1', '::1']);
  });

  test('under the development switch a name still may not resolve to a private network', async () => {
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowLoopback: true };
    const { egress, opened } = recordedEgress(createDnsStub(['192.168.1.1']), policy);
    assert.equal((await post(egress, 'https://shop.example/')).kind, 'refused');
    assert.deepEqual(opened, []);
  });
});

describe('P22: with real sockets', () => {
  const anyPort: GuardPolicy = { allowHttp: true, allowLoopback: false, ports: 'any' };

  test('a listener inside sees no connection, by literal or by name', async () => {
    await using server = await listenRaw((socket) => socket.end());
    const resolve = createDnsStub(['127.0.0.1']);
    const egress = createEgress({ policy: anyPort, userAgent: 'test', resolve });
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'shop.example']) {
      assert.equal((await post(egress, `http://${host}:${server.port}/`)).kind, 'refused', host);
    }
    assert.deepEqual(resolve.asked, ['shop.example']);
    assert.equal(server.accepted(), 0);
  });

  test('a socket that ended up inside is closed before a byte is written', async () => {
    await using server = await listenRaw((socket) => socket.end());
    const strayed: CreateDialer = () => (_target, callback) => {
      const socket = connect(server.port, '127.0.0.1', () => callback(null, socket));
    };
    const egress = createEgress({ policy: anyPort, userAgent: 'test', createDialer: strayed });
    const result = await post(egress, `http://${PUBLIC}/`);
    assert.equal(result.kind === 'refused' && result.reason, 'address_not_public');
    await egress.close();
    assert.equal(server.received(), '');
  });

  test('a redirect to the metadata service is returned, not followed', async () => {
    await using server = await listen(
      createHttpServer((request, response) => {
        request.resume();
        response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end();
      }),
    );
    const dialled: string[] = [];
    const createDialer: CreateDialer = (options) => {
      const dial = buildConnector(options);
      return (target, callback) => {
        dialled.push(target.hostname);
        dial(target, callback);
      };
    };
    const policy: GuardPolicy = { ...DEFAULT_POLICY, allowLoopback: true };
    const egress = createEgress({ policy, userAgent: 'test', createDialer });
    const result = await post(egress, server.url);
    assert.equal(result.kind === 'response' && result.status, 302);
    assert.deepEqual(dialled, ['127.0.0.1']);
    await egress.close();
  });

  test('proxy settings of the environment have no say', async () => {
    await using proxy = await listenRaw((socket) => socket.end());
    await using server = await listen(createHttpServer((_request, response) => response.end('ok')));
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) process.env[name] = proxy.url;
    try {
      const policy: GuardPolicy = { ...DEFAULT_POLICY, allowLoopback: true };
      const egress = createEgress({ policy, userAgent: 'test' });
      assert.equal((await post(egress, server.url)).kind, 'response');
      await egress.close();
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    assert.equal(proxy.accepted(), 0);
  });
});

describe('reporting', () => {
  test('every refusal is reported once, with host and reason and without path or secrets', async () => {
    const infos: unknown[] = [];
    const { createDialer } = createSocketRecorder();
    const resolve = createDnsStub(['10.0.0.1']);
    const egress = createEgress({
      policy: DEFAULT_POLICY,
      userAgent: 'test',
      resolve,
      createDialer,
      onAttempt: ({ ms: _ms, ...info }) => infos.push(info),
    });
    await post(egress, 'https://10.0.0.1/secret');
    await post(egress, 'https://shop.example/secret');
    const common = { method: 'POST', kind: 'refused', reason: 'address_not_public', status: null };
    assert.deepEqual(infos, [
      { host: '10.0.0.1', ...common },
      { host: 'shop.example', ...common },
    ]);
  });
});
