import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { withImportTable } from './module-table.ts';
import { checkModules } from './modules.ts';
import { checkPurity } from './purity.ts';

/** Whether a file with this one import, at this path, breaks a rule of the modules. */
function breaksModules(path: string, imported: string): boolean {
  return checkModules([{ path, text: `import { thing } from '${imported}';\n` }]).length > 0;
}

function breaksPurity(path: string, text: string): boolean {
  return checkPurity([{ path, text }]).length > 0;
}

test('ARCHITECTURE.md has the table of modules as it is tested: node tools/structure-docs.ts', () => {
  const page = readFileSync(new URL('../../ARCHITECTURE.md', import.meta.url), 'utf8');
  assert.equal(page, withImportTable(page));
});

// Path, and an import that must be refused there.
const REFUSED: readonly (readonly [path: string, imported: string])[] = [
  ['src/domain/payin.ts', '../wire/amount.ts'],
  ['src/domain/payin.ts', 'node:crypto'],
  ['src/domain/payin.ts', 'libphonenumber-js'],
  ['src/wire/rsa.ts', 'node:fs'],
  ['src/wire/rsa.ts', '../ports/core.ts'],
  ['src/wire/rsa.ts', 'undici'],
  ['src/fields/phone.ts', '../wire/amount.ts'],
  ['src/fields/phone.ts', 'qrcode'],
  ['src/catalogue/catalogue.ts', '../ports/core.ts'],
  ['src/dialects/collect/decode.ts', '../recharge/decode.ts'],
  ['src/dialects/collect/decode.ts', '../registry.ts'],
  ['src/dialects/collect/decode.ts', '../../ports/core.ts'],
  ['src/dialects/collect/decode.ts', '../../store/write/lane.ts'],
  ['src/dialects/collect/decode.ts', '../../web/server.ts'],
  ['src/dialects/collect/decode.ts', '../../egress/client.ts'],
  ['src/dialects/collect/decode.ts', 'node:crypto'],
  ['src/dialects/contract.ts', './collect/decode.ts'],
  ['src/connectors/airwallex/read.ts', '../payermax/read.ts'],
  ['src/connectors/airwallex/read.ts', '../../egress/client.ts'],
  ['src/connectors/airwallex/read.ts', '../../store/write/lane.ts'],
  ['src/app/create-payin.ts', 'pg'],
  ['src/app/create-payin.ts', 'fastify'],
  ['src/app/create-payin.ts', 'undici'],
  ['src/app/create-payin.ts', 'node:crypto'],
  ['src/app/create-payin.ts', '../dialects/collect/decode.ts'],
  ['src/app/create-payin.ts', '../dialects/registry.ts'],
  ['src/app/create-payin.ts', '../connectors/registry.ts'],
  ['src/app/create-payin.ts', '../store/write/lane.ts'],
  ['src/store/write/lane.ts', '../../dialects/collect/decode.ts'],
  ['src/store/write/lane.ts', '../../connectors/registry.ts'],
  ['src/store/write/lane.ts', '../../web/server.ts'],
  ['src/store/write/lane.ts', '../../app/create-payin.ts'],
  ['src/store/write/lane.ts', 'node:net'],
  ['src/egress/client.ts', '../store/write/lane.ts'],
  ['src/egress/client.ts', '../ports/core.ts'],
  ['src/workers/dispatch.ts', '../store/write/lane.ts'],
  ['src/workers/dispatch.ts', '../dialects/collect/decode.ts'],
  ['src/workers/dispatch.ts', '../egress/client.ts'],
  ['src/workers/dispatch.ts', 'node:https'],
  ['src/workers/dispatch.ts', 'pg'],
  ['src/web/server.ts', 'pg'],
  ['src/web/server.ts', '../store/write/lane.ts'],
  ['src/web/server.ts', '../config.ts'],
  ['src/web/server.ts', '../cli/start.ts'],
  ['src/web/server.ts', '../platform.ts'],
  ['src/web/server.ts', '../log.ts'],
  ['src/web/server.ts', 'pino'],
  ['src/web/server.ts', 'prom-client'],
  ['src/metrics.ts', './store/write/lane.ts'],
  ['src/platform.ts', './cli/start.ts'],
  ['src/web/server.ts', '../demo/demo.ts'],
  ['src/web/server.ts', '../../emulators/simulator/server.ts'],
  ['src/demo/demo.ts', '../cli/start.ts'],
  ['src/web/server.ts', '../main.ts'],
  ['src/cli/start.ts', '../main.ts'],
  ['src/config.ts', './store/write/lane.ts'],
  ['src/cli/start.ts', '../../tools/chromium.ts'],
  ['src/main.ts', '../tests/support/sample.ts'],
  ['src/demo/demo.ts', '../../bench/main.ts'],
  ['src/attic/box.ts', '../domain/money.ts'],
  ['src/wire/rsa.ts', './rsa.fixture.ts'],
  ['src/console/pages/merchants.ts', '../../ports/privileged.ts'],
  ['src/app/create-payin.ts', '../ports/privileged.ts'],
  ['src/cli/commands/app-set.ts', '../../ports/privileged.ts'],
  ['src/cli/commands/app-set.ts', '../../store/privileged/store.ts'],
  ['src/serve.ts', './store/privileged/store.ts'],
  ['src/demo/demo.ts', '../store/privileged/apps.ts'],
  ['src/operator/run.ts', '../store/privileged/store.ts'],
  ['src/operator/run.ts', '../console/screen.ts'],
  ['src/operator/run.ts', '../dialects/registry.ts'],
  ['emulators/simulator/server.ts', '../../src/domain/money.ts'],
  ['emulators/payermax/server.ts', '../../src/connectors/payermax/status.ts'],
  ['sdk/src/api.ts', '../../src/dialects/contract.ts'],
  ['sdk/src/api.ts', 'undici'],
  ['src/dialects/tools.ts', '../../sdk/src/call.ts'],
  ['src/web/server.ts', '../../emulators/payermax/server.ts'],
];

