/** Times of both Open APIs: UTC+8, whether they name it or not. */
export const ZONE_MINUTES = 480;

/** `2026-01-15 09:30:00` on the clock of these APIs. */
export function timeText(at: Date): string {
  const local = new Date(at.getTime() + ZONE_MINUTES * 60_000).toISOString();
  return local.slice(0, 19).replace('T', ' ');
}
