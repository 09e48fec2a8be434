/** Makes what a run needs: schema, catalogue, merchants, and the provider's accounts. */
import { randomBytes } from 'node:crypto';
import { CHANNELS, DEFAULT_TERMS } from '../../src/catalogue/catalogue.ts';
import { readConfig } from '../../src/config.ts';
import { openPlatform, type Platform } from '../../src/platform.ts';
import { generateRsaPair } from '../../src/wire/generate-keys.ts';
import { ordersInRecharge, type Provider } from './providers/contract.ts';
import type { RunOptions } from './settings.ts';

export interface Merchant {
  readonly index: number;
  readonly id: bigint;
  /** What it calls itself by, and signs with, in the dialect `collect`. */
  readonly publicId: string;
  readonly key: string;
  /** The same in the dialect `recharge`; null where nothing is ordered in it. */
  readonly recharge: RechargeSide | null;
}

export interface RechargeSide {
  readonly mchId: string;
  readonly privateKey: string;
  readonly platformPublicKey: string;
  /** `payType`: the provider whose page the payer is to see. */
  readonly payType: string;
}

/** The asset of all orders of a run; pay code 101 is a payin and a payout channel of it. */
export const ASSET = 'PHP/2';
export const CURRENCY = 'PHP';
export const PAY_CODE = '101';

/** Opens the database as a server would, writes the configuration, and closes it again. */
export async function prepare(
  env: Readonly<Record<string, string>>,
  options: RunOptions,
  provider: Provider,
  notifyUrl: (merchant: number) => string,
): Promise<readonly Merchant[]> {
  const quiet = { committed: () => undefined, trouble: () => undefined };
  const platform = await openPlatform(readConfig(env), { say: () => undefined, events: quiet });
  try {
    await platform.config.saveChannels(CHANNELS);
    await platform.config.addTerms(DEFAULT_TERMS);
    await platform.config.addRoutes(provider.routes);
    for (const account of provider.accounts) await platform.config.saveAccount(account);
    const keys = await rechargeKeys();
    const merchants: Merchant[] = [];
    for (let index = 0; index < options.merchants; index += 1) {
      // Neighbouring buckets lie on different shards.
      const id = await platform.config.createMerchant({ name: `Shop ${index}`, bucket: index });
      const collect = await createCollectApp(platform, id, index);
      const recharge = ordersInRecharge(options, index)
        ? await createRechargeApp(platform, id, index, keys, provider.payType, notifyUrl(index))
        : null;
      merchants.push({ index, id, ...collect, recharge });
    }
    return merchants;
  } finally {
    await platform.close();
  }
}

async function createCollectApp(platform: Platform, merchantId: bigint, index: number) {
  const publicId = `F${index}`;
  const key = randomBytes(16).toString('hex');
  await platform.config.createApp({
    merchantId,
    dialect: 'collect',
    publicId,
    mode: 'test',
    notifyUrl: null,
    settings: { asset: ASSET },
    keys: [{ purpose: 'request', material: key }],
  });
  return { publicId, key };
}

type RechargeKeys = Awaited<ReturnType<typeof rechargeKeys>>;

/** One pair for all merchants and one for all their notifications: making keys is slow. */
async function rechargeKeys() {
  const [request, notification] = await Promise.all([generateRsaPair(2048), generateRsaPair(2048)]);
  return { request, notification };
}

async function createRechargeApp(
  platform: Platform,
  merchantId: bigint,
  index: number,
  { request, notification }: RechargeKeys,
  payType: string,
  notifyUrl: string,
): Promise<RechargeSide> {
  // What a payer paid is there at once, so that it can be paid out.
  const atOnce = { merchantId, settle: 0 };
  await platform.config.addTerms(DEFAULT_TERMS.map((terms) => ({ ...terms, ...atOnce })));
  const mchId = `${9_000 + index}`;
  await platform.config.createApp({
    merchantId,
    dialect: 'recharge',
    publicId: mchId,
    mode: 'test',
    notifyUrl,
    settings: {},
    keys: [
      { purpose: 'request', material: request.publicKey },
      { purpose: 'notification', material: notification.privateKey },
    ],
  });
  const { privateKey } = request;
  return { mchId, privateKey, platformPublicKey: notification.publicKey, payType };
}
