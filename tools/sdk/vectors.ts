/**
 * What every signing kit must do: requests with their texts and signatures, and notifications that
 * hold or do not. Made with the platform's own code, of samples and of values that are easily
 * written wrong.
 */
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import { SECRET } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import { loadExamples } from '../../src/docs-site/examples.ts';
import { envelopeText } from '../../src/signatures/envelope/text.ts';
import { keyedDigest } from '../../src/signatures/keyed-digest.ts';
import { pairsText } from '../../src/signatures/pairs/text.ts';
import { sortedJsonText } from '../../src/signatures/sorted-json/text.ts';
import { writeJson } from '../../src/wire/canonical-json.ts';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
} from '../../src/wire/fixtures/public-sample-key.ts';
import { type JsonObject, jsonObject, jsonString } from '../../src/wire/json-value.ts';
import { readJsonText } from '../../src/wire/raw-json.ts';
import { importPrivateKey, signSha256RsaNow } from '../../src/wire/rsa.ts';
import { signFieldsOfJson } from '../../src/wire/sign-string.ts';

export const VECTORS_FILE = new URL('../../kits/vectors.json', import.meta.url);

const APP_ID = '5f0c2a7be1d94c6f9a31c0de77b4a812';
const MD5 = keyedDigest('MD5', '&key=');
const SHA1 = keyedDigest('SHA-1', '&secret=');

interface RequestVector {
  readonly name: string;
  readonly dialect: string;
  /** JSON text: what the merchant gives. */
  readonly input: string;
  /** What is signed; of MD5 without the key. */
  readonly text: string;
  readonly sign: string;
  readonly body: string;
}

interface NotificationVector {
  readonly name: string;
  readonly dialect: string;
  readonly body: string;
  /** The header `sign`; '' where the API has none. */
  readonly header: string;
  readonly holds: boolean;
}

/** JSON texts of fields that go wrong where somebody reads numbers, sorts or escapes as usual. */
const FLAT: readonly (readonly [name: string, input: string])[] = [
  ['empty object', '{}'],
  ['numbers keep their text', '{"amount":100.00,"big":9007199254740993,"e":1e2,"n":-0.10,"z":0}'],
  ['null and empty are not signed', '{"a":null,"b":"","c":" ","d":"null","e":false,"f":true}'],
  ['order is by bytes', '{"b":"1","a":"2","B":"3","_":"4","a1":"5","a.b":"6","10":"7","9":"8"}'],
  [
    'nothing is escaped',
    '{"url":"https://shop.example/n?a=1&b=2+3%20x","text":"a b+c=d/e\\"f\\\\g"}',
  ],
  [
    'beyond ASCII',
    '{"name":"Zoë 日本 😀 ñ","sep":"\\u2028\\u2029\\u007f","esc":"\\u65e5\\ud83d\\ude00"}',
  ],
  ['a sign of old is left out', '{"sign":"old","a":"1"}'],
];

const NESTED: readonly (readonly [name: string, input: string])[] = [
  [
    'nested, names unsorted',
    '{"b":{"z":1.50,"a":[3,{"y":null,"x":""}]},"a":[],"c":{},"list":["a/b",true]}',
  ],
  ['control characters', '{"text":"tab\\tline\\nreturn\\rback\\bfeed\\fone\\u0001\\u001f"}'],
  ['deeply nested', '{"a":{"a":{"a":{"b":"2","a":"1"}}}}'],
];

/** The whole file. */
export function vectorsText(): string {
  const keys = {
    ...{ privateKey: SAMPLE_PRIVATE_KEY, publicKey: SAMPLE_PUBLIC_KEY, appId: APP_ID },
    ...{ key: SAMPLE_KEY, secret: SECRET },
  };
  const vectors = { keys, requests: requests(), notifications: notifications() };
  return `${JSON.stringify(vectors, null, 1)}\n`;
}

function requests(): readonly RequestVector[] {
  const all = [...FLAT, ...NESTED];
  return [
    ...FLAT.map(([name, input]) => collect(name, input)),
    ...all.map(([name, input]) => openApi(name, input)),
    ...all.map(([name, input]) => openApiPh(name, input)),
    ...all.map(([name, input]) => recharge(name, input)),
  ];
}

function objectIn(input: string): JsonObject {
  const read = readJsonText(input);
  if (!read.ok || read.value.kind !== 'object') throw new Error(`no object: ${input}`);
  return read.value;
}

function withoutSign({ members }: JsonObject): JsonObject {
  return jsonObject([...members].filter(([name]) => name !== 'sign'));
}

function withSign(object: JsonObject, sign: string): string {
  return writeJson(jsonObject([...object.members, ['sign', jsonString(sign)]]));
}

function textOf(object: JsonObject): string {
  const fields = signFieldsOfJson(object, 'compact-json');
  if (!fields.ok) throw new Error(fields.error.reason);
  return pairsText(fields.value);
}

function rsa(text: string): string {
  const key = importPrivateKey(SAMPLE_PRIVATE_KEY, { acceptSampleKeys: true });
  if (!key.ok) throw new Error(key.error.reason);
  return signSha256RsaNow(key.value, text);
}

function collect(name: string, input: string): RequestVector {
  const object = withoutSign(objectIn(input));
  const text = textOf(object);
  const sign = MD5.digest(MD5.seal(text, SAMPLE_KEY));
  return { name, dialect: 'collect', input, text, sign, body: withSign(object, sign) };
}

