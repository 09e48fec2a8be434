/** Faults that an operator has set: on which calls and orders they act, and how often. */
import {
  FAULTS,
  type Fault,
  type FaultName,
  type FaultPoint,
  type FaultSpec,
  findFault,
} from './faults.ts';
import type { OrderKind } from './types.ts';

/** What a rule looks at. `operation` is the call; `kind` the sort of order it is about. */
export type FaultSubject = {
  readonly operation: OrderKind | 'query' | 'update' | 'close';
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
   * 'payment', 'payout', 'refund', 'code', 'mandate', 'verification' (orders of that kind),
   * 'query', 'update' or 'close' (those calls).
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
function pointOf({ operation }: FaultMatch, name: FaultName): FaultPoint {
  return isCall(operation) ? operation : FAULTS[name].point;
}

/** Calls about an order that is there. */
function isCall(operation: FaultMatch['operation']): operation is 'query' | 'update' | 'close' {
  return operation === 'query' || operation === 'update' || operation === 'close';
}

/** What an update may come to, beside a spoiled answer: refused, or never heard. */
const OF_UPDATES: readonly FaultName[] = ['decline', 'lost'];

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
    const fits =
      spec.spoilsAnswer || (match.operation === 'update' && OF_UPDATES.includes(fault.name));
    if (isCall(match.operation) && !fits) {
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
