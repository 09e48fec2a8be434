import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPurity } from './purity.ts';
import { checkRooms } from './rooms.ts';
import { assertNone, readProject } from './source.ts';

const project = readProject();

/** Whether a file with this one import, at this path, breaks a rule of the rooms. */
function breaksRooms(path: string, imported: string): boolean {
  return checkRooms([{ path, text: `import { thing } from '${imported}';\n` }]).length > 0;
}

function breaksPurity(path: string, text: string): boolean {
  return checkPurity([{ path, text }]).length > 0;
}

describe('the rooms of the house', () => {
  test('every import goes the way that data flows', () => {
    assertNone(checkRooms(project));
  });

  test('rooms that must be pure are pure, and SQL is in store only', () => {
    assertNone(checkPurity(project));
  });
});

// Path, and an import that must be refused there.
const REFUSED: readonly (readonly [path: string, imported: string])[] = [
  ['src/domain/payin.ts', '../wire/amount.ts'],
  ['src/domain/payin.ts', 'node:crypto'],
  ['src/domain/payin.ts', 'libphonenumber-js'],
  ['src/wire/rsa.ts', 'node:fs'],
  ['src/wire/rsa.ts', '../app/ports.ts'],
  ['src/wire/rsa.ts', 'undici'],
  ['src/fields/phone.ts', '../wire/amount.ts'],
  ['src/fields/phone.ts', 'qrcode'],
  ['src/catalogue/catalogue.ts', '../app/ports.ts'],
  ['src/dialects/collect/decode.ts', '../recharge/decode.ts'],
  ['src/dialects/collect/decode.ts', '../registry.ts'],
  ['src/dialects/collect/decode.ts', '../../app/ports.ts'],
  ['src/dialects/collect/decode.ts', '../../store/lane.ts'],
  ['src/dialects/collect/decode.ts', '../../http/server.ts'],
  ['src/dialects/collect/decode.ts', '../../egress/client.ts'],
  ['src/dialects/collect/decode.ts', 'node:crypto'],
  ['src/dialects/contract.ts', './collect/decode.ts'],
  ['src/connectors/airwallex/read.ts', '../payermax/read.ts'],
  ['src/connectors/airwallex/read.ts', '../../egress/client.ts'],
  ['src/connectors/airwallex/read.ts', '../../store/lane.ts'],
  ['src/app/create-payin.ts', 'pg'],
  ['src/app/create-payin.ts', 'fastify'],
  ['src/app/create-payin.ts', 'undici'],
  ['src/app/create-payin.ts', 'node:crypto'],
  ['src/app/create-payin.ts', '../dialects/collect/decode.ts'],
  ['src/app/create-payin.ts', '../dialects/registry.ts'],
  ['src/app/create-payin.ts', '../connectors/registry.ts'],
  ['src/app/create-payin.ts', '../store/lane.ts'],
  ['src/store/lane.ts', '../dialects/collect/decode.ts'],
  ['src/store/lane.ts', '../connectors/registry.ts'],
  ['src/store/lane.ts', '../http/server.ts'],
  ['src/store/lane.ts', '../app/create-payin.ts'],
  ['src/store/lane.ts', 'node:net'],
  ['src/egress/client.ts', '../store/lane.ts'],
  ['src/egress/client.ts', '../app/ports.ts'],
  ['src/workers/dispatch.ts', '../store/lane.ts'],
  ['src/workers/dispatch.ts', '../dialects/collect/decode.ts'],
  ['src/workers/dispatch.ts', '../egress/client.ts'],
  ['src/workers/dispatch.ts', 'node:https'],
  ['src/workers/dispatch.ts', 'pg'],
  ['src/http/server.ts', 'pg'],
  ['src/http/server.ts', '../store/lane.ts'],
  ['src/http/server.ts', '../config.ts'],
  ['src/http/server.ts', '../cli/start.ts'],
  ['src/http/server.ts', '../platform.ts'],
  ['src/http/server.ts', '../log.ts'],
  ['src/http/server.ts', 'pino'],
  ['src/http/server.ts', 'prom-client'],
  ['src/metrics.ts', './store/lane.ts'],
  ['src/platform.ts', './cli/start.ts'],
  ['src/http/server.ts', '../demo/demo.ts'],
  ['src/http/server.ts', '../../simulator/server.ts'],
  ['src/demo/demo.ts', '../cli/start.ts'],
  ['src/http/server.ts', '../main.ts'],
  ['src/cli/start.ts', '../main.ts'],
  ['src/config.ts', './store/lane.ts'],
  ['src/attic/box.ts', '../domain/money.ts'],
  ['src/wire/rsa.ts', './rsa.fixture.ts'],
  ['simulator/server.ts', '../src/domain/money.ts'],
  ['tools/twins/payermax/server.ts', '../../../src/connectors/payermax/status.ts'],
  ['src/http/server.ts', '../../tools/twins/payermax/server.ts'],
];

const ACCEPTED: readonly (readonly [path: string, imported: string])[] = [
  ['src/wire/rsa.ts', 'node:crypto'],
  ['src/fields/phone.ts', 'libphonenumber-js/max'],
  ['src/dialects/collect/decode.ts', '../contract.ts'],
  ['src/dialects/collect/decode.ts', '../../wire/amount.ts'],
  ['src/dialects/registry.ts', './collect/dialect.ts'],
  ['src/app/create-payin.ts', '../connectors/contract.ts'],
  ['src/app/create-payin.ts', '../fields/phone.ts'],
  ['src/store/lane.ts', '../app/ports.ts'],
  ['src/store/embedded/server.ts', 'node:child_process'],
  ['src/egress/client.ts', 'undici'],
  ['src/workers/dispatch.ts', '../connectors/registry.ts'],
  ['src/workers/dispatch.ts', '../egress/contract.ts'],
  ['src/http/server.ts', '../dialects/registry.ts'],
  ['src/main.ts', './cli/start.ts'],
  ['src/cli/start.ts', '../config.ts'],
  ['src/cli/start.ts', '../platform.ts'],
  ['src/cli/start.ts', '../../simulator/server.ts'],
  ['src/demo/providers.ts', '../../tools/twins/payermax/server.ts'],
  ['src/serve.ts', './workers/dispatch.ts'],
  ['src/store/lane.ts', '../workers/ports.ts'],
  ['src/app/create-payin.test.ts', '../dialects/registry.ts'],
  ['simulator/server.ts', 'node:http'],
];

describe('the check of the rooms', () => {
  for (const [path, imported] of REFUSED) {
    test(`refuses ${imported} in ${path}`, () => assert.ok(breaksRooms(path, imported)));
  }

  for (const [path, imported] of ACCEPTED) {
    test(`accepts ${imported} in ${path}`, () => assert.ok(!breaksRooms(path, imported)));
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
      assert.equal(checkRooms([{ path: 'src/app/query.ts', text }]).length, 1, text);
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
  ['src/http/a.ts', 'export const sql = `delete from orders`;'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
  ['src/app/a.ts', 'export const sql = (t: string) => `insert into ${t} values (1)`;'],
];

const PURE: readonly (readonly [path: string, text: string])[] = [
  ['src/domain/a.ts', 'export const f = (at: Date) => new Date(at.getTime() + 1);'],
  ['src/domain/a.ts', 'export const f = (x: { process: string }) => x.process;'],
  ['src/dialects/x/a.ts', 'export async function sign() {}'],
  ['src/http/a.ts', "export const label = 'Select your bank from the list';"],
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
