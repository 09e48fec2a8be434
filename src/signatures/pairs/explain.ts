/**
 * Explains a `k=v` signature that does not hold: it makes the mistakes that people make, one at a
 * time, and names the one that gives the signature received. The signature that was expected is
 * shown by its beginning only: in full, this page would sign requests for whoever sees it.
 */
import type { AppKey } from '../../domain/merchant.ts';
import { equalHex } from '../../wire/hex.ts';
import { type Cause, type Explanation, signedInsteadOf } from '../explanation.ts';
import type { KeyedDigest } from '../keyed-digest.ts';
import { omissions, PAIRS_MISTAKES, type SentPairs } from './mistakes.ts';
import { type Fields, pairsReadings, pairsText, textOf } from './text.ts';

const EXPECTED_CHARS = 6;

export interface PairsCase extends Omit<SentPairs, 'key' | 'fields' | 'digest'> {
  readonly digest: KeyedDigest;
  /** All that was sent, `sign` among it, whatever its names are. */
  readonly sent: Fields;
  readonly keys: readonly AppKey[];
  /** Those of the keys that may sign the operation. */
  readonly signers: readonly AppKey[];
  /** Which key is due, for whoever signed with another one of the app's. */
  readonly rightKey: string;
  /** What is to be said although the signature holds. */
  readonly afterMatch: (fields: Fields) => readonly string[];
}

export function explainPairs(input: PairsCase): Explanation {
  const { sent, keys, signers, digest } = input;
  const fields = sent.filter(({ name }) => name !== 'sign' && /^[ -~]*$/.test(name));
  const given = textOf(sent, 'sign');
  const matches = signers.some(({ material }) => isMadeWith(material, fields, given, digest));
  const causes = matches ? [] : causesOf(input, fields, given.trim());
  const hints = matches
    ? input.afterMatch(fields)
    : [...causes.map(({ hint }) => hint), ...oddities(sent, given), ...rest(fields, input)];
  const hide = (text: string) => hideSecrets(text, keys);
  const signed = signedInsteadOf(causes);
  return {
    stringToSign: hide(digest.seal(pairsText(fields), '***')),
    given: hide(given),
    matches,
    signedInstead: signed === null ? null : hide(signed),
    hints: [...new Set(hints)].map(hide),
  };
}

function isMadeWith(
  key: string,
  fields: Fields,
  given: string,
  { digest, seal }: KeyedDigest,
): boolean {
  return pairsReadings(fields).some((text) => equalHex(digest(seal(text, key)), given));
}

/** The mistakes that give exactly the signature received, with the right key or another one. */
function causesOf(input: PairsCase, fields: Fields, given: string): readonly Cause[] {
  const { keys, signers, digest, rightKey } = input;
  const makes = (text: string) => equalHex(digest.digest(text), given);
  return keys.flatMap((key): readonly Cause[] => {
    if (isMadeWith(key.material, fields, given, digest)) {
      const hint = signers.includes(key)
        ? 'sign has spaces around it: send only the 32 digits.'
        : `Signed with the ${key.purpose} key: ${rightKey}.`;
      return [{ hint, signed: null }];
    }
    const sent: SentPairs = { ...input, fields, key: key.material };
    const mistakes = PAIRS_MISTAKES.flatMap(({ hint, texts }) => {
      const signed = texts(sent).find(makes);
      return signed === undefined ? [] : [{ hint, signed }];
    });
    const omitted = omissions(sent).filter(({ text }) => makes(text));
    return [
      ...mistakes,
      ...omitted.map(({ name, text }) => ({
        hint: `${name} was left out: every field sent is signed, except sign.`,
        signed: text,
      })),
    ];
  });
}

/** What looks odd about the request, whatever the signature is. */
function oddities(sent: Fields, given: string): readonly string[] {
  const hints: string[] = [];
  if (given === '') hints.push('sign is missing.');
  else if (!/^[0-9a-f]{32}$/i.test(given.trim())) {
    const likely = LENGTHS[given.trim().length] ?? 'is no MD5';
    hints.push(`sign ${likely}: it must be 32 hexadecimal digits of MD5.`);
  }
  if (sent.some(({ name }) => name === 'key')) {
    hints.push('A field "key" was sent: such requests are refused, and the key may have leaked.');
  }
  const padded = sent.find(({ value }) => value !== null && value !== value.trim());
  if (padded !== undefined) hints.push(`${padded.name} has spaces around it, which are signed.`);
  return hints;
}

const LENGTHS: Readonly<Record<number, string>> = {
  16: 'looks like MD5 cut to 16 digits',
  24: 'looks like base64',
  40: 'looks like SHA-1',
  64: 'looks like SHA-256',
};

function rest(fields: Fields, { signers, digest }: PairsCase): readonly string[] {
  if (signers.length === 0) return ['The app has no active key for this operation.'];
  const beginnings = signers.map(({ material }) =>
    digest.digest(digest.seal(pairsText(fields), material)).slice(0, EXPECTED_CHARS),
  );
  return [
    'If your string is the one shown, the key differs: compare it with the console.',
    `The expected signature begins with ${beginnings.join(' or ')}.`,
  ];
}

/** In either case of letters: one of the mistakes is to change it. */
function hideSecrets(text: string, keys: readonly AppKey[]): string {
  return keys.reduce((shown, { material }) => {
    const literal = material.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return shown.replace(new RegExp(literal, 'gi'), '***');
  }, text);
}
