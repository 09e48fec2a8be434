/** Balances and entries. */
import type { Entry } from '../../domain/ledger.ts';
import { ACCOUNTS, type Account, type Balance } from '../../domain/ledger.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

/** In one order everywhere (merchant, asset), after the orders: no two batches can deadlock. */
export const LOCK_BALANCES = hot(
  'lock_balances',
  `select b.* from balance b
   join unnest($2::bigint[], $3::text[]) as k (merchant_id, asset)
     on b.merchant_id = k.merchant_id and b.asset = k.asset
   where b.shard = $1 order by b.merchant_id, b.asset for update of b`,
);

/** What a batch adds to one balance. */
export interface BalanceDelta {
  readonly merchantId: bigint;
  readonly asset: string;
  readonly delta: Balance;
}

const DELTA = columns<BalanceDelta>([
  ['merchant_id', 'bigint', (d) => d.merchantId],
  ['asset', 'text', (d) => d.asset],
  ...ACCOUNTS.map((account) => [account, 'bigint', (d: BalanceDelta) => d.delta[account]] as const),
]);

const sums = (from: string) => ACCOUNTS.map((a) => `${a} = b.${a} + ${from}.${a}`).join(', ');

/** Balances that exist and are locked. */
export const UPDATE_BALANCES = hot(
  'update_balances',
  `update balance b set ${sums('d')} from ${DELTA.rows(2)} d
   where b.shard = $1 and b.merchant_id = d.merchant_id and b.asset = d.asset`,
);

/** First money of a merchant in an asset; another process may be first, then it is added. */
export const INSERT_BALANCES = hot(
  'insert_balances',
  `insert into balance as b (shard, ${DELTA.names})
   select $1::smallint, d.* from ${DELTA.rows(2)} d
   order by d.merchant_id, d.asset
   on conflict (shard, merchant_id, asset) do update set ${sums('excluded')}`,
);
export const deltaParameters = DELTA.parameters;

const legOf = (account: Account) => (e: Entry) =>
  e.legs.find((leg) => leg.account === account)?.minor ?? 0n;

const ENTRY = columns<Entry>([
  ['order_id', 'bigint', (e) => e.orderId],
  ['name', 'text', (e) => e.name],
  ['merchant_id', 'bigint', (e) => e.merchantId],
  ['asset', 'text', (e) => e.asset],
  ['connector', 'text', (e) => e.connector],
  ...ACCOUNTS.map((account) => [account, 'bigint', legOf(account)] as const),
]);

/** No conflict clause: an effect that would happen twice is a defect and stops its command. */
export const INSERT_ENTRIES = hot(
  'insert_entries',
  `insert into entry (shard, ${ENTRY.names})
   select $1::smallint, e.* from ${ENTRY.rows(2)} e`,
);
export const entryParameters = ENTRY.parameters;

export const BALANCES_OF_MERCHANT = hot(
  'balances_of_merchant',
  'select * from balance where shard = $1 and merchant_id = $2 order by asset',
);

export const ENTRIES_OF_ORDER = hot(
  'entries_of_order',
  'select * from entry where shard = $1 and order_id = $2 order by at, name',
);

const bothSides = ACCOUNTS.map(
  (a) => `coalesce(b.${a}, 0) as balance_${a}, coalesce(e.${a}, 0)::bigint as entries_${a}`,
).join(', ');

/** The auditor's question: balances that are not the sum of their entries, and both sides. */
export const BALANCES_THAT_DIFFER = hot(
  'balances_that_differ',
  `select coalesce(b.merchant_id, e.merchant_id) as merchant_id,
          coalesce(b.asset, e.asset) as asset, ${bothSides}
   from (select * from balance where shard = $1) b
   full join (
     select merchant_id, asset, ${ACCOUNTS.map((a) => `sum(${a}) as ${a}`).join(', ')}
     from entry where shard = $1 group by merchant_id, asset
   ) e on e.merchant_id = b.merchant_id and e.asset = b.asset
   where ${ACCOUNTS.map((a) => `coalesce(b.${a}, 0) <> coalesce(e.${a}, 0)`).join(' or ')}`,
);

export const LEDGER_TOTALS = hot(
  'ledger_totals',
  `select asset, count(*)::bigint as entries,
          ${ACCOUNTS.map((a) => `sum(${a})::bigint as ${a}`).join(', ')}
   from entry where shard = $1 group by asset order by asset`,
);

export const BALANCE_TOTALS = hot(
  'balance_totals',
  `select asset, count(*)::bigint as balances,
          ${ACCOUNTS.map((a) => `sum(${a})::bigint as ${a}`).join(', ')}
   from balance where shard = $1 group by asset order by asset`,
);
