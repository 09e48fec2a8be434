/**
 * One payin, and what else of its merchant it meets, at a provider that keeps a journal of its own,
 * as a random story: payments, what goes back of them, disputes, refunds, voids, days that pass,
 * the words of operators. Facts are reported late, in any order and again. The real commands run
 * over memory; `sabotage` breaks what they do, from outside.
 */
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { exitCase } from '../../src/app/exit-case.ts';
import { postToBalance } from '../../src/app/post-to-balance.ts';
import { resolveDoubt } from '../../src/app/resolve-case.ts';
import { returnByRule } from '../../src/app/return-by-rule.ts';
import { releaseReserve } from '../../src/app/sweeps.ts';
import { disputeEvent } from '../../src/connectors/dispute-event.ts';
import type { HeldCase } from '../../src/domain/case.ts';
import type { Terms } from '../../src/domain/channel.ts';
import type { Command } from '../../src/domain/decision.ts';
import { referenceOf } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import { entry } from '../../src/domain/ledger.ts';
import { creditAvailable } from '../../src/domain/netting.ts';
import { isFinal, type Order } from '../../src/domain/order.ts';
import type { Disputed, Fact, ProviderEventResult } from '../../src/domain/provider-event.ts';
import type { ReserveRule } from '../../src/domain/reserve.ts';
import { openShop, orderIn, type Shop } from '../support/memory-shop.ts';
import { declined, expired, paid } from '../support/sample.ts';
import { settleOrder } from '../support/settle.ts';
import { merchantOf, payinRequest, refundRequest, SOURCE } from '../support/shop.ts';
import { ProviderDisputes } from './story-disputes.ts';
import { type Begin, ORDERED, type Step } from './story-steps.ts';

const DAY_MS = 86_400_000;
/** Orders beside the story's own. */
const OTHERS_MAX = 3;

/** Something that happened at the provider: reported under its key, however often. */
export interface Happened {
  readonly order: Order;
  readonly fact: Fact | Disputed;
  readonly key: string;
  /** What it moved into our account there (above zero), or out of it. */
  readonly minor: bigint;
  readonly asset: string;
}

export type Sabotage = <A>(command: Command<A>) => Command<A>;

/** A story's world: the shop, and the provider's journal. */
export class StoryWorld {
  readonly shop: Shop;
  readonly order: Order;
  readonly others: Order[] = [];
  readonly journal: Happened[] = [];
  readonly reported = new Set<Happened>();
  /** Those that the merchant asked for, and those that cases pay for. */
  readonly refunds: Order[] = [];
  readonly ends = new Map<bigint, 'paid' | 'failed' | 'back'>();
  /** What was there before, and what operators have said of the provider, by asset. */
  readonly exits = new Map<string, bigint>();
  /** What came of each payment and is still there. */
  readonly left = new Map<string, bigint>();
  /** The fee per million that was agreed when each order was made. */
  readonly agreed = new Map<bigint, bigint>();
  /** What a person has called paid before its provider reported it; null: nothing. */
  byHand: Happened | null = null;
  /** The most that could be refunded when each refund was accepted, less what it took. */
  readonly spare: bigint[] = [];
  readonly #begin: Begin;
  readonly #terms: Record<string, Terms>;
  readonly #disputes: ProviderDisputes;
  #count = 0;

  private constructor(shop: Shop, order: Order, begin: Begin, terms: Record<string, Terms>) {
    this.shop = shop;
    this.order = order;
    this.#begin = begin;
    this.#terms = terms;
    this.#disputes = new ProviderDisputes(this.left, begin.isTimed);
    this.agreed.set(order.id, begin.feePpm);
  }

