/** The examples of docs/dialects/open-api.md are real: they are sent through the dialect. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { verifyNotification } from '../../src/dialects/open-api/client.ts';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { harness } from '../../src/dialects/open-api/fixtures/harness.ts';
import { MERCHANT } from '../../src/dialects/open-api/fixtures/sample.ts';
import { rawOf } from '../../src/dialects/open-api/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/open-api/operations/all.ts';
import { receive } from './conversation.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const page = readFileSync(new URL('../../docs/dialects/open-api.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n(.+)\n```/g)].map(([, body = '']) => body);

describe('the examples of the page', () => {
  for (const body of examples) {
    const members = Object.keys(JSON.parse(body));
    if (members.includes('appId')) {
      test(`a request is accepted: ${body.slice(-60)}`, () => {
        const taken = OPERATIONS.filter(
          ({ name }) => receive(openApi, rawOf(name, body), name, harness).ok,
        );
        assert.ok(taken.length > 0);
      });
    } else if (members.includes('sign')) {
      test('a notification is verified', () => {
        assert.ok(verifyNotification(Buffer.from(body), [MERCHANT.publicKey]).ok);
      });
    } else {
      test(`an answer is well formed: ${body.slice(0, 60)}`, () => {
        const headers = { 'content-type': 'application/json;charset=UTF-8' };
        const { success } = harness.readReply({ status: 200, headers, body });
        assert.equal(success, body.includes('10000'));
      });
    }
  }

  test('are as many as the page has', () => {
    assert.equal(examples.length, 8);
  });
});

describe('the commands of the page', () => {
  const blocks = [...page.matchAll(/```sh\n([\s\S]+?)```/g)].map(([, block = '']) => block);
  const notification = examples.find((body) => body.startsWith('{"sign"')) ?? '';
  const request = examples.find((body) => body.includes('PH_GCASH_URL')) ?? '';

  /** Runs a block beside the page's own bodies and keys; its exit code and what it printed. */
  function runBlock(block: string, bodies: { notification: string; request: string }) {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-docs-'));
    try {
      writeFileSync(join(folder, 'notification.json'), bodies.notification);
      writeFileSync(join(folder, 'request.json'), bodies.request);
      writeFileSync(join(folder, 'platform.txt'), MERCHANT.publicKey);
      writeFileSync(join(folder, 'public.txt'), MERCHANT.publicKey);
      const ours = `node() { "${process.execPath}" "$@"; }; causeway() { node "${MAIN}" "$@"; }`;
      const script = `${ours}\nset -e\n${block}`;
      const { status, stdout } = spawnSync('bash', ['-c', script], { cwd: folder });
      return { status, printed: stdout.toString() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const changed = {
    notification: notification.replace('50010', '50011'),
    request: request.replace('50010', '50011'),
  };

  test('check a notification with openssl, and refuse a changed one', () => {
    const block = blocks.find((each) => each.includes('openssl dgst')) ?? '';
    assert.deepEqual(runBlock(block, { notification, request }), {
      status: 0,
      printed: 'Verified OK\n',
    });
    assert.notEqual(runBlock(block, changed).status, 0);
  });

  test('ask the explainer about a request and a notification', () => {
    const lines = (blocks.find((each) => each.includes('causeway verify')) ?? '')
      .trim()
      .split('\n');
    assert.equal(lines.length, 2);
    for (const line of lines) {
      assert.equal(runBlock(line, { notification, request }).status, 0, line);
      assert.equal(runBlock(line, changed).status, 1, line);
    }
  });
});

test('the page names every path, in its table', () => {
  const COUNTRY = /\/(?:philippines|indonesia|malaysia|thailand|russia)\//;
  for (const path of openApi.operations.flatMap(({ paths }) => paths)) {
    const last = path.split('/').at(-1) ?? '';
    const named = [path, path.replace(COUNTRY, '/{c}/')].some((each) => page.includes(each));
    assert.ok(named || page.includes(`/${last}\``), path);
  }
});
