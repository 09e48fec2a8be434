/** Settings of a process, from the environment; read once, checked, frozen. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { CLEARING_ACCOUNTS, type ClearingDays, clearingDaysOf } from './domain/clearing.ts';
import { nearest } from './domain/nearest.ts';

export type Role = 'api' | 'worker' | 'console' | 'all';
export const ROLES: readonly Role[] = ['api', 'worker', 'console', 'all'];

export interface Config {
  /** Null: the embedded PostgreSQL below `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Where `/metrics` has a listener of its own, on 127.0.0.1; null: none. */
  readonly metricsPort: number | null;
  readonly simulatorPort: number;
  /** What merchants, payers and providers reach us by; no trailing slash. */
  readonly publicUrl: string;
  /** Whether `publicUrl` was given; else it is this machine's own address. */
  readonly isPublicUrlSet: boolean;
  /** 32 bytes, base64; null: a file below `dataDir`, made at the first start. */
  readonly platformKey: string | null;
  /** Real money: `NODE_ENV` says so. */
  readonly production: boolean;
  /**
   * Demo: an operator, a merchant and the simulated provider are created and started, and the
   * address guard lets loopback through. Off in production, where none of that may be.
   */
  readonly demo: boolean;
  readonly allowHttpNotify: boolean;
  readonly allowLoopbackNotify: boolean;
  /** Providers may be reached on this machine and over http: a simulator of one's own. */
  readonly allowLoopbackUpstream: boolean;
  /** Operators must have a second factor before they see anything but their own account. */
  readonly requireSecondFactor: boolean;
  /** Money by hand is asked for by one operator and approved by another. */
  readonly fourEyes: boolean;
  /** The documentation at `/docs`. */
  readonly docs: boolean;
  /** The page at `/`. */
  readonly frontPage: boolean;
  /** For how long pictures of payers are kept once it is decided, in days. */
  readonly photoDays: number;
  /** The ages from which on what lies in clearing accounts is an alarm. */
  readonly clearingDays: ClearingDays;
  /** For so many hours a new beneficiary of withdrawals is not paid. */
  readonly restHours: number;
  /**
   * How long a process that ends says so at `/readyz` before it closes its port: longer than what
   * stands in front takes to ask again. 0: not at all.
   */
  readonly drainMs: number;
  readonly trustProxy: readonly string[];
  /** Names that the console is reached by beside that of `publicUrl`. */
  readonly consoleHosts: readonly string[];
  readonly logLevel: string;
}

