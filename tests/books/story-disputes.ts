/** Disputes as the provider of a story has them: what it has taken, and what it reports of each. */
import type { DisputeReport, DisputeState } from '../../src/domain/dispute.ts';
import { report } from '../support/disputes.ts';
import type { DisputeVerb } from './story-steps.ts';

/** One dispute at the provider. */
interface Dispute {
  readonly ref: string;
  /** The payment and its asset, as the world keys them. */
  readonly payment: string;
  readonly amount: bigint;
  round: number;
  isOpen: boolean;
  /** What the provider has taken for it. */
  taken: bigint;
}

/** A state that the provider may report, and what it moved out of our account (above zero). */
export interface Stated {
  readonly report: DisputeReport;
  readonly asset: string;
  readonly takenMinor: bigint;
}

const STATES: Readonly<Record<DisputeVerb, DisputeState>> = {
  ...{ open: 'open', again: 'open', answer: 'answered' },
  ...{ win: 'won', lose: 'lost', lose_part: 'lost' },
};

/** `left`: what of each payment is still with the provider; disputes take from it and return. */
export class ProviderDisputes {
  readonly #all: Dispute[] = [];
  readonly #left: Map<string, bigint>;
  readonly #isTimed: boolean;
  #ticks = 0;

  constructor(left: Map<string, bigint>, isTimed: boolean) {
    this.#left = left;
    this.#isTimed = isTimed;
  }

  /** Null: there is no dispute, or payment, that this could happen to. */
  happens(verb: DisputeVerb, at: number, permille: number): Stated | null {
    if (verb === 'open') return this.#open(at, permille);
    const known = this.#all.filter(({ isOpen }) => isOpen === (verb !== 'again'));
    const one = known[at % Math.max(1, known.length)];
    if (one === undefined) return null;
    if (verb === 'again') one.round += 1;
    one.isOpen = verb === 'again' || verb === 'answer';
    const left = this.#left.get(one.payment) ?? 0n;
    const share = (one.amount * BigInt(permille)) / 1000n;
    const asked = verb === 'lose' ? one.amount : verb === 'lose_part' ? share : one.taken;
    const taken = verb === 'win' ? 0n : least(asked, left + one.taken);
    const isDecided = verb === 'lose_part' || (verb === 'lose' && taken < one.amount);
    return this.#says(one, verb, taken, isDecided ? taken : null);
  }

  /** What a later round has asked for anew is decided: of a loss that it overtook, too. */
  decideRest(): readonly Stated[] {
    const open = this.#all.filter(({ isOpen, round }) => isOpen && round > 1);
    return open.map((one) => {
      one.isOpen = false;
      return this.#says(one, 'win', 0n, null);
    });
  }

  #open(at: number, permille: number): Stated | null {
    const payments = [...this.#left];
    const [payment = '', there = 0n] = payments[at % Math.max(1, payments.length)] ?? [];
    const amount = (there * BigInt(permille)) / 1000n;
    if (amount <= 0n) return null;
    const ref = `D${this.#all.length}`;
    const one: Dispute = { ref, payment, amount, round: 1, isOpen: true, taken: 0n };
    this.#all.push(one);
    return this.#says(one, 'open', 0n, null);
  }

  #says(one: Dispute, verb: DisputeVerb, taken: bigint, part: bigint | null): Stated {
    const takenMinor = taken - one.taken;
    one.taken = taken;
    this.#left.set(one.payment, (this.#left.get(one.payment) ?? 0n) - takenMinor);
    this.#ticks += 1;
    const [paymentRef = '', asset = ''] = one.payment.split(' ');
    const said = report(STATES[verb], {
      ...{ ref: one.ref, round: one.round, paymentRef },
      amount: { asset, minor: one.amount },
      decided: part === null ? null : { asset, minor: part },
      at: this.#isTimed ? new Date(this.#ticks) : null,
    });
    return { report: said, asset, takenMinor };
  }
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
