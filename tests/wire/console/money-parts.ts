import type pg from 'pg';
import { createReceipts } from '../../../src/store/queues/receipts.ts';
import { createVerificationFiles } from '../../../src/store/queues/verifications.ts';
import { createTopUps } from '../../../src/store/read/top-ups.ts';
import {
  createBeneficiaryAccounts,
  createWithdrawals,
} from '../../../src/store/read/withdrawals.ts';
import type { Vault } from '../../../src/store/secrets/vault.ts';
import { SHARDS } from '../../support/lanes.ts';

/** What lies sealed, and what comes of withdrawals and top-ups. */
export function moneyPartsOf(pool: pg.Pool, vault: Vault, nextId: (bucket: number) => bigint) {
  return {
    verifications: createVerificationFiles(pool, vault, SHARDS),
    beneficiaries: createBeneficiaryAccounts(pool, vault, SHARDS),
    withdrawals: createWithdrawals(pool),
    restHours: 24,
    topUps: createTopUps(pool),
    receipts: createReceipts(pool, { shardCount: SHARDS, nextId }),
  };
}
