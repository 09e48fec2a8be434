/** What is held in reserve of merchants' balances. */
import type { ReserveHold } from '../../domain/reserve.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

const HOLD = columns<ReserveHold>([
  ['merchant_id', 'bigint', (h) => h.merchantId],
  ['mode', 'text', (h) => h.mode],
  ['asset', 'text', (h) => h.asset],
  ['subject_id', 'bigint', (h) => h.subjectId],
  ['name', 'text', (h) => h.name],
  ['minor', 'bigint', (h) => h.minor],
  ['left_minor', 'bigint', (h) => h.leftMinor],
  ['release_on', 'date', (h) => h.releaseOn],
]);

/** New ones, and new versions of those that are there; each once. */
export const KEEP_HOLDS = hot(
  'keep_holds',
  `insert into reserve_hold (shard, ${HOLD.names})
   select $1::smallint, h.* from ${HOLD.rows(2)} h
   on conflict (shard, subject_id, name) do update set left_minor = excluded.left_minor`,
);
export const holdParameters = HOLD.parameters;

/** Open ones of balances that are locked. */
export const HOLDS_OF_BALANCES = hot(
  'holds_of_balances',
  `select h.merchant_id, h.mode, h.asset, h.subject_id, h.name, h.minor, h.left_minor,
     h.release_on::text as release_on
   from reserve_hold h
   join unnest($2::bigint[], $3::text[], $4::text[]) as k (merchant_id, mode, asset)
     on h.merchant_id = k.merchant_id and h.mode = k.mode and h.asset = k.asset
   where h.shard = $1 and h.left_minor > 0`,
);

/** Balances with something that is to be released on day `$2` at the latest. */
export const RESERVES_DUE = hot(
  'reserves_due',
  `select distinct merchant_id, mode, asset from reserve_hold
   where shard = $1 and left_minor > 0 and release_on <= $2::date limit $3`,
);

export interface HoldRow extends Record<string, unknown> {
  readonly merchant_id: bigint;
  readonly mode: ReserveHold['mode'];
  readonly asset: string;
  readonly subject_id: bigint;
  readonly name: string;
  readonly minor: bigint;
  readonly left_minor: bigint;
  readonly release_on: string | null;
}

export function holdOfRow(row: HoldRow): ReserveHold {
  return {
    merchantId: row.merchant_id,
    mode: row.mode,
    asset: row.asset,
    subjectId: row.subject_id,
    name: row.name,
    minor: row.minor,
    leftMinor: row.left_minor,
    releaseOn: row.release_on,
  };
}
