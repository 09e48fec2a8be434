/** What the emulator knows: everything in memory, nothing of a card but its last digits. */

import type { Faults } from '../shared/faults.ts';
import type { Lie } from '../shared/lies.ts';
import type { Money } from '../shared/money.ts';
import { comesIn, type Moved, type Movement, recorded } from '../shared/movements.ts';
import type { Notifier } from '../shared/notifier.ts';
import type { Timers } from '../shared/timers.ts';
import type { CardTrace } from './cards.ts';

export interface EmulatorOptions {
  /** 0: any free port. */
  readonly port?: number;
  readonly clientId: string;
  readonly apiKey: string;
  /** Where webhooks go; left out: nowhere, until the knob says where. */
  readonly webhookUrl?: string;
  readonly webhookSecret: string;
  /** How long a token lives; 30 minutes at Airwallex. */
  readonly tokenLifeMs?: number;
  /** How long refunds and transfers take; null: until the simulation API says so. */
  readonly settleAfterMs?: number | null;
  /** What a payment costs, in millionths; nothing if left out. */
  readonly feePpm?: number;
  /** Waits between the attempts of a webhook. */
  readonly webhookWaitsMs?: readonly number[];
}

export interface Attempt {
  readonly id: string;
  readonly card: CardTrace;
  status: string;
  failureCode: string | null;
  originalCode: string | null;
  readonly arn: string;
}

export interface Intent {
  readonly id: string;
  requestId: string;
  amount: Money;
  orderId: string;
  readonly returnUrl: string | null;
  readonly linkId: string | null;
  /** What was sent with it and is only shown again. */
  readonly metadata: Readonly<Record<string, unknown>>;
  status: string;
  captured: Money;
  /** What its bank will let through, where that is not all. */
  captures: Money | null;
  refunded: Money;
  readonly secrets: Set<string>;
  readonly attempts: Attempt[];
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Refund {
  readonly id: string;
  readonly requestId: string;
  readonly intentId: string;
  readonly attemptId: string;
  readonly amount: Money;
  status: string;
  readonly createdAt: Date;
}

export interface Transfer {
  readonly id: string;
  readonly requestId: string;
  readonly shortId: string;
  readonly amount: Money;
  readonly sent: Readonly<Record<string, unknown>>;
  status: string;
  failureType: string | null;
  readonly createdAt: Date;
}

export interface Link {
  readonly id: string;
  readonly title: string;
  readonly amount: Money;
  readonly reference: string | null;
  status: 'UNPAID' | 'PAID';
  active: boolean;
  paidBy: string | null;
  readonly createdAt: Date;
}

export interface Dispute {
  readonly id: string;
  readonly intentId: string;
  readonly reasonCode: string;
  readonly dueAt: Date;
  /** What it is about, and at its end what of that was decided. */
  amount: Money;
  stage: string;
  status: string;
  /** What has left for it, in minor units. */
  lostMinor: bigint;
  updatedAt: Date;
}

export interface World {
  readonly options: EmulatorOptions;
  /** Tokens that hold, each until when (ms). */
  readonly tokens: Map<string, number>;
  logins: number;
  readonly intents: Map<string, Intent>;
  readonly refunds: Map<string, Refund>;
  readonly transfers: Map<string, Transfer>;
  readonly links: Map<string, Link>;
  readonly disputes: Map<string, Dispute>;
  readonly balances: Map<string, bigint>;
  /** `endpoint request_id`: each has one effect. */
  readonly requestIds: Set<string>;
  /** Each use of such a pair after its first. */
  readonly repeats: string[];
  readonly movements: Movement[];
  /** What the settlement report has wrong. */
  lies: readonly Lie[];
  readonly calls: { readonly call: string; http: number }[];
  readonly faults: Faults;
  readonly webhooks: Notifier;
  readonly timers: Timers;
  url: string;
}

const OPENING_BALANCE_MINOR = 100_000_000n;

/** Records a movement and what it does to the balance of its currency. */
export function move(world: World, moved: Moved): void {
  const { amount, feeMinor, ...movement } = recorded(world, moved, new Date());
  const minor = comesIn(movement) ? amount.minor - feeMinor : -amount.minor;
  world.balances.set(amount.currency, balanceOf(world, amount.currency) + minor);
}

export function balanceOf(world: World, currency: string): bigint {
  return world.balances.get(currency) ?? OPENING_BALANCE_MINOR;
}

/** `2019-09-18T03:11:00+0000`: no colon in the offset. */
export function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, '+0000');
}

/** An id in Airwallex's manner: `int_` and letters. */
export function newId(prefix: string): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`;
}
