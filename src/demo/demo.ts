/**
 * The demo: a merchant with one app per dialect and the accounts at its providers, made once. What
 * a person or a test needs to play with it is written to `data/demo.json` (0600).
 */
import { randomBytes, randomInt } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_TERMS } from '../catalogue/catalogue.ts';
import type { Config } from '../config.ts';
import type { Dialect } from '../dialects/contract.ts';
import { DIALECTS } from '../dialects/registry.ts';
import { handOver } from '../disk/owner.ts';
import type { Platform } from '../platform.ts';
import { keySpecOf, keysOfNewApp } from '../wire/app-keys.ts';
import { generateRsaPair } from '../wire/generate-keys.ts';
import { emulatorUrls, type ProviderPlan, saveProviders, simulatorUrl } from './providers.ts';

const MERCHANT = 'Causeway Demo Shop';

/** Per dialect: what its merchants call themselves by, and the channels of a first order. */
const APPS: Readonly<Record<string, DemoApp>> = {
  collect: {
    publicId: () => `2C${randomBytes(3).toString('hex')}`,
    settings: { asset: 'PHP/2' },
    notifyPath: null,
    more: { payCode: '101', payoutCode: '101' },
    names: { publicId: 'merchant', request: 'key' },
  },
  'open-api': {
    publicId: () => randomBytes(16).toString('hex'),
    // Reports as CSV: a person can read them where they are printed.
    settings: { country: 'PH', wechatAppids: 'wx0123456789abcdef', reportFormat: 'csv' },
    // Payouts are notified there: their call has no field for an address.
    notifyPath: '/open-api',
    more: {},
    names: { publicId: 'appId', request: 'privateKey' },
  },
  'open-api-ph': {
    publicId: () => randomBytes(16).toString('hex'),
    settings: { remittingBank: 'Union Bank', remittingAccount: '001234567890' },
    // Bills and accounts are notified there: their calls have no field for an address.
    notifyPath: '/open-api-ph',
    more: {},
    names: { publicId: 'appId', request: 'privateKey', secret: 'callbackSecret' },
  },
  recharge: {
    publicId: () => String(randomInt(10_000, 1_000_000_000)),
    settings: {},
    notifyPath: '/recharge',
    more: { currency: 'SGD' },
    names: { publicId: 'mchId', request: 'privateKey' },
  },
};

interface DemoApp {
  publicId(): string;
  readonly settings: Readonly<Record<string, string>>;
  /** Where the demo's shop is notified, when the API names no address per order. */
  readonly notifyPath: string | null;
  /** Further facts for `demo.json`. */
  readonly more: Readonly<Record<string, string>>;
  /** Under which names the merchant's credentials stand there. */
  readonly names: {
    readonly publicId: string;
    readonly request: string;
    /** Where it has a secret beside its own pair. */
    readonly secret?: string;
  };
}

/** Who can sign in, and where. */
export interface DemoLogin {
  readonly url: string;
  readonly login: string;
  readonly password: string;
}

export interface DemoFile {
  readonly baseUrl: string;
  readonly simulator: string;
  /** The emulators of real providers. */
  readonly airwallex: string;
  readonly payermax: string;
  readonly console: DemoLogin;
  readonly portal: DemoLogin;
  readonly apps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the demo's credentials are. */
export function demoPath(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'demo.json');
}

