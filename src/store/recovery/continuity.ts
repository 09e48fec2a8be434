/**
 * Whether the database is still the one that it was. A backup has in itself where the database was,
 * how far each witness had counted, and when somebody last worked on it; restored, it is elsewhere,
 * behind a witness, or long ago. Nobody has to remember anything: whoever opens the platform looks,
 * before anything is sent.
 */
import type pg from 'pg';
import type { RecoveryReason, Witness } from '../../ports/recovery.ts';
import type { Executor } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';

/** How often a process says that it works. Payouts need that to be no older than a minute. */
export const BEAT_EVERY_MS = 10_000;
/** A silence of all processes that is looked into. */
export const SILENCE_MS = 600_000;
/** A folder that comes back later is taken for one of a database that was set back. */
const WITNESS_DAYS = 400;
/**
 * A last look that lies further ahead is of a clock that was wrong. When it was nobody knows, so
 * all of a week may be forgotten.
 */
const AHEAD_MS = 60_000;
const AHEAD_DAYS = 7;
/** A witness that counted no longer before the last beat was there to the end. */
const TO_THE_END_MS = 60_000;

/**
 * The cluster, the database, its first table and the timeline: another one after a dump was
 * restored, and after a recovery to a point in time. Where it may be read, also when the folder's
 * version file was made: no copy of a folder has the same.
 */
const PLACE = `
  select concat_ws(':',
    (select system_identifier from pg_control_system()),
    (select oid from pg_database where datname = current_database()),
    'orders'::regclass::oid,
    left(pg_walfile_name(pg_current_wal_lsn()), 8)) as place,
  has_function_privilege('pg_stat_file(text)', 'execute') as may_stat`;

const FOLDER = `select extract(epoch from change)::text as made from pg_stat_file('PG_VERSION')`;

async function placeOf(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ place: string; may_stat: boolean }>(PLACE);
  const { place, may_stat: mayStat } = rows[0] as { place: string; may_stat: boolean };
  if (!mayStat) return place;
  const folder = await client.query<{ made: string }>(FOLDER);
  return `${place}:${folder.rows[0]?.made ?? ''}`;
}

interface Kept {
  readonly lineage: string;
  readonly place: string;
  readonly beat_at: Date;
  readonly now: Date;
  readonly silent_ms: number;
}

/** What the database knows of a witness. */
interface Counted {
  readonly count: bigint;
  readonly counted_at: Date;
}

export interface Looked {
  /** A recovery is open. */
  readonly isRecovering: boolean;
  /** Its lists have not been read, and it began not long ago: nothing new is taken. */
  readonly isListing: boolean;
}

/** For how long new orders wait for the providers' lists; payouts wait for the recovery's end. */
const LISTING_MS = 900_000;

/**
 * Looks, and says that this process works. Where the database is another one than it was, or has
 * counted less than the witness, a recovery begins in the same commit; after a silence likewise,
 * which is a check where the witness agrees. `silenceMs` null: silence is no sign here.
 */
export async function lookAtContinuity(
  pool: pg.Pool,
  silenceMs: number | null,
  witness: Witness,
): Promise<Looked> {
  const { looked, mark } = await inTransaction(pool, async (client) => {
    const place = await placeOf(client);
    await client.query(
      `insert into continuity (place, beat_at) values ($1, now()) on conflict (one) do nothing`,
      [place],
    );
    const { rows } = await client.query<Kept>(
      `select lineage, place, beat_at, now(),
         (extract(epoch from now() - beat_at) * 1000)::float8 as silent_ms
       from continuity for update`,
    );
    const kept = rows[0] as Kept;
    const before = witness.of(kept.lineage);
    const counted = await countedBy(client, before.id);
    const isBehind = (counted?.count ?? 0n) < before.count;
    const isSilent = silenceMs !== null && (kept.silent_ms > silenceMs || isAhead(kept));
    if (kept.place !== place) await begin(client, 'other_place', kept, kept.beat_at);
    else if (isBehind) await begin(client, 'set_back', kept, counted?.counted_at ?? before.since);
    else if (isSilent) {
      await begin(client, 'silence', kept, kept.beat_at, wasThere(counted, kept.beat_at));
    } else if (counted !== null) await agree(client, counted);
    const counts =
      before.since === null
        ? await firstLook(client)
        : await countOne(client, before.id, before.count);
    const mark = { ...before, since: before.since ?? kept.now, ...counts };
    await client.query('update continuity set place = $1, beat_at = now()', [place]);
    return { looked: await openNow(client), mark };
  });
  // After the commit: what is outside of the database may be behind it, and never ahead.
  await witness.keep(mark);
  return looked;
}

