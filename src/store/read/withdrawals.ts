/** Withdrawals over PostgreSQL: see `ports/withdrawal.ts`. */
import type pg from 'pg';
import type { FeeRule } from '../../domain/channel.ts';
import { firstIdAt, type Id, shardOf } from '../../domain/id.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Beneficiary, WithdrawalTerms } from '../../domain/withdrawal.ts';
import type { BankAccount, BeneficiaryAccounts, Withdrawals } from '../../ports/withdrawal.ts';
import { run } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';
import { WITHDRAWN } from '../statements/withdrawals.ts';

/** A sealed account of one beneficiary cannot be moved to another. */
export const beneficiaryPurpose = (id: Id) => `beneficiary:${id}`;

export function createBeneficiaryAccounts(
  pool: pg.Pool,
  vault: Pick<Vault, 'open'>,
  shardCount: number,
): BeneficiaryAccounts {
  return {
    async fieldsOf(id) {
      const { rows } = await pool.query<{ sealed: Uint8Array }>(
        'select sealed from beneficiary where id = $1',
        [id],
      );
      const sealed = rows[0]?.sealed;
      return sealed === undefined ? null : JSON.parse(vault.open(sealed, beneficiaryPurpose(id)));
    },
    async mayBePaid(id) {
      const { rowCount } = await pool.query(
        'select from beneficiary where id = $1 and blocked_at is null',
        [id],
      );
      return rowCount === 1;
    },
    async withinLimit({ merchantId, mode, asset }, since, work) {
      const client = await pool.connect();
      const key = [`withdrawals ${merchantId} ${mode} ${asset}`];
      try {
        await client.query('select pg_advisory_lock(hashtextextended($1, 0))', key);
        try {
          const shard = shardOf(merchantId, shardCount);
          const parameters = [merchantId, mode, asset, firstIdAt(since.getTime())];
          const { rows } = await run<{ minor: bigint }>(client, WITHDRAWN, shard, parameters);
          return await work(rows[0]?.minor ?? 0n);
        } finally {
          await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key);
        }
      } finally {
        client.release();
      }
    },
  };
}

interface BeneficiaryRow extends Record<string, unknown> {
  readonly id: Id;
  readonly merchant_id: Id;
  readonly mode: Mode;
  readonly asset: string;
  readonly channel: string | null;
  readonly name: string;
  readonly account_shown: string;
  readonly added_by: string;
  readonly added_at: Date;
  readonly active_from: Date;
  readonly blocked_at: Date | null;
  readonly blocked_by: string | null;
}

export interface TermsRow extends Record<string, unknown> {
  readonly merchant_id: Id;
  readonly asset: string;
  readonly fee: Readonly<Record<keyof FeeRule, string | null>>;
  readonly min_minor: bigint;
  readonly alone_minor: bigint;
  readonly day_max_minor: bigint | null;
  readonly sweep_beneficiary: Id | null;
  readonly sweep_weekday: number | null;
  readonly sweep_keep_minor: bigint | null;
}

const BENEFICIARY = `select id, merchant_id, mode, asset, channel, name, account_shown, added_by,
  added_at, active_from, blocked_at, blocked_by from beneficiary`;

export function createWithdrawals(pool: Pick<pg.Pool, 'query'>): Withdrawals {
  return {
    async beneficiaries(merchantId, mode) {
      const { rows } = await pool.query<BeneficiaryRow>(
        `${BENEFICIARY} where merchant_id = $1 and ($2::text is null or mode = $2)
         order by id desc`,
        [merchantId, mode],
      );
      return rows.map(beneficiaryOf);
    },
    async beneficiary(id) {
      const { rows } = await pool.query<BeneficiaryRow>(`${BENEFICIARY} where id = $1`, [id]);
      return rows[0] === undefined ? null : beneficiaryOf(rows[0]);
    },
    async terms(merchantId) {
      const { rows } = await pool.query<TermsRow>(
        'select * from withdrawal_terms where merchant_id = $1 order by asset',
        [merchantId],
      );
      return rows.map(termsOf);
    },
    async banks() {
      const { rows } = await pool.query<BankAccount & Record<string, unknown>>(
        `select code, mode, asset, bank_name as "bankName", holder, number, enabled
         from bank_account order by code`,
      );
      return rows;
    },
  };
}

function beneficiaryOf(row: BeneficiaryRow): Beneficiary {
  const { id, mode, asset, channel, name } = row;
  return {
    ...{ id, mode, asset, channel, name, merchantId: row.merchant_id },
    account: row.account_shown,
    addedBy: row.added_by,
    addedAt: row.added_at,
    activeFrom: row.active_from,
    blockedAt: row.blocked_at,
    blockedBy: row.blocked_by,
  };
}

export function termsOf(row: TermsRow): WithdrawalTerms {
  const { fee, sweep_beneficiary: beneficiaryId, sweep_keep_minor: keepMinor } = row;
  const isSwept = beneficiaryId !== null && keepMinor !== null;
  const limit = (text: string | null) => (text === null ? null : BigInt(text));
  return {
    merchantId: row.merchant_id,
    asset: row.asset,
    fee: {
      ratePpm: BigInt(fee.ratePpm ?? 0),
      fixedMinor: BigInt(fee.fixedMinor ?? 0),
      minMinor: limit(fee.minMinor),
      maxMinor: limit(fee.maxMinor),
    },
    minMinor: row.min_minor,
    aloneMinor: row.alone_minor,
    dayMaxMinor: row.day_max_minor,
    sweep: isSwept ? { beneficiaryId, weekday: row.sweep_weekday, keepMinor } : null,
  };
}
