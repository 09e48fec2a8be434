/**
 * Starts the emulator by hand. Everything comes from the environment: AIRWALLEX_PORT,
 * AIRWALLEX_CLIENT_ID, AIRWALLEX_API_KEY, AIRWALLEX_WEBHOOK_URL, AIRWALLEX_WEBHOOK_SECRET,
 * AIRWALLEX_FEE_PPM (what a payment costs, in millionths).
 */
import { startEmulator } from './server.ts';

const { env } = process;
const webhookUrl = env.AIRWALLEX_WEBHOOK_URL;
const emulator = await startEmulator({
  feePpm: Number.parseInt(env.AIRWALLEX_FEE_PPM ?? '0', 10),
  port: Number.parseInt(env.AIRWALLEX_PORT ?? '0', 10),
  clientId: env.AIRWALLEX_CLIENT_ID ?? 'emulator-client',
  apiKey: env.AIRWALLEX_API_KEY ?? 'emulator-key',
  webhookSecret: env.AIRWALLEX_WEBHOOK_SECRET ?? 'whsec_emulator',
  ...(webhookUrl === undefined ? {} : { webhookUrl }),
});
process.stdout.write(`The emulator of Airwallex listens on ${emulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.stop());
