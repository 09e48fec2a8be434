/** The examples of docs/dialects/open-api.md are real: they are sent through the dialect. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { verifyNotification } from '../../src/dialects/open-api/client.ts';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { harness } from '../../src/dialects/open-api/fixtures/harness.ts';
import { MERCHANT } from '../../src/dialects/open-api/fixtures/sample.ts';
import { rawOf } from '../../src/dialects/open-api/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/open-api/routes.ts';
import { hear } from './conversation.ts';

const page = readFileSync(new URL('../../docs/dialects/open-api.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json\n(.+)\n```/g)].map(([, body = '']) => body);

describe('the examples of the page', () => {
  for (const body of examples) {
    const members = Object.keys(JSON.parse(body));
    if (members.includes('appId')) {
      it(`a request is accepted: ${body.slice(-60)}`, () => {
        const taken = OPERATIONS.filter(
          (each) => hear(openApi, rawOf(each, body), each, harness).ok,
        );
        assert.ok(taken.length > 0);
      });
    } else if (members.includes('sign')) {
      it('a notification is verified', () => {
        assert.ok(verifyNotification(Buffer.from(body), [MERCHANT.publicKey]).ok);
      });
    } else {
      it(`an answer is well formed: ${body.slice(0, 60)}`, () => {
        const headers = { 'content-type': 'application/json;charset=UTF-8' };
        const { success } = harness.readReply({ status: 200, headers, body });
        assert.equal(success, body.includes('10000'));
      });
    }
  }

  it('are as many as the page has', () => {
    assert.equal(examples.length, 8);
  });
});

it('the page names every path, in its table', () => {
  const COUNTRY = /\/(?:philippines|indonesia|malaysia|thailand|russia)\//;
  for (const { path } of openApi.routes) {
    const last = path.split('/').at(-1) ?? '';
    const named = [path, path.replace(COUNTRY, '/{c}/')].some((each) => page.includes(each));
    assert.ok(named || page.includes(`/${last}\``), path);
  }
});
