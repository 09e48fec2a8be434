/**
 * Providers' accounts in versions: each is another set of secrets for the same account there. New
 * orders go out with the newest; the older ones live on for what was sent with them.
 */
import type pg from 'pg';
import type { AccountKey } from '../../domain/routing.ts';
import { run } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';
import { OPEN_BY_VERSION } from '../statements/operator-queries.ts';

/** One version, with its secrets. */
export interface NewAccount {
  readonly connector: string;
  readonly account: string;
  readonly version: number;
  readonly baseUrl: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** One version, without its secrets. */
export interface AccountRow extends AccountKey {
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
  /** Saves the next version, and answers its number. */
  save(account: Omit<NewAccount, 'version'>): Promise<number>;
  /** Sets the end of a version, so many seconds from now. Null: there is no such version. */
  end(key: AccountKey, version: number, inS: number): Promise<Date | null>;
}

export function createAccounts(pool: pg.Pool, vault: Vault, shardCount: number): Accounts {
  return {
    async list() {
      const { rows } = await pool.query<AccountRow>(
        `select connector, account, version, base_url as "baseUrl", created_at as "createdAt",
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
    async save({ connector, account, baseUrl, secrets }) {
      // Two at once get the same number, and the second is refused by the key.
      const { rows } = await pool.query<{ version: number }>(
        `select coalesce(max(version), 0) + 1 as version from connector_account
         where connector = $1 and account = $2`,
        [connector, account],
      );
      const version = rows[0]?.version ?? 1;
      await insertAccount(pool, vault, { connector, account, version, baseUrl, secrets });
      return version;
    },
    async end({ connector, account }, version, inS) {
      const { rows } = await pool.query<{ notAfter: Date }>(
        `update connector_account set not_after = now() + make_interval(secs => $4)
         where connector = $1 and account = $2 and version = $3
         returning not_after as "notAfter"`,
        [connector, account, version, inS],
      );
      return rows[0]?.notAfter ?? null;
    },
  };
}

interface OpenRow extends OpenOrders {
  readonly [column: string]: unknown;
}

async function insertAccount(pool: pg.Pool, vault: Vault, account: NewAccount): Promise<void> {
  await pool.query(
    `insert into connector_account (connector, account, version, base_url, sealed)
     values ($1, $2, $3, $4, $5)`,
    [account.connector, account.account, account.version, account.baseUrl, sealed(vault, account)],
  );
}

/** The secrets of a version as they are stored. */
export function sealed(
  vault: Vault,
  { connector, account, version, secrets }: NewAccount,
): Uint8Array {
  return vault.seal(JSON.stringify(secrets), `connector:${connector}/${account}/${version}`);
}
