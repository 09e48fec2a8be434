import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type Breach, isForTests, lineAt, parse, type Source } from './source.ts';

/**
 * What a room may import. `paths` are prefixes from the project's root; `packages` are npm
 * packages;
 * `node` are modules of Node itself, or a test of their names.
 */
type Room = {
  readonly paths: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: (name: string) => boolean;
};

// The form in which a dialect or a connector is known to those that must not know which one it is.
const CONTRACTS = ['src/dialects/contract.ts', 'src/connectors/contract.ts'];
const REGISTRIES = ['src/dialects/registry.ts', 'src/connectors/registry.ts'];
const PORTS = [
  ...['src/app/ports.ts', 'src/app/operator-ports.ts', 'src/app/report-ports.ts'],
  ...['src/app/approval-ports.ts', 'src/workers/ports.ts'],
];
const DOMAIN = 'src/domain/';

const onlyCrypto = (name: string) => name === 'crypto';
const onlyStreams = (name: string) => name === 'stream' || name === 'stream/web';
const anything = () => true;
// Whoever opens a connection to the outside does it through egress, which guards the address.
const noSockets = (name: string) => !/^(net|tls|dgram|dns|https?|http2)(\/|$)/.test(name);

// What puts the rooms together: the command line, the demonstration, and what lies beside the rooms
// (main.ts and its parts). They may know everybody; only they know each other.
const BUILDER: Room = {
  paths: ['src/', 'simulator/', 'tools/twins/'],
  packages: ['*'],
  node: anything,
};

const ROOMS: Readonly<Record<string, Room>> = {
  domain: { paths: [DOMAIN] },
  wire: { paths: ['src/wire/', DOMAIN], node: onlyCrypto },
  fields: {
    paths: ['src/fields/', DOMAIN],
    packages: ['cpf-cnpj-validator', 'libphonenumber-js'],
  },
  catalogue: { paths: ['src/catalogue/', DOMAIN] },
  // Bytes in, bytes out: nothing of the disk, the database or the network.
  files: { paths: ['src/files/', DOMAIN], packages: ['openpgp', 'yazl'], node: onlyStreams },
  dialects: { paths: ['src/wire/', DOMAIN] },
  connectors: { paths: ['src/wire/', DOMAIN] },
  app: { paths: ['src/app/', DOMAIN, 'src/fields/', ...CONTRACTS] },
  store: {
    paths: ['src/store/', DOMAIN, ...PORTS, ...CONTRACTS],
    packages: ['pg'],
    node: noSockets,
  },
  egress: { paths: ['src/egress/'], packages: ['undici', 'ipaddr.js'], node: anything },
  workers: {
    // What egress promises, not its sockets: main hands those in.
    paths: [
      ...['src/workers/', 'src/app/', DOMAIN, 'src/files/', 'src/egress/contract.ts'],
      ...[...CONTRACTS, ...REGISTRIES],
    ],
    node: noSockets,
  },
  http: {
    // Amounts are printed in wire only, and the cashier and the console show amounts.
    paths: ['src/http/', 'src/app/', DOMAIN, 'src/wire/', ...CONTRACTS, ...REGISTRIES],
    packages: ['fastify', '@fastify/*', 'qrcode'],
    node: anything,
  },
  config: { paths: [DOMAIN], node: anything },
  log: { paths: [], packages: ['pino'], node: anything },
  // Counts what the rooms report of themselves.
  metrics: { paths: ['src/http/', 'src/workers/ports.ts', DOMAIN], packages: ['prom-client'] },
  cli: BUILDER,
  demo: BUILDER,
};

/** Checks every import of the product (src/) and of the simulator against the table of rooms. */
export function checkRooms(sources: readonly Source[]): Breach[] {
  return sources.filter(({ path }) => !isForTests(path)).flatMap(checkFile);
}

function checkFile(source: Source): Breach[] {
  const tree = parse(source);
  return ts
    .preProcessFile(source.text, true, true)
    .importedFiles.map(({ fileName, pos }) => ({
      path: source.path,
      line: lineAt(tree, pos),
      rule: whyForbidden(source.path, fileName) ?? '',
    }))
    .filter(({ rule }) => rule !== '');
}

/** Why the file at `path` may not import `specifier`; undefined when it may. */
function whyForbidden(path: string, specifier: string): string | undefined {
  const target = specifier.startsWith('.') ? join(dirname(path), specifier) : undefined;
  if (path.startsWith('simulator/') || path.startsWith('tools/twins/')) {
    return target?.startsWith('src/')
      ? `another company must not know the product: ${target}`
      : undefined;
  }
  if (!path.startsWith('src/')) return undefined;
  const name = roomOf(path);
  const room = ROOMS[name] ?? (isBesideRooms(path) ? BUILDER : undefined);
  if (room === undefined) return `src/${name} is no room of the house`;
  if (target !== undefined) return whyNotThisFile(path, name, room, target);
  const allowed = specifier.startsWith('node:')
    ? room.node?.(specifier.slice('node:'.length))
    : room.packages?.some((pattern) => matchesPackage(specifier, pattern));
  return allowed ? undefined : `${name} must not import ${specifier}`;
}

function whyNotThisFile(path: string, name: string, room: Room, target: string) {
  if (isForTests(target)) return `the product must not import what is for tests: ${target}`;
  if (target === 'src/main.ts') return 'nobody imports main';
  if (room !== BUILDER && (isBesideRooms(target) || /^src\/(cli|demo)\//.test(target))) {
    return `only what puts the rooms together imports ${target}`;
  }
  if (target.startsWith('src/cli/') && !['main', 'cli'].includes(name)) {
    return 'only main imports cli';
  }
  const paths = [...room.paths, ...besideUs(path, name, target)];
  return paths.some((allowed) => target.startsWith(allowed))
    ? undefined
    : `${name} must not import ${target}`;
}

/**
 * In dialects and connectors each folder is a room of its own: it sees itself and what lies
 * directly beside the folders, but not the registry. The registry sees every folder.
 */
function besideUs(path: string, name: string, target: string): string[] {
  if (name !== 'dialects' && name !== 'connectors') return [];
  const house = `src/${name}/`;
  if (path === `${house}registry.ts`) return [house];
  const beside = target !== `${house}registry.ts` && dirname(target) === `src/${name}`;
  const own = dirname(path) === `src/${name}` ? [] : [`${house}${path.split('/')[2]}/`];
  return beside ? [...own, target] : own;
}

/** Whether a file lies directly in src/, as main.ts does. */
function isBesideRooms(path: string): boolean {
  return dirname(path) === 'src';
}

/** `src/wire/amount.ts` is in `wire`, `src/main.ts` is `main`. */
function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function matchesPackage(specifier: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}
