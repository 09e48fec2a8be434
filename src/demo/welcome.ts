/** What a person reads when the product has started: where everything is, and a first request. */
import type { Role } from '../config.ts';
import { buildRequest } from '../dialects/collect/client.ts';
import type { DemoFile } from './demo.ts';

export interface Started {
  readonly role: Role;
  readonly port: number;
  /** Null outside the demo. */
  readonly demo: DemoFile | null;
  readonly demoFile: string;
  /** Whether `/docs` is served. */
  readonly docs: boolean;
}

/** The text, ready to print. The signed request is good as it stands, once. */
export function welcome({ role, port, demo, demoFile, docs }: Started): string {
  if (demo === null) return `causeway (${role}) listens on port ${port}`;
  return [
    '',
    `  Causeway is ready.`,
    '',
    `  merchant API and cashier   ${demo.baseUrl}`,
    `  operator console           ${demo.console.url}`,
    `    sign in with             ${demo.console.login}  ${demo.console.password}`,
    ...(docs ? [`  developer documentation    ${demo.baseUrl}/docs`] : []),
    `  merchant portal            ${demo.portal.url}`,
    `    sign in with             ${demo.portal.login}  ${demo.portal.password}`,
    `  simulated provider         ${demo.simulator}`,
    `  emulators of real ones     ${demo.airwallex}  ${demo.payermax}`,
    `  credentials                ${demoFile}`,
    '',
    '  A first signed order (dialect collect):',
    '',
    firstOrder(demo),
    '',
    '  Open data.url of the reply to pay, or play the whole story: npm run demo',
    '  Stop with Ctrl-C.',
    '',
  ].join('\n');
}

function firstOrder({ baseUrl, apps }: DemoFile): string {
  const { merchant = '', key = '', payCode = '' } = apps.collect ?? {};
  const fields = {
    merchant,
    payCode,
    amount: '100.00',
    orderId: `FIRST${Date.now()}`,
    notifyUrl: 'http://127.0.0.1:9/notify',
    callbackUrl: 'https://shop.example/return',
  };
  const { path, body } = buildRequest('collect_create', fields, key);
  const type = "-H 'Content-Type: application/json'";
  return `curl -s ${baseUrl}${path} ${type} \\\n  -d '${body}'`;
}
