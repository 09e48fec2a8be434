import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signedTexts, writeJson } from './canonical-json.ts';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
  SAMPLE_SIGNATURES,
} from './fixtures/public-sample-key.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonString } from './json-value.ts';
import { md5Hex, md5Matches } from './md5.ts';
import type { Parsed } from './parsed.ts';
import { type Form, readUrlencoded } from './raw-form.ts';
import { readJson } from './raw-json.ts';
import { readMultipart } from './raw-multipart.ts';
import { importPrivateKey, importPublicKey, signSha256Rsa, verifySha256Rsa } from './rsa.ts';
import { type SignField, signFieldsOfForm, signFieldsOfJson, signString } from './sign-string.ts';
import { signWebhook, verifyWebhook } from './standard-webhooks.ts';
import { accepted } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';
import { SeededRandom } from './test-support/seeded-random.ts';

/**
 * What is verified is what is executed: after any change of one character of a signed message, the
 * message is refused, or it decodes to the very same values (a blank between tokens, an escape that
 * spells the same letter, the case of a hexadecimal digest).
 */

interface SignedMessage {
  readonly name: string;
  readonly message: string;
  /** The decoded values if the signature holds, else undefined. */
  readonly verify: (message: string) => string | undefined;
  readonly defaultRuns: number;
}

const KEY = '34797ffec7814a000000000000000000';
const RULES = { exclude: ['sign'], dropNull: true, dropBlank: true };
const SAMPLES = { acceptSampleKeys: true };
const publicKey = accepted(importPublicKey(SAMPLE_PUBLIC_KEY, SAMPLES));
const privateKey = accepted(importPrivateKey(SAMPLE_PRIVATE_KEY, SAMPLES));

const ORDER = {
  amount: '100.00',
  callbackUrl: 'https://shop.example/return?a=1',
  customName: 'José de la Cruz 😀',
  merchant: 'M1000001',
  notifyUrl: 'https://shop.example/notify',
  orderId: 'ORD202400001',
  payCode: '101',
};
const ORDER_STRING = Object.entries(ORDER)
  .map(([name, value]) => `${name}=${value}`)
  .join('&');
const SIGNED_ORDER = { ...ORDER, sign: md5Hex(`${ORDER_STRING}&key=${KEY}`) };

function objectOf(parsed: Parsed<JsonValue>): JsonObject | undefined {
  return parsed.ok && parsed.value.kind === 'object' ? parsed.value : undefined;
}

function stringOf(object: JsonObject, name: string): string {
  const value = object.members.get(name);
  return value?.kind === 'string' ? value.value : '';
}

function canonical(object: JsonObject): string {
  return writeJson(object, { sort: 'all', escape: 'plain' });
}

function verifyMd5(fields: readonly SignField[], sign: string): string | undefined {
  const text = signString(fields, RULES);
  if (!text.ok || !md5Matches(`${text.value}&key=${KEY}`, sign)) return undefined;
  const sent = fields.filter(({ name }) => name !== 'sign');
  return canonical(jsonObject(sent.map(({ name, value }) => [name, jsonString(value ?? '')])));
}

function verifyMd5Form(form: Parsed<Form>): string | undefined {
  if (!form.ok) return undefined;
  const sign = form.value.find(({ name }) => name === 'sign')?.value ?? '';
  return verifyMd5(signFieldsOfForm(form.value), sign);
}

function md5Json(message: string): string | undefined {
  const object = objectOf(readJson(Buffer.from(message)));
  if (object === undefined) return undefined;
  const fields = signFieldsOfJson(object, 'refuse');
  return fields.ok ? verifyMd5(fields.value, stringOf(object, 'sign')) : undefined;
}

/** Flat JSON, RSA over the sorted string: the API of seed 003. */
function rsaSorted(message: string): string | undefined {
  const object = objectOf(readJson(Buffer.from(message)));
  if (object === undefined) return undefined;
  const fields = signFieldsOfJson(object, 'compact-json');
  const text = fields.ok ? signString(fields.value, RULES) : fields;
  if (!text.ok || !verifySha256Rsa(publicKey, text.value, stringOf(object, 'sign'))) {
    return undefined;
  }
  return canonical(object);
}

/** A JSON text inside JSON, RSA over its bytes: the API of seed 000. */
function rsaParam(message: string): string | undefined {
  const object = objectOf(readJson(Buffer.from(message)));
  if (object === undefined || stringOf(object, 'appId') !== 'app1') return undefined;
  const param = stringOf(object, 'param');
  return verifySha256Rsa(publicKey, param, stringOf(object, 'sign')) ? param : undefined;
}

/** The signature in a header (here: the first line), over a re-sorted body: the API of seed 004. */
function rsaHeader(message: string): string | undefined {
  const [sign = '', ...body] = message.split('\n');
  const text = body.join('\n');
  const object = objectOf(readJson(Buffer.from(text)));
  if (object === undefined) return undefined;
  for (const candidate of signedTexts(text, object)) {
    if (verifySha256Rsa(publicKey, candidate, sign)) return canonical(object);
  }
  return undefined;
}

