/** The other people of the stories: the payer at the simulated provider, and the operator. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DemoFile } from '../../src/demo/demo.ts';
import { check, type Stage } from './stage.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/**
 * The simulator's payer: pays an order, by platform, merchant or provider id, account number or QR
 * text. `amount` as people write it; without it, what is due.
 */
export async function pay(
  demo: DemoFile,
  order: string,
  more: { readonly amount?: string } = {},
): Promise<unknown> {
  const response = await tryToPay(demo, order, more);
  check(response.ok, `the payer could not pay: ${response.status}`);
  return await response.json();
}

/** The same, whatever is answered. */
export async function tryToPay(
  demo: DemoFile,
  order: string,
  more: { readonly amount?: string },
): Promise<Response> {
  return await fetch(`${demo.simulator}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order, ...more }),
  });
}

/** Changes a setting of an app beside the running server, as an operator would. */
export async function setApp(stage: Stage, app: string, setting: string): Promise<void> {
  const args = ['app', 'set', '--app', app, '--setting', setting];
  stage.show('operator', `causeway ${args.join(' ')}`);
  await promisify(execFile)(process.execPath, [MAIN, ...args]);
}

/** Asks the command line beside the running server, as an operator would. */
export async function showOrder(stage: Stage, orderId: string): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'order', 'show', orderId]);
  stage.text(stdout);
}
