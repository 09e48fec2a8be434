import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { MAJOR_TEXT, parseAmount } from './amount.ts';
import { decodeBase64 } from './base64.ts';
import { parseContentType } from './content-type.ts';
import { parseEmv } from './emv-qr.ts';
import { readQr } from './qr-reader.ts';
import { readUrlencoded } from './raw-form.ts';
import { readJson, readJsonText } from './raw-json.ts';
import { readMultipart } from './raw-multipart.ts';
import { importPrivateKey, importPublicKey, verifySha256Rsa } from './rsa.ts';
import { parseWebhookSecret, verifyWebhook } from './standard-webhooks.ts';
import { accepted } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';
import { SeededRandom } from './test-support/seeded-random.ts';

/** Hostile input: every parser answers, whatever the bytes; it neither throws nor hangs. */

interface Target {
  readonly name: string;
  /** A good input: half of the cases are made from it. */
  readonly sample: string;
  readonly parse: (bytes: Buffer) => unknown;
  readonly defaultRuns: number;
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const pkcs8 = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const publicKey = accepted(importPublicKey(spki));
const MULTIPART =
  '--b\r\nContent-Disposition: form-data; name="a"\r\n' +
  'Content-Type: text/plain\r\n\r\n1\r\n--b--\r\n';
const QR = '00020101021229370016A000000677010111011300660000000005802TH530376463048956';
const SECRET = Buffer.alloc(24, 1);

const TARGETS: readonly Target[] = [
  {
    name: 'readJson',
    sample: '{"a":[1,-2.5e3,true,null,"x\\u00e9\\ud83d\\ude00"],"b":{"c":""}}',
    parse: readJson,
    defaultRuns: 40_000,
  },
  {
    name: 'readJsonText',
    sample: '{"a":"\\n"}',
    parse: (bytes) => readJsonText(bytes.toString('utf16le')),
    defaultRuns: 40_000,
  },
  {
    name: 'readUrlencoded',
    sample: 'a=1&b=%E2%82%AC+x&c=',
    parse: readUrlencoded,
    defaultRuns: 40_000,
  },
  {
    name: 'readMultipart',
    sample: MULTIPART,
    parse: (bytes) => readMultipart(bytes, 'b'),
    defaultRuns: 40_000,
  },
  {
    name: 'parseContentType',
    sample: 'multipart/form-data; charset="utf-8"; boundary=x',
    parse: (bytes) => parseContentType(bytes.toString('latin1')),
    defaultRuns: 40_000,
  },
  {
    name: 'parseAmount',
    sample: '12345.67',
    parse: (bytes) => parseAmount(bytes.toString(), 'PHP/2', MAJOR_TEXT),
    defaultRuns: 40_000,
  },
  {
    name: 'decodeBase64',
    sample: 'aGVsbG8sIHdvcmxk',
    parse: (bytes) => [decodeBase64(bytes.toString())],
    defaultRuns: 40_000,
  },
  {
    name: 'parseEmv and readQr',
    sample: QR,
    parse: (bytes) => [parseEmv(bytes.toString()), readQr(bytes.toString())],
    defaultRuns: 40_000,
  },
  {
    name: 'verifyWebhook',
    sample: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    parse: (bytes) => {
      const text = bytes.toString();
      const headers = { 'webhook-id': text.slice(0, 8), 'webhook-timestamp': '1' };
      parseWebhookSecret(text);
      return verifyWebhook({ ...headers, 'webhook-signature': text }, bytes, [SECRET], 1);
    },
    defaultRuns: 50_000,
  },
  {
    name: 'importPublicKey',
    sample: spki,
    parse: (bytes) => importPublicKey(bytes.toString()),
    defaultRuns: 2_000,
  },
  {
    name: 'importPublicKey, bytes of the key changed',
    sample: Buffer.from(spki, 'base64').toString('latin1'),
    parse: (bytes) => importPublicKey(Buffer.from(bytes.toString(), 'latin1').toString('base64')),
    defaultRuns: 2_000,
  },
  {
    name: 'importPrivateKey',
    sample: pkcs8,
    parse: (bytes) => importPrivateKey(bytes.toString()),
    defaultRuns: 1_000,
  },
  {
    name: 'verifySha256Rsa',
    sample: Buffer.alloc(256, 7).toString('base64'),
    parse: (bytes) => [verifySha256Rsa(publicKey, bytes, bytes.toString())],
    defaultRuns: 20_000,
  },
];

/** Random bytes, or the sample with pieces cut out, repeated and overwritten. */
function hostile(sample: Buffer, random: SeededRandom): Buffer {
  if (random.below(4) === 0) return random.bytes(random.below(48));
  let bytes = sample;
  for (let edits = 1 + random.below(4); edits > 0; edits -= 1) {
    const at = random.below(bytes.length + 1);
    const end = Math.min(bytes.length, at + random.below(8));
    const middle = [
      Buffer.alloc(0),
      random.bytes(1 + random.below(3)),
      bytes.subarray(at, end),
      Buffer.concat([bytes.subarray(at, end), bytes.subarray(at, end)]),
    ][random.below(4)];
    bytes = Buffer.concat([bytes.subarray(0, at), middle ?? Buffer.alloc(0), bytes.subarray(end)]);
  }
  return bytes;
}

describe('hostile bytes', () => {
  for (const { name, sample, parse, defaultRuns } of TARGETS) {
    test(`${name} answers whatever comes`, () => {
      const random = new SeededRandom(26);
      const bytes = Buffer.from(sample);
      for (let run = runs(defaultRuns, defaultRuns * 50); run > 0; run -= 1) {
        const input = hostile(bytes, random);
        try {
          assert.equal(typeof parse(input), 'object');
        } catch (error) {
          assert.fail(`${error} for base64 ${input.toString('base64')}`);
        }
      }
    });
  }

  const SIZE = 65_536;
  const fill = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
  for (const piece of [
    '[',
    '{"a":',
    '"\\u0041',
    '\\',
    '"',
    '1',
    ' ',
    '[1,',
    '%',
    '%41',
    '%f0%9f',
    '&',
    'a=&',
    '=',
    '+',
    '\r\n--b',
    '--b\r\n',
    '--b\r\n\r\n',
    ';',
    'a=";',
    '0101',
    '26990099',
    '\ud83d\ude00',
    '\ufffd',
    '-----BEGIN A-----',
    'v1, ',
  ]) {
    test(`64 KiB of ${JSON.stringify(piece)} end in an answer`, () => {
      for (const text of [fill(piece), `{"a":"${fill(piece)}`, `--b\r\n${fill(piece)}`]) {
        for (const { parse } of TARGETS) {
          assert.equal(typeof parse(Buffer.from(text).subarray(0, SIZE)), 'object');
        }
      }
    });
  }
});