/** A setting that cannot be used: the sentence names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** `prod` is not taken for production, nor for anything else: what it would open is too much. */
const ENVIRONMENTS: readonly string[] = ['development', 'test', 'production'];
/** Settings whose names are ours: one that begins like them and is none is a slip of the hand. */
const OWN = [
  'CAUSEWAY_KEY',
  'CAUSEWAY_DEMO',
  'CAUSEWAY_ALLOW_HTTP_NOTIFY',
  'CAUSEWAY_ALLOW_LOOPBACK_NOTIFY',
  'CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM',
  'CAUSEWAY_REQUIRE_2FA',
  'CAUSEWAY_FOUR_EYES',
  'CAUSEWAY_DOCS',
  'CAUSEWAY_FRONT_PAGE',
  'CAUSEWAY_EKYC_DAYS',
  'CAUSEWAY_CLEARING_DAYS',
  'CAUSEWAY_REST_HOURS',
  'CAUSEWAY_CONSOLE_HOSTS',
  'CAUSEWAY_DRAIN_SECONDS',
] as const;
type Own = (typeof OWN)[number];
const LOG_LEVELS: readonly string[] = [
  ...['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
];

/** Reads the settings; throws `ConfigError` naming the first that is wrong. */
export function readConfig(env: Environment): Config {
  refuseUnknown(env);
  const port = portOf(env, 'PORT', 8080);
  const production = oneOf(env, 'NODE_ENV', ENVIRONMENTS, 'development') === 'production';
  const demo = flagOf(env, 'CAUSEWAY_DEMO', !production);
  if (production && demo) {
    throw new ConfigError('CAUSEWAY_DEMO must be off when NODE_ENV is production');
  }
  return Object.freeze({
    databaseUrl: env.DATABASE_URL || null,
    dataDir: resolve(env.DATA_DIR || 'data'),
    host: hostOf(env, demo ? '127.0.0.1' : '0.0.0.0'),
    port,
    metricsPort: env.METRICS_PORT ? portOf(env, 'METRICS_PORT', 0) : null,
    simulatorPort: portOf(env, 'SIMULATOR_PORT', 8081),
    publicUrl: publicUrlOf(env, port),
    isPublicUrlSet: Boolean(env.PUBLIC_URL),
    platformKey: own(env, 'CAUSEWAY_KEY') || null,
    production,
    demo,
    allowHttpNotify: flagOf(env, 'CAUSEWAY_ALLOW_HTTP_NOTIFY', demo),
    allowLoopbackNotify: flagOf(env, 'CAUSEWAY_ALLOW_LOOPBACK_NOTIFY', demo),
    allowLoopbackUpstream: flagOf(env, 'CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM', demo),
    requireSecondFactor: flagOf(env, 'CAUSEWAY_REQUIRE_2FA', !demo),
    fourEyes: flagOf(env, 'CAUSEWAY_FOUR_EYES', !demo),
    docs: flagOf(env, 'CAUSEWAY_DOCS', true),
    frontPage: flagOf(env, 'CAUSEWAY_FRONT_PAGE', true),
    photoDays: daysOf(env, 'CAUSEWAY_EKYC_DAYS', 90),
    clearingDays: clearingOf(env),
    restHours: hoursOf(env, 'CAUSEWAY_REST_HOURS', demo ? 0 : 24),
    drainMs: drainOf(env),
    trustProxy: proxiesOf(env),
    consoleHosts: hostsOf(env),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
  });
}

type Environment = Readonly<Record<string, string | undefined>>;

function oneOf(
  env: Environment,
  name: string,
  choices: readonly string[],
  defaultValue: string,
): string {
  const text = env[name] || defaultValue;
  if (choices.includes(text)) return text;
  const meant = nearest(text, choices);
  const hint = meant === null ? '' : ` (did you mean ${meant}?)`;
  throw new ConfigError(`${name} must be one of ${choices.join(', ')}: ${text}${hint}`);
}

function hostOf(env: Environment, defaultValue: string): string {
  const text = env.HOST || defaultValue;
  if (isIP(text) !== 0 || text === 'localhost') return text;
  throw new ConfigError(`HOST must be an IP address of this machine, or localhost: ${text}`);
}

/** Addresses or networks of proxies, comma separated; blanks around them are nothing. */
function proxiesOf(env: Environment): string[] {
  const parts = (env.TRUST_PROXY ?? '').split(',').map((part) => part.trim());
  const proxies = parts.filter((part) => part !== '');
  const wrong = proxies.find((proxy) => !isNetwork(proxy));
  if (wrong === undefined) return proxies;
  throw new ConfigError(
    `TRUST_PROXY must list IP addresses or networks such as 10.0.0.0/8, comma separated: ${wrong}`,
  );
}

/** Names without scheme and port, comma separated. */
function hostsOf(env: Environment): string[] {
  const parts = (own(env, 'CAUSEWAY_CONSOLE_HOSTS') ?? '').split(',').map((part) => part.trim());
  const hosts = parts.filter((part) => part !== '');
  const wrong = hosts.find((host) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(host));
  if (wrong === undefined) return hosts;
  throw new ConfigError(
    `CAUSEWAY_CONSOLE_HOSTS must list names such as console.example.com, comma separated: ${wrong}`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address) as 0 | 4 | 6];
  if (bits === undefined) return most > 0;
  return more.length === 0 && /^[0-9]{1,3}$/.test(bits) && Number.parseInt(bits, 10) <= most;
}

