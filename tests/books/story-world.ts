/**
 * One payin at a provider that keeps a journal of its own, as a random story: payments, what goes
 * back of them, refunds, voids, days that pass, operators' exits. Facts are told late, in any order
 * and again. The real commands run over memory; `sabotage` breaks what they do, from outside.
 */
import fc from 'fast-check';
import { exitCase } from '../../src/app/exit-case.ts';
import { settleOrder } from '../../src/app/sweeps.ts';
import type { HeldCase } from '../../src/domain/case.ts';
import type { ExitWay } from '../../src/domain/case-exit.ts';
import type { Command } from '../../src/domain/decision.ts';
import { entry } from '../../src/domain/ledger.ts';
import { creditAvailable } from '../../src/domain/netting.ts';
import { isFinal, type Order } from '../../src/domain/order.ts';
import type { Fact } from '../../src/domain/provider-event.ts';
import type { Cases } from '../../src/ports/core.ts';
import { openShop, orderIn, type Shop } from '../support/memory-shop.ts';
import { declined, expired, paid } from '../support/sample.ts';
import { merchantOf, payinRequest, refundRequest } from '../support/shop.ts';

export const ORDERED = 10_000n;
const DAY_MS = 86_400_000;

export interface Begin {
  readonly amountPolicy: 'accept' | 'excess_to_suspense';
  readonly latePolicy: 'accept' | 'suspense';
  readonly feePpm: bigint;
  readonly settleAfterDays: number;
  /** What the merchant had before, of other payments. */
  readonly funds: bigint;
}

export type Step =
  | { readonly do: 'pay'; readonly minor: bigint; readonly asset: string; readonly now: boolean }
  | {
      readonly do: 'take_back';
      readonly which: number;
      readonly permille: number;
      readonly now: boolean;
    }
  | { readonly do: 'refund'; readonly permille: number }
  | {
      readonly do: 'end_refund';
      readonly which: number;
      readonly how: 'paid' | 'failed' | 'back';
      readonly now: boolean;
    }
  | { readonly do: 'exit'; readonly which: number; readonly way: ExitWay; readonly half: boolean }
  | { readonly do: 'tell'; readonly which: number }
  | { readonly do: 'void' | 'decline' | 'expire' | 'day' | 'settle' };

const which = fc.nat(9);
/** Whether it is told as soon as it happens. */
const now = fc.constantFrom(true, true, false);
const permille = fc.constantFrom(1, 250, 500, 1_000);
const of = <T extends Step['do']>(name: T) => fc.constant(name);
const minor = fc.constantFrom(1n, 6_000n, ORDERED, ORDERED, ORDERED, 11_000n);

export const story: fc.Arbitrary<{ readonly begin: Begin; readonly steps: readonly Step[] }> =
  fc.record({
    begin: fc.record({
      amountPolicy: fc.constantFrom('accept', 'excess_to_suspense'),
      latePolicy: fc.constantFrom('accept', 'suspense'),
      feePpm: fc.constantFrom(0n, 28_000n),
      settleAfterDays: fc.constantFrom(0, 1),
      funds: fc.constantFrom(0n, 3_000n, 100_000n),
    }),
    steps: fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({
            do: of('pay'),
            minor,
            asset: fc.constantFrom('PHP/2', 'PHP/2', 'PHP/2', 'USD/2'),
            now,
          }),
        },
        { weight: 4, arbitrary: fc.record({ do: of('take_back'), which, permille, now }) },
        { weight: 4, arbitrary: fc.record({ do: of('refund'), permille }) },
        {
          weight: 4,
          arbitrary: fc.record({
            do: of('end_refund'),
            which,
            how: fc.constantFrom('paid', 'paid', 'failed', 'back'),
            now,
          }),
        },
        {
          weight: 3,
          arbitrary: fc.record({
            do: of('exit'),
            which,
            way: fc.constantFrom('merchant', 'provider', 'platform'),
            half: fc.boolean(),
          }),
        },
        { weight: 8, arbitrary: fc.record({ do: of('tell'), which }) },
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constantFrom('void', 'decline', 'expire', 'day', 'settle', 'settle'),
          }),
        },
      ),
      { maxLength: 24 },
    ),
  });

/** Something that happened at the provider: told under its key, however often. */
export interface Happened {
  readonly order: Order;
  readonly fact: Fact;
  readonly key: string;
  /** What it moved into our account there (above zero), or out of it. */
  readonly minor: bigint;
  readonly asset: string;
}

