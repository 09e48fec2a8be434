/** Pictures and readings in memory, for shops that have no database. */
import type { Id } from '../../src/domain/id.ts';
import type { VerificationReading } from '../../src/domain/verification.ts';
import type { Erasure, StoredPhoto, VerificationFiles } from '../../src/ports/verification.ts';

export function memoryFiles(): VerificationFiles {
  const photos = new Map<Id, readonly StoredPhoto[]>();
  const readings = new Map<Id, VerificationReading>();
  const erasures = new Map<Id, Erasure>();
  return {
    async keepPhoto(orderId, part, photo) {
      const others = (photos.get(orderId) ?? []).filter((each) => each.part !== part);
      photos.set(orderId, [...others, { ...photo, part }]);
      return true;
    },
    photosOf: async (orderId) => photos.get(orderId) ?? [],
    async keepReading(orderId, reading) {
      if (!erasures.has(orderId)) readings.set(orderId, reading);
    },
    readingOf: async (orderId) => readings.get(orderId) ?? null,
    async erase(orderId, by) {
      const count = photos.get(orderId)?.length ?? 0;
      const erasure = erasures.get(orderId) ?? { at: new Date(0), by, photos: count };
      erasures.set(orderId, erasure);
      photos.delete(orderId);
      readings.delete(orderId);
      return erasure;
    },
    erasureOf: async (orderId) => erasures.get(orderId) ?? null,
  };
}
