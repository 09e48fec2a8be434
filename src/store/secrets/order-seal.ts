/**
 * An order as it was made, sealed for the provider that it is sent to. The provider keeps it and
 * gives it back in its list; a database that has forgotten the order makes it again from it. The
 * same order has the same seal, so that a repeated request has the same content.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Order } from '../../domain/order.ts';

const FORMAT = '1.';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What a sealed order may come to when it is opened: far more than any. */
const OPENED_MAX = 65_536;

export interface OrderSeal {
  seal(order: Order): string;
  /** The order as it was made; null: it is none of ours. */
  open(text: string): Order | null;
}

/** `key`: `vault.derive('order-seal')`. */
export function createOrderSeal(key: Uint8Array): OrderSeal {
  const part = (use: string) => Buffer.from(hkdfSync('sha256', key, '', use, 32));
  const [cipherKey, ivKey] = [part('cipher'), part('iv')];
  return {
    seal(order) {
      const plain = deflateRawSync(JSON.stringify(asMade(order), replacer));
      const iv = createHmac('sha256', ivKey).update(plain).digest().subarray(0, IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv);
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return FORMAT + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(text) {
      if (!text.startsWith(FORMAT)) return null;
      const bytes = Buffer.from(text.slice(FORMAT.length), 'base64url');
      const textAt = IV_BYTES + TAG_BYTES;
      if (bytes.length <= textAt) return null;
      try {
        const plain = createDecipheriv(
          'aes-256-gcm',
          cipherKey,
          bytes.subarray(0, IV_BYTES),
        ).setAuthTag(bytes.subarray(IV_BYTES, textAt));
        const opened = Buffer.concat([plain.update(bytes.subarray(textAt)), plain.final()]);
        const json = inflateRawSync(opened, { maxOutputLength: OPENED_MAX }).toString('utf8');
        return JSON.parse(json, reviver) as Order;
      } catch {
        return null;
      }
    },
  };
}

/** Nothing of what became of it: that is the provider's word. */
function asMade(order: Order): Order {
  return {
    ...order,
    ...{ state: 'created', corrected: false, failure: null, upstreamId: null, instructions: null },
    ...{ paidMinor: 0n, refundedMinor: 0n, refundingMinor: 0n, pendingMinor: 0n },
    ...{ disputedMinor: 0n, lostMinor: 0n, feeMinor: order.kind === 'payin' ? 0n : order.feeMinor },
    ...{ dispatchN: 1, leftDispatches: [], partPayments: [], paymentRef: null, bankRef: null },
    ...(order.kind === 'refund' ? {} : { voided: false, refundedFeeMinor: 0n }),
    ...{ eventCount: 0, finalAt: null, settleAt: null, settleOn: null, batch: null },
  };
}

/** Numbers that JSON has not, and times, which it writes as texts before anybody is asked. */
function replacer(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const own = this[name];
  if (own instanceof Date) return { $at: own.getTime() };
  return typeof value === 'bigint' ? { $n: `${value}` } : value;
}

function reviver(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$n' in value && typeof value.$n === 'string') return BigInt(value.$n);
  if ('$at' in value && typeof value.$at === 'number') return new Date(value.$at);
  return value;
}
