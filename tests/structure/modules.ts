import { dirname } from 'node:path';
import { type Breach, importsOf, isForTests, type Source } from './source.ts';

/**
 * What a module holds and what it may import. `paths` are prefixes below `src/`; `packages` are npm
 * packages; `node` tests the names of Node's own modules, and `nodeInWords` says which those are.
 */
export type Module = {
  readonly holds: string;
  readonly paths: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: (name: string) => boolean;
  readonly nodeInWords?: string;
};

// The form in which a dialect or a connector is known to those that must not know which one it is.
const CONTRACTS = ['dialects/contract.ts', 'connectors/contract.ts'];
const REGISTRIES = ['dialects/registry.ts', 'connectors/registry.ts'];
// What only people who look into signatures need.
const DIALECT_TOOLS = ['dialects/tools.ts', 'dialects/tools-registry.ts'];

const CRYPTO = { node: (name: string) => name === 'crypto', nodeInWords: '`node:crypto`' };
const STREAMS = { node: (name: string) => name.startsWith('stream'), nodeInWords: '`node:stream`' };
const ALL_OF_NODE = { node: () => true, nodeInWords: 'Node' };
// Whoever opens a connection to the outside does it through egress, which guards the address.
const NO_SOCKETS = {
  node: (name: string) => !/^(net|tls|dgram|dns|https?|http2)(\/|$)/.test(name),
  nodeInWords: 'Node without its sockets',
};

// What puts the modules together: the command line, the demonstration, and what lies beside the
// modules (main.ts and its parts). They may know everybody; only they know each other.
const EVERYTHING = { paths: [''], packages: ['*'], ...ALL_OF_NODE };

