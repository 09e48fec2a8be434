/**
 * The common loop of all workers: woken by this process, and by the clock in case the
 * wake-up went to another one. An error is logged and waited out, never fatal.
 */
import type { Log } from '../ports/workers.ts';

export interface Loop {
  /** Something may be there to do. */
  wake(): void;
  /** Resolves when the round under way is over; no further one begins. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** One round; true: there may be more at once. */
  readonly round: () => Promise<boolean>;
  /** Longest wait for a wake-up. */
  readonly pollMs: number;
  readonly log: Log;
}

const TROUBLE_FIRST_MS = 100;
const TROUBLE_LAST_MS = 10_000;

/** Starts at once. After errors the pause doubles, from 0.1 s to 10 s. */
export function startLoop({ name, round, pollMs, log }: LoopOptions): Loop {
  let stopping = false;
  let woken = false;
  let endPause: (() => void) | null = null;
  let failures = 0;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => endPause?.(), ms);
      endPause = () => {
        clearTimeout(timer);
        endPause = null;
        resolve();
      };
    });

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false;
      try {
        const more = await round();
        failures = 0;
        if (!more && !woken && !stopping) await pause(pollMs);
      } catch (error) {
        log.error({ worker: name, err: error }, 'a worker had trouble and goes on');
        const ms = Math.min(TROUBLE_FIRST_MS * 2 ** failures, TROUBLE_LAST_MS);
        failures += 1;
        // Wake-ups do not shorten this pause: trouble does not get less by asking more often.
        if (!stopping) await untilStopped(ms);
      }
    }
  }

  async function untilStopped(ms: number): Promise<void> {
    const endAt = performance.now() + ms;
    for (let left = ms; left > 0 && !stopping; left = endAt - performance.now()) await pause(left);
  }

  const running = run();
  return {
    wake() {
      woken = true;
      endPause?.();
    },
    async stop() {
      stopping = true;
      endPause?.();
      await running;
    },
  };
}
