/** When a notification is attempted: the dialect's slots, counted from the event (promise P21). */

/** Attempts may come later than their slot by this part of the step before it, never earlier. */
const JITTER = 0.2;

/** The next attempt: ms after the timetable's beginning, and the step that led to it. */
export interface Slot {
  readonly afterMs: number;
  /** If `afterMs` has passed already (an outage of ours), the attempt comes this long from now. */
  readonly stepMs: number;
}

/**
 * The slot of attempt number `index` (0: the first); null after the last. The first has no jitter.
 * `random`: 0 <= r < 1.
 */
export function slotAt(
  attemptAfterMs: readonly number[],
  index: number,
  random: () => number,
): Slot | null {
  const atMs = attemptAfterMs[index];
  if (atMs === undefined) return null;
  if (index === 0) return { afterMs: atMs, stepMs: 0 };
  const stepMs = atMs - (attemptAfterMs[index - 1] as number);
  return { afterMs: atMs + Math.floor(random() * JITTER * stepMs), stepMs };
}
