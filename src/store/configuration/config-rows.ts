/** The configuration tables as values. */
import type pg from 'pg';
import type { Credentials } from '../../connectors/contract.ts';
import type { AmountRuleRow } from '../../domain/amount-rules.ts';
import type { Channel, FeeRule, Route, TermsRow } from '../../domain/channel.ts';
import { FREE } from '../../domain/fee.ts';
import type { App, AppKey, Merchant, Mode, Subscription } from '../../domain/merchant.ts';
import type { ReserveRule } from '../../domain/reserve.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type { CalendarDays, CalendarTerms } from '../../domain/settlement-day.ts';
import type { Vault } from '../secrets/vault.ts';
import type { StoredLimit } from './accounts.ts';
import { channelFromJson } from './channel-row.ts';

export interface Config {
  readonly version: string;
  readonly merchants: readonly Merchant[];
  readonly apps: readonly App[];
  readonly channels: readonly Channel[];
  readonly terms: readonly TermsRow[];
  readonly amountRules: readonly AmountRuleRow[];
  readonly reserveRules: readonly ReserveRule[];
  /** Approved ones. */
  readonly calendarYears: readonly CalendarYearRow[];
  readonly accountLimits: readonly (AccountKey & StoredLimit)[];
  /** In the order in which to ask: priority, then weight. */
  readonly routes: readonly Route[];
  /** Newest version first. */
  readonly credentials: readonly AccountVersion[];
}

export const ROUTE_COLUMNS = `channel_code as "channelCode", connector, account, priority, weight,
  enabled, merchant_ids as "merchantIds", min_minor as "minMinor", max_minor as "maxMinor"`;
export const ROUTE_ORDER = 'priority, weight desc, id';

/** One version of a provider's account; `notAfter`: its end, after which nothing knows it. */
export interface AccountVersion extends Credentials {
  readonly connector: string;
  readonly mode: Mode;
  readonly notAfter: Date | null;
}

/** Reads everything; the caller holds a repeatable-read transaction, so that all of it fits. */
export async function readConfig(client: pg.PoolClient, vault: Vault): Promise<Config> {
  const version = await client.query<{ value: string }>(
    "select value from meta where key = 'config_version'",
  );
  const merchants = await client.query<Merchant>(
    `select id, name, bucket, status, amount_policy as "amountPolicy",
            late_policy as "latePolicy", share_orders as "shareOrders" from merchant`,
  );
  const channels = await client.query<{ body: Parameters<typeof channelFromJson>[0] }>(
    'select body from channel order by code',
  );
  const routes = await client.query<Route>(
    `select ${ROUTE_COLUMNS} from route order by ${ROUTE_ORDER}`,
  );
  return {
    version: version.rows[0]?.value ?? '',
    merchants: merchants.rows,
    apps: await readApps(client, vault),
    channels: channels.rows.map(({ body }) => channelFromJson(body)),
    terms: await readTerms(client),
    amountRules: await readAmountRules(client),
    reserveRules: await readReserveRules(client),
    calendarYears: await readCalendarYears(client),
    accountLimits: await readAccountLimits(client),
    routes: routes.rows,
    credentials: await readCredentials(client, vault),
  };
}

async function readReserveRules(client: pg.PoolClient): Promise<readonly ReserveRule[]> {
  const { rows } = await client.query<ReserveRule>(
    `select merchant_id as "merchantId", asset, ppm, days, cap_minor as "capMinor", basis
     from reserve_rule`,
  );
  return rows;
}

/** A year of a calendar; `days`: by date. */
export interface CalendarYearRow {
  readonly calendar: string;
  readonly year: number;
  readonly version: number;
  readonly days: CalendarDays;
}

async function readCalendarYears(client: pg.PoolClient): Promise<readonly CalendarYearRow[]> {
  const { rows } = await client.query<CalendarYearRow>(
    "select calendar, year, version, days from calendar_year where state = 'approved'",
  );
  return rows;
}

async function readAmountRules(client: pg.PoolClient): Promise<readonly AmountRuleRow[]> {
  const { rows } = await client.query<AmountRuleRow>(
    `select merchant_id as "merchantId", channel_code as "channelCode", short,
            tolerance_ppm as "tolerancePpm", tolerance_minor as "toleranceMinor", over, late,
            late_hours as "lateHours", second from amount_rule order by merchant_id, channel_code`,
  );
  return rows;
}

async function readAccountLimits(
  client: pg.PoolClient,
): Promise<readonly (AccountKey & StoredLimit)[]> {
  const { rows } = await client.query<AccountKey & StoredLimit>(
    'select connector, account, least, most, per_second from account_limit',
  );
  return rows;
}

type KeyRow = Omit<AppKey, 'material'> & { readonly appId: bigint; readonly sealed: Uint8Array };

async function readApps(client: pg.PoolClient, vault: Vault): Promise<readonly App[]> {
  const apps = await client.query<Omit<App, 'keys'>>(
    `select id, merchant_id as "merchantId", dialect, public_id as "publicId", mode, status,
            notify_url as "notifyUrl", payout_notify_url as "payoutNotifyUrl",
            ip_allow as "ipAllow", settings from app`,
  );
  const keys = await client.query<KeyRow>(
    `select id, app_id as "appId", purpose, sealed, not_before as "notBefore",
            not_after as "notAfter" from app_key order by not_before desc`,
  );
  const byApp = Map.groupBy(keys.rows, ({ appId }) => appId);
  const subscriptions = Map.groupBy(await readSubscriptions(client, vault), ({ appId }) => appId);
  return apps.rows.map((app) => ({
    ...app,
    keys: (byApp.get(app.id) ?? []).map(({ sealed, appId: _, ...key }) => ({
      ...key,
      material: vault.open(sealed, `app_key:${key.id}`),
    })),
    subscriptions: (subscriptions.get(app.id) ?? []).map(({ appId: _, ...rest }) => rest),
  }));
}