/** The modules of `src/`, in the order in which data flows. ARCHITECTURE.md prints this table. */
export const MODULES: Readonly<Record<string, Module>> = {
  domain: {
    holds: 'types, state tables, postings, decisions. Pure: no clock, no random, no I/O',
    paths: [],
  },
  wire: {
    holds: 'bytes and values: strict JSON and forms, sign strings, MD5, RSA, amounts, EMV QR',
    paths: ['domain/'],
    ...CRYPTO,
  },
  fields: {
    holds: 'the checks that channels name',
    paths: ['domain/'],
    packages: ['cpf-cnpj-validator', 'libphonenumber-js'],
  },
  catalogue: { holds: 'channels, terms and routes as data', paths: ['domain/'] },
  files: {
    holds:
      'bytes of report files, ours and (`incoming/`) what others send: CSV, workbook, PDF, zip, OpenPGP. Nothing of disk or network',
    paths: ['domain/', 'wire/'],
    packages: ['csv-parse', 'openpgp', 'pdfkit', 'saxes', 'yauzl', 'yazl'],
    node: (name: string) => name === 'crypto' || name === 'url' || name.startsWith('stream'),
    nodeInWords: '`node:crypto`, `node:stream`, `node:url`',
  },
  signatures: {
    holds: 'a folder for each scheme that merchants sign by: the text, its proof, its explainer',
    paths: ['domain/', 'wire/'],
  },
  dialects: {
    holds: 'a folder for each merchant API, both directions; `kit/` is what they are made of. Pure',
    paths: ['domain/', 'wire/', 'signatures/'],
  },
  connectors: {
    holds: 'a folder for each provider: build and read. Pure',
    paths: ['domain/', 'wire/'],
  },
  ports: {
    holds: 'what commands and workers ask of the outside, as types',
    paths: ['domain/', ...CONTRACTS],
  },
  app: {
    holds: 'one command or query a file',
    paths: ['domain/', 'fields/', 'ports/', ...CONTRACTS],
  },
  operator: {
    holds:
      'commands of the people who run it: each with its role, approval, input and audit row. The only module that writes what is privileged',
    paths: [
      ...['app/', 'catalogue/', 'domain/', 'fields/', 'files/', 'ports/', 'wire/'],
      ...CONTRACTS,
    ],
    ...CRYPTO,
  },
  store: {
    holds:
      'SQL: `write/` (lanes), `read/`, `queues/`, `configuration/`, `operators/`, `privileged/` (what commands write), `books/` (closed days, main book), `secrets/`, `statements/`, `database/` (connections, migrations)',
    paths: ['domain/', 'ports/', ...CONTRACTS],
    packages: ['pg'],
    ...NO_SOCKETS,
  },
  disk: {
    holds: 'files of the data folder: whose they are, and logs that are put aside when full',
    paths: [],
    ...NO_SOCKETS,
  },
  postgres: {
    holds: 'the supervisor of the embedded PostgreSQL',
    paths: ['disk/'],
    packages: ['pg'],
    ...NO_SOCKETS,
  },
  egress: {
    holds: 'the only sockets to the outside, with the address guard',
    paths: [],
    packages: ['undici', 'ipaddr.js'],
    ...ALL_OF_NODE,
  },
  workers: {
    holds:
      'loops: dispatch, doubt, notify, expire, settle, watch, [reports](docs/reports.md), audit, closing of days',
    // What egress promises, not its sockets: main hands those in.
    paths: [
      'app/',
      'domain/',
      'files/',
      'ports/',
      'egress/contract.ts',
      ...CONTRACTS,
      ...REGISTRIES,
    ],
    ...NO_SOCKETS,
  },
  web: {
    holds: 'what every page and route is made with: server, escaping, addresses, assets, QR',
    paths: [],
    packages: ['fastify', 'qrcode'],
    ...ALL_OF_NODE,
  },
  'merchant-api': {
    holds: "the dialects' routes, providers' callbacks, return pages, report downloads",
    paths: ['app/', 'domain/', 'ports/', 'web/', 'wire/', ...CONTRACTS, ...REGISTRIES],
    packages: ['fastify'],
    ...STREAMS,
  },
  cashier: {
    holds: 'the page that the payer meets',
    paths: ['app/', 'domain/', 'ports/', 'web/', 'wire/'],
    packages: ['fastify'],
    ...ALL_OF_NODE,
  },
  screens: {
    holds:
      'what console and portal are made of: screens and actions as values, their routes, signing in, the look and the words of both',
    paths: [
      ...['domain/', 'operator/', 'ports/', 'web/', 'dialects/contract.ts'],
      ...DIALECT_TOOLS,
    ],
    packages: ['fastify'],
    ...ALL_OF_NODE,
  },
  'docs-site': {
    holds:
      'the documentation of the dialects at `/docs`, and the page at `/`: [docs-site.md](docs/docs-site.md)',
    paths: [
      ...['domain/', 'web/', 'wire/', 'dialects/contract.ts', 'dialects/registry.ts'],
      ...['dialects/reference.ts', 'dialects/reference-registry.ts'],
    ],
    packages: ['fastify', '@fastify/compress', 'minisearch'],
    ...ALL_OF_NODE,
  },
  console: {
    holds: "the operators' pages, and forms for their commands",
    paths: [
      ...['app/', 'domain/', 'files/', 'operator/', 'ports/', 'screens/', 'web/', 'wire/'],
      ...[...CONTRACTS, ...REGISTRIES, ...DIALECT_TOOLS],
    ],
    packages: ['fastify'],
    ...ALL_OF_NODE,
  },
  portal: {
    holds: "merchants' pages: screens over queries that are bound to one merchant",
    paths: [
      ...['domain/', 'files/', 'operator/', 'ports/', 'screens/', 'web/', 'wire/'],
      'dialects/contract.ts',
    ],
    packages: ['fastify'],
    ...ALL_OF_NODE,
  },
  config: { holds: 'settings from the environment', paths: ['domain/'], ...ALL_OF_NODE },
  log: { holds: 'the log', paths: ['disk/'], packages: ['pino'], ...ALL_OF_NODE },
  metrics: {
    holds: 'counts what the modules report of themselves',
    paths: ['merchant-api/', 'ports/', 'domain/'],
    packages: ['prom-client'],
  },
  cli: { holds: 'the command line', ...EVERYTHING },
  demo: { holds: 'the demonstration: its merchant, providers, welcome', ...EVERYTHING },
};

/**
 * What is written only by a command with its row in the audit log: its port is known to the module
 * of the commands and to the store behind it, that store to the one file that opens the module.
 */
const WALLED: readonly { readonly target: string; readonly only: readonly string[] }[] = [
  { target: 'src/ports/privileged.ts', only: ['src/operator/', 'src/store/'] },
  { target: 'src/store/privileged/', only: ['src/store/', 'src/operator-commands.ts'] },
  // The first catalogue and the demonstration's merchant, before there is anybody to ask.
  { target: 'src/store/configuration/config.ts', only: ['src/store/', 'src/platform.ts'] },
];

