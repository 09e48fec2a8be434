/** One good input for each command of a recovery: see `operator-trials.ts`. */
import type { ConsoleWorld } from '../wire/console/world.ts';
import type { Trial } from './operator-trials.ts';

export const RECOVERY_TRIALS: Readonly<Record<string, Trial>> = {
  'recovery.begin': {
    roles: 'owner finance',
    prepare: async () => ({ minutes: '90', reason: 'snapshot of two restored' }),
  },
  'recovery.confirm': {
    roles: 'owner finance',
    async prepare({ pool }) {
      const recovery = await openRecovery(pool);
      return { recovery, account: 'payermax/main', reason: 'bill of the day compared' };
    },
  },
  'recovery.end': {
    roles: 'owner finance',
    async prepare({ pool }) {
      const recovery = await openRecovery(pool);
      return { recovery, reason: 'the standby had it all' };
    },
  },
};

/** One that waits for a person to compare an account. */
async function openRecovery(pool: ConsoleWorld['pool']): Promise<string> {
  const { rows } = await pool.query(
    `with made as (
       insert into recovery (reason, detail, forgotten_from, is_check) values ('declared', 'a trial', now(), false)
       on conflict ((true)) where ended_at is null do update set detail = 'a trial' returning id, revision
     )
     insert into recovery_account (recovery_id, connector, account, state)
     select id, 'payermax', 'main', 'by_hand' from made
     on conflict (recovery_id, connector, account) do update set state = 'by_hand'
     returning recovery_id || '.' || (select revision from made) as seen`,
  );
  return rows[0].seen;
}
