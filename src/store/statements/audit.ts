/** What the auditor asks of the books: see `domain/audit-rule.ts` for the rules. */
import type { AuditRule } from '../../domain/audit-rule.ts';
import { ACCOUNTS } from '../../domain/ledger.ts';
import { hot, type Statement } from './statement.ts';

const KEY = ['merchant_id', 'mode', 'asset'] as const;
const FIGURES = ['seq', ...ACCOUNTS] as const;
const list = (alias: string, names: readonly string[]) =>
  names.map((name) => `${alias}.${name}`).join(', ');
const sameKey = (a: string, b: string) =>
  KEY.map((name) => `${a}.${name} = ${b}.${name}`).join(' and ');
const totals = (alias: string) =>
  ACCOUNTS.map((account) => `sum(${alias}.${account})::bigint as ${account}`).join(', ');

interface Adding {
  readonly name: string;
  /** Of `entry e`, beside `balance_checkpoint c`. */
  readonly entries: string;
  /** Of `balance b`. */
  readonly balances: string;
  /** What is added up before the entries. */
  readonly before: string;
}

/**
 * Compares balances with the sums and the number of their entries, sets the checkpoints of those
 * that hold, and answers the others with both sides. One statement, so it sees one moment.
 */
function adding({ name, entries, balances, before }: Adding): Statement {
  return hot(
    name,
    `with recent as (
       select ${list('e', KEY)}, count(*)::bigint as seq, ${totals('e')}
       from entry e left join balance_checkpoint c on c.shard = $1 and ${sameKey('c', 'e')}
       where e.shard = $1 and ${entries} group by ${list('e', KEY)}
     ), added as (
       select ${list('a', KEY)}, sum(a.seq)::bigint as seq, ${totals('a')}
       from (select ${list('r', [...KEY, ...FIGURES])} from recent r ${before}) a
       group by ${list('a', KEY)}
     ), judged as (
       select ${KEY.map((k) => `coalesce(b.${k}, a.${k}) as ${k}`).join(', ')},
         ${FIGURES.map((f) => `coalesce(b.${f}, 0) as balance_${f}`).join(', ')},
         ${FIGURES.map((f) => `coalesce(a.${f}, 0) as entries_${f}`).join(', ')},
         ${FIGURES.map((f) => `coalesce(b.${f}, 0) = coalesce(a.${f}, 0)`).join(' and ')}
         and ${ACCOUNTS.map((f) => `coalesce(a.${f}, 0)`).join(' + ')} = 0 as holds
       from (select b.* from balance b where b.shard = $1 and ${balances}) b
       full join added a on ${sameKey('a', 'b')}
     ), kept as (
       insert into balance_checkpoint (shard, ${[...KEY, ...FIGURES].join(', ')})
       select $1::smallint, ${list('j', KEY)}, ${FIGURES.map((f) => `j.balance_${f}`).join(', ')}
       from judged j join recent r on ${sameKey('r', 'j')} where j.holds
       on conflict (shard, ${KEY.join(', ')}) do update
       set ${FIGURES.map((f) => `${f} = excluded.${f}`).join(', ')}
     )
     select j.* from judged j where not j.holds`,
  );
}

/** What came since `$2` is added to the checkpoints. */
export const BALANCES_SINCE = adding({
  name: 'balances_since',
  entries: 'e.at >= $2 and e.seq > coalesce(c.seq, 0)',
  balances: 'true',
  before: `union all select ${list('k', [...KEY, ...FIGURES])}
           from balance_checkpoint k where k.shard = $1`,
});

/** All entries there are of the merchants `$2`. */
export const BALANCES_FROM_THE_START = adding({
  name: 'balances_from_the_start',
  entries: 'e.merchant_id = any($2::bigint[])',
  balances: 'b.merchant_id = any($2::bigint[])',
  before: '',
});

/** Holds the shard against other auditors until the end of the transaction; none: one is there. */
export const TAKE_AUDIT_MARK = hot(
  'take_audit_mark',
  'select at from audit_mark where shard = $1 for update skip locked',
);

export const MAKE_AUDIT_MARK = hot(
  'make_audit_mark',
  `insert into audit_mark (shard, at) select $1::smallint, '-infinity'
   on conflict (shard) do nothing`,
);

/** `$2`: how many ms before now an entry of a transaction that is under way may have begun. */
export const SET_AUDIT_MARK = hot(
  'set_audit_mark',
  "update audit_mark set at = now() - $2::bigint * interval '1 millisecond' where shard = $1",
);

