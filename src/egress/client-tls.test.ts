import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type LoopbackServer, listen } from './loopback-server.fixture.ts';
import { createLoopbackEgress, postTo } from './test-client.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'egress-tls-'));
after(() => rmSync(folder, { recursive: true }));

/** A fresh self-signed certificate for `localhost` and its key, made by the openssl CLI. */
function createCertificate(name: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', key, '-out', cert, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

const pair = createCertificate('trusted');

async function serve(): Promise<{ server: LoopbackServer; requests: string[] }> {
  const requests: string[] = [];
  const server = await listen(
    createServer(pair, (request, response) => {
      requests.push(request.url ?? '');
      response.end('ok');
    }),
  );
  return { server, requests };
}

describe('TLS', () => {
  test('works with a certificate that is trusted and names the host', async () => {
    const { server, requests } = await serve();
    await using _ = server;
    await using egress = createLoopbackEgress({ ca: pair.cert });
    const result = await egress.send(postTo(`https://localhost:${server.port}/a`));
    assert.ok(result.kind === 'response' && result.status === 200);
    assert.deepEqual(requests, ['/a']);
  });

  test('with an unknown issuer or another host name nothing is sent', async () => {
    const { server, requests } = await serve();
    await using _ = server;
    await using trusting = createLoopbackEgress({ ca: pair.cert });
    await using strict = createLoopbackEgress();
    await using other = createLoopbackEgress({ ca: createCertificate('other').cert });
    const expected = { kind: 'not_sent', reason: 'tls_failed' };
    const url = `https://localhost:${server.port}/`;
    assert.deepEqual(await strict.send(postTo(url)), expected);
    assert.deepEqual(await other.send(postTo(url)), expected);
    for (const host of ['shop.localhost', '127.0.0.1']) {
      const wrongName = postTo(`https://${host}:${server.port}/`);
      assert.deepEqual(await trusting.send(wrongName), expected, host);
    }
    assert.deepEqual(requests, []);
  });

  test('cannot be weakened by the environment', async () => {
    const { server, requests } = await serve();
    await using _ = server;
    await using egress = createLoopbackEgress();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const result = await egress.send(postTo(`https://localhost:${server.port}/`));
      assert.deepEqual(result, { kind: 'not_sent', reason: 'tls_failed' });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    assert.deepEqual(requests, []);
  });

  test('a server that speaks only an outdated version gets no request', async () => {
    const requests: string[] = [];
    const options = {
      ...pair,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'ALL@SECLEVEL=0',
    };
    await using server = await listen(
      createServer(options as typeof pair, (request, response) => {
        requests.push(request.url ?? '');
        response.end();
      }),
    );
    await using egress = createLoopbackEgress({ ca: pair.cert });
    const result = await egress.send(postTo(`https://localhost:${server.port}/`));
    assert.deepEqual(result, { kind: 'not_sent', reason: 'tls_failed' });
    assert.deepEqual(requests, []);
  });
});