const SECRET = Buffer.alloc(32, 9);
const NOW = 1_700_000_000;

function standardWebhook(message: string): string | undefined {
  const [id = '', timestamp = '', signature = '', ...body] = message.split('\n');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  };
  const verified = verifyWebhook(headers, body.join('\n'), [SECRET], NOW);
  return verified.ok ? `${id}\n${timestamp}\n${body.join('\n')}` : undefined;
}

const BOUNDARY = 'xYzZY';
const MULTIPART = `${Object.entries(SIGNED_ORDER)
  .map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  .join('')}--${BOUNDARY}--\r\n`;

const RECHARGE =
  '{"userId":"123456","timestamp":"2022-10-12T07:40:23.371Z","returnUrl":"https://a.b/c",' +
  '"products":[{"unit_price":10.00,"code":"x"}],"money":"10.00","mchId":10002,"good":"té"}';
const RECHARGE_SORTED =
  '{"good":"t\\u00e9","mchId":10002,"money":"10.00","products":[{"unit_price":10.00,"code":"x"}],' +
  '"returnUrl":"https:\\/\\/a.b\\/c","timestamp":"2022-10-12T07:40:23.371Z","userId":"123456"}';

const PARAM = SAMPLE_SIGNATURES[1] ?? assert.fail('no sample signature');
const SORTED = SAMPLE_SIGNATURES[2] ?? assert.fail('no sample signature');
const WEBHOOK_BODY = '{"type":"payin.paid"}';
const WEBHOOK = signWebhook('msg_1', NOW, WEBHOOK_BODY, [SECRET]);

const MESSAGES: readonly SignedMessage[] = [
  {
    name: 'MD5 over JSON',
    message: JSON.stringify(SIGNED_ORDER),
    verify: md5Json,
    defaultRuns: 20_000,
  },
  {
    name: 'MD5 over a form',
    message: new URLSearchParams(SIGNED_ORDER).toString(),
    verify: (message) => verifyMd5Form(readUrlencoded(Buffer.from(message))),
    defaultRuns: 20_000,
  },
  {
    name: 'MD5 over multipart',
    message: MULTIPART,
    verify: (message) => verifyMd5Form(readMultipart(Buffer.from(message), BOUNDARY)),
    defaultRuns: 20_000,
  },
  {
    name: 'RSA over sorted fields',
    message:
      '{"amount":100.00,"appId":"f90addc4861540ef9312e87d8f360e08","version":"1.0",' +
      `"sign":"${SORTED.sign}"}`,
    verify: rsaSorted,
    defaultRuns: 10_000,
  },
  {
    name: 'RSA over a param string',
    message: JSON.stringify({ appId: 'app1', sign: PARAM.sign, param: PARAM.text }),
    verify: rsaParam,
    defaultRuns: 10_000,
  },
  {
    name: 'RSA in a header over re-sorted JSON',
    message: `${await signSha256Rsa(privateKey, RECHARGE_SORTED)}\n${RECHARGE}`,
    verify: rsaHeader,
    defaultRuns: 10_000,
  },
  {
    name: 'Standard Webhooks',
    message: [...Object.values(WEBHOOK), WEBHOOK_BODY].join('\n'),
    verify: standardWebhook,
    defaultRuns: 10_000,
  },
];

const ALPHABET = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  ...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\n\r\t\0\u007fé\u0301😀',
];

/** Replaces, inserts or removes one character. */
function mutate(chars: readonly string[], random: SeededRandom): string {
  const at = random.below(chars.length);
  const kind = random.below(4);
  const changed = [...chars];
  changed.splice(at, kind === 1 ? 0 : 1, ...(kind === 0 ? [] : [random.pick(ALPHABET)]));
  return changed.join('');
}

describe('a signed message with one character changed', () => {
  for (const { name, message, verify, defaultRuns } of MESSAGES) {
    test(`${name}: refused, or the same values`, (t) => {
      const random = new SeededRandom(24);
      const chars = [...message];
      const original = verify(message);
      assert.notEqual(original, undefined, 'the untouched message must verify');
      const counts = { tried: 0, refused: 0, same: 0 };
      while (counts.tried < runs(defaultRuns, defaultRuns * 10)) {
        const mutant = mutate(chars, random);
        if (mutant === message) continue;
        counts.tried += 1;
        const values = verify(mutant);
        if (values === undefined) counts.refused += 1;
        else {
          counts.same += 1;
          assert.equal(values, original, `accepted with other values: ${JSON.stringify(mutant)}`);
        }
      }
      t.diagnostic(`${name}: ${JSON.stringify(counts)}`);
      assert.ok(counts.refused > counts.tried * 0.9, 'nearly every change must be refused');
    });
  }

  test('no character can be replaced by a digit, wherever it stands', () => {
    for (const { name, message, verify } of MESSAGES) {
      const chars = [...message];
      for (let at = 0; at < chars.length; at += 1) {
        const mutant = chars.with(at, chars[at] === '7' ? '8' : '7').join('');
        assert.equal(verify(mutant), undefined, `${name}, character ${at}`);
      }
    }
  });
});
