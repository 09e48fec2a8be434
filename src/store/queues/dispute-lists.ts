/** How far the providers' lists of disputes have been read. */
import type pg from 'pg';
import type { DisputeLists } from '../../ports/workers.ts';

/** An account that is not there yet begins with what changed within the last $2 ms. */
const ENSURE = `
  insert into dispute_list (connector, account, read_upto)
  select distinct connector, account, now() - $2 * interval '1 ms' from connector_account
  where connector = any($1::text[])
  on conflict (connector, account) do nothing`;

const LEASE = `
  update dispute_list l
  set next_at = now() + $2 * interval '1 ms', lease_no = l.lease_no + 1
  from (
    select connector, account from dispute_list
    where connector = any($1::text[]) and next_at <= now()
    order by next_at limit 1 for update skip locked
  ) due
  where l.connector = due.connector and l.account = due.account
  returning l.connector, l.account, l.read_upto as "readUpTo", l.lease_no as "leaseNo"`;

const READ = `
  update dispute_list set read_upto = $4, next_at = now() + $5 * interval '1 ms'
  where connector = $1 and account = $2 and lease_no = $3`;

export function createDisputeLists(pool: Pick<pg.Pool, 'query'>): DisputeLists {
  return {
    async lease(connectors, leaseMs, firstReadMs) {
      await pool.query(ENSURE, [connectors, firstReadMs]);
      const { rows } = await pool.query(LEASE, [connectors, leaseMs]);
      return rows[0] ?? null;
    },
    async read({ connector, account, leaseNo }, upTo, againAfterMs) {
      await pool.query(READ, [connector, account, leaseNo, upTo, againAfterMs]);
    },
  };
}
