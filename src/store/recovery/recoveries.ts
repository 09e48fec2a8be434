/** Recoveries over PostgreSQL. See `ports/recovery.ts`. */
import type pg from 'pg';
import { firstIdOf, shardOf } from '../../domain/id.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type {
  FoundOrder,
  Recoveries,
  Recovery,
  RecoveryAccount,
  RecoveryQueue,
} from '../../ports/recovery.ts';
import { run } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { readAgain } from './continuity.ts';
import {
  ASKING_OF_ORDERS,
  caseKeyOf,
  closeAccountCases,
  FREE_UNKNOWN_EVENTS,
  KEEP_FORGOTTEN_CASE,
  SHARD,
} from './statements.ts';

/** How long a check waits for a provider that does not answer: it may never do so again. */
const CHECK_WITHIN_MS = 900_000;
/** What was found and is looked at for its end. */
const FOUND_MAX = 1_000_000;

const RECOVERY = `id, reason, detail, is_check as "isCheck", revision, forgotten_from as "forgottenFrom", began_at as "beganAt",
  listed_at as "listedAt", ended_at as "endedAt", ended_by as "endedBy", end_reason as "endReason"`;

/** A check leaves them: they go on from where this database is, forgotten or not. */
const DISPUTE_LISTS_TO_READ = `
  select count(*)::int as count from dispute_list l join recovery r on r.id = $1
  where l.read_upto < r.began_at and not r.is_check`;

export function createRecoveries(pool: pg.Pool, shardCount: number): Recoveries & RecoveryQueue {
  const views = viewsOf(pool);
  return {
    ...views,
    ...writesOf(pool),
    async freeEvents(orderId) {
      await run(pool, FREE_UNKNOWN_EVENTS, shardOf(orderId, shardCount), [orderId]);
    },
    async unexplained(id) {
      const compared = await views.accounts(id);
      const all = await views.found(id, FOUND_MAX);
      const orders = all.flatMap(({ orderId }) => orderId ?? []);
      const { rows: lists } = await pool.query<{ count: number }>(DISPUTE_LISTS_TO_READ, [id]);
      let asking = 0;
      for (let shard = 0; shard < shardCount; shard += 1) {
        const { rows } = await run<{ count: number }>(pool, ASKING_OF_ORDERS, shard, [orders]);
        asking += rows[0]?.count ?? 0;
      }
      return {
        accounts: compared.filter(({ state }) => state === 'to_list' || state === 'by_hand'),
        disputeLists: lists[0]?.count ?? 0,
        unknown: all.length - orders.length,
        asking,
      };
    },
  };
}

async function oneOf(pool: pg.Pool, text: string, parameters: unknown[] = []) {
  return (await pool.query<Recovery>(text, parameters)).rows[0] ?? null;
}

function viewsOf(pool: pg.Pool): Omit<Recoveries, 'unexplained'> {
  return {
    open: () => oneOf(pool, `select ${RECOVERY} from recovery where ended_at is null`),
    latest: () => oneOf(pool, `select ${RECOVERY} from recovery order by id desc limit 1`),
    async accounts(id) {
      const { rows } = await pool.query<RecoveryAccount>(
        `select connector, account, state, known, rebuilt, unknown, note from recovery_account
         where recovery_id = $1 order by connector, account`,
        [id],
      );
      return rows;
    },
    async found(id, limit) {
      const { rows } = await pool.query(
        `select connector, account, reference, order_id as "orderId", detail from recovery_order
         where recovery_id = $1 order by order_id nulls first, reference limit $2`,
        [id, limit],
      );
      return rows;
    },
  };
}

