/**
 * The code samples of the documentation, run as a reader would run them: against the whole product,
 * with an app's own key, in every language that this machine has.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import { SECRET } from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import { REFERENCES } from '../../src/dialects/reference-registry.ts';
import { dialectByName } from '../../src/dialects/registry.ts';
import { type Example, loadExamples } from '../../src/docs-site/examples.ts';
import { makesSomething } from '../../src/docs-site/reads.ts';
import { planOf } from '../../src/docs-site/samples/plan.ts';
import { SAMPLE_LANGUAGES, VERIFY_LANGUAGES } from '../../src/docs-site/samples/samples.ts';
import { SAMPLE_PUBLIC_KEY } from '../../src/wire/fixtures/public-sample-key.ts';
import { testDatabase } from '../support/database.ts';
import { newPlace, type Product, startProduct } from './product.ts';

const run = promisify(execFile);
const RUN_WITHIN_MS = 60_000;

/** What is written to run a program, and the commands that run it. */
interface Runner {
  readonly file: string;
  readonly commands: readonly (readonly string[])[];
  readonly needs: readonly string[];
}

const LIBCURL = [
  '/usr/lib/x86_64-linux-gnu/libcurl.so.4',
  '/usr/lib/aarch64-linux-gnu/libcurl.so.4',
];
const libcurl = LIBCURL.find((path) => existsSync(path)) ?? '-lcurl';

const RUNNERS: Readonly<Record<string, Runner>> = {
  sh: { file: 'call.sh', commands: [['sh', 'call.sh']], needs: ['curl', 'openssl'] },
  js: { file: 'call.mjs', commands: [[process.execPath, 'call.mjs']], needs: [] },
  java: { file: 'Call.java', commands: [['java', 'Call.java']], needs: ['javac'] },
  python: { file: 'call.py', commands: [['python3', 'call.py']], needs: ['python3'] },
  c: {
    file: 'call.c',
    commands: [['gcc', '-Iinclude', 'call.c', '-o', 'call', libcurl, '-lcrypto'], ['./call']],
    needs: ['gcc'],
  },
  go: { file: 'call.go', commands: [['go', 'run', 'call.go']], needs: ['go'] },
  php: { file: 'call.php', commands: [['php', 'call.php']], needs: ['php'] },
  ruby: { file: 'call.rb', commands: [['ruby', 'call.rb']], needs: ['ruby'] },
};

/** What the samples use of libcurl, as its documents declare it: Debian has the library alone. */
const CURL_H = `#include <stddef.h>
typedef void CURL;
struct curl_slist;
enum { CURLOPT_URL = 10002, CURLOPT_POSTFIELDS = 10015, CURLOPT_HTTPHEADER = 10023 };
CURL *curl_easy_init(void);
int curl_easy_setopt(CURL *, int, ...);
int curl_easy_perform(CURL *);
char *curl_easy_escape(CURL *, const char *, int);
struct curl_slist *curl_slist_append(struct curl_slist *, const char *);
`;

