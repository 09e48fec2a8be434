/** Sweeps that may be made, over PostgreSQL. See `ports/withdrawal.ts`. */
import type pg from 'pg';
import { shardOf } from '../../domain/id.ts';
import { bankFor } from '../../domain/withdrawal.ts';
import type { DueSweep, WithdrawalSweeps } from '../../ports/withdrawal.ts';
import { run } from '../database/pool.ts';
import { createWithdrawals, type TermsRow, termsOf } from '../read/withdrawals.ts';
import { AVAILABLE_UNLESS_DUE } from '../statements/settlements.ts';

export function createWithdrawalSweeps(pool: pg.Pool, shardCount: number): WithdrawalSweeps {
  const withdrawals = createWithdrawals(pool);
  return {
    async due() {
      const { rows } = await pool.query<TermsRow>(
        `select t.* from withdrawal_terms t
         join beneficiary b on b.id = t.sweep_beneficiary and b.merchant_id = t.merchant_id
           and b.asset = t.asset
         where b.blocked_at is null and b.active_from <= now()
         order by t.merchant_id, t.asset`,
      );
      const banks = rows.length === 0 ? [] : await withdrawals.banks();
      const found: DueSweep[] = [];
      for (const terms of rows.map(termsOf)) {
        const id = terms.sweep?.beneficiaryId;
        const beneficiary = id === undefined ? null : await withdrawals.beneficiary(id);
        if (beneficiary === null) continue;
        const { merchantId, mode, asset } = beneficiary;
        const shard = shardOf(merchantId, shardCount);
        const parameters = [merchantId, mode, asset];
        const there = await run<{ available: bigint }>(
          pool,
          AVAILABLE_UNLESS_DUE,
          shard,
          parameters,
        );
        const availableMinor = there.rows[0]?.available;
        if (availableMinor === undefined) continue;
        found.push({ terms, beneficiary, availableMinor, bank: bankFor(banks, mode, asset) });
      }
      return found;
    },
  };
}
