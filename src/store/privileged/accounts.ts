/** Providers' accounts: the next version of their credentials, and the end of an old one. */
import type { AccountWrites } from '../../ports/privileged.ts';
import { type NewAccount, sealed } from '../configuration/accounts.ts';
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
