/** The disputes that there are, and what has left for them. */
import type { Journal } from './journal.ts';
import type { Code, Dispute, Payment } from './types.ts';

export class Disputes {
  readonly #byId = new Map<string, Dispute>();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const one of journal.restored) {
      if (one.kind === 'dispute') this.#byId.set(one.value.id, one.value);
    }
  }

  save(dispute: Dispute): void {
    this.#byId.set(dispute.id, dispute);
    this.#journal.write({ kind: 'dispute', value: dispute });
  }

  byId(id: string): Dispute | undefined {
    return this.#byId.get(id);
  }

  of(arrivalId: string): Dispute[] {
    return [...this.#byId.values()].filter((one) => one.arrivalId === arrivalId);
  }

  all(): IterableIterator<Dispute> {
    return this.#byId.values();
  }
  /** What has left for them, of a payment or code, or of one arrival at it. */
  lostMinor({ id }: Payment | Code, arrivalId?: string): bigint {
    return [...this.#byId.values()]
      .filter(({ orderId }) => orderId === id)
      .filter((one) => arrivalId === undefined || one.arrivalId === arrivalId)
      .reduce((sum, one) => sum + one.lostMinor, 0n);
  }
}
