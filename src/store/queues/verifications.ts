/** Verifications over PostgreSQL, sealed with the platform's key. See `ports/verification.ts`. */
import { type Id, shardOf } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import type { PhotoPart, VerificationReading } from '../../domain/verification.ts';
import type {
  Erasure,
  ErasureQueue,
  StoredPhoto,
  VerificationFiles,
  Verifications,
} from '../../ports/verification.ts';
import { type Queryable, run } from '../database/pool.ts';
import type { Vault } from '../secrets/vault.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import * as statements from '../statements/verifications.ts';

interface PhotoRow extends Omit<StoredPhoto, 'bytes'> {
  readonly sealed: Uint8Array;
}

interface FileRow {
  readonly sealed_reading: Uint8Array | null;
  readonly erased_at: Date | null;
  readonly erased_by: string | null;
  readonly erased_photos: number | null;
}

/** A picture of one order and part cannot be moved to another. */
const photoPurpose = (orderId: Id, part: PhotoPart) => `verification:${orderId}:${part}`;
const readingPurpose = (orderId: Id) => `verification:${orderId}`;

export function createVerificationFiles(
  pool: Queryable,
  vault: Pick<Vault, 'seal' | 'open' | 'sealBytes' | 'openBytes'>,
  shardCount: number,
): VerificationFiles {
  const fileOf = async (orderId: Id): Promise<FileRow | undefined> => {
    const shard = shardOf(orderId, shardCount);
    const { rows } = await run<FileRow>(pool, statements.VERIFICATION_FILE, shard, [orderId]);
    return rows[0];
  };
  return {
    async keepPhoto(orderId, part, { type, width, height, bytes }) {
      const sealed = vault.sealBytes(bytes, photoPurpose(orderId, part));
      const shard = shardOf(orderId, shardCount);
      const parameters = [orderId, part, type, width, height, sealed];
      const { rows } = await run(pool, statements.KEEP_PHOTO, shard, parameters);
      return rows.length === 1;
    },
    async photosOf(orderId) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<PhotoRow>(pool, statements.PHOTOS_OF_ORDER, shard, [orderId]);
      return rows.map(({ part, type, width, height, sealed }) => ({
        ...{ part, type, width, height },
        bytes: vault.openBytes(sealed, photoPurpose(orderId, part)),
      }));
    },
    async keepReading(orderId, reading) {
      const sealed = vault.seal(JSON.stringify(reading), readingPurpose(orderId));
      const shard = shardOf(orderId, shardCount);
      await run(pool, statements.KEEP_READING, shard, [orderId, sealed]);
    },
    async readingOf(orderId) {
      const sealed = (await fileOf(orderId))?.sealed_reading ?? null;
      if (sealed === null) return null;
      return JSON.parse(vault.open(sealed, readingPurpose(orderId))) as VerificationReading;
    },
    async erasureOf(orderId) {
      return erasureOf(await fileOf(orderId));
    },
  };
}

function erasureOf(row: FileRow | undefined): Erasure | null {
  if (row === undefined || row.erased_at === null || row.erased_by === null) return null;
  return { at: row.erased_at, by: row.erased_by, photos: row.erased_photos ?? 0 };
}

export function createVerifications(pool: Queryable, shardCount: number): Verifications {
  return {
    async list(filter, limit) {
      const isReview = filter === 'review';
      const statement = isReview
        ? statements.VERIFICATIONS_IN_REVIEW
        : statements.LATEST_VERIFICATIONS;
      const shards = await Promise.all(
        Array.from({ length: shardCount }, (_, shard) =>
          run<OrderRow>(pool, statement, shard, [limit]),
        ),
      );
      const orders = shards.flatMap(({ rows }) => rows.map(orderOf));
      const byAge = (a: Order, b: Order) => (a.id < b.id ? -1 : 1);
      const sorted = orders.toSorted(isReview ? byAge : (a, b) => byAge(b, a));
      return sorted.slice(0, limit);
    },
  };
}

export function createErasureQueue(pool: Queryable): ErasureQueue {
  return {
    async toErase(shard, keptDays, limit) {
      const parameters = [keptDays, limit];
      const { rows } = await run<{ id: Id }>(
        pool,
        statements.VERIFICATIONS_TO_ERASE,
        shard,
        parameters,
      );
      return rows.map(({ id }) => id);
    },
  };
}
