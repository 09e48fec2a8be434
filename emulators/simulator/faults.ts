/**
 * Misbehaviour on order. A fault is chosen by a magic amount (it then belongs to that order) or by
 * a rule an operator sets. Each fault acts at one point of an order's life:
 *   create - how the creating call is treated and answered
 *   query  - how status queries are answered
 *   settle - what really happens with the money
 *   notify - how the callback goes out
 */
import { wholeMajor } from './money.ts';
import type { OrderKind } from './types.ts';

export type FaultPoint = 'create' | 'query' | 'close' | 'settle' | 'notify';

type FaultSpec = {
  readonly point: FaultPoint;
  /** Last four digits of a whole major amount that choose the fault. */
  readonly magic?: number;
  /** Only spoils an answer, so a rule may put it on queries and closes too. */
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
  /** wrong_amount_*: what really moves, instead of half or one and a half. */
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

/** What a rule looks at. `operation` is the call; `kind` the sort of order it is about. */
export type FaultSubject = {
  readonly operation: OrderKind | 'query' | 'close';
  readonly kind: OrderKind;
  readonly account: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly reference: string;
};

/** All fields given must agree; `any` agrees with everything. */
export type FaultMatch = {
  readonly any?: true;
  readonly account?: string;
  readonly order?: string;
  readonly merchantOrder?: string;
  readonly reference?: string;
  /**
   * 'payment', 'payout', 'refund', 'code', 'mandate' (orders of that kind), 'query' or 'close'
   * (those calls).
   */
  readonly operation?: FaultSubject['operation'];
};

export type FaultRule = {
  readonly id: number;
  readonly match: FaultMatch;
  readonly fault: Fault;
  /** How often it may still act; 'always' never runs out. */
  left: number | 'always';
  hits: number;
};

/** The point where a rule acts: on the call it names, else where the fault belongs. */
function pointOf(match: FaultMatch, name: FaultName): FaultPoint {
  if (match.operation === 'query' || match.operation === 'close') return match.operation;
  return FAULTS[name].point;
}

function agrees(match: FaultMatch, subject: FaultSubject): boolean {
  return (
    (match.account ?? subject.account) === subject.account &&
    (match.order ?? subject.order) === subject.order &&
    (match.merchantOrder ?? subject.merchantOrder) === subject.merchantOrder &&
    (match.reference ?? subject.reference) === subject.reference &&
    (match.operation === undefined ||
      match.operation === subject.operation ||
      match.operation === subject.kind)
  );
}

/** The operator's rules, in the order they were set. */
export class FaultRules {
  #rules: FaultRule[] = [];
  #nextId = 1;

  /** Adds a rule; a text says why it cannot be. `count` defaults to one use. */
  add(match: FaultMatch, fault: Fault, count: number | 'always'): FaultRule | string {
    const spec: FaultSpec = FAULTS[fault.name];
    const onCall = match.operation === 'query' || match.operation === 'close';
    if (onCall && !spec.spoilsAnswer) {
      return `${fault.name} cannot act on operation ${match.operation}`;
    }
    const rule = { id: this.#nextId++, match, fault, left: count, hits: 0 };
    this.#rules.push(rule);
    return rule;
  }

  /** Takes one use of every rule with a distinct fault that agrees at this point. */
  take(point: FaultPoint, subject: FaultSubject): Fault[] {
    if (this.#rules.length === 0) return [];
    const taken: Fault[] = [];
    for (const rule of this.#rules) {
      if (rule.left === 0 || pointOf(rule.match, rule.fault.name) !== point) continue;
      if (!agrees(rule.match, subject) || findFault(taken, rule.fault.name)) continue;
      taken.push(rule.fault);
      rule.hits += 1;
      if (rule.left !== 'always') rule.left -= 1;
    }
    return taken;
  }

  list(): readonly FaultRule[] {
    return this.#rules;
  }

  clear(): void {
    this.#rules = [];
  }
}
