/**
 * Reads the four books that are kept independently of each other, when everything has come to rest:
 * the merchants' and the sinks' journals on disk, the provider's own account of what it did, and
 * the database.
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { BROKEN_RULES, type BrokenRule } from './book-rules.ts';
import type { OwnEnd } from './child.ts';
import type { Merchant } from './merchants.ts';
import type { ProviderBook } from './providers/contract.ts';
import type { Receipt } from './sinks.ts';
import type { ConsoleServices } from './supervisor.ts';
import type { MerchantLine, Workload } from './workload.ts';

export interface Books {
  readonly merchants: readonly Merchant[];
  readonly wanted: readonly MerchantLine[];
  readonly receipts: readonly Receipt[];
  readonly provider: ProviderBook;
  readonly database: DatabaseBook;
  readonly logs: readonly { readonly name: string; readonly lines: readonly string[] }[];
  /** Ends of processes that nobody brought about, and that no fault explains. */
  readonly ownEnds: readonly OwnEnd[];
}

export interface OrderRow {
  readonly id: string;
  readonly merchant_id: string;
  readonly kind: 'payin' | 'payout' | 'refund';
  readonly scope: string;
  readonly merchant_ref: string;
  readonly asset: string;
  readonly amount_minor: string;
  readonly paid_minor: string;
  readonly fee_minor: string;
  readonly state: string;
  readonly notice_count: number;
  readonly failure: { readonly code: string } | null;
  readonly final_at: Date | null;
}

export interface DispatchRow {
  readonly order_id: string;
  readonly n: number;
  readonly operation: string;
  readonly state: 'ready' | 'sent' | 'doubt' | 'done';
  readonly note: string | null;
  /** The operator has been shown that it is in doubt. */
  readonly in_case: boolean;
}

export interface NotificationRow {
  readonly order_id: string;
  readonly n: number;
  readonly event: string;
  readonly url: string;
  readonly state: 'due' | 'delivered' | 'parked';
}

export const ACCOUNTS = [
  'available',
  'pending',
  'reserved',
  'rolling',
  'disputed',
  'debt',
  'fees',
  'tax',
  'upstream',
  'platform',
  'suspense',
] as const;

export type SumRow = Readonly<
  Record<'merchant_id' | 'mode' | 'asset' | (typeof ACCOUNTS)[number], string>
>;

export interface DatabaseBook {
  readonly orders: readonly OrderRow[];
  readonly dispatches: readonly DispatchRow[];
  readonly notifications: readonly NotificationRow[];
  /** Per merchant and asset: the sums of all entries, and the balance. */
  readonly entries: readonly SumRow[];
  readonly balances: readonly SumRow[];
  /** What each order moved with its provider. */
  readonly upstream: readonly { readonly order_id: string; readonly minor: string }[];
  readonly events: readonly { readonly order_id: string; readonly key: string }[];
  readonly brokenRules: readonly BrokenRule[];
}

const ORDERS = `select id::text, merchant_id::text, kind, scope, merchant_ref, asset, amount_minor::text,
    paid_minor::text, fee_minor::text, state, notice_count, failure, final_at from orders`;
const DISPATCHES = `select order_id::text, n, operation, state, note, exists (
      select from case_file c where c.order_id = d.order_id and c.kind = 'doubt'
        and c.state = 'open') as in_case
    from dispatch d order by order_id, n`;
const SUMS = ACCOUNTS.map((account) => `sum(${account})::text as ${account}`).join(', ');
const ENTRIES = `select merchant_id::text, mode, asset, ${SUMS} from entry
    group by merchant_id, mode, asset`;
const BALANCES = `select merchant_id::text, mode, asset, ${SUMS} from balance
    group by merchant_id, mode, asset`;
const UPSTREAM = `select subject_id::text as order_id, sum(upstream)::text as minor from entry
    group by subject_id`;

/**
 * Reads all books of a platform at rest, except the provider's, which must be read while it lives.
 */
