/** Settings of a process, from the environment; read once, checked, frozen. */
import { resolve } from 'node:path';

export type Role = 'api' | 'worker' | 'console' | 'all';
export const ROLES: readonly Role[] = ['api', 'worker', 'console', 'all'];

export interface Config {
  /** Null: the embedded PostgreSQL below `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly simulatorPort: number;
  /** What merchants, payers and providers reach us by; no trailing slash. */
  readonly publicUrl: string;
  /** 32 bytes, base64; null: a file below `dataDir`, made at the first start. */
  readonly platformKey: string | null;
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
  readonly trustProxy: readonly string[];
  readonly logLevel: string;
}

/** A setting that cannot be used: the sentence names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the settings; throws `ConfigError` naming the first that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const port = portOf(env, 'PORT', 8080);
  const production = env.NODE_ENV === 'production';
  const demo = flagOf(env, 'CAUSEWAY_DEMO', !production);
  if (production && demo) {
    throw new ConfigError('CAUSEWAY_DEMO must be off when NODE_ENV is production');
  }
  return Object.freeze({
    databaseUrl: env.DATABASE_URL || null,
    dataDir: resolve(env.DATA_DIR || 'data'),
    host: env.HOST || (demo ? '127.0.0.1' : '0.0.0.0'),
    port,
    simulatorPort: portOf(env, 'SIMULATOR_PORT', 8081),
    publicUrl: publicUrlOf(env, port),
    platformKey: env.CAUSEWAY_KEY || null,
    demo,
    allowHttpNotify: flagOf(env, 'CAUSEWAY_ALLOW_HTTP_NOTIFY', demo),
    allowLoopbackNotify: flagOf(env, 'CAUSEWAY_ALLOW_LOOPBACK_NOTIFY', demo),
    allowLoopbackUpstream: flagOf(env, 'CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM', demo),
    requireSecondFactor: flagOf(env, 'CAUSEWAY_REQUIRE_2FA', !demo),
    fourEyes: flagOf(env, 'CAUSEWAY_FOUR_EYES', !demo),
    trustProxy: (env.TRUST_PROXY ?? '').split(',').filter((address) => address !== ''),
    logLevel: env.LOG_LEVEL || 'info',
  });
}

function portOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  defaultValue: number,
) {
  const text = env[name];
  if (text === undefined || text === '') return defaultValue;
  const port = /^[0-9]{1,5}$/.test(text) ? Number.parseInt(text, 10) : -1;
  if (port < 0 || port > 65_535) throw new ConfigError(`${name} must be a port number: ${text}`);
  return port;
}

function flagOf(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  defaultValue: boolean,
): boolean {
  const text = env[name];
  if (text === undefined || text === '') return defaultValue;
  if (['1', 'on', 'true', 'yes'].includes(text)) return true;
  if (['0', 'off', 'false', 'no'].includes(text)) return false;
  throw new ConfigError(`${name} must be on or off: ${text}`);
}

function publicUrlOf(env: Readonly<Record<string, string | undefined>>, port: number): string {
  const text = (env.PUBLIC_URL || `http://127.0.0.1:${port}`).replace(/\/+$/, '');
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new ConfigError(`PUBLIC_URL must be an http(s) address: ${text}`);
  }
  return text;
}