export type Sabotage = <A>(command: Command<A>) => Command<A>;

/** A story's world: the shop, and the provider's journal. */
export class StoryWorld {
  readonly shop: Shop;
  readonly journal: Happened[] = [];
  readonly told = new Set<Happened>();
  readonly refunds: Order[] = [];
  readonly ends = new Map<bigint, 'paid' | 'failed' | 'back'>();
  /** What was there before, and what operators have said of the provider, by asset. */
  readonly exits = new Map<string, bigint>();
  /** What came of each payment and is still there. */
  readonly left = new Map<string, bigint>();
  order: Order;
  /** The most that could be refunded when each refund was accepted, less what it took. */
  readonly spare: bigint[] = [];
  #count = 0;

  private constructor(shop: Shop, order: Order) {
    this.shop = shop;
    this.order = order;
  }

  static async open(begin: Begin, sabotage?: Sabotage) {
    const { amountPolicy, latePolicy, funds } = begin;
    const fee = { ratePpm: begin.feePpm, fixedMinor: 0n, minMinor: null, maxMinor: null };
    const terms = { fee, settleAfterDays: begin.settleAfterDays };
    const merchants = [merchantOf(5, { amountPolicy, latePolicy })];
    const shop = openShop({ merchants, terms: { PAY: terms } });
    if (sabotage !== undefined) spoil(shop, sabotage);
    const order = orderIn(await shop.ask(payinRequest('in', { amountMinor: ORDERED })));
    const world = new StoryWorld(shop, order);
    if (funds > 0n) await world.#fund(funds);
    return world;
  }

  async #fund(minor: bigint): Promise<void> {
    const { lanes } = this.shop;
    await lanes.submit({
      shard: this.order.shard,
      balanceKeys: () => [this.order],
      decide: (rows) => {
        const net = creditAvailable(rows.balance(this.order), minor);
        const entries = [entry(this.order, 'funds', { net, upstream: -minor })];
        return { changes: { entries }, answer: null };
      },
    });
    this.exits.set('PHP/2', minor);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'pay':
        return await this.#tellIf(step.now, this.#pay(step.minor, step.asset));
      case 'take_back':
        return await this.#tellIf(step.now, this.#takeBack(step.which, step.permille));
      case 'refund':
        return await this.#refund(step.permille);
      case 'void':
        return await this.#void();
      case 'end_refund':
        return await this.#tellIf(step.now, this.#endRefund(step.which, step.how));
      case 'exit':
        return await this.#exit(step.which, step.way, step.half);
      case 'tell':
        return await this.#tellOne(step.which);
      case 'decline':
        return await this.tell(this.#happens(this.order, declined, 0n, 'PHP/2'));
      case 'expire':
        return await this.tell(this.#happens(this.order, expired, 0n, 'PHP/2'));
      case 'day':
        return this.shop.passes(DAY_MS + 1);
      case 'settle':
        await settleOrder(this.shop.deps, this.order.id);
        return;
    }
  }

  /** All that happened and was not told yet, the oldest first. */
  async tellRest(): Promise<void> {
    for (const one of this.journal) if (!this.told.has(one)) await this.tell(one);
  }

  async tell(one: Happened): Promise<void> {
    this.told.add(one);
    await this.shop.tell(one.order, one.fact, one.key);
  }

  /** What is in our account at the provider of what was told, by the journal. */
  atProvider(asset: string): bigint {
    let sum = this.exits.get(asset) ?? 0n;
    for (const one of this.told) if (one.asset === asset) sum += one.minor;
    return sum;
  }

  get cases(): readonly HeldCase[] {
    return [...this.shop.lanes.rows.cases.values()];
  }

