/**
 * The demo's providers: the simulated one, and local emulators of Airwallex and PayerMax, which
 * take test cards on pages of their own. Each is another company that we speak to over HTTP.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startEmulator as startAirwallex } from '../../emulators/airwallex/server.ts';
import { startEmulator as startPayerMax } from '../../emulators/payermax/server.ts';
import { startSimulator } from '../../emulators/simulator/server.ts';
import type { Config } from '../config.ts';
import type { Platform } from '../platform.ts';
import type { NewAccount } from '../store/configuration/accounts.ts';
import { generateRsaPair } from '../wire/generate-keys.ts';

const ACCOUNT = 'main';
/** Ports beside the simulator's; the one between is the demo's shop. */
const AIRWALLEX_PORT = 2;
const PAYERMAX_PORT = 3;
/** What the real PayerMax has behind its host. */
const GATEWAY = '/aggregate-pay/api/gateway';

type Secrets = Readonly<Record<string, string>>;
type Ports = Pick<Config, 'simulatorPort'>;

export function simulatorUrl({ simulatorPort }: Ports): string {
  return `http://127.0.0.1:${simulatorPort}`;
}

/** Where the emulators are. */
export function emulatorUrls({ simulatorPort }: Ports): { airwallex: string; payermax: string } {
  return {
    airwallex: `http://127.0.0.1:${simulatorPort + AIRWALLEX_PORT}`,
    payermax: `http://127.0.0.1:${simulatorPort + PAYERMAX_PORT}`,
  };
}

/** What the platform will know of a provider: nothing of it is written yet. */
interface Planned {
  readonly connector: string;
  readonly secrets: Secrets;
  /** To be saved; null: it stands already, or an operator has pointed it at a real provider. */
  readonly account: NewAccount | null;
  readonly isNew: boolean;
}
export type ProviderPlan = readonly Planned[];

/** The accounts with them as they will be, so that the providers can be started before. */
export async function planProviders(platform: Platform, config: Config): Promise<ProviderPlan> {
  const { airwallex, payermax } = emulatorUrls(config);
  return [
    await plan(platform, 'simulator', simulatorUrl(config), async () => ({
      apiSecret: secret(),
      callbackSecret: secret(),
    })),
    await plan(platform, 'airwallex', airwallex, async () => ({
      clientId: 'demo-client',
      apiKey: secret(),
      webhookSecret: secret(),
    })),
    await plan(platform, 'payermax', payermax + GATEWAY, payerMaxSecrets),
  ];
}

/** Saves the accounts, and opens the routes to new ones. */
export async function saveProviders({ config, snapshot }: Platform, plan: ProviderPlan) {
  for (const { connector, account, isNew } of plan) {
    if (account !== null) await config.saveAccount(account);
    if (isNew) await config.openRoutes(connector, ACCOUNT);
  }
  await snapshot.refresh();
}

const secret = () => randomBytes(32).toString('hex');

/** `emulator…`: the other halves of the pairs, which only the emulator needs. */
async function payerMaxSecrets(): Promise<Secrets> {
  const [ours, theirs] = await Promise.all([generateRsaPair(2048), generateRsaPair(2048)]);
  return {
    appId: 'demo-app',
    merchantNo: 'demo-merchant',
    merchantPrivateKey: ours.privateKey,
    payermaxPublicKey: theirs.publicKey,
    emulatorMerchantPublicKey: ours.publicKey,
    emulatorPrivateKey: theirs.privateKey,
  };
}

async function plan(
  { snapshot }: Platform,
  connector: string,
  baseUrl: string,
  make: () => Promise<Secrets>,
): Promise<Planned> {
  const newest = snapshot.current().credentials(connector, ACCOUNT)[0];
  const secrets = newest?.secrets ?? (await make());
  const isRight = newest?.baseUrl === baseUrl;
  const isTheirs = newest !== undefined && !isOnThisMachine(newest.baseUrl);
  const account: NewAccount = {
    ...{ connector, account: ACCOUNT, mode: 'test', version: newest?.version ?? 1 },
    ...{ baseUrl, secrets },
  };
  const isNew = newest === undefined;
  return { connector, secrets, account: isRight || isTheirs ? null : account, isNew };
}

function isOnThisMachine(url: string): boolean {
  return URL.parse(url)?.hostname === '127.0.0.1';
}

/** Starts them all; each is stopped by a closer. Rejects when a port is taken. */
export async function startProviders(
  plan: ProviderPlan,
  config: Config,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const of = (name: string): Secrets =>
    plan.find(({ connector }) => connector === name)?.secrets ?? {};
  const { simulatorPort: port, publicUrl, dataDir } = config;
  const { apiSecret = '', callbackSecret = '' } = of('simulator');
  const simulator = await startSimulator({
    port,
    journalFile: join(dataDir, 'simulator.jsonl'),
    accounts: [
      {
        id: ACCOUNT,
        name: 'Causeway',
        apiSecrets: [{ version: '1', secret: apiSecret }],
        callbackSecrets: [{ version: '1', secret: callbackSecret }],
      },
    ],
  });
  closers.push(() => simulator.stop());
  const { clientId = '', apiKey = '', webhookSecret = '' } = of('airwallex');
  const airwallex = await startAirwallex({
    port: port + AIRWALLEX_PORT,
    clientId,
    apiKey,
    webhookSecret,
    webhookUrl: `${publicUrl}/hooks/airwallex/${ACCOUNT}`,
  });
  closers.push(() => airwallex.stop());
  const { appId = '', merchantNo = '', ...keys } = of('payermax');
  if (keys.emulatorPrivateKey === undefined) return;
  const payermax = await startPayerMax({
    port: port + PAYERMAX_PORT,
    appId,
    merchantNo,
    merchantPublicKey: keys.emulatorMerchantPublicKey ?? '',
    payermaxPrivateKey: keys.emulatorPrivateKey,
    notifyUrl: `${publicUrl}/hooks/payermax/${ACCOUNT}`,
  });
  closers.push(() => payermax.stop());
}