const ACCEPTED: readonly (readonly [path: string, imported: string])[] = [
  ['src/wire/rsa.ts', 'node:crypto'],
  ['src/fields/phone.ts', 'libphonenumber-js/max'],
  ['src/dialects/collect/decode.ts', '../contract.ts'],
  ['src/dialects/collect/decode.ts', '../../wire/amount.ts'],
  ['src/dialects/registry.ts', './collect/dialect.ts'],
  ['src/app/create-payin.ts', '../connectors/contract.ts'],
  ['src/app/create-payin.ts', '../fields/phone.ts'],
  ['src/store/write/lane.ts', '../../ports/core.ts'],
  ['src/postgres/server.ts', 'node:child_process'],
  ['src/egress/client.ts', 'undici'],
  ['src/workers/dispatch.ts', '../connectors/registry.ts'],
  ['src/workers/dispatch.ts', '../egress/contract.ts'],
  ['src/merchant-api/merchant-api.ts', '../dialects/registry.ts'],
  ['src/main.ts', './cli/start.ts'],
  ['src/cli/start.ts', '../config.ts'],
  ['src/cli/start.ts', '../platform.ts'],
  ['src/cli/start.ts', '../../emulators/simulator/server.ts'],
  ['src/demo/providers.ts', '../../emulators/payermax/server.ts'],
  ['src/serve.ts', './workers/dispatch.ts'],
  ['src/operator/run.ts', '../ports/privileged.ts'],
  ['src/operator-commands.ts', './store/privileged/store.ts'],
  ['src/console/pages/merchants.ts', '../../operator/roles.ts'],
  ['src/store/privileged/apps.ts', '../../ports/privileged.ts'],
  ['src/store/write/lane.ts', '../workers/ports.ts'],
  ['src/app/create-payin.test.ts', '../dialects/registry.ts'],
  ['emulators/simulator/server.ts', 'node:http'],
  ['sdk/src/api.ts', '../../src/wire/json-fields.ts'],
  ['sdk/src/api.ts', './call.ts'],
];

describe('the check of the modules', () => {
  for (const [path, imported] of REFUSED) {
    test(`refuses ${imported} in ${path}`, () => assert.ok(breaksModules(path, imported)));
  }

  for (const [path, imported] of ACCEPTED) {
    test(`accepts ${imported} in ${path}`, () => assert.ok(!breaksModules(path, imported)));
  }

  test('sees every form of import', () => {
    const forms = [
      "import 'pg';",
      "import type { Pool } from 'pg';",
      "export { Pool } from 'pg';",
      "export * from 'pg';",
      "const pg = await import('pg');",
      "type Pool = import('pg').Pool;",
    ];
    for (const text of forms) {
      assert.equal(checkModules([{ path: 'src/app/query.ts', text }]).length, 1, text);
    }
  });
});

const IMPURE: readonly (readonly [path: string, text: string])[] = [
  ['src/domain/a.ts', 'export async function f() {}'],
  ['src/domain/a.ts', 'export const f = (p: Promise<void>) => p;'],
  ['src/domain/a.ts', 'export const f = () => Date.now();'],
  ['src/domain/a.ts', 'export const f = () => new Date();'],
  ['src/domain/a.ts', 'export const f = () => Date();'],
  ['src/domain/a.ts', 'export const f = () => Math.random();'],
  ['src/domain/a.ts', 'export const f = () => crypto.randomUUID();'],
  ['src/domain/a.ts', 'export const f = () => process.env.HOME;'],
  ['src/dialects/x/a.ts', 'export const f = () => Date.now();'],
  ['src/dialects/x/a.ts', 'export const f = () => process.env.HOME;'],
  ['src/connectors/x/a.ts', 'export const f = () => new Date();'],
  ['src/connectors/x/a.ts', 'export const f = () => fetch("http://a");'],
  ['src/workers/a.ts', 'export const f = () => fetch("http://a");'],
  ['src/workers/a.ts', "export const sql = 'select id from orders where shard = $1';"],
  ['src/web/a.ts', 'export const sql = `delete from orders`;'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
  ['src/app/a.ts', 'export const sql = (t: string) => `insert into ${t} values (1)`;'],
];

const PURE: readonly (readonly [path: string, text: string])[] = [
  ['src/domain/a.ts', 'export const f = (at: Date) => new Date(at.getTime() + 1);'],
  ['src/domain/a.ts', 'export const f = (x: { process: string }) => x.process;'],
  ['src/dialects/x/a.ts', 'export async function sign() {}'],
  ['src/web/a.ts', "export const label = 'Select your bank from the list';"],
  ['src/store/a.ts', "export const sql = 'select id from orders where shard = $1';"],
  ['src/main.ts', 'setTimeout(() => process.exit(), 1000);'],
];

describe('the check of purity', () => {
  for (const [path, text] of IMPURE) {
    test(`refuses in ${path}: ${text}`, () => assert.ok(breaksPurity(path, text)));
  }

  for (const [path, text] of PURE) {
    test(`accepts in ${path}: ${text}`, () => assert.ok(!breaksPurity(path, text)));
  }
});