function portOf(env: Environment, name: string, defaultValue: number) {
  const text = env[name];
  if (text === undefined || text === '') return defaultValue;
  const port = /^[0-9]{1,5}$/.test(text) ? Number.parseInt(text, 10) : -1;
  if (port < 0 || port > 65_535) throw new ConfigError(`${name} must be a port number: ${text}`);
  return port;
}

/** What nobody reads would otherwise be believed to hold. */
function refuseUnknown(env: Environment): void {
  const names: readonly string[] = OWN;
  for (const name of Object.keys(env)) {
    if (!name.startsWith('CAUSEWAY_') || names.includes(name)) continue;
    const meant = nearest(name, names);
    const hint = meant === null ? `settings are ${names.join(', ')}` : `did you mean ${meant}?`;
    throw new ConfigError(`${name} is no setting: ${hint}`);
  }
}

function own(env: Environment, name: Own): string | undefined {
  return env[name];
}

function flagOf(env: Environment, name: Own, defaultValue: boolean): boolean {
  const text = own(env, name);
  if (text === undefined || text === '') return defaultValue;
  if (['1', 'on', 'true', 'yes'].includes(text)) return true;
  if (['0', 'off', 'false', 'no'].includes(text)) return false;
  throw new ConfigError(`${name} must be on or off: ${text}`);
}

/** Ten years: nobody may want to keep a payer's papers for longer. */
const DAYS_MAX = 3_650;

function daysOf(env: Environment, name: Own, defaultValue: number): number {
  const text = own(env, name) || String(defaultValue);
  const days = /^[0-9]{1,4}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (days >= 1 && days <= DAYS_MAX) return days;
  throw new ConfigError(`${name} must be a number of days from 1 to ${DAYS_MAX}: ${text}`);
}

/** A month: whoever has to wait longer takes another way. */
const HOURS_MAX = 720;

function hoursOf(env: Environment, name: Own, defaultValue: number): number {
  const text = own(env, name) || String(defaultValue);
  const hours = /^[0-9]{1,3}$/.test(text) ? Number.parseInt(text, 10) : -1;
  if (hours >= 0 && hours <= HOURS_MAX) return hours;
  throw new ConfigError(`${name} must be a number of hours from 0 to ${HOURS_MAX}: ${text}`);
}

/** What is under way must still end before whoever stops a process kills it, after 30 s. */
const DRAIN_SECONDS_MAX = 15;

function drainOf(env: Environment): number {
  const text = own(env, 'CAUSEWAY_DRAIN_SECONDS') || '0';
  const seconds = /^[0-9]{1,2}$/.test(text) ? Number.parseInt(text, 10) : -1;
  if (seconds >= 0 && seconds <= DRAIN_SECONDS_MAX) return seconds * 1000;
  throw new ConfigError(
    `CAUSEWAY_DRAIN_SECONDS must be a number of seconds from 0 to ${DRAIN_SECONDS_MAX}: ${text}`,
  );
}

function publicUrlOf(env: Environment, port: number): string {
  const text = (env.PUBLIC_URL || `http://127.0.0.1:${port}`).replace(/\/+$/, '');
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new ConfigError(`PUBLIC_URL must be an http(s) address: ${text}`);
  }
  return text;
}

function clearingOf(env: Environment): ClearingDays {
  const text = own(env, 'CAUSEWAY_CLEARING_DAYS') ?? '';
  const days = clearingDaysOf(text);
  if (days !== null) return days;
  const accounts = CLEARING_ACCOUNTS.join(', ');
  throw new ConfigError(
    `CAUSEWAY_CLEARING_DAYS must list days such as suspense=7,claims=45 (1 to 999) for ${accounts}: ${text}`,
  );
}
