/** What a random story begins with, and the steps that it is made of. */
import fc from 'fast-check';
import {
  LATE_RULES,
  type LateRule,
  OVER_RULES,
  type OverRule,
  SECOND_RULES,
  type SecondRule,
  SHORT_RULES,
  type ShortRule,
} from '../../src/domain/amount-rules.ts';
import { EXIT_WAYS, type ExitWay } from '../../src/domain/case-exit.ts';

export const ORDERED = 10_000n;

export interface Begin {
  readonly amountPolicy: OverRule;
  readonly latePolicy: LateRule;
  readonly second: SecondRule;
  readonly short: ShortRule;
  /** So much may be missing of an order that is held until it is whole. */
  readonly tolerance: bigint;
  readonly feePpm: bigint;
  readonly settle: number;
  /** Whether a dispute costs its merchant something, and brings a share of the fee back. */
  readonly disputesCost: boolean;
  /** Whether the provider reports its times of disputes. */
  readonly isTimed: boolean;
  /** So much of each settlement is held for a day, up to 20.00. */
  readonly reservePpm: bigint;
  /** What the merchant had before, of other payments. */
  readonly funds: bigint;
}

export type DisputeVerb = 'open' | 'answer' | 'win' | 'lose' | 'lose_part' | 'again';

export type Step =
  | { readonly kind: 'pay'; readonly minor: bigint; readonly asset: string; readonly now: boolean }
  | {
      readonly kind: 'take_back';
      readonly which: number;
      readonly permille: number;
      readonly now: boolean;
    }
  | {
      readonly kind: 'dispute';
      readonly verb: DisputeVerb;
      readonly which: number;
      readonly permille: number;
      readonly now: boolean;
    }
  | { readonly kind: 'refund'; readonly permille: number }
  | {
      readonly kind: 'end_refund';
      readonly which: number;
      readonly how: 'paid' | 'failed' | 'back';
      readonly now: boolean;
    }
  | {
      readonly kind: 'exit';
      readonly which: number;
      readonly way: ExitWay;
      readonly half: boolean;
      /** Of way `order`: the order of the story, or another one. */
      readonly own: boolean;
    }
  /** A person calls the order paid by what has come, which its provider reports later. */
  | { readonly kind: 'by_hand'; readonly minor: bigint }
  /** New terms: of orders that are made from now on. */
  | { readonly kind: 'terms'; readonly feePpm: bigint }
  | { readonly kind: 'report'; readonly which: number }
  /** A person freezes what is available, or releases what is held in reserve. */
  | { readonly kind: 'freeze' | 'unfreeze'; readonly minor: bigint }
  | { readonly kind: 'void' | 'decline' | 'expire' | 'day' | 'settle' | 'order' }
  /** Time alone: reserves whose day has come, and what goes back by the merchant's rules. */
  | { readonly kind: 'release' | 'return' };

const which = fc.nat(9);
/** Whether it is reported as soon as it happens. */
const now = fc.constantFrom(true, true, false);
const permille = fc.constantFrom(1, 250, 500, 1_000);
const of = <T extends Step['kind']>(name: T) => fc.constant(name);
const minor = fc.constantFrom(1n, 4_000n, 6_000n, 9_950n, ORDERED, ORDERED, ORDERED, 11_000n);
const feePpm = fc.constantFrom(0n, 28_000n);

const begin: fc.Arbitrary<Begin> = fc.record({
  amountPolicy: fc.constantFrom(...OVER_RULES),
  latePolicy: fc.constantFrom(...LATE_RULES),
  second: fc.constantFrom(...SECOND_RULES),
  short: fc.constantFrom(...SHORT_RULES),
  tolerance: fc.constantFrom(0n, 100n),
  feePpm,
  settle: fc.constantFrom(0, 1),
  disputesCost: fc.boolean(),
  isTimed: fc.boolean(),
  reservePpm: fc.constantFrom(0n, 100_000n, 1_000_000n),
  funds: fc.constantFrom(0n, 3_000n, 100_000n),
});

const verb = fc.constantFrom(
  ...(['open', 'open', 'open', 'answer', 'win', 'lose', 'lose', 'lose_part', 'again'] as const),
);
const asset = fc.constantFrom('PHP/2', 'PHP/2', 'PHP/2', 'USD/2');
const way = fc.constantFrom(...EXIT_WAYS, 'order' as const);
const how = fc.constantFrom(...(['paid', 'paid', 'failed', 'back'] as const));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: of('pay'), minor, asset, now }) },
  { weight: 4, arbitrary: fc.record({ kind: of('take_back'), which, permille, now }) },
  { weight: 8, arbitrary: fc.record({ kind: of('dispute'), verb, which, permille, now }) },
  { weight: 4, arbitrary: fc.record({ kind: of('refund'), permille }) },
  { weight: 4, arbitrary: fc.record({ kind: of('end_refund'), which, how, now }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: of('exit'),
      which,
      way,
      half: fc.boolean(),
      own: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('by_hand'), minor }) },
  { weight: 1, arbitrary: fc.record({ kind: of('terms'), feePpm }) },
  { weight: 8, arbitrary: fc.record({ kind: of('report'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('freeze', 'unfreeze'), minor }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('release', 'return') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['void', 'decline', 'expire', 'day', 'settle', 'settle', 'order'] as const),
      ),
    }),
  },
);

export interface Story {
  readonly begin: Begin;
  readonly steps: readonly Step[];
}

export const story: fc.Arbitrary<Story> = fc.record({
  begin,
  steps: fc.array(step, { maxLength: 24 }),
});
