/** Reconciliation for people: see `ports/reconciliation.ts`. */
import type pg from 'pg';
import type { Mode } from '../../domain/merchant.ts';
import { readColumnMap } from '../../domain/reconciliation/column-map.ts';
import { partOf } from '../../domain/reconciliation/posting.ts';
import type {
  EntryView,
  FileView,
  ItemDetail,
  ItemView,
  LineView,
  MapView,
  ReconQueries,
  Source,
  SourceView,
} from '../../ports/reconciliation.ts';
import { balanceDays } from './balances.ts';
import { FILE_COLUMNS } from './files.ts';
import { previewOf } from './preview.ts';

type Row = Record<string, unknown>;

export function createReconQueries(pool: pg.Pool): ReconQueries {
  return {
    async maps() {
      const { rows } = await pool.query<MapView & Row>(
        `select source, version, state, map as json, approved_at as "approvedAt" from recon_map
         where state <> 'replaced' order by source, version`,
      );
      return rows;
    },
    async sources() {
      const { rows } = await pool.query<SourceRow>(
        `select s.source, s.mode, m.version, m.map from recon_source s
         join recon_map m on m.source = s.source and m.state = 'approved' order by s.source`,
      );
      return rows.flatMap(sourceOf);
    },
    async overview() {
      const { rows } = await pool.query<SourceView & Row>(OVERVIEW);
      return rows;
    },
    async files(source, limit) {
      const { rows } = await pool.query<FileView & Row>(
        `select ${FILE_COLUMNS} from recon_file where $1::text is null or source = $1
         order by id desc limit $2`,
        [source, limit],
      );
      return rows;
    },
    async items({ source, state, onlyOpen }, limit) {
      const { rows } = await pool.query<ItemRow>(
        `select ${ITEM_COLUMNS} from recon_item
         where ($1::text is null or source = $1) and ($2::text is null or kind = $2)
           and (not $3 or state = 'open')
         order by day, id limit $4`,
        [source, state, onlyOpen, limit],
      );
      return rows.map(itemOf);
    },
    item: (id) => readItem(pool, id),
    balances: (source, limit) => balanceDays(pool, source, partOf(source.name), limit),
    preview: (fileId) => previewOf(pool, fileId),
  };
}

interface SourceRow extends Row {
  readonly source: string;
  readonly mode: Mode;
  readonly version: number;
  readonly map: unknown;
}

/** An approved map can be read; one of a newer version of the program may not be. */
function sourceOf({ source: name, mode, version: mapVersion, map: json }: SourceRow): Source[] {
  const read = readColumnMap(json);
  return read.ok ? [{ name, mode, mapVersion, map: read.map }] : [];
}

const OVERVIEW = `
  select s.source as name, s.mode, s.stopped,
    (select max(f.last_day)::text from recon_file f
      where f.source = s.source and f.state = 'applied') as "reportThrough",
    coalesce(l.lines, 0)::bigint as "lineCount", coalesce(l.matched, 0)::bigint as "matchedCount",
    coalesce(i.open, 0)::bigint as "openCount", i.oldest as "oldestDay"
  from recon_source s
  left join (
    select source, count(*) as lines, count(*) filter (where state = 'matched') as matched
    from recon_line group by source) l on l.source = s.source
  left join (
    select source, count(*) as open, min(day)::text as oldest from recon_item
    where state = 'open' group by source) i on i.source = s.source
  order by s.source`;

const ITEM_COLUMNS = `id, source, kind, type, asset, minor, differences, order_id, day::text as day,
  state, resolution, reason, closed_by, opened_at, closed_at, journal_key, suggested_id`;

export interface ItemRow extends Row {
  readonly id: bigint;
  readonly source: string;
  readonly kind: ItemView['state'];
  readonly type: ItemView['type'];
  readonly asset: string;
  readonly minor: bigint;
  readonly differences: readonly { readonly asset: string; readonly minor: string }[];
  readonly order_id: bigint | null;
  readonly day: string;
  readonly state: ItemView['status'];
  readonly resolution: ItemView['resolution'];
  readonly reason: string | null;
  readonly closed_by: string | null;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly journal_key: string | null;
  readonly suggested_id: bigint | null;
}

function itemOf(row: ItemRow): ItemView {
  const { id, source, kind: state, type, asset, minor, day, resolution, reason } = row;
  return {
    ...{ id, source, state, type, asset, minor, day, resolution, reason },
    differences: row.differences.map((one) => ({ asset: one.asset, minor: BigInt(one.minor) })),
    orderId: row.order_id,
    status: row.state,
    closedBy: row.closed_by,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    journalKey: row.journal_key,
  };
}

/** The item with its lines and entries, in one transaction or none. */
export async function readItem(
  on: Pick<pg.Pool | pg.PoolClient, 'query'>,
  id: bigint,
): Promise<ItemDetail | null> {
  const { rows } = await on.query<ItemRow>(`select ${ITEM_COLUMNS} from recon_item where id = $1`, [
    id,
  ]);
  const [row] = rows;
  if (row === undefined) return null;
  const lines = await on.query<LineView & Row>(LINES_OF_ITEM, [id]);
  const entries = await on.query<EntryView & { of_item: boolean } & Row>(ENTRIES_OF_ITEM, [
    id,
    row.suggested_id,
  ]);
  return {
    ...itemOf(row),
    lines: lines.rows,
    entries: entries.rows.filter((one) => one.of_item),
    suggested: entries.rows.find((one) => !one.of_item) ?? null,
  };
}

const LINES_OF_ITEM = `
  select l.id, l.type, l.ref, l.reference, l.bank_ref as "bankRef", l.asset,
    l.gross_minor as "grossMinor", l.fee_minor as "feeMinor", l.tax_minor as "taxMinor", l.batch,
    l.at, f.name as file, l.row_number as row
  from recon_line l join recon_file f on f.id = l.file_id where l.item_id = $1 order by l.id`;

const ENTRIES_OF_ITEM = `
  select id, type, ref, order_id as "orderId", asset, minor, day::text as day,
    item_id is not distinct from $1 as of_item
  from recon_entry where item_id = $1 or id = $2 order by id`;
