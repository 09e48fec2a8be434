/**
 * A lane: the writer of one shard. It takes what has queued while its last commit was under way
 * (no timer, so an idle system answers at once) and runs it as one transaction. A refused row
 * sinks only its own command; an unanswered commit is asked about, never guessed.
 */
import type pg from 'pg';
import type { Command } from '../../domain/decision.ts';
import { Overloaded, Unavailable } from '../../ports/core.ts';
import { type Connection, connect } from '../database/pool.ts';
import {
  type BatchResult,
  CannotBeWritten,
  CommitInDoubt,
  isDatabaseError,
  runBatch,
} from './batch.ts';
import {
  type Answer,
  type BatchCommand,
  ClaimMustNotStand,
  type SubscriptionsOf,
} from './working.ts';

/** Largest batch: beyond this the commit is a small part of the cost (stack measurements). */
const BATCH_MAX = 256;
/**
 * Batches of one lane under way at once. Two of the same shard wait for each other's rows, and
 * make half as large batches: one was as fast on spread merchants and faster on a hot one.
 */
const IN_FLIGHT_MAX = 1;
/** Commands that may wait; then new ones are refused at once instead of timing out later. */
const QUEUE_MAX = 4096;
/** How long commands are tried again while the database is away. */
const RETRY_FOR_MS = 10_000;
const RETRY_STEP_MS = 100;
/**
 * How long a batch may be without an end. The server's own limits are shorter, so this is a network
 * that swallows everything: the connection is given up, and what was done is asked anew.
 */
const SILENCE_MAX_MS = 10_000;
/** How long the end of a connection is waited for. */
const END_WITHIN_MS = 2_000;
/**
 * A connection plans each statement once, for the tables as they are then. It plans anew after 8,
 * 16, 32, … batches, so that no plan outlives a doubling of what it was made for; whoever hears
 * `grown` has the tables' statistics taken.
 */
const PLAN_ANEW_FROM = 8;

interface Waiting {
  readonly command: BatchCommand;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly giveUpAtMs: number;
}

interface LaneClient {
  readonly pg: pg.Client;
  batchCount: number;
}

export interface LaneEvents {
  /** Rows were left for the workers, in this shard. */
  committed(shard: number, left: BatchResult['left']): void;
  trouble(shard: number, error: unknown): void;
  /** The tables may have doubled since this was last said. */
  grown(shard: number): void;
}

export class Lane {
  readonly #connection: Connection;
  readonly #shard: number;
  readonly #events: LaneEvents;
  readonly #auditKey: Uint8Array | null;
  readonly #subscriptionsOf: SubscriptionsOf;
  #queue: Waiting[] = [];
  readonly #doubtedAt = new WeakMap<BatchCommand, readonly Date[]>();
  #idle: LaneClient[] = [];
  #inFlight = 0;
  #pumpDue = false;
  #closing = false;
  /** What the present batch failed by, while it is tried again; null: nothing. */
  #failure: string | null = null;
  #beganAtMs = 0;
  #asking: Promise<string | null> | null = null;

  constructor(
    connection: Connection,
    shard: number,
    events: LaneEvents,
    auditKey: Uint8Array | null = null,
    subscriptionsOf: SubscriptionsOf = () => [],
  ) {
    this.#connection = connection;
    this.#shard = shard;
    this.#events = events;
    this.#auditKey = auditKey;
    this.#subscriptionsOf = subscriptionsOf;
  }

