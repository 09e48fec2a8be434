/** Reports that could not be booked, over PostgreSQL. See `ports/provider-report.ts`. */
import { createHash } from 'node:crypto';
import { BUCKET_COUNT, type Id, shardOf, shardOfBucket } from '../../domain/id.ts';
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { AccountKey } from '../../domain/routing.ts';
import type { Ids } from '../../ports/core.ts';
import type {
  Booking,
  KeptReport,
  KeptReports,
  ProviderReports,
  WaitingReports,
} from '../../ports/provider-report.ts';
import { type Queryable, run } from '../database/pool.ts';
import {
  END_WAITING,
  KEEP_PROVIDER_REPORT,
  PROVIDER_REPORT_BY_ID,
  WAIT_WITH_REPORT,
  WAITING_REPORTS,
} from '../statements/provider-reports.ts';

/** No order's and no merchant's: what it is of is not known. */
const NOBODY = 0n;

export function createProviderReports(
  pool: Queryable,
  shardCount: number,
  ids: Ids,
): ProviderReports {
  const rowOf = (source: AccountKey, key: string) => {
    const from = nameOf(source);
    const bucket = bucketOfKey(`${from} ${key}`);
    const shard = shardOfBucket(bucket, shardCount);
    return { shard, from, columns: [from, key, ids.next(bucket)] };
  };
  return {
    async keep(report) {
      const { source, key, kind, detail, body } = report;
      const { shard, from, columns } = rowOf(source, key);
      const event = report.kind === 'unknown_order' ? eventToJson(report.event) : null;
      const kept = [...columns, kind, Buffer.from(body), event];
      await run(pool, KEEP_PROVIDER_REPORT, shard, [...kept, NOBODY, `${from}: ${detail}`]);
    },
    async wait({ source, key, body, event }) {
      const { shard, columns } = rowOf(source, key);
      const kept = [...columns, Buffer.from(body), eventToJson(event)];
      await run(pool, WAIT_WITH_REPORT, shard, kept);
    },
  };
}

interface WaitingRow extends Record<string, unknown> {
  readonly id: Id;
  readonly source: string;
  readonly key: string;
  readonly event: unknown;
  readonly booking: Booking | null;
  readonly at: Date;
}

export function createWaitingReports(pool: Queryable): WaitingReports {
  return {
    async due(shard, limit) {
      const { rows } = await run<WaitingRow>(pool, WAITING_REPORTS, shard, [limit]);
      return rows.map(({ id, source, key, event, booking, at }) => ({
        ...{ id, source: sourceOf(source), key, event: eventOfJson(event), booking, since: at },
      }));
    },
    async end(shard, { source, key, event }, end) {
      const words = `${nameOf(source)}: ${event.fact.kind}, and what it is about never came`;
      const isCase = end === 'case';
      await run(pool, END_WAITING, shard, [nameOf(source), key, isCase, NOBODY, words]);
    },
  };
}

export function createKeptReports(pool: Queryable, shardCount: number): KeptReports {
  return {
    async byId(id) {
      const shard = shardOf(id, shardCount);
      const { rows } = await run<WaitingRow>(pool, PROVIDER_REPORT_BY_ID, shard, [id]);
      return rows.map(keptOf)[0] ?? null;
    },
  };
}

const keptOf = ({ id, source, key, event }: WaitingRow): KeptReport => ({
  ...{ id, source: sourceOf(source), key },
  event: event === null ? null : eventOfJson(event),
});

const nameOf = ({ connector, account }: AccountKey) => `${connector}/${account}`;

function sourceOf(name: string): AccountKey {
  const at = name.indexOf('/');
  return { connector: name.slice(0, at), account: name.slice(at + 1) };
}

/** As JSON has no numbers of this size, and no times. */
type Tagged = { readonly $minor: string } | { readonly $at: string };

/** Text of JSON from which `eventOfJson` makes the same event again. */
export function eventToJson(event: ProviderEvent): string {
  return JSON.stringify(event, function (this: Record<string, unknown>, name, value: unknown) {
    const own = this[name];
    if (own instanceof Date) return { $at: own.toISOString() } satisfies Tagged;
    return typeof value === 'bigint' ? ({ $minor: `${value}` } satisfies Tagged) : value;
  });
}

export function eventOfJson(json: unknown): ProviderEvent {
  const revived = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(revived);
    if ('$minor' in value) return BigInt(value.$minor as string);
    if ('$at' in value) return new Date(value.$at as string);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one)]));
  };
  return revived(json) as ProviderEvent;
}

/** The same report, sent again, comes to the same shard. */
function bucketOfKey(text: string): number {
  return createHash('sha256').update(text).digest().readUInt16BE(0) % BUCKET_COUNT;
}
