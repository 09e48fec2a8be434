/** What is attacked: a server as in production, on a database of its own, with all dialects. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { type Cluster, startCluster } from '../../bench/support/cluster.ts';
import { type BenchMerchant, makeBase } from '../../bench/support/merchants.ts';
import { type ServerProcess, startServer } from '../../bench/support/process.ts';
import { idGenerator } from '../../src/domain/id.ts';
import { createConfigWriter } from '../../src/store/configuration/config.ts';
import { createPool, endPool } from '../../src/store/database/pool.ts';
import { createVault } from '../../src/store/secrets/vault.ts';

export interface World {
  readonly cluster: Cluster;
  readonly server: ServerProcess;
  readonly merchants: readonly BenchMerchant[];
  /** A merchant with an app in every dialect. */
  readonly merchant: BenchMerchant;
  stop(): Promise<void>;
}

const DATABASE = 'attacked';
export const RECHARGE_ID = '7000001';

/** Starts everything; what was started ends again when that fails. */
export async function openWorld(): Promise<World> {
  const cluster = await startCluster();
  try {
    const base = await makeBase(cluster);
    const url = await cluster.create(DATABASE, base.template);
    const [merchant] = base.merchants as [BenchMerchant];
    await addApps(url, base.platformKey, merchant);
    const server = await startServer('product', 'api', url, base.platformKey, {
      // So that a request can come from any address.
      TRUST_PROXY: '127.0.0.1',
    });
    return {
      ...{ cluster, server, merchant, merchants: base.merchants },
      async stop() {
        await server.stop();
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Those that the base does not have. */
async function addApps(url: string, platformKey: string, merchant: BenchMerchant) {
  const pool = createPool({ url }, 'attack', 1);
  try {
    const next = idGenerator(30);
    const vault = createVault(Buffer.from(platformKey, 'base64'));
    const writer = createConfigWriter(pool, vault, (bucket) => next(bucket, Date.now()));
    const { id, rsaKey, publicId } = merchant;
    const app = { merchantId: BigInt(id), mode: 'test', notifyUrl: null, settings: {} } as const;
    const request = { purpose: 'request', material: publicHalf(rsaKey) } as const;
    const own = { purpose: 'notification', material: rsaKey } as const;
    await writer.createApp({
      ...{ ...app, dialect: 'open-api-ph', publicId },
      keys: [
        request,
        { purpose: 'notification', material: 'a'.repeat(32) },
        { purpose: 'callback', material: rsaKey },
      ],
    });
    // Its merchants are numbers.
    await writer.createApp({
      ...{ ...app, dialect: 'recharge', publicId: RECHARGE_ID },
      keys: [request, own],
    });
  } finally {
    await endPool(pool);
  }
}

function publicHalf(privateKey: string): string {
  const key = createPrivateKey({
    key: Buffer.from(privateKey, 'base64'),
    ...({ format: 'der', type: 'pkcs8' } as const),
  });
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}
