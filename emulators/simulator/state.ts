/** Every order this provider knows, with the names it can be found by. */
import type { Journal } from './journal.ts';
import type { Arrival, Code, Order, OrderKind, Payment, Refund } from './types.ts';

function referenceKey(account: string, kind: OrderKind, reference: string): string {
  return `${account}|${kind}|${reference}`;
}

/** The number, account or QR text a payer types or scans; undefined for links. */
function payableNumber(order: Order): string | undefined {
  if (order.kind !== 'payment' && order.kind !== 'code') return undefined;
  const { instructions } = order;
  if (instructions.kind === 'va' || instructions.kind === 'bill') return instructions.number;
  if (instructions.kind === 'bank_transfer') return instructions.account;
  return instructions.kind === 'qr' ? instructions.payload : undefined;
}

export class Orders {
  readonly #byId = new Map<string, Order>();
  readonly #byReference = new Map<string, Order>();
  readonly #byNumber = new Map<string, Payment | Code>();
  readonly #byArrival = new Map<string, Payment | Code>();
  readonly #refunds = new Map<string, Refund[]>();
  /** Platform order id, merchant order id, reference, number: whatever people call an order. */
  readonly #byAnyName = new Map<string, Set<Order>>();
  readonly #watchers = new Set<() => void>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const record of journal.restored) {
      if (record.kind === 'order') this.#restore(record.value);
      if (record.kind === 'arrival') this.#arrive(record.orderId, record.value);
    }
  }

  /** Stores a new order or a new version of one. The first of a reference keeps the reference. */
  save(order: Order): void {
    order.updatedAtMs = Date.now();
    // Arrivals have records of their own: a code may have thousands.
    const value = 'arrivals' in order ? { ...order, arrivals: [] } : order;
    this.#journal.write({ kind: 'order', value });
    if (this.#byId.has(order.id)) {
      this.#indexNumber(order);
      return;
    }
    this.#index(order);
    for (const wake of this.#watchers) wake();
  }

  /** Stores money that came in for a payment or a code, or a new version of such an arrival. */
  saveArrival(order: Payment | Code, arrival: Arrival): void {
    this.#journal.write({ kind: 'arrival', orderId: order.id, value: arrival });
    this.#arrive(order.id, arrival);
  }

  #arrive(orderId: string, arrival: Arrival): void {
    const order = this.#byId.get(orderId);
    if (order?.kind !== 'payment' && order?.kind !== 'code') return;
    const known = this.#byArrival.has(arrival.id)
      ? order.arrivals.find(({ id }) => id === arrival.id)
      : undefined;
    if (known) Object.assign(known, arrival);
    else order.arrivals.push(arrival);
    this.#byArrival.set(arrival.id, order);
  }

  /** A later version read back from the file replaces what changes of an earlier one. */
  #restore(version: Order): void {
    const known = this.#byId.get(version.id);
    if (!known) {
      this.#index(version);
      return;
    }
    if ('arrivals' in known) Object.assign(known, version, { arrivals: known.arrivals });
    else Object.assign(known, version);
    this.#indexNumber(known);
  }

  #index(order: Order): void {
    this.#byId.set(order.id, order);
    const { account, kind, reference } = order;
    const key = referenceKey(account, kind, reference);
    if (!this.#byReference.has(key)) this.#byReference.set(key, order);
    if (order.kind === 'refund') this.#refundsFrom(order.paymentId).push(order);
    for (const name of [order.order, order.merchantOrder, reference]) this.#name(name, order);
    this.#indexNumber(order);
  }

  /** A QR text may be made anew; the old one stays printed somewhere, and still leads here. */
  #indexNumber(order: Order): void {
    const number = payableNumber(order);
    if (number === undefined) return;
    this.#byNumber.set(number, order as Payment | Code);
    this.#name(number, order);
  }

  #name(name: string, order: Order): void {
    if (!name) return;
    const named = this.#byAnyName.get(name);
    if (named) named.add(order);
    else this.#byAnyName.set(name, new Set([order]));
  }

  #refundsFrom(orderId: string): Refund[] {
    const known = this.#refunds.get(orderId);
    if (known) return known;
    const fresh: Refund[] = [];
    this.#refunds.set(orderId, fresh);
    return fresh;
  }

  /** What refunds of a payment or code have taken or reserved; of one arrival when named. */
  refundedMinor(order: Payment | Code, arrivalId?: string): bigint {
    return (this.#refunds.get(order.id) ?? [])
      .filter(({ status }) => status !== 'failed')
      .filter((refund) => arrivalId === undefined || refund.arrivalId === arrivalId)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  }

  byId(id: string): Order | undefined {
    return this.#byId.get(id);
  }

  byReference(account: string, kind: OrderKind, reference: string): Order | undefined {
    return this.#byReference.get(referenceKey(account, kind, reference));
  }

  /** The payment or code behind a VA number, bank account or QR text. */
  byNumber(number: string): Payment | Code | undefined {
    return this.#byNumber.get(number);
  }

  /** The payment or code that a `txn_…` arrived at. */
  byArrival(arrivalId: string): Payment | Code | undefined {
    return this.#byArrival.get(arrivalId);
  }

  /** Orders that anyone might mean by this name: any id, reference or number; newest last. */
  byAnyName(name: string): Order[] {
    const order = this.#byId.get(name) ?? this.#byArrival.get(name);
    return order ? [order] : [...(this.#byAnyName.get(name) ?? [])];
  }

  all(): IterableIterator<Order> {
    return this.#byId.values();
  }

  /** Tries `find` now and whenever an order arrives, until it gives something or time is up. */
  async waitFor<Found>(
    find: () => Found | undefined,
    timeoutMs: number,
  ): Promise<Found | undefined> {
    const now = find();
    if (now !== undefined) return now;
    return new Promise((resolve) => {
      const finish = (found: Found | undefined): void => {
        clearTimeout(timer);
        this.#watchers.delete(wake);
        resolve(found);
      };
      const wake = (): void => {
        const found = find();
        if (found !== undefined) finish(found);
      };
      const timer = setTimeout(() => finish(undefined), timeoutMs);
      timer.unref();
      this.#watchers.add(wake);
    });
  }
}
