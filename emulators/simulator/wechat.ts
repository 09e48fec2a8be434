/**
 * What WeChat would answer: a prepaid order, and the call that a page inside WeChat makes with it.
 * `paySign` is SHA256 with RSA over four lines: app id, time stamp, nonce, package, each ended by a
 * line feed. The key is ours alone and is made when it is first needed; its public half is shown at
 * /admin/wechat-key, so that anyone can check what was passed on.
 */
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Journal } from './journal.ts';
import type { WechatPay } from './types.ts';

const BITS = 2048;

export class WechatKey {
  #pem: string | undefined;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const record of journal.restored) {
      if (record.kind === 'wechatKey') this.#pem = record.value;
    }
  }

  #privatePem(): string {
    if (this.#pem !== undefined) return this.#pem;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    this.#pem = pem;
    this.#journal.write({ kind: 'wechatKey', value: pem });
    return pem;
  }

  /** PEM (SPKI). */
  publicPem(): string {
    return createPublicKey(this.#privatePem()).export({ type: 'spki', format: 'pem' }).toString();
  }

  /** A new prepaid order for an app, ready to be called. */
  prepare(appId: string): WechatPay {
    const timeStamp = String(Math.floor(Date.now() / 1000));
    const prepayId = `wx${timeStamp}${randomBytes(8).toString('hex')}`;
    const nonceStr = randomBytes(16).toString('hex');
    const pkg = `prepay_id=${prepayId}`;
    const lines = `${appId}\n${timeStamp}\n${nonceStr}\n${pkg}\n`;
    const paySign = sign('sha256', Buffer.from(lines), this.#privatePem()).toString('base64');
    return { prepayId, timeStamp, nonceStr, pkg, signType: 'RSA', paySign };
  }
}