export async function readBooks(
  services: ConsoleServices,
  workload: Workload,
  provider: ProviderBook,
  ownEnds: readonly OwnEnd[],
): Promise<Books> {
  const logs = services.servers.map(async ({ spec: { name, logFile } }) => {
    return { name, lines: (await readFile(logFile, 'utf8')).split('\n') };
  });
  return {
    merchants: services.merchants,
    wanted: workload.lines(),
    receipts: services.sinks.receipts(),
    provider,
    database: await readDatabase(services.databaseUrl),
    logs: await Promise.all(logs),
    ownEnds,
  };
}

async function readDatabase(url: string): Promise<DatabaseBook> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <Row extends pg.QueryResultRow>(text: string) =>
    (await client.query<Row>(text)).rows;
  try {
    return {
      orders: await rows(ORDERS),
      dispatches: await rows(DISPATCHES),
      notifications: await rows(
        'select order_id::text, n, event, url, state from notification order by order_id, n',
      ),
      entries: await rows(ENTRIES),
      balances: await rows(BALANCES),
      upstream: await rows(UPSTREAM),
      events: await rows('select order_id::text, key from news'),
      brokenRules: await rows<BrokenRule & pg.QueryResultRow>(BROKEN_RULES),
    };
  } finally {
    await client.end();
  }
}

/** What is still under way, in a few words; null when everything has come to rest. */
export async function underWay(services: ConsoleServices): Promise<string | null> {
  const client = new pg.Client({ connectionString: services.databaseUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The provider's books are long: they are asked for when ours are at rest.
    return (await queued(client)) ?? (await unacknowledged(client, await services.provider.read()));
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function queued(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ what: string; count: number }>(
    `select 'dispatches ' || state as what, count(*)::int as count from dispatch d
     where state <> 'done' and not exists (select from case_file c
       where c.order_id = d.order_id and c.kind = 'doubt' and c.state = 'open') group by state
     union all
     select 'notifications due', count(*)::int from notification
     where state = 'due' having count(*) > 0`,
  );
  return rows.length === 0 ? null : rows.map(({ what, count }) => `${count} ${what}`).join(', ');
}

async function unacknowledged(
  client: pg.Client,
  { waiting, orders, movements }: ProviderBook,
): Promise<string | null> {
  if (waiting > 0) return `${waiting} callbacks of the provider`;
  const processing = orders.filter(({ standings }) => standings.includes('processing')).length;
  if (processing > 0) return `${processing} transfers at the provider`;
  const moved = new Set(movements.map(({ reference }) => orderIdOf(reference)));
  const open = await client.query<{ id: string; kind: string; in_case: boolean }>(
    `select id::text, kind, exists (select from case_file c
       where c.order_id = o.id and c.kind = 'doubt' and c.state = 'open') as in_case
     from orders o where state in ('created', 'pending')`,
  );
  const count = open.rows.filter(
    ({ id, kind, in_case }) => moved.has(id) || (kind !== 'payin' && !in_case),
  ).length;
  if (count > 0) return `${count} orders whose end is not known here`;
  const differing = differences(movements, (await client.query(UPSTREAM)).rows).length;
  return differing > 0 ? `${differing} orders of which money moved that is not known here` : null;
}

/** Orders of which the ledger moved something else than the provider did. */
export function differences(
  movements: ProviderBook['movements'],
  upstream: DatabaseBook['upstream'],
): readonly { readonly id: string; readonly here: bigint; readonly there: bigint }[] {
  const moved = new Map<string, bigint>();
  for (const { reference, minor } of movements) {
    const id = orderIdOf(reference);
    moved.set(id, (moved.get(id) ?? 0n) + minor);
  }
  const booked = new Map(
    // Money at the provider is what the platform is owed: the account's sign is the other one.
    upstream.map(({ order_id, minor }) => [order_id, -BigInt(minor)]),
  );
  return [...new Set([...moved.keys(), ...booked.keys()])].flatMap((id) => {
    const there = moved.get(id) ?? 0n;
    const here = booked.get(id) ?? 0n;
    return there === here ? [] : [{ id, here, there }];
  });
}

/** The provider's name of a dispatch begins with the order's id (see `domain/dispatch.ts`). */
export function orderIdOf(reference: string): string {
  return /^R?([0-9]+)/.exec(reference)?.[1] ?? reference;
}