/** Makes what is missing of the demo and writes `demo.json`. Harmless at every start. */
export async function prepareDemo(
  platform: Platform,
  config: Config,
  providers: ProviderPlan,
  people: {
    operator(known: DemoLogin | null): Promise<DemoLogin>;
    member(merchantId: bigint, known: DemoLogin | null): Promise<DemoLogin>;
  },
): Promise<DemoFile> {
  const known = await readDemo(config);
  await saveProviders(platform, providers);
  const merchantId = await prepareMerchant(platform);
  const apps: Record<string, Readonly<Record<string, string>>> = {};
  for (const dialect of DIALECTS) {
    const demo = APPS[dialect.name];
    if (demo === undefined) continue;
    const kept = known?.apps[dialect.name];
    const publicId = kept?.[demo.names.publicId] ?? '';
    const lives = platform.snapshot.current().appByPublicId(dialect.name, publicId) !== null;
    apps[dialect.name] =
      kept !== undefined && lives
        ? kept
        : await createApp(platform, config, merchantId, dialect, demo);
  }
  await platform.snapshot.refresh();
  const file: DemoFile = {
    baseUrl: config.publicUrl,
    simulator: simulatorUrl(config),
    ...emulatorUrls(config),
    console: await people.operator(known?.console ?? null),
    portal: await people.member(merchantId, known?.portal ?? null),
    apps,
  };
  await writeDemo(config, file);
  return file;
}

/** Where the demo's merchant listens while `npm run demo` plays: beside the simulator. */
export function shopUrl(config: Pick<Config, 'simulatorPort'>): string {
  return `http://127.0.0.1:${config.simulatorPort + 1}`;
}

/** The merchant with its terms: a start that was killed between the two is made up for. */
async function prepareMerchant({ snapshot, config }: Platform): Promise<bigint> {
  const current = snapshot.current();
  const found = current.merchants().find(({ name }) => name === MERCHANT);
  const merchantId = found?.id ?? (await config.createMerchant({ name: MERCHANT }));
  // Settled at once, so that what was paid can be refunded and paid out while one looks on.
  const atOnce = { merchantId, settle: 0 };
  const known = DEFAULT_TERMS.filter(({ channelCode }) => current.channel(channelCode) !== null);
  await config.addTerms(known.map((terms) => ({ ...terms, ...atOnce })));
  return merchantId;
}

async function createApp(
  platform: Platform,
  config: Config,
  merchantId: bigint,
  dialect: Dialect,
  demo: DemoApp,
): Promise<Readonly<Record<string, string>>> {
  const publicId = demo.publicId();
  const keys = await newKeys(dialect);
  await platform.config.createApp({
    merchantId,
    dialect: dialect.name,
    publicId,
    mode: 'test',
    notifyUrl: demo.notifyPath === null ? null : shopUrl(config) + demo.notifyPath,
    settings: demo.settings,
    keys: keys.stored.map(({ purpose, material }) => ({ purpose, material })),
  });
  return {
    [demo.names.publicId]: publicId,
    [demo.names.request]: keys.merchants,
    ...(keys.platformPublicKey === null ? {} : { platformPublicKey: keys.platformPublicKey }),
    ...(keys.secret === null ? {} : { [demo.names.secret ?? 'secret']: keys.secret }),
    ...demo.more,
  };
}

/** Key material of a new app: what we keep, and what only the merchant has. */
async function newKeys({ keys, name }: Dialect) {
  const request = keySpecOf(keys, 'request')?.form;
  const pair = request?.kind === 'rsa_public' ? await generateRsaPair(request.minBits) : null;
  const made = await keysOfNewApp(keys, pair?.publicKey ?? null);
  if (!made.ok) throw new Error(`the key of the demo's ${name} app ${made.error.reason}`);
  const disclosedOf = (is: 'key' | 'public_key') =>
    made.value.find((key) => key.disclosed?.kind === is)?.disclosed;
  return {
    stored: made.value,
    merchants: pair?.privateKey ?? disclosedOf('key')?.value ?? '',
    // Beside a pair of the merchant's: what it checks notifications with.
    secret: pair === null ? null : (disclosedOf('key')?.value ?? null),
    platformPublicKey: disclosedOf('public_key')?.value ?? null,
  };
}

/** Null when there is none, or none of this database (its apps are gone). */
export async function readDemo(config: Pick<Config, 'dataDir'>): Promise<DemoFile | null> {
  try {
    return JSON.parse(await readFile(demoPath(config), 'utf8'));
  } catch {
    return null;
  }
}

async function writeDemo(config: Config, file: DemoFile): Promise<void> {
  const path = demoPath(config);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  handOver(`${path}.new`);
  await rename(`${path}.new`, path);
}
