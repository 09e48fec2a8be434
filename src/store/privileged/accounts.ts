/** Providers' accounts: the next version of their credentials, and the end of an old one. */
import type { AccountWrites } from '../../ports/privileged.ts';
import { limitOf, type NewAccount, type StoredLimit, sealed } from '../configuration/accounts.ts';
import type { Executor } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';

export function accountWrites(client: Executor, vault: Vault): AccountWrites {
  return {
    async save({ connector, account, mode, baseUrl, secrets }) {
      // Two at once get the same number, and the second is refused by the key.
      const { rows } = await client.query<{ version: number }>(
        `select coalesce(max(version), 0) + 1 as version from connector_account
         where connector = $1 and account = $2`,
        [connector, account],
      );
      const version = rows[0]?.version ?? 1;
      const saved = { connector, account, mode, version, baseUrl, secrets };
      await insertAccount(client, vault, saved);
      return version;
    },
    async end({ connector, account }, version, inS) {
      const { rows } = await client.query<{ notAfter: Date }>(
        `update connector_account set not_after = now() + make_interval(secs => $4)
         where connector = $1 and account = $2 and version = $3
         returning not_after as "notAfter"`,
        [connector, account, version, inS],
      );
      return rows[0]?.notAfter ?? null;
    },
    async limit({ connector, account }, set) {
      const key = [connector, account];
      const known = await client.query(
        'select from connector_account where connector = $1 and account = $2 limit 1',
        key,
      );
      if (known.rows.length === 0) return null;
      // The row is locked by this, whoever makes it.
      await client.query(
        `insert into account_limit (connector, account) values ($1, $2)
         on conflict (connector, account) do update set account = excluded.account`,
        key,
      );
      const { rows } = await client.query<StoredLimit>(
        `select least, most, per_second from account_limit
         where connector = $1 and account = $2`,
        key,
      );
      const before = rows[0] as StoredLimit;
      const after: StoredLimit = {
        least: set.floor === undefined ? before.least : set.floor,
        most: set.ceiling === undefined ? before.most : set.ceiling,
        per_second: set.perSecond === undefined ? before.per_second : set.perSecond,
      };
      if ((after.least ?? 0) > (after.most ?? Number.POSITIVE_INFINITY)) return 'least_above_most';
      await client.query(
        `update account_limit set least = $3, most = $4, per_second = $5
         where connector = $1 and account = $2`,
        [...key, after.least, after.most, after.per_second],
      );
      return limitOf(after);
    },
  };
}

async function insertAccount(client: Executor, vault: Vault, account: NewAccount): Promise<void> {
  await client.query(
    `insert into connector_account (connector, account, mode, version, base_url, sealed)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      account.connector,
      account.account,
      account.mode,
      account.version,
      account.baseUrl,
      sealed(vault, account),
    ],
  );
}
