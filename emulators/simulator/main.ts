/**
 * Runs the simulator alone. Environment:
 *   SIMULATOR_PORT      default 8790        SIMULATOR_HOST        default 127.0.0.1
 *   SIMULATOR_JOURNAL   file; default none  SIMULATOR_PUBLIC_URL  default by host and port
 *   SIMULATOR_LOG       1 = a line for each request and callback attempt
 *   SIMULATOR_ACCOUNT, SIMULATOR_API_SECRET, SIMULATOR_CALLBACK_SECRET
 * Secrets that are not given are made up and printed once.
 */
import { randomBytes } from 'node:crypto';
import { startSimulator } from './server.ts';

const env = process.env;

function secretOf(name: string): string {
  const given = env[name];
  if (given) return given;
  const made = randomBytes(24).toString('hex');
  console.log(`${name}=${made}`);
  return made;
}

const id = env.SIMULATOR_ACCOUNT || 'demo';
const simulator = await startSimulator({
  port: Number(env.SIMULATOR_PORT || 8790),
  host: env.SIMULATOR_HOST || '127.0.0.1',
  ...(env.SIMULATOR_JOURNAL ? { journalFile: env.SIMULATOR_JOURNAL } : {}),
  ...(env.SIMULATOR_PUBLIC_URL ? { publicUrl: env.SIMULATOR_PUBLIC_URL } : {}),
  accounts: [
    {
      id,
      name: id,
      apiSecrets: [{ version: '1', secret: secretOf('SIMULATOR_API_SECRET') }],
      callbackSecrets: [{ version: '1', secret: secretOf('SIMULATOR_CALLBACK_SECRET') }],
    },
  ],
  ...(env.SIMULATOR_LOG ? { log: (line) => console.log(JSON.stringify(line)) } : {}),
});
console.log(`simulator ready at ${simulator.url} for account ${id}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop());
}
