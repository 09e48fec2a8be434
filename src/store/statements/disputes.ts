/** Disputes: rows and back. Whoever reads to write has locked the order. */
import type { Dispute } from '../../domain/dispute.ts';
import { columns } from './columns.ts';
import { hot } from './statement.ts';

const DISPUTE = columns<Dispute>([
  ['id', 'bigint', (d) => d.id],
  ['order_id', 'bigint', (d) => d.orderId],
  ['merchant_id', 'bigint', (d) => d.merchantId],
  ['mode', 'text', (d) => d.mode],
  ['connector', 'text', (d) => d.connector],
  ['account', 'text', (d) => d.account],
  ['ref', 'text', (d) => d.ref],
  ['round', 'smallint', (d) => d.round],
  ['state', 'text', (d) => d.state],
  ['words', 'text', (d) => d.words],
  ['inquiry', 'boolean', (d) => d.inquiry],
  ['taken', 'boolean', (d) => d.taken],
  ['asset', 'text', (d) => d.asset],
  ['amount_minor', 'bigint', (d) => d.amountMinor],
  ['held_minor', 'bigint', (d) => d.heldMinor],
  ['from_pending_minor', 'bigint', (d) => d.fromPendingMinor],
  ['lost_minor', 'bigint', (d) => d.lostMinor],
  ['entry_count', 'smallint', (d) => d.entryCount],
  ['fee_round', 'smallint', (d) => d.feeRound],
  ['charged_minor', 'bigint', (d) => d.chargedMinor],
  ['refunded_fee_minor', 'bigint', (d) => d.refundedFeeMinor],
  ['fee_minor', 'bigint', (d) => d.fee?.minor ?? null],
  ['fee_asset', 'text', (d) => d.fee?.asset ?? null],
  ['reason_code', 'text', (d) => d.reasonCode],
  ['reason', 'text', (d) => d.reason],
  ['network', 'text', (d) => d.network],
  ['due_at', 'timestamptz', (d) => d.dueAt],
  ['reported_at', 'timestamptz', (d) => d.reportedAt],
  ['opened_at', 'timestamptz', (d) => d.openedAt],
  ['updated_at', 'timestamptz', (d) => d.updatedAt],
  ['closed_at', 'timestamptz', (d) => d.closedAt],
]);

const NEW_VERSION = DISPUTE.names
  .split(', ')
  .filter((name) => name !== 'id')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ');

/** New ones, and new versions of those that are there. */
export const KEEP_DISPUTES = hot(
  'keep_disputes',
  `insert into dispute (shard, ${DISPUTE.names})
   select $1::smallint, d.* from ${DISPUTE.rows(2)} d
   on conflict (shard, id) do update set ${NEW_VERSION}`,
);
export const disputeParameters = DISPUTE.parameters;

export const DISPUTES_OF_ORDERS = hot(
  'disputes_of_orders',
  `select * from dispute where shard = $1 and order_id = any($2::bigint[])
   order by opened_at, id`,
);

export const DISPUTE_BY_ID = hot(
  'dispute_by_id',
  'select * from dispute where shard = $1 and id = $2',
);

/** Open ones, by the day on which somebody must have done something; those without one last. */
export const OPEN_DISPUTES = hot(
  'open_disputes',
  `select * from dispute where shard = $1 and closed_at is null
   order by due_at nulls last, id limit $2`,
);

/** All, the newest first. */
export const ALL_DISPUTES = hot(
  'all_disputes',
  'select * from dispute where shard = $1 order by id desc limit $2',
);

/** Open ones that are due to be asked about; each is asked again `$3` ms later at the earliest. */
export const DISPUTES_TO_ASK = hot(
  'disputes_to_ask',
  `with due as materialized (
     select id from dispute where shard = $1 and closed_at is null and ask_at <= now()
     order by ask_at limit $2 for update skip locked
   )
   update dispute d set ask_at = now() + $3::bigint * interval '1 millisecond'
   from due where d.shard = $1 and d.id = due.id
   returning d.*`,
);

export interface DisputeRow {
  readonly id: bigint;
  readonly order_id: bigint;
  readonly merchant_id: bigint;
  readonly mode: Dispute['mode'];
  readonly connector: string;
  readonly account: string;
  readonly ref: string;
  readonly round: number;
  readonly state: Dispute['state'];
  readonly words: string;
  readonly inquiry: boolean;
  readonly taken: boolean;
  readonly asset: string;
  readonly amount_minor: bigint | null;
  readonly held_minor: bigint;
  readonly from_pending_minor: bigint;
  readonly lost_minor: bigint;
  readonly entry_count: number;
  readonly fee_round: number;
  readonly charged_minor: bigint;
  readonly refunded_fee_minor: bigint;
  readonly fee_minor: bigint | null;
  readonly fee_asset: string | null;
  readonly reason_code: string | null;
  readonly reason: string | null;
  readonly network: string | null;
  readonly due_at: Date | null;
  readonly reported_at: Date | null;
  readonly opened_at: Date;
  readonly updated_at: Date;
  readonly closed_at: Date | null;
}

export function disputeOf(row: DisputeRow): Dispute {
  const { fee_minor: minor, fee_asset: asset } = row;
  return {
    id: row.id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    mode: row.mode,
    connector: row.connector,
    account: row.account,
    ref: row.ref,
    round: row.round,
    state: row.state,
    words: row.words,
    inquiry: row.inquiry,
    taken: row.taken,
    asset: row.asset,
    amountMinor: row.amount_minor,
    heldMinor: row.held_minor,
    fromPendingMinor: row.from_pending_minor,
    lostMinor: row.lost_minor,
    entryCount: row.entry_count,
    feeRound: row.fee_round,
    chargedMinor: row.charged_minor,
    refundedFeeMinor: row.refunded_fee_minor,
    fee: minor === null || asset === null ? null : { asset, minor },
    reasonCode: row.reason_code,
    reason: row.reason,
    network: row.network,
    dueAt: row.due_at,
    reportedAt: row.reported_at,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at,
  };
}