async function countedBy(client: pg.PoolClient, id: string): Promise<Counted | null> {
  const { rows } = await client.query<Counted>(
    'select count, counted_at from continuity_witness where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** A command that is over at once leaves no row behind: whoever looks again counts. */
async function firstLook(client: pg.PoolClient): Promise<{ readonly count: bigint }> {
  await client.query(
    `delete from continuity_witness where counted_at < now() - $1 * interval '1 day'`,
    [WITNESS_DAYS],
  );
  return { count: 0n };
}

/** On from whichever is further: what was noticed is not noticed again. */
async function countOne(
  client: pg.PoolClient,
  id: string,
  count: bigint,
): Promise<{ readonly count: bigint }> {
  const { rows } = await client.query<{ count: bigint }>(
    `insert into continuity_witness as kept (id, count, counted_at) values ($1, $2::bigint + 1, now())
     on conflict (id) do update
     set count = greatest(kept.count, $2) + 1, counted_at = now()
     returning count`,
    [id, count],
  );
  return rows[0] as { count: bigint };
}

function wasThere(counted: Counted | null, lastBeat: Date): boolean {
  return counted !== null && lastBeat.getTime() - counted.counted_at.getTime() <= TO_THE_END_MS;
}

/**
 * Another process without a witness looked first, after a silence: this one was there. What a list
 * objected to, or was begun again, is a second revision, and stays what it is.
 */
async function agree(client: pg.PoolClient, { counted_at: at }: Counted): Promise<void> {
  const { rows } = await client.query<{ id: bigint }>(
    `update recovery r set is_check = true
     where ended_at is null and reason = 'silence' and not is_check and revision = 1
       and $1 between forgotten_from - $2 * interval '1 ms' and began_at - interval '1 ms'
       and not exists (select from recovery_order where recovery_id = r.id)
     returning id`,
    [at, TO_THE_END_MS],
  );
  if (rows[0] === undefined) return;
  await client.query(
    `update recovery_account set state = 'passed' where recovery_id = $1 and state = 'by_hand'`,
    [rows[0].id],
  );
}

const DETAILS: Readonly<Record<Exclude<RecoveryReason, 'declared'>, (minutes: number) => string>> =
  {
    other_place: (minutes) => `the database is not where it was ${minutes} minutes ago`,
    set_back: () => 'the database has counted less than a process that works on it',
    silence: (minutes) => `nobody worked on the database for ${minutes} minutes`,
  };

const isAhead = ({ silent_ms: silentMs }: Kept) => silentMs < -AHEAD_MS;

async function begin(
  client: pg.PoolClient,
  reason: Exclude<RecoveryReason, 'declared'>,
  kept: Kept,
  from: Date | null,
  isCheck = false,
): Promise<void> {
  if (isAhead(kept)) {
    const aWeekAgo = new Date(kept.now.getTime() - AHEAD_DAYS * 86_400_000);
    const detail = 'the clock was ahead when somebody last worked on the database';
    return await beginRecovery(client, reason, detail, aWeekAgo, isCheck);
  }
  const minutes = Math.round(kept.silent_ms / 60_000);
  // Somebody without a witness may have worked on it since it was set back.
  const forgottenFrom = from === null || from > kept.beat_at ? kept.beat_at : from;
  await beginRecovery(client, reason, DETAILS[reason](minutes), forgottenFrom, isCheck);
}

/** One that is open already goes on, from the earlier of the two times, and reads all again. */
export async function beginRecovery(
  client: Executor,
  reason: RecoveryReason,
  detail: string,
  forgottenFrom: Date,
  isCheck = false,
): Promise<void> {
  const { rows } = await client.query<{ id: bigint; is_new: boolean; is_check: boolean }>(
    `insert into recovery as r (reason, detail, forgotten_from, is_check) values ($1, $2, $3, $4)
     on conflict ((true)) where ended_at is null do update
     set forgotten_from = least(r.forgotten_from, excluded.forgotten_from),
       reason = case excluded.reason when 'silence' then r.reason else excluded.reason end,
       detail = excluded.detail, is_check = r.is_check and excluded.is_check
     returning id, is_check, (xmax = 0) as is_new`,
    [reason, detail, forgottenFrom, isCheck],
  );
  const begun = rows[0];
  if (begun === undefined || begun.is_new) return;
  await readAgain(client, begun.id, begun.is_check);
}

/** Every list, and whatever a person has compared: for an earlier time, or as no mere check. */
export async function readAgain(client: Executor, id: bigint, isCheck = false): Promise<void> {
  await client.query(
    `update recovery set is_check = $2, revision = revision + 1, listed_at = null where id = $1`,
    [id, isCheck],
  );
  await client.query(`update recovery_account set state = 'to_list' where recovery_id = $1`, [id]);
}

async function openNow(client: pg.PoolClient): Promise<Looked> {
  const { rows } = await client.query<{ listing: boolean }>(
    `select not is_check and listed_at is null
       and began_at > now() - $1 * interval '1 ms' as listing
     from recovery where ended_at is null`,
    [LISTING_MS],
  );
  return { isRecovering: rows.length > 0, isListing: rows[0]?.listing === true };
}

export interface Continuity {
  /** As it was at the last look: new orders wait. */
  isListing(): boolean;
  /** Looks again, beside the looks by the clock. */
  look(): Promise<Looked>;
  stop(): void;
}

/** Looks at once, and then every ten seconds. Rejects where the first look fails. */
export async function watchContinuity(
  pool: pg.Pool,
  silenceMs: number | null,
  witness: Witness,
  trouble: (error: unknown) => void,
): Promise<Continuity> {
  let now = await lookAtContinuity(pool, silenceMs, witness);
  const look = async () => {
    now = await lookAtContinuity(pool, silenceMs, witness);
    return now;
  };
  const timer = setInterval(() => void look().catch(trouble), BEAT_EVERY_MS);
  timer.unref();
  return { isListing: () => now.isListing, look, stop: () => clearInterval(timer) };
}
