/** Closes the days of the books when they are over, and rolls them up into the main book. */
import type { BookCloser } from '../ports/books.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';
import { sayBreach } from './audit.ts';

export interface CloseDeps {
  readonly books: BookCloser;
  readonly log: Log;
  readonly events: WorkerEvents;
}

/** A round for the loop. False: what is left can only wait. */
export async function closeRound({ books, log, events }: CloseDeps): Promise<boolean> {
  const closing = await books.close();
  events.closed?.(closing);
  const { closed, waitsFor, breaches } = closing;
  const days = [...new Set(closed.map(({ day }) => day))];
  const entries = closed.reduce((sum, { entryCount }) => sum + entryCount, 0n);
  if (days.length > 0) log.info({ days, entries: `${entries}` }, 'days of the books are closed');
  if (waitsFor > 0) {
    log.warn({ transactions: waitsFor }, 'a day cannot be closed: older transactions go on');
  }
  for (const breach of breaches) sayBreach(log, breach);
  return false;
}