  /** Resolves after COMMIT. See `Lanes` for what a rejection means. */
  submit<A>(command: Command<A>): Promise<A> {
    if (this.#closing || this.#queue.length >= QUEUE_MAX) {
      return Promise.reject(new Overloaded('the write queue is full'));
    }
    return new Promise<A>((resolve, reject) => {
      this.#queue.push({
        command: command as BatchCommand,
        resolve: resolve as (value: unknown) => void,
        reject,
        giveUpAtMs: performance.now() + RETRY_FOR_MS,
      });
      this.#pumpSoon();
    });
  }

  get queued(): number {
    return this.#queue.length;
  }

  /**
   * Why a command could not be written now, in a few words; null: it could. Answers within about
   * `withinMs`; without a batch under way by asking the database on the lane's own connection.
   */
  async whyStuck(withinMs: number): Promise<string | null> {
    if (this.#failure !== null) return this.#failure;
    if (this.#inFlight >= IN_FLIGHT_MAX) {
      return performance.now() - this.#beganAtMs > withinMs ? NO_ANSWER : null;
    }
    if (this.#asking !== null) return await within(withinMs, this.#asking);
    this.#inFlight += 1;
    this.#beganAtMs = performance.now();
    try {
      this.#asking = this.#ask(withinMs).finally(() => {
        this.#asking = null;
      });
      return await within(withinMs, this.#asking);
    } finally {
      this.#inFlight -= 1;
      this.#pump();
    }
  }

  /** Never rejects, and cuts its connection when it is not answered. */
  async #ask(withinMs: number): Promise<string | null> {
    let client: LaneClient | undefined;
    try {
      client = this.#idle.pop() ?? (await this.#connect());
      const { rows } = await unlessSilent(
        client.pg,
        client.pg.query<ReadOnly>(READ_ONLY),
        withinMs,
      );
      if (rows[0]?.readOnly !== true) {
        this.#idle.push(client);
        return null;
      }
      // The server's role may have changed: the next connection shall find who is the writer now.
      end(client.pg);
      return 'the database is read-only';
    } catch (error) {
      if (client !== undefined) end(client.pg);
      return failureOf(error);
    }
  }

  /** Lets what is queued commit, then ends the connections. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#inFlight > 0 || this.#queue.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const client of this.#idle.splice(0)) end(client.pg);
  }

  /**
   * After all requests that have arrived by now were read: they make one batch, where the first of
   * them alone would have made the others wait for its commit.
   */
  #pumpSoon(): void {
    if (this.#pumpDue || this.#inFlight >= IN_FLIGHT_MAX) return;
    this.#pumpDue = true;
    setImmediate(() => {
      this.#pumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#inFlight < IN_FLIGHT_MAX) {
      const batch = this.#queue.splice(0, BATCH_MAX);
      this.#inFlight += 1;
      void this.#execute(batch).finally(() => {
        this.#failure = null;
        this.#inFlight -= 1;
        this.#pump();
      });
    }
  }

  /** Runs a batch to its end: answered, refused, or given up after `RETRY_FOR_MS`. */
  async #execute(batch: readonly Waiting[]): Promise<void> {
    let waiting = batch;
    while (waiting.length > 0) {
      let client: LaneClient | undefined;
      this.#beganAtMs = performance.now();
      try {
        client = this.#idle.pop() ?? (await this.#connect());
        const commands = waiting.map(({ command }) => command);
        const batched = runBatch(
          ...([client.pg, this.#shard, commands, this.#doubtedAt] as const),
          ...([this.#auditKey, this.#subscriptionsOf] as const),
        );
        const result = await unlessSilent(client.pg, batched);
        if (planAnew(client)) this.#events.grown(this.#shard);
        this.#idle.push(client);
        answer(waiting, result.answers);
        this.#events.committed(this.#shard, result.left);
        return;
      } catch (error) {
        if (client !== undefined) this.#release(client, error);
        if (error instanceof CommitInDoubt) this.#doubt(waiting, error.at);
        if (error instanceof ClaimMustNotStand) {
          waiting[error.index]?.reject(error.cause);
          waiting = waiting.filter((_, index) => index !== error.index);
        } else if (wasFirst(error)) {
          // The other one has committed: what it wrote is found at once.
          waiting = giveUp(waiting, error);
        } else if (isTheRows(error)) {
          return await this.#split(waiting, error);
        } else {
          this.#events.trouble(this.#shard, error);
          this.#failure = failureOf(error);
          waiting = giveUp(waiting, error);
          await new Promise((resolve) => setTimeout(resolve, RETRY_STEP_MS));
        }
      }
    }
  }

  /** What the commands of this batch did is known to them when they are run again. */
  #doubt(waiting: readonly Waiting[], at: Date): void {
    for (const { command } of waiting) {
      this.#doubtedAt.set(command, [...(this.#doubtedAt.get(command) ?? []), at]);
    }
  }

  async #connect(): Promise<LaneClient> {
    return { pg: await connect(this.#connection, `lane ${this.#shard}`), batchCount: 0 };
  }

  /** One poisoned row sinks only itself: the halves are tried apart. */
  async #split(waiting: readonly Waiting[], error: unknown): Promise<void> {
    if (waiting.length === 1) {
      this.#events.trouble(this.#shard, error);
      waiting[0]?.reject(error);
      return;
    }
    const middle = waiting.length >> 1;
    await this.#execute(waiting.slice(0, middle));
    await this.#execute(waiting.slice(middle));
  }

  /** A connection is used again only after an error that the server itself answered with. */
  #release(client: LaneClient, error: unknown): void {
    const answered =
      error instanceof ClaimMustNotStand || isTheRows(error) || isDatabaseError(error);
    // A server that has become read-only is not the one to write to.
    if (answered && !isReadOnly(error)) this.#idle.push(client);
    else end(client.pg);
  }
}

