/**
 * The payer's link: the order's id and a keyed digest of it, so that it cannot be guessed and needs
 * no column, no index and no look-up to be believed.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Id } from '../../domain/id.ts';
import type { PayLinks } from '../../ports/core.ts';

const DIGEST_BYTES = 15;

/** Links below `publicUrl`, under a key of their own (`vault.derive('pay-links')`). */
export function createPayLinks(publicUrl: string, key: Uint8Array): PayLinks {
  // As a key object once: preparing a key from bytes costs seven times the digest itself.
  const secret = createSecretKey(key);
  const digest = (id: Buffer) =>
    createHmac('sha256', secret).update(id).digest().subarray(0, DIGEST_BYTES);
  return {
    urlOf(orderId: Id) {
      const id = Buffer.alloc(8);
      id.writeBigUInt64BE(orderId);
      return `${publicUrl}/pay/${Buffer.concat([id, digest(id)]).toString('base64url')}`;
    },
    read(token: string) {
      if (!/^[A-Za-z0-9_-]{31}$/.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const id = bytes.subarray(0, 8);
      if (!timingSafeEqual(bytes.subarray(8), digest(id))) return null;
      return id.readBigUInt64BE();
    },
  };
}
