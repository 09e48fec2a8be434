/** What each merchant will ask for, and what will happen to it: drawn from the seed alone. */
import { FAULTS, type FaultName } from '../../emulators/simulator/faults.ts';
import { ordersInRecharge } from './providers/contract.ts';
import { Random } from './random.ts';
import type { RunOptions } from './settings.ts';

/**
 * What the payer does. `other`: another amount comes; `refused`: a card is refused, and the next
 * one pays; `taken_back`: pays, and the payer's bank takes it back; `disputes`: pays, and a story
 * of a dispute follows. Of a payout: the payee's bank.
 */
export type Payer = 'pays' | 'other' | 'refused' | 'taken_back' | 'disputes' | 'never';

export interface PlannedOrder {
  readonly merchant: number;
  /** The merchant's own order id. */
  readonly ref: string;
  readonly kind: 'payin' | 'payout';
  readonly amountMinor: bigint;
  /** By its amount at the simulator; at an emulator the story of a payer who disputes. */
  readonly fault: FaultName | null;
  readonly payer: Payer;
  /** Sent twice at the same time, to two servers where there are two. */
  readonly twice: boolean;
  /** To be notified where nobody ever answers. */
  readonly deadSink: boolean;
}

/** What may go wrong upstream with a payin, and with a payout. */
const PAYIN_FAULTS: readonly FaultName[] = [
  ...(['decline', 'decline_later', 'timeout_then_success', 'accept_then_hang'] as const),
  ...(['accept_502', 'duplicate_callback', 'late_callback', 'wrong_amount_under'] as const),
  ...(['wrong_amount_over', 'late_reversal', 'forged_callback', 'query_down'] as const),
  ...(['unknown_word', 'html_200', 'drop_connection_before_accept', 'late_visible'] as const),
  ...(['redirect_302', 'malformed_json', 'duplicate_keys'] as const),
  'drop_connection_after_accept',
];
/** Every provider plays these (docs/disputes.md, section 3). */
const DISPUTE_STORIES: readonly FaultName[] = [
  ...(['dispute', 'dispute_inquiry', 'dispute_won', 'dispute_lost', 'dispute_part'] as const),
  ...(['dispute_again', 'dispute_second'] as const),
];
/** What payers and their banks do beside: a payin in six. */
const BANK_STORIES: readonly FaultName[] = [
  ...DISPUTE_STORIES,
  ...(['fraud_notice', 'paid_in_parts', 'paid_twice', 'paid_late'] as const),
];
// A payout that provably or possibly never arrived waits for a person: not for a run that heals.
const PAYOUT_FAULTS: readonly FaultName[] = [
  ...PAYIN_FAULTS.filter((name) => name !== 'drop_connection_before_accept'),
  'callback_never',
];

/** Of the first order of each merchant, which pays for all its payouts. */
const FUNDING_MINOR = 500_000_050n;

/** The endless plan of one merchant; the first order brings it money. */
export class MerchantPlan {
  readonly #random: Random;
  readonly #options: RunOptions;
  readonly #merchant: number;
  #count = 0;

  constructor(options: RunOptions, merchant: number) {
    this.#random = new Random(options.seed, `merchant ${merchant}`);
    this.#options = options;
    this.#merchant = merchant;
  }

  next(): PlannedOrder {
    return this.#options.provider === 'simulator' ? this.#nextByAmount() : this.#nextByPayer();
  }

