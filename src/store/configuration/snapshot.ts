/**
 * Configuration in memory. Read whole, replaced whole; NOTIFY is a wake-up, and a poll of one
 * small row makes sure. A reader never sees half a change.
 */
import type pg from 'pg';
import type { Credentials } from '../../connectors/contract.ts';
import { type AccountLimit, DEFAULT_LIMIT } from '../../domain/account-limit.ts';
import { type AmountRuleRow, amountRulesOf, type ShortRule } from '../../domain/amount-rules.ts';
import type { ChannelKind, Route } from '../../domain/channel.ts';
import { termsAt } from '../../domain/fee.ts';
import type { App, Merchant, Mode } from '../../domain/merchant.ts';
import type { ReserveRule } from '../../domain/reserve.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type { Calendars } from '../../domain/settlement-day.ts';
import type { Snapshot, SnapshotSource } from '../../ports/core.ts';
import { type Connection, createClient } from '../database/pool.ts';
import { inTransaction, ONE_MOMENT } from '../database/transaction.ts';
import type { Vault } from '../secrets/vault.ts';
import { limitOf } from './accounts.ts';
import { type AccountVersion, type Config, readConfig } from './config-rows.ts';

const POLL_MS = 5_000;

/** The snapshot with what only workers and callbacks may see: the providers' credentials. */
export interface FullSnapshot extends Snapshot {
  readonly version: string;
  /** All versions of an account that live now, newest first. */
  credentials(connector: string, account: string): readonly Credentials[];
  amountRuleRows(merchantId: bigint): readonly AmountRuleRow[];
  reserveRules(merchantId: bigint): readonly ReserveRule[];
  merchants(): readonly Merchant[];
  apps(): readonly App[];
  /** How much may be asked of an account at once. */
  accountLimit(account: AccountKey): AccountLimit;
  /** Accounts with credentials, each once. */
  accounts(): readonly (AccountKey & { readonly mode: Mode })[];
}

export interface LiveSnapshot extends SnapshotSource {
  current(): FullSnapshot;
  /** Reads again now; used after a change of our own. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** What a short payment is where nobody has said, by what the dialect can show of it. */
export type ShortByDialect = (dialect: string) => ShortRule;

/** Reads the configuration and keeps it fresh. `nowMs`: the database's time. */
export async function openSnapshot(
  pool: pg.Pool,
  connection: Connection,
  vault: Vault,
  onTrouble: (error: unknown) => void,
  nowMs: () => number = Date.now,
  shortOtherwise: ShortByDialect = () => 'accept',
): Promise<LiveSnapshot> {
  // One repeatable-read transaction: the tables fit each other and the version.
  const load = async () =>
    build(
      await inTransaction(pool, (client) => readConfig(client, vault), ONE_MOMENT),
      nowMs,
      shortOtherwise,
    );
  let current = await load();
  let reading: Promise<void> | null = null;
  const refresh = async () => {
    if ((await versionOf(pool)) === current.version) return;
    const loaded = await load();
    // Two readings may overlap, and the one that began earlier may end later.
    if (BigInt(loaded.version) > BigInt(current.version)) current = loaded;
  };
  const look = () => {
    reading ??= refresh()
      .catch(onTrouble)
      .finally(() => {
        reading = null;
      });
  };
  const listener = await listen(connection, look).catch(() => null);
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return {
    current: () => current,
    refresh,
    close: async () => {
      clearInterval(timer);
      await reading;
      // Nothing of it is waited for: it may be silent.
      listener?.connection.stream.destroy();
    },
  };
}

/** Listening is a wake-up only: when its connection breaks, the poll goes on. */
async function listen(connection: Connection, look: () => void): Promise<pg.Client> {
  const client = createClient(connection, 'configuration');
  client.on('notification', look);
  await client.connect();
  await client.query('listen causeway_config');
  return client;
}

async function versionOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ value: string }>(
    "select value from meta where key = 'config_version'",
  );
  return rows[0]?.value ?? '';
}