  static async open(begin: Begin, sabotage?: Sabotage) {
    const { amountPolicy, latePolicy, second, short: rule, tolerance: toleranceMinor } = begin;
    const terms = { PAY: termsOf(begin, begin.feePpm) };
    const short = { rule, tolerancePpm: 0n, toleranceMinor };
    const amountRules = { amountPolicy, latePolicy, second, short };
    const merchants = [merchantOf(5)];
    const reserveRule = reserveOf(begin);
    const shop = openShop({ merchants, terms, amountRules, reserveRule });
    if (sabotage !== undefined) spoil(shop, sabotage);
    const order = orderIn(await shop.ask(payinRequest('in', { amountMinor: ORDERED })));
    const world = new StoryWorld(shop, order, begin, terms);
    if (begin.funds > 0n) await world.#fund(begin.funds);
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
    switch (step.kind) {
      case 'pay':
        return await this.#reportIf(step.now, this.#pay(step.minor, step.asset));
      case 'take_back':
        return await this.#reportIf(step.now, this.#reverse(step.which, step.permille));
      case 'dispute':
        return await this.#reportIf(step.now, this.#dispute(step));
      case 'refund':
        return await this.#refund(step.permille);
      case 'void':
        return await this.#ask(this.shop.order(this.order).paidMinor, 'void');
      case 'end_refund':
        return await this.#reportIf(step.now, this.#endRefund(step.which, step.how));
      case 'exit':
        return await this.#exit(step);
      case 'by_hand':
        return await this.#callPaid(step.minor);
      case 'order':
        return await this.#order();
      case 'terms':
        this.#terms.PAY = termsOf(this.#begin, step.feePpm);
        return;
      case 'report':
        return await this.#reportOne(step.which);
      case 'decline':
        return await this.report(this.#happens(this.order, declined, 0n, 'PHP/2'));
      case 'expire':
        return await this.report(this.#happens(this.order, expired, 0n, 'PHP/2'));
      case 'freeze':
      case 'unfreeze':
        return await this.#freeze(step.kind === 'freeze' ? 'hold' : 'release', step.minor);
      case 'release':
        await releaseReserve(this.shop.deps, this.order);
        return;
      case 'return':
        return await this.#returnByRule();
      case 'day':
        return this.shop.passes(DAY_MS + 1);
      case 'settle':
        for (const { id } of [this.order, ...this.others]) await settleOrder(this.shop.deps, id);
        return;
    }
  }

  /** All that happened and was not taken in yet, the oldest first. */
  async reportRest(): Promise<void> {
    const rest = async () => {
      for (const one of this.journal) if (!this.reported.has(one)) await this.report(one);
    };
    await rest();
    for (const { report, asset, takenMinor } of this.#disputes.decideRest()) {
      this.#happens(this.order, { kind: 'dispute', dispute: report }, -takenMinor, asset);
    }
    // What is disputed of an open order beside it waits for the order's end.
    await this.report(this.#happens(this.order, expired, 0n, 'PHP/2'));
    await rest();
    for (const one of this.#lastOfDisputes()) await this.report(one, ':the next day');
  }

  /** How each dispute stands, for it is asked about daily. */
  #lastOfDisputes(): readonly Happened[] {
    const last = new Map<string, Happened>();
    for (const one of this.journal) {
      if (one.fact.kind === 'dispute') last.set(one.fact.dispute.ref, one);
    }
    return [...last.values()];
  }

  /** The same fact under its own key, or, for what may be asked about, under another one. */
  async report(one: Happened, again = ''): Promise<void> {
    const reported = await this.#report(one, again);
    if (reported !== 'too_early') this.reported.add(one);
  }

  #report({ order, fact, key }: Happened, again: string): Promise<ProviderEventResult> {
    if (fact.kind !== 'dispute') return this.shop.report(order, fact, key);
    const reference = referenceOf({ orderId: order.id, n: 1, operation: 'payin' });
    const event = disputeEvent({ reference }, fact.dispute);
    const eventKey = `${event.eventKey}${again}`;
    return applyProviderEvent(this.shop.deps, SOURCE, { ...event, eventKey });
  }

  /** What is in our account at the provider of what was reported, by the journal. */
  atProvider(asset: string): bigint {
    let sum = this.exits.get(asset) ?? 0n;
    for (const one of this.reported) if (one.asset === asset) sum += one.minor;
    return sum;
  }

  get cases(): readonly HeldCase[] {
    return [...this.shop.lanes.rows.cases.values()];
  }

  #happens(order: Order, fact: Happened['fact'], moved: bigint, asset: string): Happened {
    this.#count += 1;
    const one = { order, fact, key: `K${this.#count}`, minor: moved, asset };
    this.journal.push(one);
    return one;
  }

  async #reportIf(isNow: boolean, one: Happened | null): Promise<void> {
    if (isNow && one !== null) await this.report(one);
  }

