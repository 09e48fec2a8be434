/** Merchants who order, and payers who pay, until they are to stop. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Journal } from './journal.ts';
import {
  type Acknowledged,
  type ClientCounts,
  collectCall,
  createOrder,
  type OrderCall,
  type Reported,
} from './merchant-client.ts';
import type { Merchant } from './merchants.ts';
import { MerchantPlan, type PlannedOrder } from './plan.ts';
import { Random } from './random.ts';
import { rechargeCall } from './recharge-client.ts';
import type { RunOptions } from './settings.ts';
import type { ConsoleServices } from './supervisor.ts';

/** The merchants' book: what they wanted, and what was reported to them. */
export type MerchantLine =
  | {
      readonly kind: 'wanted';
      readonly ref: string;
      readonly merchantId: string;
      readonly order: PlannedOrder['kind'];
      readonly amountMinor: string;
      readonly deadSink: boolean;
    }
  | { readonly kind: 'acknowledged'; readonly ref: string; readonly platOrderId: string }
  | { readonly kind: 'refused'; readonly ref: string; readonly why: string }
  | { readonly kind: 'unanswered'; readonly ref: string; readonly why: string };

/** A merchant gives up asking, and a payer trying, after this time. */
const PATIENCE_MS = 180_000;
const PAY_AGAIN_MS = 200;
/**
 * Orders of all merchants that are under way at once: whoever kills faster than the machine
 * recovers would otherwise test a queue without end, and not what a kill leaves behind.
 */
const UNDER_WAY_MAX = 60;
/** Payers whose order has not reached the provider this long after the last one give up. */
const LAST_PAYERS_MS = { simulator: 3_000, airwallex: 6_000, payermax: 6_000 } as const;

export class Workload {
  readonly counts: ClientCounts = { requests: 0, inDoubt: 0 };
  acknowledged = 0;
  /** Resolves when every merchant has the money of its first order. */
  funded: Promise<unknown> = Promise.resolve();
  begun = 0;
  readonly #services: ConsoleServices;
  readonly #options: RunOptions;
  readonly #journal: Journal<MerchantLine>;
  readonly #random: Random;
  readonly #tasks = new Set<Promise<void>>();
  readonly #over = new AbortController();
  #stopping = false;
  #given = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: ConsoleServices, options: RunOptions) {
    this.#services = services;
    this.#options = options;
    this.#journal = new Journal(join(services.folder, 'merchants.jsonl'));
    this.#random = new Random(options.seed, 'clients');
  }

  start(): void {
    const shops = this.#services.merchants.map((merchant) => {
      const plan = new MerchantPlan(this.#options, merchant.index);
      const funded = this.#order(merchant, plan.next());
      return { funded, over: funded.then(() => this.#shop(merchant, plan)) };
    });
    this.funded = Promise.all(shops.map(({ funded }) => funded));
    this.#running = Promise.all(shops.map(({ over }) => over));
  }

  /** Resolves when so many more orders were acknowledged, or the time is over. */
  async progress(count: number, withinMs: number): Promise<boolean> {
    const wanted = this.acknowledged + count;
    const endAtMs = Date.now() + withinMs;
    while (this.acknowledged < wanted && Date.now() < endAtMs) await delay(10);
    return this.acknowledged >= wanted;
  }

  /** No new orders; resolves when those under way are answered, and paid if that can be soon. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    const lastMs = LAST_PAYERS_MS[this.#options.provider];
    const late = setTimeout(() => this.#over.abort(), lastMs);
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
    clearTimeout(late);
  }

  /** Nobody asks or pays any more: what they wait for does not come back. */
  async abandon(): Promise<void> {
    this.#over.abort();
    this.#given = true;
    await this.stop();
  }

  lines(): readonly MerchantLine[] {
    return this.#journal.read();
  }

  close(): void {
    this.#journal.close();
  }

  /** Orders at the merchant's share of the rate, whether or not the last one is answered. */
  async #shop(merchant: Merchant, plan: MerchantPlan): Promise<void> {
    const everyMs = (1000 * this.#options.merchants) / this.#options.ratePerS;
    while (!this.#given && (!this.#stopping || this.begun < this.#options.orders)) {
      while (this.#tasks.size >= UNDER_WAY_MAX) await Promise.race(this.#tasks);
      const task = this.#order(merchant, plan.next()).finally(() => this.#tasks.delete(task));
      this.#tasks.add(task);
      await delay(everyMs * (0.5 + this.#random.next()));
    }
  }

  async #order(merchant: Merchant, order: PlannedOrder): Promise<void> {
    const { kind: ordered, amountMinor, deadSink } = order;
    this.begun += 1;
    const call = await this.#call(merchant, order);
    const { ref } = call;
    const wanted = { ref, order: ordered, deadSink, amountMinor: `${amountMinor}` };
    this.#journal.write({ kind: 'wanted', merchantId: `${merchant.id}`, ...wanted });
    const calls = order.twice ? [0, 1] : [this.#random.integer(0, 1)];
    const reported = await Promise.all(calls.map((first) => this.#ask(call, first)));
    for (const one of reported) this.#keep(ref, one);
    const first = reported.find((one) => one.kind === 'acknowledged');
    if (first === undefined) return;
    this.acknowledged += 1;
    // Of payouts only the banks of emulators are instructed.
    const acts = ordered === 'payin' ? order.payer !== 'never' : order.payer === 'taken_back';
    if (acts) await this.#act(order, first);
  }

  /** Another server at every try. */
  async #ask(call: OrderCall, first: number): Promise<Reported> {
    const { urls } = this.#services;
    let turn = first;
    const baseUrl = () => urls[turn++ % urls.length] as string;
    const endAtMs = Date.now() + PATIENCE_MS;
    const patient = () => !this.#given && Date.now() < endAtMs;
    return await createOrder(call, baseUrl, this.counts, patient);
  }

  async #call(merchant: Merchant, order: PlannedOrder): Promise<OrderCall> {
    const { recharge, index } = merchant;
    if (order.kind === 'payin' && recharge !== null) return await rechargeCall(recharge, order);
    const notifyUrl = this.#services.sinks.url(index, order.deadSink);
    return collectCall(merchant, order, notifyUrl, this.counts);
  }

  #keep(ref: string, reported: Reported): void {
    if (reported.kind === 'acknowledged') {
      this.#journal.write({ kind: 'acknowledged', ref, platOrderId: reported.platOrderId });
    } else {
      const kind = reported.kind === 'refused' ? 'refused' : 'unanswered';
      this.#journal.write({ kind, ref, why: reported.why });
    }
  }

  /** Tries until the provider took the money or says that it never will. */
  async #act(order: PlannedOrder, reported: Acknowledged): Promise<void> {
    const endAtMs = Date.now() + PATIENCE_MS / 6;
    while (Date.now() < endAtMs && !this.#over.signal.aborted) {
      try {
        if (await this.#services.provider.act(order, reported, this.#over.signal)) return;
      } catch {
        // The provider, or the page that leads to it, is away: tried again.
      }
      if (this.#stopping && this.#options.provider === 'simulator') return;
      await delay(PAY_AGAIN_MS);
    }
  }
}
