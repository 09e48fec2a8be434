/** Beneficiaries, terms of withdrawals and bank accounts, as commands write them. */
import type { FeeRule } from '../../domain/channel.ts';
import { bucketOf } from '../../domain/id.ts';
import { maskedAccount } from '../../domain/withdrawal.ts';
import type { WithdrawalWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import { decideReceipt, type ReceiptParts, takeLine } from '../queues/receipts.ts';
import { beneficiaryPurpose } from '../read/withdrawals.ts';
import type { Vault } from '../secrets/vault.ts';

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function withdrawalWrites(
  client: Executor,
  vault: Pick<Vault, 'seal'>,
  { nextId, shardCount }: ReceiptParts,
  now: () => Date | null,
): WithdrawalWrites {
  const parts = { nextId, shardCount };
  return {
    ...beneficiaryWrites(client, vault, nextId, now),
    receive: (line) => takeLine(client, parts, line),
    decide: (receipt, merchantId, by, evidence) =>
      decideReceipt(client, parts, receipt, merchantId, by, evidence),
    async reference({ merchantId, mode, asset, reference }) {
      const { rows } = await client.query<{ reference: string }>(
        `insert into topup_reference as r (reference, merchant_id, mode, asset)
         values ($1, $2, $3, $4)
         on conflict (merchant_id, mode, asset) do update set asset = r.asset
         returning reference`,
        [reference, merchantId, mode, asset],
      );
      return rows[0]?.reference ?? reference;
    },
    async setTerms({ merchantId, asset, fee, minMinor, aloneMinor, dayMaxMinor, sweep }) {
      await client.query(
        `insert into withdrawal_terms (merchant_id, asset, fee, min_minor, alone_minor,
           sweep_beneficiary, sweep_weekday, sweep_keep_minor, day_max_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (merchant_id, asset) do update
         set fee = excluded.fee, min_minor = excluded.min_minor,
             alone_minor = excluded.alone_minor,
             sweep_beneficiary = excluded.sweep_beneficiary,
             sweep_weekday = excluded.sweep_weekday,
             sweep_keep_minor = excluded.sweep_keep_minor,
             day_max_minor = excluded.day_max_minor`,
        [
          ...[merchantId, asset, feeText(fee), minMinor, aloneMinor],
          ...[sweep?.beneficiaryId ?? null, sweep?.weekday ?? null, sweep?.keepMinor ?? null],
          dayMaxMinor,
        ],
      );
    },
    async saveBank({ code, mode, asset, bankName, holder, number, enabled }) {
      const { rowCount } = await client.query(
        `insert into bank_account as b (code, mode, asset, bank_name, holder, number, enabled)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (code) do update
         set bank_name = excluded.bank_name, holder = excluded.holder,
             number = excluded.number, enabled = excluded.enabled
         where b.mode = excluded.mode and b.asset = excluded.asset`,
        [code, mode, asset, bankName, holder, number, enabled],
      );
      return rowCount === 1;
    },
  };
}

function beneficiaryWrites(
  client: Executor,
  vault: Pick<Vault, 'seal'>,
  nextId: ReceiptParts['nextId'],
  now: () => Date | null,
): Pick<WithdrawalWrites, 'addBeneficiary' | 'blockBeneficiary'> {
  return {
    async addBeneficiary({ merchantId, mode, asset, channel, name, fields, addedBy, restHours }) {
      const id = nextId(bucketOf(merchantId));
      const { rows } = await client.query<{ at: Date }>(
        `insert into beneficiary (id, merchant_id, mode, asset, channel, name, account_shown,
           sealed, added_by, added_at, active_from)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, n.now, n.now + $10 * interval '1 hour'
         from (select coalesce($11::timestamptz, now()) as now) n returning active_from as at`,
        [
          ...[id, merchantId, mode, asset, channel, name],
          maskedAccount(fields['beneficiary.account'] ?? ''),
          vault.seal(JSON.stringify(fields), beneficiaryPurpose(id)),
          ...[addedBy, restHours, now()],
        ],
      );
      return { id, activeFrom: (rows[0] as { at: Date }).at };
    },
    async blockBeneficiary(id, by) {
      const { rowCount } = await client.query(
        `update beneficiary set blocked_at = coalesce($3::timestamptz, now()), blocked_by = $2
         where id = $1 and blocked_at is null`,
        [id, by, now()],
      );
      return rowCount === 1;
    },
  };
}

function feeText(fee: FeeRule): string {
  return JSON.stringify(fee, (_name, value) => (typeof value === 'bigint' ? `${value}` : value));
}
