/** What people may write of a recovery. */
import type { RecoveryWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import { beginRecovery } from '../recovery/continuity.ts';
import { closeAccountCases } from '../recovery/statements.ts';

export function recoveryWrites(client: Executor): RecoveryWrites {
  return {
    async begin(reason, minutes) {
      const { rows } = await client.query<{ at: Date }>(
        `select now() - $1 * interval '1 minute' as at`,
        [minutes],
      );
      await beginRecovery(client, 'declared', reason, rows[0]?.at as Date);
    },
    async confirm({ id, revision }, account, by, reason) {
      const { rows } = await client.query<{ id: bigint }>(
        `update recovery_account a set state = 'confirmed', note = $2, at = now()
         from recovery r where r.id = a.recovery_id and r.ended_at is null
           and r.id = $3 and r.revision = $4 and a.connector || '/' || a.account = $1 and a.state in ('by_hand', 'to_list')
         returning r.id`,
        [account, reason, id, revision],
      );
      if (rows[0] === undefined) return false;
      await closeAccountCases(client, rows[0].id, by, reason, account);
      return true;
    },
    async end({ id, revision }, by, reason) {
      const { rowCount } = await client.query(
        `update recovery set ended_at = now(), ended_by = $1, end_reason = $2
         where ended_at is null and id = $3 and revision = $4`,
        [by, reason, id, revision],
      );
      if (rowCount === 1) await closeAccountCases(client, id, by, reason);
      return rowCount === 1;
    },
  };
}
