/** The node number inside ids: leased from the database, so no two living processes share one. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { NODE_COUNT } from '../domain/id.ts';

const LEASE_S = 60;
const RENEW_MS = 15_000;

export interface NodeLease {
  readonly node: number;
  /** False once the lease could not be renewed in time: no id may be made any more. */
  held(): boolean;
  release(): Promise<void>;
}

/** Takes a free node number; fails when all 32 are taken. */
export async function leaseNode(pool: pg.Pool): Promise<NodeLease> {
  const holder = randomUUID();
  const { rows } = await pool.query<{ node: number }>(
    `with free as (
       select n from generate_series(0, ${NODE_COUNT - 1}) n
       where not exists (select 1 from node_lease l where l.node = n and l.until > now())
       order by random() limit 1)
     insert into node_lease as l (node, holder, until)
     select n, $1, now() + make_interval(secs => ${LEASE_S}) from free
     on conflict (node) do update set holder = excluded.holder, until = excluded.until
       where l.until <= now()
     returning node`,
    [holder],
  );
  const node = rows[0]?.node;
  if (node === undefined) throw new Error('all node numbers are leased: too many processes');
  let untilMs = performance.now() + LEASE_S * 1000;
  const renew = async () => {
    const sentAt = performance.now();
    const renewed = await pool.query(
      `update node_lease set until = now() + make_interval(secs => ${LEASE_S})
       where node = $1 and holder = $2`,
      [node, holder],
    );
    if (renewed.rowCount === 1) untilMs = sentAt + LEASE_S * 1000;
  };
  const timer = setInterval(() => void renew().catch(() => undefined), RENEW_MS);
  timer.unref();
  return {
    node,
    held: () => performance.now() < untilMs,
    release: async () => {
      clearInterval(timer);
      await pool.query('delete from node_lease where node = $1 and holder = $2', [node, holder]);
    },
  };
}
