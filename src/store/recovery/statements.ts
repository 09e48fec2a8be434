/** What a recovery asks of the shards. */
import { firstIdOf } from '../../domain/id.ts';
import { type Queryable, run } from '../database/pool.ts';
import { hot } from '../statements/statement.ts';

/** Its cases are of the platform, and lie on one shard. */
export const SHARD = 0;

/** Of an account that a person has to compare: one for each recovery. */
export const caseKeyOf = (id: bigint, account: string) => `${account}@${id}`;

/** Of what a provider has, and no order here is; once, whoever closes it. */
export const KEEP_FORGOTTEN_CASE = hot(
  'keep_forgotten_case',
  `insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   values ($1, $2, 'forgotten', $3, $2, $4)
   on conflict (shard, order_id, kind, key) do nothing`,
);

/** Of all accounts of a recovery, or of one: `%@id`, or its own key. */
const CLOSE_ACCOUNT_CASES = hot(
  'close_account_cases',
  `update case_file set state = 'closed', closed_at = now(), closed_by = $4, resolution = $5
   where shard = $1 and order_id = $2 and kind = 'forgotten' and key like $3 and state = 'open'`,
);

/** They ask for something to be done, which has been done, or need not be any more. */
export async function closeAccountCases(
  on: Queryable,
  id: bigint,
  by: string,
  reason: string,
  account = '%',
): Promise<void> {
  const parameters = [firstIdOf(SHARD), caseKeyOf(id, account), by, reason];
  await run(on, CLOSE_ACCOUNT_CASES, SHARD, parameters);
}

/** A report that came before its order was made again moved nothing: it may count now. */
export const FREE_UNKNOWN_EVENTS = hot(
  'free_unknown_events',
  `delete from news where shard = $1 and order_id = $2 and note = 'unknown order'`,
);

/** Of these orders, those whose create has no answer yet. */
export const ASKING_OF_ORDERS = hot(
  'asking_of_orders',
  `select count(distinct order_id)::int as count from dispatch
   where shard = $1 and order_id = any($2::bigint[]) and state <> 'done'`,
);
