/** Journals that reconciliation adds to the main book, each once by its key. */
import type pg from 'pg';
import type { MainLeg } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import { keepJournal } from '../books/journals.ts';

export interface NewJournal {
  readonly key: string;
  readonly source: string;
  readonly mode: Mode;
  readonly legs: readonly MainLeg[];
  /** The day at the provider; it is booked on the day that is open. */
  readonly day: string;
  readonly decided: boolean;
}

/** False: a journal of that key is there. */
export async function addJournal(client: pg.PoolClient, journal: NewJournal): Promise<boolean> {
  const { key, source, mode, legs, day, decided } = journal;
  if (!(await keepJournal(client, { key, mode, legs }))) return false;
  await client.query(
    'insert into recon_posting (journal_key, source, day, decided) values ($1, $2, $3, $4)',
    [key, source, day, decided],
  );
  return true;
}

/** The same money the other way, once; what was not posted needs none. */
export async function reverseJournal(
  client: pg.PoolClient,
  source: { readonly name: string; readonly mode: Mode },
  key: string,
): Promise<void> {
  const { rows } = await client.query<MainLeg & { readonly day: string } & Record<string, unknown>>(
    `select l.account, l.of, l.asset, -l.minor as minor, p.day::text as day
     from journal_leg l join recon_posting p on p.journal_key = l.key where l.key = $1`,
    [key],
  );
  const [first] = rows;
  if (first === undefined) return;
  const { name, mode } = source;
  const day = first.day;
  const reversal = { key: `${key}:reversed`, source: name, mode, legs: rows, day, decided: true };
  await addJournal(client, reversal);
}
