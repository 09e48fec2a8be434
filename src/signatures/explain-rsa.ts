/**
 * Explains an RSA signature that does not hold: it makes the mistakes that people make, one at a
 * time, and names the one that the signature received was made over.
 */
import type { AppKey } from '../domain/merchant.ts';
import { otherRsaScheme, type RsaKey, verifySha256Rsa } from '../wire/rsa.ts';
import { type Cause, type Explanation, type Mistake, signedInsteadOf } from './explanation.ts';
import { requestKeys } from './proof.ts';
import { publicKeyOf } from './rsa-keys.ts';
import { keyHints, platformHalves, respellings } from './rsa-mistakes.ts';

/** A request as it was sent, however wrong. `Sent`: what the mistakes of its scheme look at. */
export interface RsaCase<Sent> {
  readonly sent: Sent;
  readonly sign: string;
  /** What may have been signed, likeliest first. */
  readonly texts: readonly string[];
  /** False: not of the scheme's form, so that no signature makes it hold. */
  readonly isWellFormed: boolean;
  /** What to show as the text to sign where none of the texts was signed. */
  readonly shown: string;
  readonly keys: readonly AppKey[];
  readonly mistakes: readonly Mistake<Sent>[];
  /** Further texts, each with what it would mean that it was signed. */
  readonly candidates: readonly Cause[];
  /** What looks odd, whatever the signature is. */
  readonly oddities: readonly string[];
}

export function explainRsa<Sent>(input: RsaCase<Sent>): Explanation {
  const { texts, sign, keys, isWellFormed } = input;
  const signers = requestKeys(keys).flatMap(({ material }) => publicKeyOf(material, 'test') ?? []);
  const reading = isWellFormed ? signedOf(texts, sign, signers) : null;
  const causes = reading === null ? causesOf(input, signers) : [];
  return {
    stringToSign: reading ?? input.shown,
    given: sign,
    matches: reading !== null,
    signedInstead: signedInsteadOf(causes),
    hints:
      reading === null
        ? [...causes.map(({ hint }) => hint), ...input.oddities, ...keyHints(signers)]
        : [],
  };
}

/** The first of the texts that one of the keys signed; null if none did. */
function signedOf(
  texts: readonly string[],
  sign: string,
  signers: readonly RsaKey[],
): string | null {
  const isSigned = (text: string) => signers.some((key) => verifySha256Rsa(key, text, sign));
  return texts.find(isSigned) ?? null;
}

/** What the signature received was made over. */
function causesOf<Sent>(input: RsaCase<Sent>, signers: readonly RsaKey[]): readonly Cause[] {
  const { texts, sign, keys, sent } = input;
  const respelt = respellings(sign).find((each) => signedOf(texts, each.sign, signers) !== null);
  if (respelt !== undefined) return [{ hint: respelt.hint, signed: null }];
  if (signedOf(texts, sign, platformHalves(keys)) !== null) {
    return [{ hint: "Signed with the platform's key: use your own private key.", signed: null }];
  }
  const schemes = signers.flatMap((key) => texts.map((text) => otherRsaScheme(key, text, sign)));
  const scheme = schemes.find((name) => name !== null);
  if (scheme !== undefined) {
    const hint = `Signed with ${scheme}: use SHA256withRSA (PKCS#1 v1.5).`;
    return [{ hint, signed: null }];
  }
  const mistakes = input.mistakes.flatMap(({ hint, texts: madeOf }): readonly Cause[] => {
    const signed = signedOf(madeOf(sent), sign, signers);
    return signed === null ? [] : [{ hint, signed }];
  });
  const others = input.candidates.filter(
    ({ signed }) => signed !== null && signedOf([signed], sign, signers) !== null,
  );
  return [...mistakes, ...others];
}

/** What looks odd about a signature in base64 of a key of 2048 bits or more. */
export function signatureOddity(sign: string, missing: string): string | null {
  if (sign === '') return missing;
  if (/^[A-Za-z0-9+/]{342,}=*$/.test(sign)) return null;
  return `sign has ${sign.length} characters: base64 of an RSA-2048 signature has 344.`;
}
