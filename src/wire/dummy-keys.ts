/**
 * Keys that belong to nobody: an unknown caller's signature is checked against them, so that
 * "no such merchant" costs the same work as "wrong signature" (promise P29).
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyForm } from '../domain/merchant.ts';

/** Fresh material of the form that a dialect's `request` keys have; made once per start. */
export function dummyKeyMaterial(form: KeyForm): string {
  if (form.kind === 'secret') return randomBytes(form.bytes).toString('hex');
  const bits = form.kind === 'rsa_public' ? form.minBits : form.bits;
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}
