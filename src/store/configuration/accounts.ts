/**
 * Providers' accounts in versions: each is another set of secrets for the same account there. New
 * orders go out with the newest; the older ones live on for what was sent with them.
 */
import type pg from 'pg';
import { type AccountLimit, DEFAULT_LIMIT } from '../../domain/account-limit.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { AccountKey } from '../../domain/routing.ts';
import { run } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';
import { OPEN_BY_VERSION } from '../statements/operator-queries.ts';

/** One version, with its secrets. */
export interface NewAccount {
  readonly connector: string;
  readonly account: string;
  /** Of all its versions. */
  readonly mode: Mode;
  readonly version: number;
  readonly baseUrl: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** One version, without its secrets. */
export interface AccountRow extends AccountKey {
  readonly mode: Mode;
  readonly version: number;
  readonly baseUrl: string;
  readonly createdAt: Date;
  /** Its end, from which on nothing is verified or asked with it; null: none is set. */
  readonly notAfter: Date | null;
}

/** Open orders by the version that they were last sent with; null: not recorded. */
export interface OpenOrders extends AccountKey {
  readonly version: number | null;
  readonly count: bigint;
}

export interface Accounts {
  /** By name, the newest version first; ended ones too. */
  list(): Promise<readonly AccountRow[]>;
  /** Asks every shard. */
  openOrders(): Promise<readonly OpenOrders[]>;
}

export function createAccounts(pool: pg.Pool, shardCount: number): Accounts {
  return {
    async list() {
      const { rows } = await pool.query<AccountRow>(
        `select connector, account, mode, version, base_url as "baseUrl", created_at as "createdAt",
                not_after as "notAfter"
         from connector_account order by connector, account, version desc`,
      );
      return rows;
    },
    async openOrders() {
      const shards = Array.from({ length: shardCount }, (_, shard) => shard);
      const found = await Promise.all(
        shards.map((shard) => run<OpenRow>(pool, OPEN_BY_VERSION, shard)),
      );
      const byVersion = new Map<string, OpenOrders>();
      for (const row of found.flatMap(({ rows }) => rows)) {
        const key = `${row.connector}/${row.account}/${row.version}`;
        const before = byVersion.get(key)?.count ?? 0n;
        byVersion.set(key, { ...row, count: before + row.count });
      }
      return [...byVersion.values()];
    },
  };
}

interface OpenRow extends OpenOrders {
  readonly [column: string]: unknown;
}

/** A row of `account_limit`; null: not set. */
export interface StoredLimit {
  readonly least: number | null;
  readonly most: number | null;
  readonly per_second: number | null;
}

/** What holds of an account: what is set, and else what holds of all. */
export function limitOf({ least, most, per_second: perSecond }: StoredLimit): AccountLimit {
  const ceiling = most ?? DEFAULT_LIMIT.ceiling;
  return { floor: Math.min(least ?? DEFAULT_LIMIT.floor, ceiling), ceiling, perSecond };
}

/** The secrets of a version as they are stored. */
export function sealed(
  vault: Vault,
  { connector, account, version, secrets }: NewAccount,
): Uint8Array {
  return vault.seal(JSON.stringify(secrets), `connector:${connector}/${account}/${version}`);
}
