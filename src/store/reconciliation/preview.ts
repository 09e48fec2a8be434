/** A file before it is applied: what is in it, and how much of that is known. */
import type pg from 'pg';
import type { FilePreview, FileView, LineView } from '../../ports/reconciliation.ts';
import { FILE_COLUMNS, patiently } from './files.ts';

const LINES_SHOWN = 20;

type Row = Record<string, unknown>;

export async function previewOf(pool: pg.Pool, fileId: bigint): Promise<FilePreview | null> {
  return await patiently(pool, async (client) => {
    const files = await client.query<FileView & Row>(
      `select ${FILE_COLUMNS} from recon_file where id = $1 and state = 'reading'`,
      [fileId],
    );
    const [file] = files.rows;
    if (file === undefined) return null;
    const counts = await client.query<
      Pick<FilePreview, 'lineCount' | 'repeatCount' | 'expectedCount'> & Row
    >(COUNTS, [fileId]);
    const totals = await client.query<FilePreview['totals'][number] & Row>(TOTALS, [fileId]);
    const first = await client.query<LineView & Row>(FIRST, [fileId, LINES_SHOWN]);
    const none = { lineCount: 0, repeatCount: 0, expectedCount: 0 };
    return { file, ...(counts.rows[0] ?? none), totals: totals.rows, first: first.rows };
  });
}

const COUNTS = `
  select count(*)::int as "lineCount",
    count(*) filter (where exists (select from recon_line l where l.source = i.source
      and l.key = i.key and l.digest = i.digest))::int as "repeatCount",
    count(*) filter (where i.ref <> '' and exists (select from recon_entry e
      where e.source = i.source and e.ref = i.ref))::int as "expectedCount"
  from recon_incoming i where i.file_id = $1`;

const TOTALS = `
  select type, asset, count(*)::int as count, sum(gross_minor)::bigint as "grossMinor",
    sum(fee_minor)::bigint as "feeMinor", sum(tax_minor)::bigint as "taxMinor"
  from recon_incoming where file_id = $1 group by type, asset order by type, asset`;

const FIRST = `
  select row_number::bigint as id, type, ref, reference, bank_ref as "bankRef", asset,
    gross_minor as "grossMinor", fee_minor as "feeMinor", tax_minor as "taxMinor", batch, at,
    '' as file, row_number as row
  from recon_incoming where file_id = $1 order by row_number limit $2`;
