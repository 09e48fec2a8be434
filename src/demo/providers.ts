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

/**
 * Makes the platform's accounts with them, once, and opens the routes to the emulators. An account
 * that an operator has pointed at a real provider is left as it is.
 */
export async function prepareProviders(platform: Platform, config: Config): Promise<void> {
  const { airwallex, payermax } = emulatorUrls(config);
  await prepareAccount(platform, 'simulator', simulatorUrl(config), async () => ({
    apiSecret: secret(),
    callbackSecret: secret(),
  }));
  await prepareAccount(platform, 'airwallex', airwallex, async () => ({
    clientId: 'demo-client',
    apiKey: secret(),
    webhookSecret: secret(),
  }));
  await prepareAccount(platform, 'payermax', payermax + GATEWAY, payerMaxSecrets);
  await platform.snapshot.refresh();
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

async function prepareAccount(
  platform: Platform,
  connector: string,
  baseUrl: string,
  make: () => Promise<Secrets>,
): Promise<void> {
  const newest = newestOf(platform, connector);
  if (newest?.baseUrl === baseUrl) return;
  if (newest !== null && !isOnThisMachine(newest.baseUrl)) return;
  await platform.config.saveAccount({
    connector,
    account: ACCOUNT,
    mode: 'test',
    version: newest?.version ?? 1,
    baseUrl,
    secrets: newest?.secrets ?? (await make()),
  });
  if (newest === null) await platform.config.openRoutes(connector, ACCOUNT);
}

function newestOf({ snapshot }: Platform, connector: string) {
  return snapshot.current().credentials(connector, ACCOUNT)[0] ?? null;
}

function isOnThisMachine(url: string): boolean {
  return URL.parse(url)?.hostname === '127.0.0.1';
}

/** Starts them all; each is stopped by a closer. Rejects when a port is taken. */
export async function startProviders(
  platform: Platform,
  config: Config,
  closers: (() => Promise<unknown>)[],
): Promise<void> {
  const of = (connector: string): Secrets => newestOf(platform, connector)?.secrets ?? {};
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
