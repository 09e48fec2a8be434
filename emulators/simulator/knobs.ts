/** What an operator can turn while the simulator runs. */

export type Knobs = {
  /**
   * How every /v1 call is met: false = served, true = 503, 'drop' = connection cut, 'hang' =
   * silence.
   */
  down: boolean | 'drop' | 'hang';
  /** Added to every /v1 answer. */
  latencyMs: number;
  /** Holds all callbacks back until it is false again. */
  callbacksPaused: boolean;
  /** Before the first attempt of every callback. */
  callbackDelayMs: number;
  /** Wait before each attempt, counted from the one before; the first is not used. */
  callbackTimetableMs: readonly number[];
  /** From accepting a payout or refund to its end. */
  payoutDelayMs: number;
  /** Whether amounts may choose faults. */
  magicAmounts: boolean;
  /** false: the same reference again makes a second order, as careless providers do. */
  idempotentCreates: boolean;
  /** Payments pay themselves after this time; null = a payer is needed. */
  autoPayMs: number | null;
  /** What a payment is charged, in millionths of its amount. */
  feePpm: number;
  /** Tax on that, in millionths of it. */
  feeTaxPpm: number;
};

export const DEFAULT_KNOBS: Knobs = {
  down: false,
  latencyMs: 0,
  callbacksPaused: false,
  callbackDelayMs: 0,
  callbackTimetableMs: [0, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000],
  payoutDelayMs: 300,
  magicAmounts: true,
  idempotentCreates: true,
  autoPayMs: null,
  feePpm: 0,
  feeTaxPpm: 0,
};