const NO_ANSWER = 'the database does not answer';
const READ_ONLY = `select current_setting('transaction_read_only') = 'on' as "readOnly"`;
interface ReadOnly {
  readonly readOnly: boolean;
}

function isReadOnly(error: unknown): boolean {
  return isDatabaseError(error) && error.code === '25006';
}

/** Few words for whoever asks whether we are ready. */
function failureOf(error: unknown): string {
  if (isReadOnly(error)) return 'the database is read-only';
  if (isDatabaseError(error) && error.code.startsWith('53')) return 'the database is full';
  return NO_ANSWER;
}

/** Without waiting for it: who is silent would never end. */
function end(client: pg.Client): void {
  const stop = () => client.connection.stream.destroy();
  const timer = setTimeout(stop, END_WITHIN_MS);
  void client
    .end()
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
}

async function within(ms: number, asked: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), ms);
  });
  return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/** Ends the connection under a batch that has no end; its queries fail then, COMMIT with doubt. */
async function unlessSilent<T>(
  client: pg.Client,
  batch: Promise<T>,
  withinMs = SILENCE_MAX_MS,
): Promise<T> {
  const giveUp = () => client.connection.stream.destroy();
  const timer = setTimeout(giveUp, withinMs);
  try {
    return await batch;
  } finally {
    clearTimeout(timer);
  }
}

function planAnew(client: LaneClient): boolean {
  client.batchCount += 1;
  const { batchCount: count } = client;
  const isPowerOfTwo = (count & (count - 1)) === 0;
  if (count < PLAN_ANEW_FROM || !isPowerOfTwo) return false;
  void client.pg.query('discard plans').catch(() => undefined);
  return true;
}

/** One of the rows is refused, and would be again: the batch is to be split. */
function isTheRows(error: unknown): boolean {
  if (error instanceof CannotBeWritten) return true;
  return isDatabaseError(error) && !isPassing(error.code);
}

/** Rows that two processes may make at once: the second, coming again, finds the first one's. */
const MADE_ONCE = ['balance_pkey', 'news_pkey'];

/** Another process has made such a row since this one looked for it. */
function wasFirst(error: unknown): boolean {
  if (!isDatabaseError(error) || error.code !== '23505') return false;
  const { constraint } = error as { constraint?: string };
  return constraint !== undefined && MADE_ONCE.includes(constraint);
}

/** Deadlock, serialization, lock timeout, shutdown, too many connections: true again later. */
function isPassing(sqlState: string): boolean {
  return (
    ['40001', '40P01', '55P03', '57014', '25006'].includes(sqlState) ||
    sqlState.startsWith('57P') ||
    sqlState.startsWith('53') ||
    sqlState.startsWith('08')
  );
}

function answer(waiting: readonly Waiting[], answers: readonly Answer[]): void {
  waiting.forEach(({ resolve, reject }, index) => {
    const given = answers[index] as Answer;
    if ('error' in given) reject(given.error);
    else resolve(given.value);
  });
}

function giveUp(waiting: readonly Waiting[], error: unknown): readonly Waiting[] {
  const now = performance.now();
  for (const { giveUpAtMs, reject } of waiting) {
    if (giveUpAtMs <= now)
      reject(new Unavailable('the database does not answer', { cause: error }));
  }
  return waiting.filter(({ giveUpAtMs }) => giveUpAtMs > now);
}
