/** The one place where a test looks again and again. */
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 5;

/**
 * Looks until there is what was waited for, and gives it. For what happens where no event reports
 * it: in another process, in the database, at the far end of a connection. What an event can
 * report, or a clock can be moved to, is not waited for here.
 *
 * @param look false, null and undefined mean: not yet
 * @param what names it when it does not come within `withinMs`
 */
export async function until<Found>(
  look: () => Found | Promise<Found>,
  what = 'what was waited for',
  withinMs = 10_000,
): Promise<Exclude<Found, false | null | undefined>> {
  const giveUpAtMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) {
      return found as Exclude<Found, false | null | undefined>;
    }
    if (performance.now() > giveUpAtMs) throw new Error(`never came: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
