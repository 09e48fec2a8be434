/**
 * What a start refuses, and what it says is still open. A database is a demo's or for production
 * from its first start on, and a demo's secrets are known to whoever has seen its folder.
 */
import { type Config, ConfigError } from '../config.ts';
import { liveAccountProblem } from '../domain/live-account.ts';
import type { Platform } from '../platform.ts';
import {
  type Installation,
  installationAt,
  settleInstallation,
} from '../store/configuration/installation.ts';
import type { Connection } from '../store/database/pool.ts';

/** Before anything of the database is read or migrated: throws `ConfigError` for the other kind. */
export async function checkKind(connection: Connection, config: Config): Promise<void> {
  refuseOther(await installationAt(connection), config);
}

/** Makes the kind of the start that of a new database; of several first starts one decides. */
export async function settleKind({ pool }: Platform, config: Config): Promise<void> {
  refuseOther(await settleInstallation(pool, kindOf(config)), config);
}

function kindOf({ demo }: Config): Installation {
  return demo ? 'demo' : 'production';
}

function refuseOther(found: Installation | null, config: Config): void {
  if (found === null || found === kindOf(config)) return;
  throw new ConfigError(
    found === 'demo'
      ? 'this database is a demo, whose operator, apps and accounts are no secret, and is never' +
          ' for production: give production a DATABASE_URL (or DATA_DIR) of its own'
      : 'this database is for production and never becomes a demo: start it with' +
          ' NODE_ENV=production, or give the demo a DATA_DIR (or DATABASE_URL) of its own',
  );
}

/** Throws `ConfigError` where real money would go to a simulator or a payer to nowhere. */
export function checkRules({ snapshot }: Platform, config: Config): void {
  if (config.production && !config.isPublicUrlSet) {
    throw new ConfigError(
      'PUBLIC_URL is needed in production: what merchants, payers and providers reach us by,' +
        ' such as https://pay.example',
    );
  }
  if (config.demo) return;
  const current = snapshot.current();
  for (const { connector, account, mode } of current.accounts()) {
    const baseUrl = current.credentials(connector, account)[0]?.baseUrl;
    if (mode !== 'live' || baseUrl === undefined) continue;
    const problem = liveAccountProblem({ connector, account, baseUrl });
    if (problem !== null) throw new ConfigError(`account ${connector}/${account} ${problem}`);
  }
}

/** A sentence for each thing that a start outside a demo leaves open; nothing in a demo. */
export function whatIsOpen(config: Config): readonly string[] {
  if (config.demo) return [];
  const isHttps = config.publicUrl.startsWith('https:');
  const open: readonly (readonly [isOpen: boolean, sentence: string])[] = [
    [!isHttps, 'PUBLIC_URL is http: passwords and payment links travel in the clear'],
    [
      isHttps && config.trustProxy.length === 0,
      'TRUST_PROXY is not set, but PUBLIC_URL is https, so a proxy stands in front: all callers' +
        ' have its address, for limits and address lists',
    ],
    [!config.requireSecondFactor, 'CAUSEWAY_REQUIRE_2FA is off: a password alone signs in'],
    [!config.fourEyes, 'CAUSEWAY_FOUR_EYES is off: one operator alone moves money'],
    [config.allowHttpNotify, 'CAUSEWAY_ALLOW_HTTP_NOTIFY is on: notifications go in the clear'],
    [
      config.allowLoopbackNotify,
      'CAUSEWAY_ALLOW_LOOPBACK_NOTIFY is on: merchants can make us call this machine',
    ],
    [
      config.allowLoopbackUpstream,
      'CAUSEWAY_ALLOW_LOOPBACK_UPSTREAM is on: providers may be on this machine, and over http',
    ],
  ];
  return open.flatMap(([isOpen, sentence]) => (isOpen ? [sentence] : []));
}
