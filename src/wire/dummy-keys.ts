/**
 * Keys that belong to nobody: an unknown caller's signature is checked against them, so that
 * "no such merchant" costs the same work as "wrong signature" (promise P29).
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** Fresh material of the kind that a dialect's `request` keys have; made once per start. */
export function dummyKeyMaterial(kind: 'md5' | 'rsa-public', rsaBits: number | null): string {
  if (kind === 'md5') return randomBytes(16).toString('hex');
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: rsaBits ?? 2048 });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}
