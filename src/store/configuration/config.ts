/** Writes of configuration: merchants, apps, keys, the catalogue, providers' accounts. */
import type pg from 'pg';
import type { Channel, Route, TermsRow } from '../../domain/channel.ts';
import type { Id } from '../../domain/id.ts';
import type { Merchant } from '../../domain/merchant.ts';
import { daysAtMost } from '../../domain/settlement-day.ts';
import type { NewApp } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { appWrites } from '../privileged/apps.ts';
import { merchantWrites } from '../privileged/merchants.ts';
import type { Vault } from '../secrets/vault.ts';
import { type NewAccount, sealed } from './accounts.ts';
import { channelToJson } from './channel-row.ts';

export interface ConfigWriter {
  createMerchant(input: Pick<Merchant, 'name'> & Partial<Merchant>): Promise<Id>;
  createApp(input: NewApp): Promise<Id>;
  saveChannels(channels: readonly Channel[]): Promise<void>;
  /** What is there already of the same merchant, channel and moment stays as it is. */
  addTerms(rows: readonly TermsRow[]): Promise<void>;
  /** What is there already to the same account under the same conditions stays as it is. */
  addRoutes(routes: readonly Route[]): Promise<void>;
  /** Opens all routes to a provider's account. */
  openRoutes(connector: string, account: string): Promise<void>;
  /** A version of a provider's account, new or in place of its own; the others stay. */
  saveAccount(account: NewAccount): Promise<void>;
}

/** `nextId` makes platform ids: merchants and apps have them like orders. */
export function createConfigWriter(
  pool: pg.Pool,
  vault: Vault,
  nextId: (bucket: number) => Id,
): ConfigWriter {
  return {
    createMerchant: ({ amountPolicy = 'accept', latePolicy = 'accept', ...input }) =>
      inTransaction(pool, (client) =>
        merchantWrites(client, nextId).create({ ...input, amountPolicy, latePolicy }),
      ),
    createApp: (input) =>
      inTransaction(pool, async (client) => {
        const id = await appWrites(client, vault, nextId).create(input);
        if (id === null) throw new Error(`another app is called ${input.publicId}`);
        return id;
      }),
    saveChannels: (channels) => saveChannels(pool, channels),
    addTerms: async (rows) => void (await addTerms(pool, rows)),
    addRoutes: async (routes) => void (await addRoutes(pool, routes)),
    openRoutes: (connector, account) => openRoutes(pool, connector, account),
    async saveAccount(given) {
      const { connector, account, mode, version, baseUrl } = given;
      await pool.query(
        `insert into connector_account (connector, account, mode, version, base_url, sealed)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (connector, account, version)
         do update set base_url = excluded.base_url, sealed = excluded.sealed`,
        [connector, account, mode, version, baseUrl, sealed(vault, given)],
      );
    },
  };
}

/** Writes channels; those that are there are replaced. */
export async function saveChannels(on: Executor, channels: readonly Channel[]): Promise<void> {
  await on.query(
    `insert into channel (code, body)
     select * from unnest($1::text[], $2::jsonb[])
     on conflict (code) do update set body = excluded.body, updated_at = now()`,
    [channels.map(({ code }) => code), channels.map(channelToJson)],
  );
}

/**
 * Adds terms; those of the same merchant, channel and moment that are there already stay as they
 * are. Answers how many were added.
 */
export async function addTerms(on: Executor, rows: readonly TermsRow[]): Promise<number> {
  const values = rows.map(({ fee, refundFee, dispute, ...row }) => ({
    merchant_id: row.merchantId,
    channel_code: row.channelCode,
    settle_after_days: daysAtMost(row.settle),
    settle: typeof row.settle === 'number' ? null : row.settle,
    effective_from: row.effectiveFrom,
    rate_ppm: fee.ratePpm,
    fixed_minor: fee.fixedMinor,
    min_minor: fee.minMinor,
    max_minor: fee.maxMinor,
    refund_rate_ppm: refundFee?.ratePpm ?? null,
    refund_fixed_minor: refundFee?.fixedMinor ?? null,
    refund_min_minor: refundFee?.minMinor ?? null,
    refund_max_minor: refundFee?.maxMinor ?? null,
    dispute_rate_ppm: dispute?.fee.ratePpm ?? null,
    dispute_fixed_minor: dispute?.fee.fixedMinor ?? null,
    dispute_min_minor: dispute?.fee.minMinor ?? null,
    dispute_max_minor: dispute?.fee.maxMinor ?? null,
    dispute_fee_refunded: dispute?.refundedWhenWon ?? false,
    payment_fee_refunded: dispute?.refundsFee ?? false,
  }));
  return await addAll(on, values, ADD_TERMS);
}

const ADD_TERMS = `
  insert into terms (merchant_id, channel_code, settle_after_days, settle, effective_from,
                     rate_ppm, fixed_minor, min_minor, max_minor,
                     refund_rate_ppm, refund_fixed_minor, refund_min_minor, refund_max_minor,
                     dispute_rate_ppm, dispute_fixed_minor, dispute_min_minor, dispute_max_minor,
                     dispute_fee_refunded, payment_fee_refunded)
  select * from jsonb_to_recordset($1) as row (
    merchant_id bigint, channel_code text, settle_after_days smallint, settle jsonb,
    effective_from timestamptz,
    rate_ppm bigint, fixed_minor bigint, min_minor bigint, max_minor bigint,
    refund_rate_ppm bigint, refund_fixed_minor bigint, refund_min_minor bigint,
    refund_max_minor bigint, dispute_rate_ppm bigint, dispute_fixed_minor bigint,
    dispute_min_minor bigint, dispute_max_minor bigint, dispute_fee_refunded boolean,
    payment_fee_refunded boolean)
  on conflict do nothing`;

/** One statement for all rows; bigints travel as texts. */
async function addAll(on: Executor, rows: readonly object[], sql: string): Promise<number> {
  if (rows.length === 0) return 0;
  const json = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  return (await on.query(sql, [json])).rowCount ?? 0;
}

async function openRoutes(pool: pg.Pool, connector: string, account: string): Promise<void> {
  const open = 'update route set enabled = true where connector = $1 and account = $2';
  await pool.query(open, [connector, account]);
}

/**
 * Adds routes; one to the same account under the same conditions that is there already stays as it
 * is. Answers how many were added.
 */
export async function addRoutes(on: Executor, routes: readonly Route[]): Promise<number> {
  const values = routes.map((route) => ({
    ...route,
    channel_code: route.channelCode,
    merchant_ids: route.merchantIds,
    min_minor: route.minMinor,
    max_minor: route.maxMinor,
  }));
  return await addAll(on, values, ADD_ROUTES);
}

const ADD_ROUTES = `
  insert into route (channel_code, connector, account, priority, weight, enabled,
                     merchant_ids, min_minor, max_minor)
  select * from jsonb_to_recordset($1) as row (
    channel_code text, connector text, account text, priority smallint, weight smallint,
    enabled boolean, merchant_ids bigint[], min_minor bigint, max_minor bigint)
  on conflict do nothing`;