function openApi(name: string, input: string): RequestVector {
  const text = writeJson(objectIn(input));
  const sign = rsa(text);
  const body = envelopeText({ appId: APP_ID, sign, param: text });
  return { name, dialect: 'open-api', input, text, sign, body };
}

function openApiPh(name: string, input: string): RequestVector {
  const given = withoutSign(objectIn(input));
  const object = jsonObject([['appId', jsonString(APP_ID)], ...given.members]);
  const text = textOf(object);
  const sign = rsa(text);
  return { name, dialect: 'open-api-ph', input, text, sign, body: withSign(object, sign) };
}

function recharge(name: string, input: string): RequestVector {
  const text = sortedJsonText(objectIn(input));
  return { name, dialect: 'recharge', input, text, sign: rsa(text), body: text };
}

/** Notifications of the documentation, each also with a value changed; then what goes wrong. */
function notifications(): readonly NotificationVector[] {
  const published = Object.entries(loadExamples().dialects).flatMap(([dialect, examples]) =>
    Object.entries(examples.notifications)
      .slice(0, 4)
      .flatMap(([name, { headers, body }]) => {
        const header = headers.sign ?? '';
        const changed = body.replace(
          /(orderId|channelCode|createTime|timestamp)(\\?":\\?")/i,
          '$1$2x',
        );
        return [
          { name, dialect, body, header, holds: true },
          { name: `${name}, changed`, dialect, body: changed, header, holds: false },
        ];
      }),
  );
  return [...published, ...HARD.map(flatNotification), ...MISTAKES.map(mistake)];
}

const HARD = ['collect', 'open-api-ph', 'open-api-ph with RSA', 'open-api', 'recharge'].flatMap(
  (how) =>
    [...FLAT.slice(1, 6), ...(how === 'collect' ? [] : NESTED)].map(([name, input]) => ({
      ...{ how, name, input },
    })),
);

function flatNotification(hard: (typeof HARD)[number]): NotificationVector {
  const { how, name } = hard;
  const object = objectIn(hard.input);
  const [dialect = ''] = how.split(' ');
  const [text, holds] = [textOf(object), true];
  const vector = { name: `${name} (${how})`, dialect, header: '', holds };
  switch (how) {
    case 'collect':
      return { ...vector, body: withSign(object, MD5.digest(MD5.seal(text, SAMPLE_KEY))) };
    case 'open-api-ph':
      return { ...vector, body: withSign(object, SHA1.digest(SHA1.seal(text, SECRET))) };
    case 'open-api-ph with RSA':
      return { ...vector, body: withSign(object, rsa(text)) };
    case 'open-api': {
      const param = writeJson(object);
      const body = jsonObject([
        ['sign', jsonString(rsa(param))],
        ['param', jsonString(param)],
      ]);
      return { ...vector, body: writeJson(body) };
    }
    default: {
      const body = sortedJsonText(object);
      return { ...vector, body, header: rsa(body) };
    }
  }
}

/** Each a body that no kit may take, with its header `sign` where it has one. */
const MISTAKES: readonly (readonly [
  dialect: string,
  name: string,
  body: string,
  header?: string,
])[] = [
  ['collect', 'no signature', '{"orderId":"A1","amount":100.00}'],
  ['collect', 'an empty signature', '{"orderId":"A1","sign":""}'],
  ['collect', 'a number written anew', numberRewritten()],
  ['collect', 'a name twice', repeated()],
  ['collect', 'no JSON', 'orderId=A1&sign=00'],
  ['collect', 'no object', '[]'],
  ['open-api-ph', 'no signature', '{"eventName":"x"}'],
  ['open-api-ph', 'a signature by nobody', `{"eventName":"x","sign":"${'0'.repeat(40)}"}`],
  ['open-api', 'no signature', '{"param":"{}"}'],
  ['open-api', 'no base64', '{"sign":"***","param":"{}"}'],
  ['open-api', 'param is an object', '{"sign":"AAAA","param":{}}'],
  ['open-api', 'a line break in the signature', lineBreak()],
  ['recharge', 'no header', '{"orderNo":"1"}'],
  ['recharge', 'written anew', '{"orderNo": "1"}', rsa('{"orderNo":"1"}')],
];

function mistake([
  dialect,
  name,
  body,
  header = '',
]: (typeof MISTAKES)[number]): NotificationVector {
  return { name, dialect, body, header, holds: false };
}

/** Signed over `100.00`, sent as `100`. */
function numberRewritten(): string {
  const text = textOf(objectIn('{"orderId":"A1","amount":100.00}'));
  return withSign(
    objectIn('{"orderId":"A1","amount":100}'),
    MD5.digest(MD5.seal(text, SAMPLE_KEY)),
  );
}

/** The last of two values is signed: whoever reads the first acts on what nobody signed. */
function repeated(): string {
  const sign = MD5.digest(MD5.seal('amount=1&orderId=A1', SAMPLE_KEY));
  return `{"orderId":"A1","amount":"9","amount":"1","sign":"${sign}"}`;
}

function lineBreak(): string {
  const sign = rsa('{}');
  return writeJson(
    jsonObject([
      ['sign', jsonString(`${sign.slice(0, 76)}\n${sign.slice(76)}`)],
      ['param', jsonString('{}')],
    ]),
  );
}
