/** Statement files over PostgreSQL: asked for, built in parts, read, deleted. */
import type { QueryResultRow } from 'pg';
import type {
  StatementFile,
  StatementFileQueue,
  StatementFiles,
  WantedStatement,
} from '../../ports/statement-file.ts';
import type { Queryable } from '../database/pool.ts';

/** Unfinished ones of a merchant: the builder is there for all. */
const OPEN_MAX = 8;
const LISTED_MAX = 20;
/** Above so many lines nobody waits for the answer to a request. */
const DIRECT_LINES_MAX = 50_000;

const COLUMNS = `id, merchant_id as "merchantId", mode, asset, from_day::text as "from",
  to_day::text as "to", format, language, state, line_count::int as "lineCount",
  done_count::int as "doneCount", byte_count as "byteCount", part_count as "partCount",
  lease_no as "leaseNo", tries, created_at as "askedAt", keep_until as "keepUntil"`;

const ask = <R extends QueryResultRow>(pool: Queryable, text: string, values: unknown[]) =>
  pool.query<R>({ text, values });

type Row = StatementFile & Record<string, unknown>;

const KEY = 'merchant_id = $1 and mode = $2 and asset = $3 and from_day = $4 and to_day = $5';

const keyOf = ({ merchantId, mode, asset, from, to, format, language }: WantedStatement) => [
  ...[merchantId, mode, asset, from, to, format, language],
];

const KEEP = `
  update statement_file set keep_until = now() + interval '7 days',
    tries = case when state = 'failed' then 0 else tries end,
    next_at = case when state = 'failed' then now() else next_at end,
    state = case when state = 'failed' then 'due' else state end
  where ${KEY} and format = $6 and language = $7 returning ${COLUMNS}`;

/** Of two that ask at once, the second finds the first one's file. */
const INSERT = `
  insert into statement_file as f (merchant_id, mode, asset, from_day, to_day, format, language,
    line_count, keep_until)
  select $1, $2, $3, $4, $5, $6, $7, $8, now() + interval '7 days'
  where (select count(*) from statement_file
    where merchant_id = $1 and state in ('due', 'building')) < ${OPEN_MAX}
  on conflict (merchant_id, mode, asset, from_day, to_day, format, language)
    do update set keep_until = excluded.keep_until
  returning ${COLUMNS}`;

export function createStatementFiles(
  pool: Queryable,
  directLinesMax = DIRECT_LINES_MAX,
): StatementFiles {
  return {
    async ask(wanted) {
      if (wanted.lineCount <= directLinesMax) return 'direct';
      const key = keyOf(wanted);
      const known = await ask<Row>(pool, KEEP, key);
      if (known.rows[0] !== undefined) return known.rows[0];
      const made = await ask<Row>(pool, INSERT, [...key, wanted.lineCount]);
      return made.rows[0] ?? 'too_many';
    },
    async of(merchantId, mode) {
      const { rows } = await ask<Row>(
        pool,
        `select ${COLUMNS} from statement_file
         where merchant_id = $1 and ($2::text is null or mode = $2)
         order by created_at desc, id desc limit ${LISTED_MAX}`,
        [merchantId, mode],
      );
      return rows;
    },
    async *bytes({ id, leaseNo, partCount }) {
      for (let n = 0; n < partCount; n += 1) {
        const { rows } = await ask<{ bytes: Buffer }>(
          pool,
          'select bytes from statement_file_part where file_id = $1 and lease_no = $2 and n = $3',
          [id, leaseNo, n],
        );
        if (rows[0] === undefined) throw new Error('the file was deleted while it was read');
        yield rows[0].bytes;
      }
    },
  };
}

const HELD = "id = $1 and lease_no = $2 and state = 'building'";

export function createStatementFileQueue(pool: Queryable): StatementFileQueue {
  return {
    async lease(leaseMs) {
      const { rows } = await ask<Row>(
        pool,
        `update statement_file set state = 'building', lease_no = lease_no + 1, tries = tries + 1,
           done_count = 0, next_at = now() + $1::int * interval '1 millisecond'
         where id = (select id from statement_file
           where state in ('due', 'building') and next_at <= now()
           order by next_at limit 1 for update skip locked)
         returning ${COLUMNS}`,
        [leaseMs],
      );
      return rows[0] ?? null;
    },
    async addPart({ id, leaseNo }, { n, bytes, doneCount }, leaseMs) {
      const { rowCount } = await ask(
        pool,
        `with held as (
           update statement_file set done_count = $5,
             next_at = now() + $6::int * interval '1 millisecond'
           where ${HELD} returning id)
         insert into statement_file_part (file_id, lease_no, n, bytes)
         select id, $2, $3, $4 from held`,
        [id, leaseNo, n, bytes, doneCount, leaseMs],
      );
      return rowCount === 1;
    },
    async complete({ id, leaseNo }, { parts, bytes }) {
      const { rowCount } = await ask(
        pool,
        `with older as (
           delete from statement_file_part where file_id = $1 and lease_no < $2)
         update statement_file set state = 'ready', part_count = $3, byte_count = $4,
           done_count = line_count, note = null, keep_until = now() + interval '7 days'
         where ${HELD}`,
        [id, leaseNo, parts, bytes],
      );
      return rowCount === 1;
    },
    async fail({ id, leaseNo }, note, againInMs) {
      await ask(
        pool,
        `update statement_file set note = $3,
           state = case when $4::int is null then 'failed' else 'due' end,
           next_at = now() + coalesce($4::int, 0) * interval '1 millisecond'
         where ${HELD}`,
        [id, leaseNo, note, againInMs],
      );
    },
    async deleteOld(limit) {
      const { rowCount } = await ask(
        pool,
        `delete from statement_file where id in (
           select id from statement_file where keep_until < now()
           order by keep_until limit $1 for update skip locked)`,
        [limit],
      );
      return rowCount ?? 0;
    },
  };
}
