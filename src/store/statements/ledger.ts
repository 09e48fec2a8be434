/** Balances and entries. */
import { ACCOUNTS, type Account, type Balance, type Entry } from '../../domain/ledger.ts';
import type { Mode } from '../../domain/merchant.ts';
import { BOOK_DATE } from './books.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

/** In one order everywhere, after the orders: no two batches can deadlock. */
export const LOCK_BALANCES = hot(
  'lock_balances',
  `select b.* from balance b
   join unnest($2::bigint[], $3::text[], $4::text[]) as k (merchant_id, mode, asset)
     on b.merchant_id = k.merchant_id and b.mode = k.mode and b.asset = k.asset
   where b.shard = $1 order by b.merchant_id, b.mode, b.asset for update of b`,
);

/** What a batch adds to one balance. */
export interface BalanceDelta {
  readonly merchantId: bigint;
  readonly mode: Mode;
  readonly asset: string;
  readonly delta: Balance;
  /** How many entries. */
  readonly count: bigint;
}

/** Accounts that little moves: what the others are made of is not sent for them. */
const RARE = ['rolling', 'disputed', 'debt', 'tax', 'platform', 'suspense'] as const;
const isRareAccount = (account: Account) => (RARE as readonly Account[]).includes(account);
const COMMON = ACCOUNTS.filter((account) => !isRareAccount(account));

const deltas = (accounts: readonly Account[]) =>
  accounts.map((account) => [account, 'bigint', (d: BalanceDelta) => d.delta[account]] as const);

const COMMON_DELTA = columns<BalanceDelta>([
  ['merchant_id', 'bigint', (d) => d.merchantId],
  ['mode', 'text', (d) => d.mode],
  ['asset', 'text', (d) => d.asset],
  ['seq', 'bigint', (d) => d.count],
  ...deltas(COMMON),
]);
const DELTA = COMMON_DELTA.with(deltas(RARE));

const update = (name: string, delta: typeof DELTA, accounts: readonly Account[]) =>
  hot(
    name,
    `update balance b set ${['seq', ...accounts].map((a) => `${a} = b.${a} + d.${a}`).join(', ')}
     from ${delta.rows(2)} d
     where b.shard = $1 and b.merchant_id = d.merchant_id and b.mode = d.mode and b.asset = d.asset`,
  );

/** Balances that exist and are locked. */
export const UPDATE_BALANCES = update('update_balances', COMMON_DELTA, COMMON);
export const commonDeltaParameters = COMMON_DELTA.parameters;

/** The same for balances of which any accounts move. */
export const UPDATE_ALL_OF_BALANCES = update('update_all_of_balances', DELTA, ACCOUNTS);

/** Whether the balance needs `UPDATE_ALL_OF_BALANCES`. */
export function isRareDelta({ delta }: BalanceDelta): boolean {
  return RARE.some((account) => delta[account] !== 0n);
}

/**
 * First money of a merchant in an asset. No conflict clause: when another process was first, its
 * entries have the numbers, and the batch is to come again.
 */
export const INSERT_BALANCES = hot(
  'insert_balances',
  `insert into balance (shard, ${DELTA.names})
   select $1::smallint, d.* from ${DELTA.rows(2)} d
   order by d.merchant_id, d.mode, d.asset`,
);
export const deltaParameters = DELTA.parameters;

/** An entry with its place among those of its balance. */
export type NumberedEntry = Entry & { readonly seq: bigint };

const legOf = (account: Account) => (e: Entry) =>
  e.legs.find((leg) => leg.account === account)?.minor ?? 0n;
const legs = (accounts: readonly Account[]) =>
  accounts.map((account) => [account, 'bigint', legOf(account)] as const);

const ENTRY = columns<NumberedEntry>([
  ['subject_id', 'bigint', (e) => e.subjectId],
  ['name', 'text', (e) => e.name],
  ['merchant_id', 'bigint', (e) => e.merchantId],
  ['mode', 'text', (e) => e.mode],
  ['asset', 'text', (e) => e.asset],
  ['seq', 'bigint', (e) => e.seq],
  ['connector', 'text', (e) => e.connector],
  ['account', 'text', (e) => e.account],
  ['purse', 'text', (e) => e.purse],
  ...legs(COMMON),
]);

/** Whether the entry has legs that need `INSERT_RARE_ENTRIES`. */
export function isRare(entry: Entry): boolean {
  return entry.legs.some(({ account }) => isRareAccount(account));
}

const RARE_ENTRY = ENTRY.with([
  ['platform_code', 'text', (e) => e.platformCode],
  ['case_key', 'text', (e) => e.caseKey],
  ...legs(RARE),
]);

/** No conflict clause: an effect that would happen twice is a defect and stops its command. */
export const INSERT_ENTRIES = hot(
  'insert_entries',
  `insert into entry (shard, ${ENTRY.names}, book_date)
   select $1::smallint, e.*, ${BOOK_DATE} from ${ENTRY.rows(2)} e`,
);
export const entryParameters = ENTRY.parameters;

/** The same for entries with any legs. */
export const INSERT_RARE_ENTRIES = hot(
  'insert_rare_entries',
  `insert into entry (shard, ${RARE_ENTRY.names}, book_date)
   select $1::smallint, e.*, ${BOOK_DATE} from ${RARE_ENTRY.rows(2)} e`,
);
export const rareEntryParameters = RARE_ENTRY.parameters;

export const BALANCES_OF_MERCHANT = hot(
  'balances_of_merchant',
  'select * from balance where shard = $1 and merchant_id = $2 order by mode, asset',
);

export const ENTRIES_OF_ORDER = hot(
  'entries_of_order',
  'select * from entry where shard = $1 and subject_id = $2 order by at, seq',
);

const bothSides = ACCOUNTS.map(
  (a) => `coalesce(b.${a}, 0) as balance_${a}, coalesce(e.${a}, 0)::bigint as entries_${a}`,
).join(', ');

/** The auditor's question: balances that are not the sum of their entries, and both sides. */
export const BALANCES_THAT_DIFFER = hot(
  'balances_that_differ',
  `select coalesce(b.merchant_id, e.merchant_id) as merchant_id, coalesce(b.mode, e.mode) as mode,
          coalesce(b.asset, e.asset) as asset, ${bothSides}
   from (select * from balance where shard = $1) b
   full join (
     select merchant_id, mode, asset, ${ACCOUNTS.map((a) => `sum(${a}) as ${a}`).join(', ')}
     from entry where shard = $1 group by merchant_id, mode, asset
   ) e on e.merchant_id = b.merchant_id and e.mode = b.mode and e.asset = b.asset
   where ${ACCOUNTS.map((a) => `coalesce(b.${a}, 0) <> coalesce(e.${a}, 0)`).join(' or ')}`,
);

export const LEDGER_TOTALS = hot(
  'ledger_totals',
  `select mode, asset, count(*)::bigint as entries,
          ${ACCOUNTS.map((a) => `sum(${a})::bigint as ${a}`).join(', ')}
   from entry where shard = $1 group by mode, asset order by mode, asset`,
);

export const BALANCE_TOTALS = hot(
  'balance_totals',
  `select mode, asset, count(*)::bigint as balances,
          ${ACCOUNTS.map((a) => `sum(${a})::bigint as ${a}`).join(', ')}
   from balance where shard = $1 group by mode, asset order by mode, asset`,
);

export const CASE_THAT_PAID = hot(
  'case_that_paid',
  "select case_key from entry where shard = $1 and subject_id = $2 and name = 'payin.paid'",
);
