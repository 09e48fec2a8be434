/**
 * Starts the emulator by hand. Everything comes from the environment: PAYERMAX_PORT,
 * PAYERMAX_APP_ID, PAYERMAX_MERCHANT_NO, PAYERMAX_MERCHANT_PUBLIC_KEY, PAYERMAX_PRIVATE_KEY,
 * PAYERMAX_NOTIFY_URL, PAYERMAX_FEE_PPM (what a payment costs, in millionths). Keys that are left
 * out are made and printed, so that an account can be configured with them.
 */
import { generateKeyPairSync } from 'node:crypto';
import { startEmulator } from './server.ts';

const { env } = process;
const lines: string[] = [];

/** A fresh pair; the half that the account needs is printed. */
function pairFor(name: string, shown: 'public' | 'private') {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pair = {
    public: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    private: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
  lines.push(`${name}=${pair[shown]}`);
  return pair;
}

const merchantPublicKey =
  env.PAYERMAX_MERCHANT_PUBLIC_KEY ?? pairFor('merchantPrivateKey', 'private').public;
const payermaxPrivateKey =
  env.PAYERMAX_PRIVATE_KEY ?? pairFor('payermaxPublicKey', 'public').private;
const notifyUrl = env.PAYERMAX_NOTIFY_URL;
const emulator = await startEmulator({
  feePpm: Number.parseInt(env.PAYERMAX_FEE_PPM ?? '0', 10),
  port: Number.parseInt(env.PAYERMAX_PORT ?? '0', 10),
  appId: env.PAYERMAX_APP_ID ?? 'emulator-app',
  merchantNo: env.PAYERMAX_MERCHANT_NO ?? 'emulator-merchant',
  merchantPublicKey,
  payermaxPrivateKey,
  ...(notifyUrl === undefined ? {} : { notifyUrl }),
});
lines.push(`The emulator of PayerMax listens on ${emulator.url}`);
lines.push(`baseUrl=${emulator.url}/aggregate-pay/api/gateway`);
process.stdout.write(`${lines.join('\n')}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.stop());
