/**
 * `npm run demo`: plays a merchant and a payer against the running server, and prints each step.
 * Everything goes over HTTP, as a real merchant's program would do it.
 */
import { readConfig } from '../src/config.ts';
import { demoPath, readDemo, shopUrl } from '../src/demo/demo.ts';
import { playCollect } from './demo/collect.ts';
import { playOpenApi } from './demo/open-api.ts';
import { playOpenApiPh } from './demo/open-api-ph.ts';
import { playRecharge } from './demo/recharge.ts';
import { openShop } from './demo/shop.ts';
import { Stage } from './demo/stage.ts';

const stage = new Stage(process.stdout);
const config = readConfig(process.env);
const demo = await readDemo(config);
if (demo === null) {
  stage.fail(`no ${demoPath(config)}: start the server first, with npm start`);
  process.exit(1);
}
// Beside the simulator of the running server, whatever this shell's settings are.
const simulatorPort = Number.parseInt(new URL(demo.simulator).port, 10);
const shopPort = Number.parseInt(new URL(shopUrl({ simulatorPort })).port, 10);
const shop = await openShop(shopPort).catch(() => null);
if (shop === null) {
  stage.fail(`port ${shopPort} is taken: the demo's shop listens beside SIMULATOR_PORT`);
  process.exit(1);
}
try {
  await playCollect(stage, demo, shop);
  await playOpenApi(stage, demo, shop);
  await playOpenApiPh(stage, demo, shop);
  await playRecharge(stage, demo, shop);
  stage.done();
} catch (error) {
  stage.fail(whatFailed(error as Error));
  process.exitCode = 1;
} finally {
  await shop.close();
}

/** `fetch` says only that it failed: the reason lies below, and mostly nobody listens there. */
function whatFailed({ message, cause }: Error): string {
  const { code } = (cause ?? {}) as { code?: string };
  if (code !== 'ECONNREFUSED') return message;
  return `nobody answers at the addresses in ${demoPath(config)}: is npm start running?`;
}