/** A sum over other rows beside one account of the balances; answered where the two differ. */
function comparing(name: string, account: string, held: string): Statement {
  return hot(
    name,
    `select ${KEY.map((k) => `coalesce(b.${k}, h.${k}) as ${k}`).join(', ')},
       coalesce(b.${account}, 0) as shown, coalesce(h.minor, 0)::bigint as due
     from (select b.* from balance b where b.shard = $1) b
     full join (${held} group by merchant_id, mode, asset) h on ${sameKey('h', 'b')}
     where coalesce(b.${account}, 0) <> coalesce(h.minor, 0)`,
  );
}

/**
 * `reserved` must be what the open payouts, withdrawals and refunds hold, to the unit. The fee that
 * a void gives back is not held: it is with us until the void is paid.
 */
export const RESERVES_THAT_DIFFER = comparing(
  'reserves_that_differ',
  'reserved',
  `select merchant_id, mode, asset, sum(amount_minor + fee_minor
     - case when voided then fee_back_minor else 0 end) as minor
   from orders
   where shard = $1 and state in ('created', 'pending') and kind in ('payout', 'withdrawal', 'refund')`,
);

/** `pending` must be what is left of paid payins for the day of their settlement. */
export const PENDING_THAT_DIFFERS = comparing(
  'pending_that_differs',
  'pending',
  `select merchant_id, mode, asset, sum(pending_minor) as minor
   from orders where shard = $1 and settle_at is not null`,
);

/** `suspense` must be what the cases hold, each its own. */
export const SUSPENSE_THAT_DIFFERS = comparing(
  'suspense_that_differs',
  'suspense',
  `select merchant_id, mode, asset, sum(held_minor) as minor
   from case_file where shard = $1 and held_minor <> 0`,
);

/** `disputed` must be what the disputes hold. */
export const DISPUTED_THAT_DIFFERS = comparing(
  'disputed_that_differs',
  'disputed',
  `select merchant_id, mode, asset, sum(held_minor) as minor
   from dispute where shard = $1 and held_minor > 0`,
);

/** `rolling` must be what is held in reserve. */
export const ROLLING_THAT_DIFFERS = comparing(
  'rolling_that_differs',
  'rolling',
  `select merchant_id, mode, asset, sum(left_minor) as minor
   from reserve_hold where shard = $1 and left_minor > 0`,
);

/** Whoever owes has nothing; `due`: the debt. */
export const DEBTS_BESIDE_MONEY = hot(
  'debts_beside_money',
  `select merchant_id, mode, asset, available as shown, debt as due
   from balance where shard = $1 and (debt > 0 or available < 0 or debt <> 0 and available <> 0)`,
);

/** The questions about one account each. */
export const COMPARISONS: Readonly<Partial<Record<AuditRule, Statement>>> = {
  reserved_is_open: RESERVES_THAT_DIFFER,
  pending_is_unsettled: PENDING_THAT_DIFFERS,
  disputed_is_open: DISPUTED_THAT_DIFFERS,
  rolling_is_held: ROLLING_THAT_DIFFERS,
  suspense_is_cases: SUSPENSE_THAT_DIFFERS,
  debt_or_available: DEBTS_BESIDE_MONEY,
};

/** A breach is shown to people; one that they closed and that is still there is shown again. */
export const OPEN_BOOKS_CASE = hot(
  'open_books_case',
  `insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   select $1::smallint, $2::bigint, 'books', $3, $2::bigint, $4
   on conflict (shard, order_id, kind, key) do update
   set detail = excluded.detail, state = 'open', closed_at = null, closed_by = null,
     resolution = null
   where case_file.detail <> excluded.detail or case_file.state = 'closed'`,
);

/** Rows that lie: `$2`, `$3` are limits in ms for leases and for doubt. */
export const QUEUE_AGES = hot(
  'queue_ages',
  `select
     (select count(*) from dispatch where shard = $1 and state <> 'done'
        and next_at < now() - $2::bigint * interval '1 millisecond')::int as overdue_dispatches,
     (select count(*) from dispatch where shard = $1 and state = 'doubt'
        and sent_at < now() - $3::bigint * interval '1 millisecond')::int as long_doubts,
     (select coalesce(extract(epoch from now() - min(sent_at)) * 1000, 0) from dispatch
        where shard = $1 and state = 'doubt')::float8 as oldest_doubt_ms,
     (select count(*) from notification where shard = $1 and state = 'due')::int
        as due_notifications,
     (select coalesce(extract(epoch from now() - min(next_at)) * 1000, 0) from notification
        where shard = $1 and state = 'due' and next_at <= now())::float8 as oldest_due_ms,
     (select count(*) from notification where shard = $1 and state = 'parked')::int
        as parked_notifications,
     (select count(*) from case_file where shard = $1 and state = 'open')::int as open_cases`,
);
