/** Makes what a run needs: schema, catalogue, merchants, and the provider's account. */
import { randomBytes } from 'node:crypto';
import { DEFAULT_ROUTES } from '../../src/catalogue/catalogue.ts';
import { readConfig } from '../../src/config.ts';
import { seedCatalogue } from '../../src/demo/demo.ts';
import { openPlatform } from '../../src/platform.ts';

export interface Merchant {
  readonly index: number;
  readonly id: bigint;
  /** What it calls itself by, and signs with, in the dialect `collect`. */
  readonly publicId: string;
  readonly key: string;
}

export interface ProviderAccount {
  readonly url: string;
  readonly apiSecret: string;
  readonly callbackSecret: string;
}

/** The asset of all orders of a run; pay code 101 is a payin and a payout channel of it. */
export const ASSET = 'PHP/2';
export const PAY_CODE = '101';
/** The provider's accounts: of two, the second is asked when the first one does not serve. */
export const ACCOUNTS = ['main', 'second'] as const;

/** Opens the database as a server would, writes the configuration, and closes it again. */
export async function prepare(
  env: Readonly<Record<string, string>>,
  count: number,
  provider: ProviderAccount,
  accounts: readonly string[],
): Promise<readonly Merchant[]> {
  const quiet = { committed: () => undefined, trouble: () => undefined };
  const platform = await openPlatform(readConfig(env), { say: () => undefined, events: quiet });
  try {
    await seedCatalogue(platform);
    for (const [priority, account] of accounts.entries()) {
      await platform.config.saveAccount({
        connector: 'simulator',
        account,
        version: 1,
        baseUrl: provider.url,
        secrets: { apiSecret: provider.apiSecret, callbackSecret: provider.callbackSecret },
      });
      if (priority === 0) continue;
      const routes = DEFAULT_ROUTES.map((route) => ({ ...route, account, priority }));
      await platform.config.addRoutes(routes);
    }
    const merchants: Merchant[] = [];
    for (let index = 0; index < count; index += 1) {
      // Neighbouring buckets lie on different shards.
      const id = await platform.config.createMerchant({ name: `Shop ${index}`, bucket: index });
      const publicId = `F${index}`;
      const key = randomBytes(16).toString('hex');
      await platform.config.createApp({
        merchantId: id,
        dialect: 'collect',
        publicId,
        mode: 'test',
        notifyUrl: null,
        settings: { asset: ASSET },
        keys: [{ purpose: 'request', material: key }],
      });
      merchants.push({ index, id, publicId, key });
    }
    return merchants;
  } finally {
    await platform.close();
  }
}