/** Checks every import of the product (src/) and of the emulators against the table of modules. */
export function checkModules(sources: readonly Source[]): Breach[] {
  return sources.filter(({ path }) => !isForTests(path)).flatMap(checkFile);
}

function checkFile(source: Source): Breach[] {
  return importsOf(source)
    .map(({ specifier, target, line }) => ({
      path: source.path,
      line,
      rule: whyForbidden(source.path, specifier, target) ?? '',
    }))
    .filter(({ rule }) => rule !== '');
}

/** Why the file at `path` may not import `specifier`; undefined when it may. */
function whyForbidden(
  path: string,
  specifier: string,
  target: string | undefined,
): string | undefined {
  if (path.startsWith('emulators/')) {
    return target?.startsWith('src/')
      ? `another company must not know the product: ${target}`
      : undefined;
  }
  if (path.startsWith('sdk/src/')) return whyNotInPackage(specifier, target);
  if (!path.startsWith('src/')) return undefined;
  const name = moduleOf(path);
  const module = MODULES[name] ?? (isBesideModules(path) ? EVERYTHING : undefined);
  if (module === undefined) return `src/${name} is no module of the product`;
  if (target !== undefined) return whyNotThisFile(path, name, module, target);
  const allowed = specifier.startsWith('node:')
    ? module.node?.(specifier.slice('node:'.length))
    : module.packages?.some((pattern) => matchesPackage(specifier, pattern));
  return allowed ? undefined : `${name} must not import ${specifier}`;
}

/** The package is compiled of these and nothing else, so that it needs nothing where it is used. */
function whyNotInPackage(specifier: string, target: string | undefined): string | undefined {
  const isOurs = ['sdk/src/', 'src/wire/', 'src/signatures/'].some((own) =>
    target?.startsWith(own),
  );
  return isOurs ? undefined : `the SDK must not import ${target ?? specifier}`;
}

function whyNotThisFile(
  path: string,
  name: string,
  module: Pick<Module, 'paths'>,
  target: string,
): string | undefined {
  if (isForTests(target)) return `the product must not import what is for tests: ${target}`;
  if (target === 'src/main.ts') return 'nobody imports main';
  const walled = WALLED.find(({ target: prefix }) => target.startsWith(prefix));
  if (walled !== undefined && !walled.only.some((prefix) => path.startsWith(prefix))) {
    return `privileged writes are the operator module's: ${target}`;
  }
  if (/^(tools|tests|bench|sdk)\//.test(target)) return `the product must not import ${target}`;
  const knowsAll = module.paths === EVERYTHING.paths;
  if (knowsAll && target.startsWith('emulators/')) return undefined;
  if (!knowsAll && (isBesideModules(target) || /^src\/(cli|demo)\//.test(target))) {
    return `only what puts the modules together imports ${target}`;
  }
  if (target.startsWith('src/cli/') && !['main', 'cli'].includes(name)) {
    return 'only main imports cli';
  }
  const folders = name === 'dialects' || name === 'connectors';
  const own = folders ? besideUs(path, name, target) : [`src/${name}/`];
  const paths = [...module.paths.map((allowed) => `src/${allowed}`), ...own];
  return paths.some((allowed) => target.startsWith(allowed))
    ? undefined
    : `${name} must not import ${target}`;
}

/**
 * In dialects and connectors each folder is a module of its own: it sees itself and what lies
 * directly beside the folders, or in the kit of the dialects, but not a registry. A registry sees
 * every folder.
 */
function besideUs(path: string, name: string, target: string): string[] {
  const base = `src/${name}/`;
  if (isRegistry(path)) return [base];
  const kit = name === 'dialects' && target.startsWith(`${base}kit/`);
  const beside = kit || (!isRegistry(target) && dirname(target) === `src/${name}`);
  const own = dirname(path) === `src/${name}` ? [] : [`${base}${path.split('/')[2]}/`];
  return beside ? [...own, target] : own;
}

function isRegistry(path: string): boolean {
  return path.endsWith('registry.ts');
}

/** Whether a file lies directly in src/, as main.ts does. */
function isBesideModules(path: string): boolean {
  return dirname(path) === 'src';
}

/** `src/wire/amount.ts` is in `wire`, `src/main.ts` is `main`. */
function moduleOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function matchesPackage(specifier: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}