interface SubscriptionRow extends Omit<Subscription, 'key'> {
  readonly appId: bigint;
  readonly sealed: Uint8Array;
  readonly purpose: AppKey['purpose'];
  readonly keyedAt: Date;
}

async function readSubscriptions(client: pg.PoolClient, vault: Vault) {
  const { rows } = await client.query<SubscriptionRow>(
    `select app_id as "appId", slot, url, events, enabled, sealed, purpose, keyed_at as "keyedAt"
     from subscription order by app_id, slot`,
  );
  return rows.map(({ sealed, keyedAt, purpose, ...row }) => {
    const id = subscriptionPurpose(row.appId, row.slot);
    const material = vault.open(sealed, id);
    const key: AppKey = { id, purpose, material, notBefore: keyedAt, notAfter: null };
    return { ...row, key };
  });
}

/** What the key of a subscription is sealed for. */
export function subscriptionPurpose(appId: bigint, slot: number): string {
  return `subscription:${appId}/${slot}`;
}

/** The columns of a fee that may be left out. */
type FlatFee<Of extends string> = {
  readonly [Column in keyof FeeRule as `${Of}${Capitalize<Column>}`]: bigint | null;
};

export type FlatTerms = FeeRule &
  Omit<TermsRow, 'fee' | 'refundFee' | 'dispute' | 'settle'> &
  FlatFee<'refund'> &
  FlatFee<'dispute'> & {
    readonly settleAfterDays: number;
    readonly settleRule: CalendarTerms | null;
    readonly disputeFeeRefunded: boolean;
    readonly paymentFeeRefunded: boolean;
  };

async function readTerms(client: pg.PoolClient): Promise<readonly TermsRow[]> {
  const { rows } = await client.query<FlatTerms>(`select ${TERMS_COLUMNS} from terms`);
  return rows.map(termsOf);
}

export const TERMS_COLUMNS = `merchant_id as "merchantId", channel_code as "channelCode",
  effective_from as "effectiveFrom", settle_after_days as "settleAfterDays",
  settle as "settleRule",
  rate_ppm as "ratePpm", fixed_minor as "fixedMinor", min_minor as "minMinor",
  max_minor as "maxMinor", refund_rate_ppm as "refundRatePpm",
  refund_fixed_minor as "refundFixedMinor", refund_min_minor as "refundMinMinor",
  refund_max_minor as "refundMaxMinor", dispute_rate_ppm as "disputeRatePpm",
  dispute_fixed_minor as "disputeFixedMinor", dispute_min_minor as "disputeMinMinor",
  dispute_max_minor as "disputeMaxMinor", dispute_fee_refunded as "disputeFeeRefunded",
  payment_fee_refunded as "paymentFeeRefunded"`;

/** A row of terms as the core has it; what else was selected stays beside. */
export function termsOf<Row extends FlatTerms>(row: Row) {
  const { ratePpm, fixedMinor, minMinor, maxMinor, settleRule, settleAfterDays, ...others } = row;
  const { refundRatePpm, refundFixedMinor, refundMinMinor, refundMaxMinor, ...more } = others;
  const { disputeRatePpm, disputeFixedMinor, disputeMinMinor, disputeMaxMinor, ...flags } = more;
  const { disputeFeeRefunded: refundedWhenWon, paymentFeeRefunded: refundsFee, ...rest } = flags;
  const refundFee = feeOf(refundRatePpm, refundFixedMinor, refundMinMinor, refundMaxMinor);
  const dispute = feeOf(disputeRatePpm, disputeFixedMinor, disputeMinMinor, disputeMaxMinor);
  return {
    ...rest,
    fee: { ratePpm, fixedMinor, minMinor, maxMinor },
    settle: settleRule ?? settleAfterDays,
    ...(refundFee && { refundFee }),
    ...((dispute || refundsFee) && {
      dispute: { fee: dispute ?? FREE, refundedWhenWon, refundsFee },
    }),
  };
}

function feeOf(
  ratePpm: bigint | null,
  fixedMinor: bigint | null,
  minMinor: bigint | null,
  maxMinor: bigint | null,
): FeeRule | null {
  if (ratePpm === null || fixedMinor === null) return null;
  return { ratePpm, fixedMinor, minMinor, maxMinor };
}

async function readCredentials(
  client: pg.PoolClient,
  vault: Vault,
): Promise<Config['credentials']> {
  const { rows } = await client.query<
    Omit<Config['credentials'][number], 'secrets'> & { readonly sealed: Uint8Array }
  >(
    `select connector, account, mode, version, base_url as "baseUrl", not_after as "notAfter",
       sealed
     from connector_account where not_after is null or not_after > now() order by version desc`,
  );
  return rows.map(({ sealed, ...account }) => {
    const purpose = `connector:${account.connector}/${account.account}/${account.version}`;
    return { ...account, secrets: JSON.parse(vault.open(sealed, purpose)) };
  });
}
