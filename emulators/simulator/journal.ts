/**
 * What this provider has done, append-only: money movements, API calls, and every version of every
 * order and callback event. With a file, each record is one JSON line written before the effect is
 * answered, so it outlives a killed process; a line cut by the kill is dropped on the next start.
 */
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { CallbackEvent } from './callback-event.ts';
import type { Arrival, Dispute, Order } from './types.ts';

export type Movement = {
  readonly seq: number;
  readonly atMs: number;
  readonly operation: 'payment' | 'payout' | 'refund' | 'reversal' | 'dispute';
  readonly account: string;
  /** The order the money belongs to. */
  readonly id: string;
  /** The arrival, for payments; otherwise the order's own id. */
  readonly paymentId: string;
  readonly reference: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  /** Into (+) or out of (-) the account's balance with us. */
  readonly effect: '+' | '-';
  readonly utr: string;
  /** What we charge for it, and tax on that; it leaves the account beside the amount. */
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
};

export type CallOutcome =
  | 'created'
  | 'declined'
  | 'replayed'
  | 'conflict'
  | 'refused'
  | 'dropped'
  | 'answered'
  | 'unavailable';

/** One request to /v1, whatever became of it. */
export type Call = {
  readonly seq: number;
  readonly atMs: number;
  readonly account: string;
  readonly method: string;
  readonly path: string;
  readonly reference: string;
  readonly outcome: CallOutcome;
  /** The order it created or found, if any. */
  readonly id: string;
  readonly faults: readonly string[];
};

export type JournalRecord =
  | { readonly kind: 'movement'; readonly value: Movement }
  | { readonly kind: 'call'; readonly value: Call }
  | { readonly kind: 'order'; readonly value: Order }
  | { readonly kind: 'arrival'; readonly orderId: string; readonly value: Arrival }
  | { readonly kind: 'event'; readonly value: CallbackEvent }
  | { readonly kind: 'dispute'; readonly value: Dispute }
  /** PEM: what was signed before a restart can still be checked after it. */
  | { readonly kind: 'wechatKey'; readonly value: string };

/** JSON with bigint amounts as strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}` : item));
}

/** Files written before 2026-12 have `type` where `kind` stands now. */
function fromJson(line: string): JournalRecord {
  const { type, ...record } = JSON.parse(line, (key, item) =>
    key.endsWith('Minor') && typeof item === 'string' ? BigInt(item) : item,
  );
  return type === undefined ? record : { kind: type, ...record };
}

/** Complete records of a file; cuts off a last line that was never finished. */
function readRecords(path: string): JournalRecord[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map(fromJson);
}

/** Older files name no fees: there were none. */
function withFees(movement: Omit<Movement, 'feeMinor' | 'taxMinor'> & Partial<Movement>): Movement {
  const { feeMinor = 0n, taxMinor = 0n } = movement;
  return { ...movement, feeMinor, taxMinor };
}

export class Journal {
  readonly movements: Movement[] = [];
  readonly calls: Call[] = [];
  /** What the file held when it was opened, oldest first. */
  readonly restored: readonly JournalRecord[];
  #fd: number | undefined;
  #together: string[] | undefined;

  /** Opens (or creates) the file; without one everything stays in memory. */
  constructor(path?: string) {
    this.restored = path === undefined ? [] : readRecords(path);
    this.#fd = path === undefined ? undefined : openSync(path, 'a', 0o600);
    for (const record of this.restored) {
      if (record.kind === 'movement') this.movements.push(withFees(record.value));
      if (record.kind === 'call') this.calls.push(record.value);
    }
  }

  move(movement: Omit<Movement, 'seq' | 'atMs'>): void {
    const value = { seq: this.movements.length + 1, atMs: Date.now(), ...movement };
    this.movements.push(value);
    this.write({ kind: 'movement', value });
  }

  call(call: Omit<Call, 'seq' | 'atMs'>): void {
    const value = { seq: this.calls.length + 1, atMs: Date.now(), ...call };
    this.calls.push(value);
    this.write({ kind: 'call', value });
  }

  /** Keeps a version of an order or event. */
  write(record: JournalRecord): void {
    if (this.#fd === undefined) return;
    const line = `${toJson(record)}\n`;
    if (this.#together) this.#together.push(line);
    else this.#append(line);
  }

  /** What `act` records goes to the file in one write: a kill keeps all of it or none. */
  together<Result>(act: () => Result): Result {
    if (this.#together) return act();
    const lines: string[] = [];
    this.#together = lines;
    try {
      return act();
    } finally {
      this.#together = undefined;
      if (lines.length > 0) this.#append(lines.join(''));
    }
  }

  #append(text: string): void {
    if (this.#fd === undefined) return;
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
  }

  /** What is recorded after this goes nowhere: a callback may be cut while we stop. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

export type Totals = {
  readonly account: string;
  readonly asset: string;
  readonly paymentMinor: bigint;
  readonly payoutMinor: bigint;
  readonly refundMinor: bigint;
  /** Signed: payouts reversed add, payments reversed subtract. */
  readonly reversalMinor: bigint;
  /** Signed: lost disputes subtract, and add again when they are won after all. */
  readonly disputeMinor: bigint;
  /** What the account should have with us: payments - payouts - refunds + the two above. */
  readonly netMinor: bigint;
};

/** Sums of what moved, by account and asset. */
export function totals(movements: readonly Movement[]): Totals[] {
  const sums = new Map<string, { -readonly [Key in keyof Totals]: Totals[Key] }>();
  for (const { account, asset, operation, amountMinor, effect } of movements) {
    const key = `${account} ${asset}`;
    const zero = { paymentMinor: 0n, payoutMinor: 0n, refundMinor: 0n, reversalMinor: 0n };
    const none = { ...zero, disputeMinor: 0n, netMinor: 0n };
    const sum = sums.get(key) ?? { account, asset, ...none };
    const signed = effect === '+' ? amountMinor : -amountMinor;
    sum[`${operation}Minor`] +=
      operation === 'reversal' || operation === 'dispute' ? signed : amountMinor;
    sum.netMinor += signed;
    sums.set(key, sum);
  }
  return [...sums.values()];
}
