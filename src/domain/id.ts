/**
 * Platform ids: 63 bits = 41 bits milliseconds since 2023, 10 bits bucket, 5 bits node, 7 bits
 * sequence. 18 decimal digits until 2030, 19 after: the form that the published APIs show
 * (seed 002 prints `236130395249311744`, seed 001 `C` + 19 digits). An id alone shows the bucket,
 * and the bucket shows the shard.
 */

const EPOCH_MS = 1_672_531_200_000;
/** The largest that 63 bits hold. */
export const LAST_ID = (1n << 63n) - 1n;
const BUCKET_BITS = 10n;
const NODE_BITS = 5n;
const SEQUENCE_BITS = 7n;

export const BUCKET_COUNT = 1024;
export const NODE_COUNT = 32;
const SEQUENCE_COUNT = 128;

/** An order, merchant, app or notification: a positive 63-bit integer. */
export type Id = bigint;

/** The bucket (0..1023) inside an id. */
export function bucketOf(id: Id): number {
  return Number((id >> (NODE_BITS + SEQUENCE_BITS)) & 1023n);
}

/** The shard of a bucket; `shardCount` is a property of the database, fixed at its creation. */
export function shardOfBucket(bucket: number, shardCount: number): number {
  return bucket % shardCount;
}

/** The shard that owns the row with this id. */
export function shardOf(id: Id, shardCount: number): number {
  return bucketOf(id) % shardCount;
}

/** Milliseconds since 1970 at which the id was made. */
export function madeAtMs(id: Id): number {
  return Number(id >> (BUCKET_BITS + NODE_BITS + SEQUENCE_BITS)) + EPOCH_MS;
}

/**
 * The smallest id that can be made at this millisecond: ids below it are older. Of a time after the
 * last one that an id can hold it is the largest id.
 */
export function firstIdAt(ms: number): Id {
  const first = BigInt(Math.max(0, ms - EPOCH_MS)) << (BUCKET_BITS + NODE_BITS + SEQUENCE_BITS);
  return first > LAST_ID ? LAST_ID : first;
}

/** The smallest id of a bucket: of nothing that was made, and of its shard. */
export function firstIdOf(bucket: number): Id {
  return BigInt(bucket) << (NODE_BITS + SEQUENCE_BITS);
}

/**
 * A generator for one leased node number (0..31). The clock is handed in; when it stands still or
 * steps back the generator goes on from the last millisecond, so ids never repeat, and those of one
 * bucket only grow.
 */
export function idGenerator(node: number): (bucket: number, nowMs: number) => Id {
  let lastMs = 0;
  let sequence = 0;
  return (bucket, nowMs) => {
    if (nowMs > lastMs) {
      lastMs = nowMs;
      sequence = 0;
    } else if (++sequence === SEQUENCE_COUNT) {
      lastMs += 1;
      sequence = 0;
    }
    return (
      (BigInt(lastMs - EPOCH_MS) << (BUCKET_BITS + NODE_BITS + SEQUENCE_BITS)) |
      (BigInt(bucket) << (NODE_BITS + SEQUENCE_BITS)) |
      (BigInt(node) << SEQUENCE_BITS) |
      BigInt(sequence)
    );
  };
}

/** Reads a platform id from text: 1-19 digits, no sign, within 63 bits; otherwise null. */
export function parseId(text: string): Id | null {
  if (!/^[0-9]{1,19}$/.test(text)) return null;
  const id = BigInt(text);
  return id > 0n && id <= LAST_ID ? id : null;
}
