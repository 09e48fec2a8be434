/** Every notification of every dialect, as the platform signs it and as others might. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import { SECRET } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import { loadExamples } from '../../src/docs-site/examples.ts';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
} from '../../src/wire/fixtures/public-sample-key.ts';
import { generateRsaPair } from '../../src/wire/generate-keys.ts';
import { makerOf } from '../../tools/docs/makers.ts';
import { Collect, OpenApi, OpenApiPh, Recharge } from '../src/index.ts';
import type { Checked, HeadersIn } from '../src/notification.ts';

const baseUrl = 'https://pay.example';
const privateKey = SAMPLE_PRIVATE_KEY;
const platformKeys = [SAMPLE_PUBLIC_KEY];
const OTHER = (await generateRsaPair(2048)).publicKey;

interface Verifier {
  verify(body: string | Uint8Array, headers: HeadersIn): Checked<object>;
}

const CLIENTS: Readonly<Record<string, Verifier>> = {
  collect: new Collect({ baseUrl, merchant: 'M1000001', key: SAMPLE_KEY }),
  'open-api': new OpenApi({ baseUrl, appId: 'a', privateKey, platformKeys }),
  'open-api-ph': new OpenApiPh({ baseUrl, appId: 'a', privateKey, secrets: [SECRET] }),
  recharge: new Recharge({ baseUrl, mchId: '1', privateKey, platformKeys }),
};

/** The same merchants with a key that nobody signs with. */
const UNRELATED: Readonly<Record<string, Verifier>> = {
  collect: new Collect({ baseUrl, merchant: 'M1000001', key: 'another' }),
  'open-api': new OpenApi({ baseUrl, appId: 'a', privateKey, platformKeys: [OTHER] }),
  'open-api-ph': new OpenApiPh({ baseUrl, appId: 'a', privateKey, secrets: ['a', 'b'] }),
  recharge: new Recharge({ baseUrl, mchId: '1', privateKey, platformKeys: [OTHER] }),
};

for (const [name, client] of Object.entries(CLIENTS)) {
  describe(`notifications of ${name}`, () => {
    const notifications = loadExamples().dialects[name]?.notifications ?? {};
    const { dialect } = makerOf(name);

    for (const [title, { headers, body }] of Object.entries(notifications)) {
      test(`${title} holds, says what it says and is acknowledged`, () => {
        const checked = client.verify(body, headers);
        assert.ok(checked.ok);
        const { status, body: answer } = checked.acknowledgement;
        assert.ok(dialect.acknowledged({ status, body: answer }));
        assert.equal(checked.id, headers['webhook-id']);
        const sent = JSON.parse(body) as Record<string, unknown>;
        const said = (typeof sent.param === 'string' ? JSON.parse(sent.param) : sent) as object;
        assert.deepEqual(checked.fields, JSON.parse(JSON.stringify(said, asTexts)));
        assert.ok(client.verify(Buffer.from(body), new Headers({ ...headers })).ok, 'other forms');
      });

      test(`${title} with another value, key or no signature is refused, and why`, () => {
        const changed = body.replace(
          /(channelCode|orderId|createTime|timestamp)(\\?":\\?")/i,
          '$1$2x',
        );
        assert.notEqual(changed, body);
        assert.match(reasonOf(client.verify(changed, headers)), /the signature does not hold/);
        const unrelated = UNRELATED[name]?.verify(body, headers);
        assert.match(reasonOf(unrelated), /the signature does not hold with (your key|any of)/);
        const unsigned = body.replace(/"sign":"[^"]+"/, '"sign":""');
        assert.match(reasonOf(client.verify(unsigned, {})), /^sign is missing$/);
      });
    }

    test('a body that was parsed already is a mistake that is named', () => {
      assert.throws(() => client.verify({ parsed: true } as never, {}), /give the raw body/);
    });

    test('what is no JSON object is refused without a throw', () => {
      for (const body of ['', '[]', 'null', '{"a":1,"a":2}', '{'.repeat(2_000), '\u0000']) {
        assert.equal(client.verify(body, { sign: 'AAAA' }).ok, false, body.slice(0, 20));
      }
    });
  });
}

test('a notification of the Philippines signed with RSA is checked with the platform’s key', () => {
  const body = '{"eventName":"x","amount":100.00,"sign":"c2lnbg=="}';
  const client = new OpenApiPh({ baseUrl, appId: 'a', privateKey, secrets: [SECRET] });
  assert.equal(reasonOf(client.verify(body, {})), 'no key is set up to check it with');
});

function asTexts(_: string, value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function reasonOf(checked: Checked<object> | undefined): string {
  assert.ok(checked !== undefined && !checked.ok);
  return checked.reason;
}