  #pay(amount: bigint, asset: string): Happened {
    const ref = `P${this.left.size}`;
    this.left.set(`${ref} ${asset}`, amount);
    return this.#happens(this.order, paid(amount, ref, asset), amount, asset);
  }

  #reverse(at: number, part: number): Happened | null {
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

  #dispute({ verb, which, permille }: Extract<Step, { kind: 'dispute' }>): Happened | null {
    const stated = this.#disputes.happens(verb, which, permille);
    if (stated === null) return null;
    const { report: dispute, asset, takenMinor } = stated;
    return this.#happens(this.order, { kind: 'dispute', dispute }, -takenMinor, asset);
  }

  async #refund(part: number): Promise<void> {
    const { paidMinor } = this.shop.order(this.order);
    await this.#ask((paidMinor * BigInt(part)) / 1000n, 'refund');
  }

  async #ask(amountMinor: bigint, operation: 'refund' | 'void'): Promise<void> {
    if (amountMinor <= 0n) return;
    const { id } = this.order;
    const changes = operation === 'void' ? { operation } : { amountMinor };
    const ref = `refund ${this.refunds.length}`;
    const outcome = await this.shop.ask(refundRequest(ref, { kind: 'id', id }, changes));
    if (!outcome.ok || outcome.kind !== 'created') return;
    if (outcome.order.state === 'failed') return;
    this.refunds.push(outcome.order);
    const { paidMinor, disputedMinor, lostMinor } = this.shop.order(this.order);
    this.spare.push(paidMinor - disputedMinor - lostMinor - this.#refunding());
  }

  /** By the merchant's refunds themselves: what has left, or may leave. */
  #refunding(): bigint {
    return this.refunds.reduce((sum, refund) => {
      const { state, amountMinor, caseKey } = this.shop.order(refund);
      const counts = caseKey === undefined && (state === 'paid' || !isFinal(state));
      return counts ? sum + amountMinor : sum;
    }, 0n);
  }

  /** A refund ends once at the provider; one that was paid may come back later. */
  #endRefund(at: number, how: 'paid' | 'failed' | 'back'): Happened | null {
    const refund = this.refunds[at % Math.max(1, this.refunds.length)];
    if (refund === undefined) return null;
    const { id, amountMinor: size, asset } = refund;
    const before = this.ends.get(id);
    const wasPaid = this.journal.find((one) => one.order === refund && one.fact.kind === 'paid');
    // What comes back before it was reported as sent is reported as one: nothing moved.
    const mayReturn = before === 'paid' && wasPaid !== undefined && this.reported.has(wasPaid);
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

  async #exit({ which, way, half, own }: Extract<Step, { kind: 'exit' }>): Promise<void> {
    const holding = this.cases.filter(({ heldMinor }) => heldMinor !== 0n);
    const held = holding[which % Math.max(1, holding.length)];
    if (held === undefined || held.asset === null) return;
    const whole = held.heldMinor < 0n ? -held.heldMinor : held.heldMinor;
    const amountMinor = half && whole > 1n ? whole / 2n : null;
    this.#count += 1;
    const evidence = `letter ${this.#count}`;
    const target = own ? this.order : this.others.at(which % Math.max(1, this.others.length));
    const targetId = way === 'order' ? (target?.id ?? null) : null;
    const exit = { way, amountMinor, withFee: false, evidence, targetId };
    const { deps, cases, lanes } = this.shop;
    const before = new Set(lanes.rows.orders.keys());
    const result = await exitCase({ ...deps, cases }, held, exit, 'ann', 'as agreed');
    const made = [...lanes.rows.orders.values()].filter(({ id }) => !before.has(id));
    this.refunds.push(...made);
    if (!result.ok || way !== 'provider') return;
    const size = amountMinor ?? whole;
    const moved = held.heldMinor < 0n ? size : -size;
    this.exits.set(held.asset, (this.exits.get(held.asset) ?? 0n) + moved);
  }

  async #freeze(kind: 'hold' | 'release', amountMinor: bigint): Promise<void> {
    const { merchantId, mode, asset } = this.order;
    this.#count += 1;
    const by = { adjustment: 'correction', evidence: `letter ${this.#count}` } as const;
    const posting = { kind, merchantId, mode, asset, amountMinor, ...by };
    await postToBalance(this.shop.deps, posting, 'ann', 'as told');
  }

  async #returnByRule(): Promise<void> {
    const { deps, cases, lanes } = this.shop;
    const before = new Set(lanes.rows.orders.keys());
    for (const one of this.cases) await returnByRule({ ...deps, cases }, one);
    this.refunds.push(...[...lanes.rows.orders.values()].filter(({ id }) => !before.has(id)));
  }

  /** It has come at the provider, which has not reported it. */
  async #callPaid(amountMinor: bigint): Promise<void> {
    if (this.byHand !== null) return;
    const { deps, cases } = this.shop;
    const finding = { kind: 'paid', ref: 'UTR1', amountMinor } as const;
    const answer = await resolveDoubt({ ...deps, cases }, this.order.id, finding, 'ann');
    if (answer.ok) this.byHand = this.#pay(amountMinor, 'PHP/2');
  }

  async #order(): Promise<void> {
    if (this.others.length === OTHERS_MAX) return;
    const ref = `other ${this.others.length}`;
    const other = orderIn(await this.shop.ask(payinRequest(ref, { amountMinor: ORDERED })));
    this.others.push(other);
    this.agreed.set(other.id, this.#terms.PAY?.fee.ratePpm ?? 0n);
  }

  async #reportOne(at: number): Promise<void> {
    const one = this.journal[at % Math.max(1, this.journal.length)];
    if (one !== undefined) await this.report(one);
  }
}

function termsOf({ settle, disputesCost }: Begin, ratePpm: bigint): Terms {
  const dispute = {
    fee: { ...FREE, fixedMinor: 150n },
    ...{ refundedWhenWon: true, refundsFee: true },
  };
  return { fee: { ...FREE, ratePpm }, settle, ...(disputesCost ? { dispute } : {}) };
}

/** Every command goes through the sabotage before it is run. */
function spoil(shop: Shop, sabotage: Sabotage): void {
  const { lanes } = shop;
  const submit = lanes.submit.bind(lanes);
  lanes.submit = (command) => submit(sabotage(command));
}

/** Of the one merchant that there is. */
function reserveOf({ reservePpm: ppm }: Begin): ReserveRule {
  const rule = { merchantId: 1n, asset: 'PHP/2', ppm, days: 1 };
  return { ...rule, capMinor: 2_000n, basis: 'net' };
}
