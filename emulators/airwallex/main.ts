/**
 * Starts the twin by hand. Everything comes from the environment: AIRWALLEX_PORT,
 * AIRWALLEX_CLIENT_ID, AIRWALLEX_API_KEY, AIRWALLEX_WEBHOOK_URL, AIRWALLEX_WEBHOOK_SECRET.
 */
import { startTwin } from './server.ts';

const { env } = process;
const webhookUrl = env.AIRWALLEX_WEBHOOK_URL;
const twin = await startTwin({
  port: Number.parseInt(env.AIRWALLEX_PORT ?? '0', 10),
  clientId: env.AIRWALLEX_CLIENT_ID ?? 'twin-client',
  apiKey: env.AIRWALLEX_API_KEY ?? 'twin-key',
  webhookSecret: env.AIRWALLEX_WEBHOOK_SECRET ?? 'whsec_twin',
  ...(webhookUrl === undefined ? {} : { webhookUrl }),
});
process.stdout.write(`Airwallex's twin listens on ${twin.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => twin.stop());