function writesOf(pool: pg.Pool): Omit<RecoveryQueue, keyof Recoveries | 'freeEvents'> {
  return {
    lease: (leaseMs) =>
      oneOf(
        pool,
        `update recovery set leased_until = now() + $1 * interval '1 ms'
         where ended_at is null and leased_until < now() returning ${RECOVERY}`,
        [leaseMs],
      ),
    async release(id) {
      await pool.query(`update recovery set leased_until = '-infinity' where id = $1`, [id]);
    },
    async addAccounts(recovery, listing) {
      await inTransaction(pool, (client) => addAccounts(client, recovery, listing));
    },
    async keepFound(recovery, account, found) {
      await inTransaction(pool, (client) => keepFound(client, recovery, account, found));
    },
    async listed(recovery, account, known) {
      await inTransaction(pool, (client) => keepList(client, recovery, account, known));
    },
    async objected(recovery, detail) {
      await inTransaction(pool, async (client) => {
        if (!(await isCurrent(client, recovery))) return;
        await client.query('update recovery set detail = $2 where id = $1', [recovery.id, detail]);
        await readAgain(client, recovery.id);
      });
    },
    async failed(id, { connector, account }, note) {
      await pool.query(
        `update recovery_account a set note = $4, at = now(),
           state = case when r.is_check and r.began_at < now() - $5 * interval '1 ms'
             then 'passed' else a.state end
         from recovery r
         where r.id = $1 and a.recovery_id = $1 and a.connector = $2 and a.account = $3`,
        [id, connector, account, note, CHECK_WITHIN_MS],
      );
    },
    async allListed({ id, revision }) {
      await pool.query(
        `with listed as (
           update recovery set listed_at = now() where id = $1 and revision = $2
           returning forgotten_from, is_check)
         update dispute_list l set next_at = now(), read_upto = least(l.read_upto, r.forgotten_from)
         from listed r where not r.is_check`,
        [id, revision],
      );
    },
    async endExplained({ id, revision }) {
      const { rowCount } = await pool.query(
        `update recovery set ended_at = now(), ended_by = 'platform',
           end_reason = 'everything is explained'
         where id = $1 and revision = $2 and listed_at is not null and ended_at is null`,
        [id, revision],
      );
      if (rowCount === 1) await closeAccountCases(pool, id, 'platform', 'no longer needed');
      return rowCount === 1;
    },
  };
}

/** Locks the recovery. False: all has to be read again since, or it has ended. */
async function isCurrent(client: pg.PoolClient, { id, revision }: Recovery): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from recovery where id = $1 and revision = $2 and ended_at is null for update',
    [id, revision],
  );
  return rowCount === 1;
}

async function addAccounts(
  client: pg.PoolClient,
  recovery: Recovery,
  listing: readonly string[],
): Promise<void> {
  if (!(await isCurrent(client, recovery))) return;
  const { rows } = await client.query<{ key: string; state: string }>(
    `insert into recovery_account as kept (recovery_id, connector, account, state)
     select distinct $1::bigint, connector, account,
       case when connector = any($2::text[]) then 'to_list' else $3 end
     from connector_account
     on conflict (recovery_id, connector, account) do update set state = excluded.state
     where kept.state = 'to_list' and excluded.state <> 'to_list'
     returning connector || '/' || account as key, state`,
    [recovery.id, listing, recovery.isCheck ? 'passed' : 'by_hand'],
  );
  if (recovery.isCheck) return;
  for (const { key } of rows.filter(({ state }) => state === 'by_hand')) {
    await run(client, KEEP_FORGOTTEN_CASE, SHARD, [
      firstIdOf(SHARD),
      caseKeyOf(recovery.id, key),
      `${key} has no list: compare what it has since ${recovery.forgottenFrom.toISOString()} ` +
        `with what is here, then: causeway recovery confirm ${key} --reason "…"`,
    ]);
  }
}

async function keepFound(
  client: pg.PoolClient,
  { id }: Recovery,
  { connector, account }: AccountKey,
  { reference, orderId, detail }: FoundOrder,
): Promise<void> {
  await client.query(
    `insert into recovery_order (recovery_id, connector, account, reference, order_id, detail)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (recovery_id, connector, account, reference) do update
     set order_id = coalesce(excluded.order_id, recovery_order.order_id)`,
    [id, connector, account, reference, orderId, detail],
  );
  if (orderId !== null) return;
  const key = `${connector}/${account}:${reference}`;
  await run(client, KEEP_FORGOTTEN_CASE, SHARD, [firstIdOf(SHARD), key, detail]);
}

/** What was made again by a reading before this one, and is known now, was made again. */
async function keepList(
  client: pg.PoolClient,
  recovery: Recovery,
  { connector, account }: AccountKey,
  known: number,
): Promise<void> {
  if (!(await isCurrent(client, recovery))) return;
  await client.query(
    `update recovery_account a set state = 'listed', note = null, at = now(),
       known = $4, rebuilt = f.rebuilt, unknown = f.unknown
     from (select count(order_id) as rebuilt, count(*) - count(order_id) as unknown
           from recovery_order where recovery_id = $1 and connector = $2 and account = $3) f
     where a.recovery_id = $1 and a.connector = $2 and a.account = $3`,
    [recovery.id, connector, account, known],
  );
}
