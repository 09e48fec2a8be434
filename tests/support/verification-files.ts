/** Pictures and readings in memory, for shops that have no database. */
import type { Id } from '../../src/domain/id.ts';
import type { VerificationReading } from '../../src/domain/verification.ts';
import type { Reader } from '../../src/ports/core.ts';
import type { StoredPhoto, VerificationFiles } from '../../src/ports/verification.ts';

/** What an order says is erased is gone here, too. */
export function memoryFiles({ orderById }: Pick<Reader, 'orderById'>): VerificationFiles {
  const photos = new Map<Id, readonly StoredPhoto[]>();
  const readings = new Map<Id, VerificationReading>();
  const isErased = async (id: Id) => (await orderById(id))?.verification?.isErased === true;
  return {
    async keepPhoto(orderId, part, photo) {
      const others = (photos.get(orderId) ?? []).filter((each) => each.part !== part);
      photos.set(orderId, [...others, { ...photo, part }]);
      return true;
    },
    photosOf: async (orderId) => ((await isErased(orderId)) ? [] : (photos.get(orderId) ?? [])),
    async keepReading(orderId, reading) {
      readings.set(orderId, reading);
    },
    readingOf: async (orderId) =>
      (await isErased(orderId)) ? null : (readings.get(orderId) ?? null),
    async erasureOf(orderId) {
      const count = photos.get(orderId)?.length ?? 0;
      return (await isErased(orderId)) ? { at: new Date(0), by: 'maria', photos: count } : null;
    },
  };
}
