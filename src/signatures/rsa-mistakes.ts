/** Mistakes with RSA signatures over JSON texts that people make in every API alike. */
import type { AppKey } from '../domain/merchant.ts';
import { writeJson } from '../wire/canonical-json.ts';
import { valueIn } from '../wire/json-fields.ts';
import type { JsonObject, JsonValue } from '../wire/json-value.ts';
import { publicHalf, type RsaKey } from '../wire/rsa.ts';
import { privateKeyOf } from './rsa-keys.ts';

/** A signature as it may have been meant, and what was done to it. */
interface Respelling {
  readonly sign: string;
  readonly hint: string;
}

/** The signature behind another spelling of it; only those that differ from what was sent. */
export function respellings(sign: string): readonly Respelling[] {
  const spellings = [
    {
      sign: padded(sign.replaceAll('-', '+').replaceAll('_', '/')),
      hint: 'sign is in the URL alphabet of base64, or without its padding: use plain base64.',
    },
    {
      sign: sign.replace(/\s+/g, ''),
      hint: 'sign has spaces or line breaks in it: send it on one line.',
    },
    {
      sign: sign.replace(/-----[A-Z0-9 ]+-----/g, '').replace(/\s+/g, ''),
      hint: 'sign is wrapped like a PEM file: send the base64 alone, on one line.',
    },
    {
      sign: sign.replaceAll(' ', '+'),
      hint: 'Each + in sign arrived as a space: URL-encode the form.',
    },
    { sign: decoded(sign), hint: 'sign is URL-encoded: it needs no such encoding.' },
    {
      sign: /^[0-9a-f]+$/i.test(sign) ? Buffer.from(sign, 'hex').toString('base64') : sign,
      hint: 'sign is hexadecimal: use base64.',
    },
    {
      sign: Buffer.from(sign, 'base64').toString('latin1'),
      hint: 'sign is in base64 twice: encode the signature once.',
    },
  ];
  return spellings.filter((spelling) => spelling.sign !== sign);
}

function padded(base64: string): string {
  const bare = base64.replace(/=*$/, '');
  return bare + '='.repeat((4 - (bare.length % 4)) % 4);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The public halves of the platform's keys: who mixes the pairs up signs or checks with those. */
export function platformHalves(keys: readonly AppKey[]): readonly RsaKey[] {
  return keys
    .filter(({ purpose }) => purpose === 'notification')
    .flatMap(({ material }) => privateKeyOf(material, 'test') ?? [])
    .map(publicHalf);
}

/** JSON with blanks in it, as Python and pretty-printers write it, number text kept. */
export function spacedTexts(value: JsonValue): readonly string[] {
  return [spaced(value, null, 0), spaced(value, 2, 0), spaced(value, 4, 0)];
}

/** On one line (`indent` null), or indented by so many blanks. */
function spaced(value: JsonValue, indent: number | null, depth: number): string {
  if (value.kind !== 'object' && value.kind !== 'array') return writeJson(value);
  const parts =
    value.kind === 'array'
      ? value.items.map((item) => spaced(item, indent, depth + 1))
      : [...value.members].map(
          ([name, member]) => `${JSON.stringify(name)}: ${spaced(member, indent, depth + 1)}`,
        );
  const [open, close] = value.kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (indent === null || parts.length === 0) return open + parts.join(', ') + close;
  const inner = ' '.repeat(indent * (depth + 1));
  const lines = parts.map((part) => inner + part).join(',\n');
  return `${open}\n${lines}\n${' '.repeat(indent * depth)}${close}`;
}

/** `a=1&b=2`, sorted, as the schemes with pairs sign. */
export function pairsOf(body: JsonObject): string {
  return [...body.members]
    .filter(([name]) => valueIn(body, name) !== null)
    .map(([name, value]) => `${name}=${value.kind === 'string' ? value.value : writeJson(value)}`)
    .toSorted()
    .join('&');
}

/** Which key we have, by the beginning of a digest that shows nothing of it. */
export function keyHints(signers: readonly RsaKey[]): readonly string[] {
  if (signers.length === 0) return ['The app has no live public key of the merchant.'];
  const prints = signers.map(({ fingerprint }) => fingerprint.slice(0, 16)).join(' or ');
  return [
    'If your text is the one shown, the key differs, or the algorithm is not SHA256withRSA ' +
      '(PKCS#1 v1.5, no PSS).',
    `SHA-256 of the modulus of the public key that we have begins with ${prints}.`,
  ];
}
