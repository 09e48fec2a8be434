/** What belongs to a verification and may not lie in its order: pictures, and what they say. */
import type { Id } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import type { PhotoPart, VerificationReading } from '../domain/verification.ts';

/** A picture as it was checked: nothing in it but its pixels. */
export interface Photo {
  readonly type: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export interface StoredPhoto extends Photo {
  readonly part: PhotoPart;
}

/** That everything was erased: by whom, and how many pictures there were. */
export interface Erasure {
  readonly at: Date;
  /** An operator's login, or `retention`. */
  readonly by: string;
  readonly photos: number;
}

export interface VerificationFiles {
  /** Keeps a picture, in place of the one before. False: the payer may not take any more. */
  keepPhoto(orderId: Id, part: PhotoPart, photo: Photo): Promise<boolean>;
  /** All that there are, opened. Throws what cannot be opened. */
  photosOf(orderId: Id): Promise<readonly StoredPhoto[]>;
  /** Keeps what a provider read; the last word stands, until everything is erased. */
  keepReading(orderId: Id, reading: VerificationReading): Promise<void>;
  /** Null: nothing was read, or it is erased. */
  readingOf(orderId: Id): Promise<VerificationReading | null>;
  /** What a command has erased, as `Changes` say. Null: it was not erased. */
  erasureOf(orderId: Id): Promise<Erasure | null>;
}

/** For operators. */
export interface Verifications {
  /** Of all shards. In review: the oldest first; all: the newest first. */
  list(filter: 'review' | 'all', limit: number): Promise<readonly Order[]>;
}

/** Of which orders the time to keep pictures is over. */
export interface ErasureQueue {
  /** `keptDays`: of those that were decided; what came to no decision goes after a day. */
  toErase(shard: number, keptDays: number, limit: number): Promise<readonly Id[]>;
}
