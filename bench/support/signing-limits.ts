/** What the machine's cores can sign: OpenSSL as it is installed, and the one inside Node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { importPrivateKey, signSha256Rsa } from '../../src/wire/rsa.ts';

export interface Signed {
  /** All cores at once. */
  readonly perSecond: number;
}

/**
 * RSA signatures a second with all cores busy, by the clock: what else runs on the machine takes
 * its share here as it does from us. 0: there is no `openssl`.
 */
export async function signedByOpenssl(bits: 2048 | 4096, seconds: number): Promise<Signed> {
  const args = ['speed', '-elapsed', '-seconds', `${seconds}`];
  const child = spawn('openssl', [...args, '-multi', `${availableParallelism()}`, `rsa${bits}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close').catch(() => null);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  if ((await ended) === null) return { perSecond: 0 };
  // Of all processes together, the seconds that one signature takes; what follows it differs.
  const each = new RegExp(`^rsa +${bits} bits +([0-9.]+)s`, 'm').exec(said)?.[1];
  if (each === undefined) throw new Error(`openssl speed said nothing of RSA: ${said}`);
  return { perSecond: 1 / Number(each) };
}

/** Signatures under way at once: more than the thread pool of Node takes. */
const AT_ONCE = 16;

/** The same by the library inside Node, in its thread pool, as the product signs. */
export async function signedByNode(privateKey: string, seconds: number): Promise<Signed> {
  const key = importPrivateKey(privateKey);
  if (!key.ok) throw new Error('the key of the run is no key');
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  let count = 0;
  const signer = async () => {
    while (performance.now() < endAt) {
      await signSha256Rsa(key.value, 'x'.repeat(400));
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, signer));
  return { perSecond: (count * 1_000) / (performance.now() - startedAt) };
}