  #happens(order: Order, fact: Fact, moved: bigint, asset: string): Happened {
    this.#count += 1;
    const one = { order, fact, key: `K${this.#count}`, minor: moved, asset };
    this.journal.push(one);
    return one;
  }

  async #tellIf(isNow: boolean, one: Happened | null): Promise<void> {
    if (isNow && one !== null) await this.tell(one);
  }

  #pay(amount: bigint, asset: string): Happened {
    const ref = `P${this.left.size}`;
    this.left.set(`${ref} ${asset}`, amount);
    return this.#happens(this.order, paid(amount, ref, asset), amount, asset);
  }

  #takeBack(at: number, part: number): Happened | null {
    const payments = [...this.left];
    const [key = '', there = 0n] = payments[at % Math.max(1, payments.length)] ?? [];
    const back = (there * BigInt(part)) / 1000n;
    if (back <= 0n) return null;
    this.left.set(key, there - back);
    const [ref = '', asset = ''] = key.split(' ');
    const amount = { asset, minor: back };
    const payment = { ref, amount, reversalRef: `R${this.#count}` };
    const fact = { kind: 'reversed', reason: 'chargeback', payment } as const;
    return this.#happens(this.order, fact, -back, asset);
  }

  async #refund(part: number): Promise<void> {
    const { paidMinor } = this.shop.order(this.order);
    await this.#ask((paidMinor * BigInt(part)) / 1000n, 'refund');
  }

  async #void(): Promise<void> {
    await this.#ask(this.shop.order(this.order).paidMinor, 'void');
  }

  async #ask(amountMinor: bigint, operation: 'refund' | 'void'): Promise<void> {
    if (amountMinor <= 0n) return;
    const { id } = this.order;
    const changes = operation === 'void' ? { operation } : { amountMinor };
    const ref = `refund ${this.refunds.length}`;
    const outcome = await this.shop.ask(refundRequest(ref, { by: 'id', id }, changes));
    if (!outcome.ok || outcome.kind !== 'created') return;
    if (outcome.order.state === 'failed') return;
    this.refunds.push(outcome.order);
    const { paidMinor, disputedMinor, lostMinor } = this.shop.order(this.order);
    this.spare.push(paidMinor - disputedMinor - lostMinor - this.#refunding());
  }

  /** By the refunds themselves: what has left, or may leave. */
  #refunding(): bigint {
    return this.refunds.reduce((sum, refund) => {
      const { state, amountMinor } = this.shop.order(refund);
      return state === 'paid' || !isFinal(state) ? sum + amountMinor : sum;
    }, 0n);
  }

  /** A refund ends once at the provider; one that was paid may come back later. */
  #endRefund(at: number, how: 'paid' | 'failed' | 'back'): Happened | null {
    const refund = this.refunds[at % Math.max(1, this.refunds.length)];
    if (refund === undefined) return null;
    const { id, amountMinor: size, asset } = refund;
    const before = this.ends.get(id);
    const wasPaid = this.journal.find((one) => one.order === refund && one.fact.kind === 'paid');
    // What comes back before it was told to have left is told as one: nothing moved.
    const mayReturn = before === 'paid' && wasPaid !== undefined && this.told.has(wasPaid);
    if (how === 'back' ? !mayReturn : before !== undefined) return null;
    this.ends.set(id, how);
    switch (how) {
      case 'paid':
        return this.#happens(refund, paid(size, `F${id}`, asset), -size, asset);
      case 'failed':
        return this.#happens(refund, declined, 0n, asset);
      case 'back':
        return this.#happens(refund, { kind: 'reversed', reason: 'returned' }, size, asset);
    }
  }

  async #exit(at: number, way: ExitWay, half: boolean): Promise<void> {
    const holding = this.cases.filter(({ heldMinor }) => heldMinor !== 0n);
    const held = holding[at % Math.max(1, holding.length)];
    if (held === undefined || held.asset === null) return;
    const whole = held.heldMinor < 0n ? -held.heldMinor : held.heldMinor;
    const amountMinor = half && whole > 1n ? whole / 2n : null;
    const opened = { openedAt: new Date(0), closedAt: null, closedBy: null, resolution: null };
    const cases: Cases = {
      list: async () => [],
      ofOrder: async (id) =>
        this.cases.filter(({ orderId }) => orderId === id).map((one) => ({ ...one, ...opened })),
    };
    this.#count += 1;
    const evidence = `letter ${this.#count}`;
    const exit = { way, amountMinor, withFee: false, evidence, targetId: null };
    const result = await exitCase({ ...this.shop.deps, cases }, held, exit, 'ann', 'as told');
    if (!result.ok || way !== 'provider') return;
    const size = amountMinor ?? whole;
    const moved = held.heldMinor < 0n ? size : -size;
    this.exits.set(held.asset, (this.exits.get(held.asset) ?? 0n) + moved);
  }

  async #tellOne(at: number): Promise<void> {
    const one = this.journal[at % Math.max(1, this.journal.length)];
    if (one !== undefined) await this.tell(one);
  }
}

/** Every command goes through the sabotage before it is run. */
function spoil(shop: Shop, sabotage: Sabotage): void {
  const { lanes } = shop;
  const submit = lanes.submit.bind(lanes);
  lanes.submit = (command) => submit(sabotage(command));
}
