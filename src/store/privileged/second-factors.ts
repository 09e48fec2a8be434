/** Second factors: set up, confirmed, renewed and taken away. */
import { createHash, randomBytes } from 'node:crypto';
import type { SecondFactorWrites } from '../../ports/privileged.ts';
import { inTransaction, type Transactional } from '../database/transaction.ts';
import { OPERATORS } from '../operators/account-tables.ts';
import { codesOf, type FactorTables } from '../operators/second-factors.ts';
import { base32 } from '../operators/totp.ts';
import type { Vault } from '../secrets/vault.ts';

/** As long as the digest, which RFC 4226 (section 4) recommends. */
const SECRET_BYTES = 20;

/**
 * `on`: the transaction that the changes are a part of; a pool gives each one of its own. `now`:
 * the time to go by; null (always, but in tests): the database's own.
 */
export function secondFactorWrites(
  on: Transactional,
  vault: Vault,
  now: () => Date | null = () => null,
  tables: FactorTables = OPERATORS,
): SecondFactorWrites {
  const codes = codesOf(vault, now, tables);
  const { account, owner, totp, recovery, session } = tables;
  const begin = `insert into ${totp} (${owner}, sealed)
    select id, $2 from ${account} where id = $1 and second_factor_at is null
    on conflict (${owner}) do update set sealed = excluded.sealed, last_step = 0, made_at = now()
    returning ${owner}`;
  const turnOn = `update ${account} set second_factor_at = coalesce($2::timestamptz, now())
    where id = $1 and second_factor_at is null returning id`;
  const turnOff = `update ${account} set second_factor_at = null
    where id = $1 and second_factor_at is not null returning id`;
  return {
    async begin(id) {
      const secret = randomBytes(SECRET_BYTES);
      const { rowCount } = await on.query(begin, [id, codes.seal(id, secret)]);
      return rowCount === 1 ? base32(secret) : null;
    },
    confirm: (id, code, token) =>
      inTransaction(on, async (client) => {
        if (!(await codes.take(client, id, code))) return null;
        if ((await client.query(turnOn, [id, now()])).rowCount !== 1) return null;
        const others = `delete from ${session} where ${owner} = $1 and token_hash <> $2`;
        await client.query(others, [id, createHash('sha256').update(token).digest()]);
        return await codes.newRecovery(client, id);
      }),
    renewRecovery: (id) => inTransaction(on, (client) => codes.newRecovery(client, id)),
    remove: (id) =>
      inTransaction(on, async (client) => {
        if ((await client.query(turnOff, [id])).rowCount !== 1) return false;
        for (const table of [totp, recovery, session]) {
          await client.query(`delete from ${table} where ${owner} = $1`, [id]);
        }
        return true;
      }),
  };
}
