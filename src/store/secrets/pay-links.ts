/**
 * The payer's link: the order's id and a keyed digest of it, so that it cannot be guessed and needs
 * no column, no index and no look-up to be believed.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { Id } from '../../domain/id.ts';
import type { GroupLinks, PayLinks } from '../../ports/core.ts';

const DIGEST_BYTES = 15;
/** Of a short link: it shows what is printed on bills, and cannot be found by trying either. */
const SHORT_DIGEST_BYTES = 8;

/** Links below `publicUrl`, under a key of their own (`vault.derive('pay-links')`). */
export function createPayLinks(publicUrl: string, key: Uint8Array): PayLinks {
  const tokens = tokensOf(key, '', DIGEST_BYTES);
  return { urlOf: (id) => `${publicUrl}/pay/${tokens.of(id)}`, read: tokens.read };
}

/** Short links, under the same key: the token of one kind of link is none of the other. */
export function createGroupLinks(publicUrl: string, key: Uint8Array): GroupLinks {
  const tokens = tokensOf(key, 'group', SHORT_DIGEST_BYTES);
  return { urlOf: (id) => `${publicUrl}/b/${tokens.of(id)}`, read: tokens.read };
}

function tokensOf(key: Uint8Array, purpose: string, digestBytes: number) {
  // As a key object once: preparing a key from bytes costs seven times the digest itself.
  const secret = createSecretKey(key);
  const digest = (id: Buffer) =>
    createHmac('sha256', secret).update(purpose).update(id).digest().subarray(0, digestBytes);
  const form = new RegExp(`^[A-Za-z0-9_-]{${Math.ceil(((8 + digestBytes) * 4) / 3)}}$`);
  return {
    of(orderId: Id): string {
      const id = Buffer.alloc(8);
      id.writeBigUInt64BE(orderId);
      return Buffer.concat([id, digest(id)]).toString('base64url');
    },
    read(token: string): Id | null {
      if (!form.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const id = bytes.subarray(0, 8);
      return timingSafeEqual(bytes.subarray(8), digest(id)) ? id.readBigUInt64BE() : null;
    },
  };
}