  /** For the simulator, which amounts choose how to misbehave. */
  #nextByAmount(): PlannedOrder {
    this.#count += 1;
    const ref = this.#ref();
    const isFirst = this.#count === 1;
    const random = this.#random;
    // Every order draws as often as every other, so that none shifts what the next one gets.
    const kind = random.chance(0.4) && !isFirst ? 'payout' : 'payin';
    const faulty = random.chance(this.#options.sabotage?.faults === undefined ? 0.35 : 0.8);
    const story = random.pick(BANK_STORIES);
    const isStory = random.chance(1 / 6) && kind === 'payin' && this.#mayPlayStories();
    const drawn = random.pick(this.#faultsOf(kind));
    const fault = isStory ? story : drawn;
    const plain = BigInt(random.integer(10_001, 499_999));
    const tens = BigInt(random.integer(0, 2));
    const payer = random.next();
    const twice = random.chance(0.1);
    const deadSink = random.chance(0.04) && this.#mayBeDead();
    const planned = { merchant: this.#merchant, ref, kind } as const;
    if (isFirst) return { ...planned, ...FUNDING };
    const faults = faulty || isStory;
    return {
      ...planned,
      amountMinor: faults ? magicMinor(fault, tens) : plain % 100n === 0n ? plain + 1n : plain,
      fault: faults ? fault : null,
      payer: faults && fault === 'decline' ? 'never' : isStory ? 'pays' : payerOf(payer),
      twice,
      deadSink,
    };
  }

  /** For an emulator, which misbehaves by the call: payers and banks differ. */
  #nextByPayer(): PlannedOrder {
    this.#count += 1;
    const ref = this.#ref();
    const isFirst = this.#count === 1;
    const random = this.#random;
    const kind = random.chance(0.35) && !isFirst ? 'payout' : 'payin';
    const drawn = random.next();
    const payer = kind === 'payin' ? this.#payerOf(drawn) : bankOf(drawn);
    const story = random.pick(DISPUTE_STORIES);
    // No whole amounts: some of them mean something to the emulators.
    const odd = BigInt(random.integer(1, 99));
    const plain = 100n * BigInt(random.integer(100, kind === 'payin' ? 4_999 : 999)) + odd;
    const twice = random.chance(0.1);
    const deadSink = random.chance(0.04) && kind === 'payout' && this.#mayBeDead();
    const planned = { merchant: this.#merchant, ref, kind } as const;
    if (isFirst) return { ...planned, ...FUNDING };
    const amountMinor = payer === 'refused' ? REFUSED_MINOR[kind] : plain;
    const fault = payer === 'disputes' ? story : null;
    return { ...planned, amountMinor, fault, payer, twice, deadSink };
  }

  #payerOf(drawn: number): Payer {
    const { sabotage } = this.#options;
    if (sabotage?.payer !== undefined) return sabotage.payer;
    if (drawn < 0.45) return 'pays';
    if (drawn < 0.55) return 'refused';
    if (drawn < 0.65) return 'other';
    if (drawn < 0.87) return 'disputes';
    return drawn < 0.94 ? 'taken_back' : 'never';
  }

  #ref(): string {
    return `S${this.#options.seed}-M${this.#merchant}-${this.#count}`;
  }

  /**
   * Dead-lettering takes the whole timetable: forty minutes in real time, too long for a short run.
   */
  #mayBeDead(): boolean {
    return !this.#options.realTime && this.#options.sabotage === null;
  }

  /** A sabotage has faults of its own. */
  #mayPlayStories(): boolean {
    return this.#options.sabotage?.faults === undefined;
  }

  #faultsOf(kind: PlannedOrder['kind']): readonly FaultName[] {
    const wanted = this.#options.sabotage?.faults;
    if (wanted !== undefined) return wanted;
    if (kind === 'payout') return PAYOUT_FAULTS;
    // Answered to the merchant as a refusal, which no other call may be.
    return ordersInRecharge(this.#options, this.#merchant)
      ? PAYIN_FAULTS.filter((name) => name !== 'decline')
      : PAYIN_FAULTS;
  }
}

const FUNDING = {
  amountMinor: FUNDING_MINOR,
  fault: null,
  payer: 'pays',
  twice: false,
  deadSink: false,
} as const;

/** What the emulators refuse: a card at 80.59, and PayerMax a payout of 110.00. */
const REFUSED_MINOR = { payin: 8_059n, payout: 11_000n } as const;

function bankOf(drawn: number): Payer {
  if (drawn < 0.1) return 'refused';
  return drawn < 0.2 ? 'taken_back' : 'pays';
}

function payerOf(drawn: number): PlannedOrder['payer'] {
  if (drawn < 0.85) return 'pays';
  return drawn < 0.92 ? 'other' : 'never';
}

/** A whole major amount whose last four digits choose the fault (docs/simulator.md, section 5). */
function magicMinor(fault: FaultName, tens: bigint): bigint {
  return (tens * 10_000n + BigInt(FAULTS[fault].magic)) * 100n;
}
