/** The keys of apps: which a dialect has, and what the merchant is given of a new one. */
import type { Dialect } from '../dialects/contract.ts';
import type { KeySpec } from '../domain/merchant.ts';
import { keysOfNewApp, type NewKey, newKey } from '../wire/app-keys.ts';
import type { Failed, Input } from './command.ts';
import type { OperatorDeps } from './deps.ts';
import type { Read } from './input.ts';

/** The dialect that is meant, as this program speaks it. */
export function dialectOf({ dialects }: Pick<OperatorDeps, 'dialects'>, name: string) {
  return dialects.find((one) => one.name === name) ?? null;
}

/** The merchant's public key, where one was handed in. */
export function publicKeyOf(input: Input): string | null {
  const given = (input.public_key ?? '').trim();
  return given === '' ? null : given;
}

/** A key for a purpose: made here, or the public key that was handed in. */
export async function makeKey(spec: KeySpec, publicKey: string | null): Promise<Read<NewKey>> {
  const key = await newKey(spec, publicKey);
  return key.ok ? key : keyRefused('public_key', key.error.reason);
}

/** All keys that a new app of the dialect must have. */
export async function makeKeys(
  { keys: specs }: Dialect,
  publicKey: string | null,
): Promise<Read<readonly NewKey[]>> {
  const keys = await keysOfNewApp(specs, publicKey);
  return keys.ok ? keys : keyRefused('public_key', keys.error.reason);
}

export function keyRefused(field: string, why: string): Failed {
  return { ok: false, problem: 'key_refused', field, why };
}

/** The input that keys are kept in until they are approved: taken from no form or command line. */
export const MADE_KEYS = 'made_keys';

/** Keys that were made when this was asked for; null: none were. */
export function madeKeysOf(input: Input): readonly NewKey[] | null {
  const text = input[MADE_KEYS];
  return text === undefined ? null : (JSON.parse(text) as readonly NewKey[]);
}

export function madeKeysInput(keys: readonly NewKey[]): Input {
  return { [MADE_KEYS]: JSON.stringify(keys) };
}

/** The token of a link that was made when it was asked for: taken from no form either. */
export const MADE_TOKEN = 'made_token';
