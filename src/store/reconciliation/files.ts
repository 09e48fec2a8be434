/** Reports as they are taken in: see `ports/reconciliation.ts`. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { FileView, NewLine, ReportFiles } from '../../ports/reconciliation.ts';
import { allowSilence, type Executor } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';

/** A page of lines is written in less; taking back a whole file is not. */
const STATEMENT_MS = 300_000;

export const FILE_COLUMNS = `id, source, name, by, state, line_count as "lineCount",
  repeat_count as "repeatCount", first_day::text as "firstDay", last_day::text as "lastDay",
  note, received_at as "receivedAt"`;

/** Keeps lines as they are read, by a pool or in somebody's transaction. */
export function stagingOn(on: Executor): Pick<ReportFiles, 'begin' | 'add'> {
  return {
    async begin({ source, mapVersion, digest, name, by }) {
      const { rows } = await on.query<{ id: bigint }>(
        `insert into recon_file (source, map_version, digest, name, by, state)
         values ($1, $2, $3, $4, $5, 'reading')
         on conflict (source, digest) where state <> 'refused' do nothing returning id`,
        [source, mapVersion, Buffer.from(digest), name, by],
      );
      return rows[0]?.id ?? null;
    },
    async add(fileId, source, lines) {
      await on.query(INSERT_LINES, [fileId, source, ...columnsOf(lines)]);
    },
  };
}

export function createReportFiles(pool: pg.Pool): ReportFiles {
  return {
    ...stagingOn(pool),
    apply: (fileId) => patiently(pool, (client) => applyFile(client, fileId)),
    async refuse(fileId, note) {
      await patiently(pool, async (client) => {
        await client.query('delete from recon_incoming where file_id = $1', [fileId]);
        await client.query(
          `update recon_file set state = 'refused', note = $2 where id = $1 and state = 'reading'`,
          [fileId, note.slice(0, 500)],
        );
      });
    },
  };
}

/** Null: it is none that is being read. */
export async function applyFile(client: pg.PoolClient, fileId: bigint): Promise<FileView | null> {
  const reading = await client.query(
    `select from recon_file where id = $1 and state = 'reading' for update`,
    [fileId],
  );
  if (reading.rowCount === 0) return null;
  const { rowCount } = await client.query(KEEP_NEW, [fileId]);
  const { rows } = await client.query<FileView & Record<string, unknown>>(APPLY_FILE, [
    ...[fileId, rowCount],
  ]);
  await client.query('delete from recon_incoming where file_id = $1', [fileId]);
  return rows[0] ?? null;
}

/** A transaction whose statements may take long. */
export async function patiently<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return await inTransaction(pool, async (client) => {
    allowSilence(client, STATEMENT_MS);
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    return await work(client);
  });
}

const LINE: readonly (readonly [name: string, type: string, of: (line: NewLine) => unknown])[] = [
  ['row_number', 'integer', (l) => l.row],
  ['key', 'text', (l) => l.key],
  ['digest', 'bytea', digestOf],
  ['type', 'text', (l) => l.type],
  ['ref', 'text', (l) => l.ref],
  ['reference', 'text', (l) => l.reference],
  ['bank_ref', 'text', (l) => l.bankRef],
  ['asset', 'text', (l) => l.asset],
  ['gross_minor', 'bigint', (l) => l.grossMinor],
  ['fee_minor', 'bigint', (l) => l.feeMinor],
  ['tax_minor', 'bigint', (l) => l.taxMinor],
  ['batch', 'text', (l) => l.batch],
  ['at', 'timestamptz', (l) => l.at],
  ['day', 'date', (l) => l.day],
  ['balance_minor', 'bigint', (l) => l.balanceMinor],
];

const NAMES = LINE.map(([name]) => name).join(', ');

function columnsOf(lines: readonly NewLine[]): readonly unknown[] {
  return LINE.map(([, , of]) => lines.map(of));
}

/** What a line says; two that say the same are the same line. */
function digestOf(line: NewLine): Buffer {
  const { type, ref, reference, asset, grossMinor, feeMinor, taxMinor, batch, at } = line;
  const said = [type, ref, reference, asset, grossMinor, feeMinor, taxMinor, batch, at.getTime()];
  return createHash('md5').update(said.join('\n')).digest();
}

const INSERT_LINES = `
  insert into recon_incoming (file_id, source, ${NAMES})
  select $1, $2, u.* from unnest(${LINE.map(([, type], i) => `$${i + 3}::${type}[]`).join(', ')})
    as u (${NAMES})`;

/**
 * A key that stands n times in the file is the n-th line of that key. What another file had, and
 * says the same, is passed over; what says something else is one more line, for people.
 */
const KEEP_NEW = `
  with numbered as (
    select *, row_number() over (partition by source, key order by row_number) as nth
    from recon_incoming where file_id = $1
  ), compared as (
    select n.*, l.digest as known_digest,
      exists (select from recon_line r where r.source = n.source and r.key = n.key
        and r.digest = n.digest and r.nth > n.nth) as said_later,
      (select coalesce(max(m.nth), 0) from recon_line m
        where m.source = n.source and m.key = n.key) as highest
    from numbered n
    left join recon_line l on l.source = n.source and l.key = n.key and l.nth = n.nth
  )
  insert into recon_line (source, file_id, nth, ${NAMES})
  select source, file_id, case when known_digest is null then nth else highest + nth end, ${NAMES}
  from compared where (known_digest is null or known_digest <> digest) and not said_later
  order by row_number`;

/** `$2`: how many of its lines are new. The days are those of all, also where none is. */
const APPLY_FILE = `
  update recon_file f set state = 'applied', line_count = s.lines,
    repeat_count = s.lines - $2::int, first_day = s.min_day, last_day = s.max_day
  from (
    select count(*)::int as lines, min(day) as min_day, max(day) as max_day
    from recon_incoming where file_id = $1
  ) s
  where f.id = $1 returning ${FILE_COLUMNS}`;
