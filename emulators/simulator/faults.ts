/**
 * Misbehaviour on order. A fault is chosen by a magic amount (it then belongs to that order) or by
 * a rule an operator sets. Each fault acts at one point of an order's life:
 *   create - how the creating call is treated and answered
 *   query  - how status queries are answered (and, by a rule alone, updates and closings)
 *   settle - what really happens with the money
 *   notify - how the callback goes out
 */
import { wholeMajor } from './money.ts';

export type FaultPoint = 'create' | 'query' | 'update' | 'close' | 'settle' | 'notify';

export type FaultSpec = {
  readonly point: FaultPoint;
  /** Last four digits of a whole major amount that choose the fault. */
  readonly magic?: number;
  /** Only spoils an answer, so a rule may put it on queries, updates and closes too. */
  readonly spoilsAnswer?: true;
  /** Meaning depends on the fault; see docs/simulator.md. */
  readonly delayMs?: number;
};

/** Every fault, with its magic ending and default delay. */
export const FAULTS = {
  decline: { point: 'create', magic: 9001 },
  decline_later: { point: 'settle', magic: 9002 },
  timeout_then_success: { point: 'create', magic: 9003, spoilsAnswer: true, delayMs: 15_000 },
  accept_then_hang: { point: 'create', magic: 9004, delayMs: 5_000 },
  accept_502: { point: 'create', magic: 9005, spoilsAnswer: true },
  duplicate_callback: { point: 'notify', magic: 9006 },
  late_callback: { point: 'notify', magic: 9007, delayMs: 10_000 },
  wrong_amount_under: { point: 'settle', magic: 9008 },
  wrong_amount_over: { point: 'settle', magic: 9009 },
  late_reversal: { point: 'settle', magic: 9010, delayMs: 3_000 },
  forged_callback: { point: 'notify', magic: 9011 },
  lost: { point: 'create', magic: 9012, delayMs: 15_000 },
  callback_never: { point: 'notify', magic: 9013 },
  query_down: { point: 'query', magic: 9014, spoilsAnswer: true, delayMs: 10_000 },
  unknown_word: { point: 'create', magic: 9015, delayMs: 5_000 },
  html_200: { point: 'create', magic: 9016, spoilsAnswer: true },
  huge_body: { point: 'create', magic: 9017, spoilsAnswer: true },
  drop_connection_before_accept: { point: 'create', magic: 9018 },
  late_visible: { point: 'create', magic: 9019, delayMs: 5_000 },
  redirect_302: { point: 'create', magic: 9020, spoilsAnswer: true },
  malformed_json: { point: 'create', magic: 9021, spoilsAnswer: true },
  duplicate_keys: { point: 'create', magic: 9022, spoilsAnswer: true },
  deep_json: { point: 'create', magic: 9023, spoilsAnswer: true },
  gzip_bomb: { point: 'create', magic: 9024, spoilsAnswer: true },
  drop_connection_after_accept: { point: 'create', magic: 9025, spoilsAnswer: true },
  payer_refuses: { point: 'settle', magic: 9026 },
  token_revoked: { point: 'settle', magic: 9027 },
  dispute: { point: 'settle', magic: 9028, delayMs: 3_000 },
  dispute_inquiry: { point: 'settle', magic: 9029, delayMs: 3_000 },
  dispute_won: { point: 'settle', magic: 9030, delayMs: 3_000 },
  dispute_lost: { point: 'settle', magic: 9031, delayMs: 3_000 },
  dispute_part: { point: 'settle', magic: 9032, delayMs: 3_000 },
  dispute_again: { point: 'settle', magic: 9033, delayMs: 3_000 },
  dispute_second: { point: 'settle', magic: 9034, delayMs: 3_000 },
  fraud_notice: { point: 'settle', magic: 9035, delayMs: 3_000 },
  paid_in_parts: { point: 'settle', magic: 9036, delayMs: 3_000 },
  paid_twice: { point: 'settle', magic: 9037, delayMs: 3_000 },
  paid_late: { point: 'settle', magic: 9038, delayMs: 3_000 },
  refer: { point: 'settle', magic: 9039 },
  no_verdict: { point: 'settle', magic: 9040 },
  late_verdict: { point: 'settle', magic: 9041, delayMs: 10_000 },
} as const satisfies Record<string, FaultSpec>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(FAULTS, text);
}

/** One name for both directions is accepted from operators, with `options.direction`. */
export const WRONG_AMOUNT = 'wrong_amount';

export type FaultOptions = {
  readonly delayMs?: number;
  /** duplicate_callback: how many copies go out at once (default 5). */
  readonly copies?: number;
  /**
   * wrong_amount_*: what really moves, instead of half or one and a half; dispute_*: what each is
   * about; paid_in_parts: what comes first.
   */
  readonly amountMinor?: bigint;
  /** huge_body, gzip_bomb: size of the answer (default 10 MiB). */
  readonly bytes?: number;
  /** decline, decline_later: the failure's code and text. */
  readonly code?: string;
  readonly text?: string;
};

export type Fault = { readonly name: FaultName; readonly options: FaultOptions };

/** The fault's delay: as ordered, or its default. */
export function delayOf(fault: Fault): number {
  const spec: FaultSpec = FAULTS[fault.name];
  return fault.options.delayMs ?? spec.delayMs ?? 0;
}

export function findFault(faults: readonly Fault[], ...names: FaultName[]): Fault | undefined {
  return faults.find(({ name }) => names.includes(name));
}

const BY_MAGIC = new Map<bigint, FaultName>(
  FAULT_NAMES.map((name) => [BigInt(FAULTS[name].magic), name]),
);

/** The fault an amount asks for: a whole major amount whose last four digits are in the table. */
export function magicFault(amountMinor: bigint, asset: string): FaultName | undefined {
  const major = wholeMajor(amountMinor, asset);
  return major === undefined ? undefined : BY_MAGIC.get(major % 10_000n);
}
