/** What every part of the simulator shares. */
import type { Callbacks } from './callbacks.ts';
import type { Disputes } from './dispute-store.ts';
import type { FaultRules, FaultSubject } from './fault-rules.ts';
import type { FaultName, FaultOptions } from './faults.ts';
import type { Journal } from './journal.ts';
import type { Knobs } from './knobs.ts';
import type { Alterations } from './report.ts';
import type { Orders } from './state.ts';
import type { Timers } from './timers.ts';
import type { Account, Order } from './types.ts';
import type { WechatKey } from './wechat.ts';

export type World = {
  readonly accounts: Map<string, Account>;
  readonly orders: Orders;
  readonly disputes: Disputes;
  readonly journal: Journal;
  readonly rules: FaultRules;
  readonly knobs: Knobs;
  readonly timers: Timers;
  readonly callbacks: Callbacks;
  readonly alterations: Alterations;
  readonly wechat: WechatKey;
  /** Options of faults chosen by amount, where they differ from the table. */
  readonly faultDefaults: Partial<Record<FaultName, FaultOptions>>;
  /** References whose connection a magic amount has dropped already. */
  readonly droppedOnce: Set<string>;
  /** Our own address, as payers' browsers reach it: "http://127.0.0.1:8790". */
  baseUrl: string;
};

/** An order as fault rules see it; `operation` is the call, by default the order's own kind. */
export function subjectOf(order: Order, operation?: FaultSubject['operation']): FaultSubject {
  const { kind, account, order: platformOrder, merchantOrder, reference } = order;
  return {
    operation: operation ?? kind,
    kind,
    account,
    order: platformOrder,
    merchantOrder,
    reference,
  };
}
