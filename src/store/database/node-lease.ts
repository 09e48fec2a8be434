/** The node number inside ids: leased from the database, so no two living processes share one. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { NODE_COUNT } from '../../domain/id.ts';

/** Short, for a killed process leaves its number leased: there are 32, and it starts anew. */
const LEASE_S = 20;
const RENEW_MS = 5_000;
/** After a renewal that failed: the lease shall outlive a short outage. */
const RENEW_AGAIN_MS = 500;
const LOOK_AGAIN_MS = 500;

export interface NodeLease {
  /** The number to make ids with now; null while none is ours: no id may be made. */
  node(): number | null;
  release(): Promise<void>;
}

export interface NodeLeaseTimes {
  readonly leaseS: number;
  readonly renewMs: number;
}

interface Held {
  readonly node: number;
  /** By `performance.now()`, counted from before the lease was asked for. */
  readonly untilMs: number;
}

/**
 * Takes a free node number and keeps it: renews it, and takes another one if it was lost while this
 * process or the database stood still. Waits while all 32 are leased, for those of killed processes
 * run out; rejects when all are still taken after that. The pool should be the lease's own, and cut
 * what is silent well within the lease: without a number no id can be made.
 */
export async function leaseNode(
  pool: pg.Pool,
  times: NodeLeaseTimes = { leaseS: LEASE_S, renewMs: RENEW_MS },
): Promise<NodeLease> {
  const holder = randomUUID();
  let held = await firstNode(pool, holder, times.leaseS);
  const released = new AbortController();
  const renew = async (): Promise<number> => {
    try {
      held = (await renewed(pool, holder, held.node, times.leaseS)) ?? held;
      return times.renewMs;
    } catch {
      return Math.min(times.renewMs, RENEW_AGAIN_MS);
    }
  };
  const renewing = keepRenewing(times.renewMs, renew, released.signal);
  return {
    node: () => (performance.now() < held.untilMs ? held.node : null),
    release: async () => {
      released.abort();
      await renewing;
      // Unreleased, it runs out by itself.
      await pool.query('delete from node_lease where holder = $1', [holder]).catch(() => undefined);
    },
  };
}

/** Renews for ever; `renew` answers after how many milliseconds again. */
async function keepRenewing(
  firstMs: number,
  renew: () => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = firstMs;
  while (!signal.aborted) {
    await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) pauseMs = await renew();
  }
}

async function firstNode(pool: pg.Pool, holder: string, leaseS: number): Promise<Held> {
  const giveUpAtMs = performance.now() + leaseS * 1000 + 5_000;
  for (;;) {
    const taken = await takeFree(pool, holder, leaseS);
    if (taken !== null) return taken;
    if (performance.now() > giveUpAtMs) {
      throw new Error('all node numbers are leased: too many processes');
    }
    await delay(LOOK_AGAIN_MS);
  }
}

async function takeFree(pool: pg.Pool, holder: string, leaseS: number): Promise<Held | null> {
  const untilMs = performance.now() + leaseS * 1000;
  const { rows } = await pool.query<{ node: number }>(
    `with free as (
       select n from generate_series(0, $3 - 1) n
       where not exists (select 1 from node_lease l where l.node = n and l.until > now())
       order by random() limit 1)
     insert into node_lease as l (node, holder, until)
     select n, $1, now() + make_interval(secs => $2) from free
     on conflict (node) do update set holder = excluded.holder, until = excluded.until
       where l.until <= now()
     returning node`,
    [holder, leaseS, NODE_COUNT],
  );
  return rows[0] === undefined ? null : { node: rows[0].node, untilMs };
}

/** The same number for longer, or another one if somebody else has it now; null: none is free. */
async function renewed(
  pool: pg.Pool,
  holder: string,
  node: number,
  leaseS: number,
): Promise<Held | null> {
  const untilMs = performance.now() + leaseS * 1000;
  const { rowCount } = await pool.query(
    `update node_lease set until = now() + make_interval(secs => $3)
     where node = $1 and holder = $2`,
    [node, holder, leaseS],
  );
  return rowCount === 1 ? { node, untilMs } : await takeFree(pool, holder, leaseS);
}