/** Calls of each way to sign and to send. */
const CALLS: readonly (readonly [dialect: string, operation: string, success: RegExp])[] = [
  ['open-api', 'ph_payment_create', /"code":10000,.*"payData":"http/],
  ['open-api', 'balance', /"code":10000,.*"balance"/],
  ['collect', 'collect_create', /"code":200,.*"url":"http/],
  ['open-api-ph', 'qrcode_create', /"code":1000,.*"qrcodeContent"/],
  ['open-api-ph', 'balance', /"code":1000,/],
  ['open-api-ph', 'checkout_create', /"code":1,.*"checkoutUrl":"http/],
  ['recharge', 'recharge_create', /"code":200,.*"url":"http/],
];

/** What the samples of a dialect name, which a reader replaces by what is the reader's. */
const OURS: Readonly<Record<string, string>> = {
  'open-api': '5f0c2a7be1d94c6f9a31c0de77b4a812',
  'open-api-ph': 'f90addc4861540ef9312e87d8f360e08',
  collect: 'M1000001',
  recharge: '10002',
};

function has(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}

interface Verifier {
  readonly file: string;
  readonly command: readonly string[];
  wrap(program: string): string;
}

/** What the program prints about a body and its header. */
async function asked(
  cwd: string,
  { command, file }: Verifier,
  body: string,
  sign: string,
): Promise<string> {
  const [name = '', ...before] = command;
  const done = await run(name, [...before, file, body, sign], { cwd, timeout: RUN_WITHIN_MS });
  return done.stdout;
}

/** Programs that ask a sample: the body and the header are arguments. */
const VERIFIERS: Readonly<Record<string, Verifier>> = {
  js: {
    file: 'check.mjs',
    command: [process.execPath],
    wrap: (program) =>
      `${program}\nconsole.log(isFromPlatform(process.argv[2], process.argv[3]));\n`,
  },
  python: {
    file: 'check.py',
    command: ['python3'],
    wrap: (program) =>
      `${program}\nimport sys\nargs = [sys.argv[1].encode('utf-8')] + [a for a in sys.argv[2:] if a]\nprint(is_from_platform(*args))\n`,
  },
};

describe('code samples of the documentation', () => {
  let product: Product;
  let folder = '';
  const cleanups: (() => Promise<void>)[] = [];

  before(async () => {
    const context = { after: (task: () => Promise<void>) => void cleanups.push(task) };
    product = await startProduct(await newPlace(context), await testDatabase());
    folder = await mkdtemp(join(tmpdir(), 'causeway-samples-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'include', 'curl'), { recursive: true });
    await writeFile(join(folder, 'include', 'curl', 'curl.h'), CURL_H);
  });
  after(async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  });

  for (const { title, id, print, proof } of SAMPLE_LANGUAGES) {
    const runner = RUNNERS[id];
    if (runner === undefined) continue;
    const missing = runner.needs.find((each) => !has(each));
    const skip = missing === undefined ? false : `this machine has no ${missing}`;
    for (const [dialect, operation, success] of CALLS) {
      test(`${title}: ${dialect} ${operation}`, { skip }, async () => {
        const example = loadExamples().dialects[dialect]?.operations[operation] as Example;
        const info = dialectByName(dialect)?.operations.find(({ name }) => name === operation);
        const reference = REFERENCES.find((each) => each.dialect === dialect);
        assert.ok(reference !== undefined && info !== undefined);
        const plan = planOf(owned(product, dialect, example), {
          scheme: reference.signs,
          wrapping: reference.wrappingOf(operation),
          origin: product.demo.baseUrl,
          makes: makesSomething(info),
        });
        assert.ok(plan !== null);
        const program = print(plan).replace('YOUR_KEY', product.demo.apps[dialect]?.key ?? '');
        await writeFile(join(folder, 'private.pem'), pemOf(product, dialect));
        await writeFile(join(folder, runner.file), program);
        let printed = '';
        for (const [command = '', ...args] of runner.commands) {
          const done = await run(command, args, { cwd: folder, timeout: RUN_WITHIN_MS });
          printed = done.stdout;
        }
        assert.match(printed, success, printed);
      });
    }

    if (proof !== 'run') continue;
    test(`${title} says on its pages that it was run, so this machine must have it`, () => {
      assert.equal(skip, false);
    });
  }

  for (const { title, id, print, proof } of VERIFY_LANGUAGES) {
    const runner = VERIFIERS[id];
    const missing = runner?.command.find((each) => each !== process.execPath && !has(each));
    if (runner === undefined || proof !== 'run') continue;
    for (const { dialect, notificationCheck } of REFERENCES) {
      const notifications = loadExamples().dialects[dialect]?.notifications ?? {};
      const skip = missing === undefined ? false : `this machine has no ${missing}`;
      test(`${title} checks notifications of ${dialect}`, { skip }, async () => {
        const program = print(notificationCheck)
          .replace('YOUR_KEY', SAMPLE_KEY)
          .replace('YOUR_SECRET', SECRET);
        await writeFile(join(folder, 'platform.pem'), platformPem());
        await writeFile(join(folder, runner.file), runner.wrap(program));
        for (const [name, { headers, body }] of Object.entries(notifications)) {
          const forged = body.replace(/(createTime|timestamp|orderId)(\\?":\\?")/i, '$1$2x');
          for (const [sent, due] of [
            [body, 'true'],
            [forged, 'false'],
          ] as const) {
            const stdout = await asked(folder, runner, sent, headers.sign ?? '');
            assert.equal(stdout.trim().toLowerCase(), due, `${name}: ${sent}`);
          }
        }
      });
    }
  }
});

function platformPem(): string {
  const der = Buffer.from(SAMPLE_PUBLIC_KEY, 'base64');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

/** The example with the demo's own ids. */
function owned({ demo }: Product, dialect: string, example: Example): Example {
  const { appId, mchId, merchant } = demo.apps[dialect] ?? {};
  const own = String(appId ?? mchId ?? merchant);
  const named = (text: string) => text.replaceAll(OURS[dialect] ?? '', own);
  const { signed, body, query } = example;
  return {
    ...example,
    signed: signed === null ? null : named(signed),
    body: named(body),
    query: named(query),
  };
}

function pemOf({ demo }: Product, dialect: string): string {
  const { privateKey = '' } = demo.apps[dialect] ?? {};
  if (privateKey === '') return '';
  const der = Buffer.from(privateKey, 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
