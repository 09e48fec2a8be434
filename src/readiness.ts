/** Whether this process can take traffic: true of the last second, whatever the database does. */

import type { Platform } from './platform.ts';
import { knownMigrations, newerThan } from './store/database/migrate.ts';

export interface Readiness {
  /** A short reason why this process should get no traffic; null: it should. */
  whyNot(): Promise<string | null>;
  /** What must be done before there is traffic has been done. */
  started(): void;
  /** No more traffic, please: the process is about to end. */
  stopping(): void;
}

/** All questions are answered, or given up, within this time. */
const ANSWER_WITHIN_MS = 800;
/** An answer holds for this long: whoever asks without end costs five questions a second. */
const ANSWER_HOLDS_MS = 200;
/** Commands that may wait: half of what the lanes would take. */
const QUEUED_MAX = 4_000;
const SCHEMA_EVERY_MS = 5_000;

type Parts = Pick<Platform, 'lanes' | 'lease' | 'pool'>;

/**
 * Asks the database as commands and queries do: on the lanes' connections and on the pool's.
 * `nowMs`: a clock that is never set back, for how long answers hold.
 */
export function createReadiness(
  { lanes, lease, pool }: Parts,
  nowMs: () => number = () => performance.now(),
): Readiness {
  let phase: 'starting' | 'running' | 'stopping' = 'starting';
  let asked: { readonly untilMs: number; readonly answer: Promise<string | null> } | null = null;
  let schema: { readonly untilMs: number; readonly newer: string | null } | null = null;

  const readable = async (): Promise<string | null> => {
    if (schema !== null && nowMs() < schema.untilMs) {
      await pool.query('select 1');
      return schema.newer;
    }
    const newest = (await knownMigrations()).at(-1)?.version ?? 0;
    const name = await newerThan(pool, newest);
    const newer = name === null ? null : `the database has a newer migration: ${name}`;
    schema = { untilMs: nowMs() + SCHEMA_EVERY_MS, newer };
    return newer;
  };
  const ask = async (): Promise<string | null> => {
    if (lanes.queued() > QUEUED_MAX) return 'the write queue is full';
    if (lease.node() === null) return 'no node number is ours: no id can be made';
    const [read, write] = await Promise.all([inTime(readable()), lanes.whyStuck(ANSWER_WITHIN_MS)]);
    return write ?? read;
  };
  return {
    whyNot: async () => {
      if (phase !== 'running') return phase;
      if (asked === null || asked.untilMs < nowMs()) {
        asked = { untilMs: nowMs() + ANSWER_HOLDS_MS, answer: ask() };
      }
      return await asked.answer;
    },
    started() {
      if (phase === 'starting') phase = 'running';
    },
    stopping() {
      phase = 'stopping';
    },
  };
}

/** A failure, or no answer in time, is a reason too. */
async function inTime(asked: Promise<string | null>): Promise<string | null> {
  const noAnswer = 'the database does not answer';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(noAnswer), ANSWER_WITHIN_MS);
  });
  return await Promise.race([asked.catch(() => noAnswer), late]).finally(() => clearTimeout(timer));
}
