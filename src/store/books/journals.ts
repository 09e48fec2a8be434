/** Journals of the main book that no roll-up makes, each once by its key. */
import type { MainLeg } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Executor } from '../database/pool.ts';

/** No closed day is changed: whoever closes one waits for the transactions that were there. */
const OPEN_DAY = `(select greatest(((now() at time zone 'utc') + interval '8 hours')::date,
  max(day)) from book_open)`;

export interface PlainJournal {
  readonly key: string;
  readonly mode: Mode;
  /** They sum to zero for each asset, or the commit is refused. */
  readonly legs: readonly MainLeg[];
}

/** Books it on the open day. False: a journal of that key is there. */
export async function keepJournal(
  client: Executor,
  { key, mode, legs }: PlainJournal,
): Promise<boolean> {
  const added = await client.query(
    `insert into journal (key, mode, day) values ($1, $2, ${OPEN_DAY}) on conflict do nothing`,
    [key, mode],
  );
  if (added.rowCount === 0) return false;
  await keepLegs(client, key, legs);
  return true;
}

/** The legs of a journal that is there. */
export async function keepLegs(
  client: Executor,
  key: string,
  legs: readonly MainLeg[],
): Promise<void> {
  await client.query(
    `insert into journal_leg (key, account, of, asset, minor)
     select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])`,
    [
      key,
      legs.map(({ account }) => account),
      legs.map(({ of }) => of),
      legs.map(({ asset }) => asset),
      legs.map(({ minor }) => minor),
    ],
  );
}