function build(parts: Config, nowMs: () => number, shortOtherwise: ShortByDialect): FullSnapshot {
  const merchants = new Map(parts.merchants.map((m) => [m.id, m]));
  const apps = new Map(parts.apps.map((a) => [a.id, a]));
  const byMerchant = Map.groupBy(parts.apps, ({ merchantId }) => merchantId);
  const byPublicId = new Map(parts.apps.map((a) => [`${a.dialect} ${a.publicId}`, a]));
  const channels = new Map(parts.channels.map((c) => [c.code, c]));
  const byAlias = new Map(
    parts.channels.flatMap((c) =>
      Object.entries(c.aliases).map(([dialect, alias]) => [`${dialect} ${c.kind} ${alias}`, c]),
    ),
  );
  const isLive = ({ notAfter }: AccountVersion) =>
    notAfter === null || notAfter.getTime() > nowMs();
  const amountRules = Map.groupBy(parts.amountRules, ({ merchantId }) => merchantId);
  const calendarYears = new Map(
    parts.calendarYears.map((one) => [`${one.calendar}/${one.year}`, one]),
  );
  const calendars: Calendars = (id, year) => calendarYears.get(`${id}/${year}`) ?? null;
  const terms = Map.groupBy(parts.terms, ({ channelCode }) => channelCode);
  const routes = Map.groupBy(parts.routes, ({ channelCode }) => channelCode);
  const credentials = Map.groupBy(parts.credentials, (c) => `${c.connector}/${c.account}`);
  const limits = new Map(
    parts.accountLimits.map((one) => [`${one.connector}/${one.account}`, limitOf(one)]),
  );
  const modeOf = ({ connector, account }: AccountKey) =>
    credentials.get(`${connector}/${account}`)?.[0]?.mode ?? null;
  const accounts = [...credentials.values()].flatMap(([newest]) =>
    newest === undefined
      ? []
      : [{ connector: newest.connector, account: newest.account, mode: newest.mode }],
  );
  return {
    version: parts.version,
    merchant: (id) => merchants.get(id) ?? null,
    app: (id) => apps.get(id) ?? null,
    appsOf: (merchantId) => byMerchant.get(merchantId) ?? [],
    appByPublicId: (dialect, publicId) => byPublicId.get(`${dialect} ${publicId}`) ?? null,
    channel: (code) => channels.get(code) ?? null,
    channelByAlias: (dialect: string, alias: string, kind: ChannelKind) =>
      byAlias.get(`${dialect} ${kind} ${alias}`) ?? null,
    channels: () => parts.channels,
    terms: (merchantId, code, at) => termsAt(terms.get(code) ?? [], merchantId, code, at),
    amountRules: ({ merchantId, appId, channel }) =>
      amountRulesOf(
        merchants.get(merchantId) ?? { amountPolicy: 'accept', latePolicy: 'accept' },
        amountRules.get(merchantId) ?? [],
        channel,
        shortOtherwise(apps.get(appId)?.dialect ?? ''),
      ),
    ...reservesIn(parts.reserveRules),
    calendars: () => calendars,
    routes: (code, merchantId, amountMinor, mode) =>
      (routes.get(code) ?? []).filter(
        (route) => isOpen(route, merchantId, amountMinor) && modeOf(route) === mode,
      ),
    accountMode: modeOf,
    accountLimit: ({ connector, account }) =>
      limits.get(`${connector}/${account}`) ?? DEFAULT_LIMIT,
    // A version ends by the clock: nothing is written then.
    credentials: (connector, account) =>
      (credentials.get(`${connector}/${account}`) ?? []).filter(isLive),
    amountRuleRows: (merchantId) => amountRules.get(merchantId) ?? [],
    merchants: () => parts.merchants,
    apps: () => parts.apps,
    accounts: () => accounts,
  };
}

function isOpen(route: Route, merchantId: bigint, amountMinor: bigint): boolean {
  return (
    route.enabled &&
    (route.merchantIds === null || route.merchantIds.includes(merchantId)) &&
    (route.minMinor === null || amountMinor >= route.minMinor) &&
    (route.maxMinor === null || amountMinor <= route.maxMinor)
  );
}

function reservesIn(
  rules: readonly ReserveRule[],
): Pick<FullSnapshot, 'reserveRule' | 'reserveRules'> {
  const byMerchant = Map.groupBy(rules, ({ merchantId }) => merchantId);
  const reserveRules = (merchantId: bigint) => byMerchant.get(merchantId) ?? [];
  return {
    reserveRules,
    reserveRule: (merchantId, asset) =>
      reserveRules(merchantId).find((rule) => rule.asset === asset) ?? null,
  };
}
