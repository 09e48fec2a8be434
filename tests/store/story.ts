import fc from 'fast-check';
import { applyProviderEvent } from '../../src/app/apply-provider-event.ts';
import { applyVerdict } from '../../src/app/apply-verdict.ts';
import type { Deps } from '../../src/app/deps.ts';
import { handle } from '../../src/app/handle.ts';
import { expireOrder } from '../../src/app/sweeps.ts';
import type { Command } from '../../src/domain/decision.ts';
import { type Dispatch, referenceOf, type Verdict } from '../../src/domain/dispatch.ts';
import { FREE } from '../../src/domain/fee.ts';
import { shardOfBucket } from '../../src/domain/id.ts';
import type { Merchant } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { MemoryLanes } from '../support/memory-lanes.ts';
import { FACTS, paid } from '../support/sample.ts';
import { settleOrder } from '../support/settle.ts';
import {
  CALLER_IP,
  merchantOf,
  PAYIN_CHANNEL,
  payinRequest,
  payoutRequest,
  refundRequest,
  SOURCE,
  shopOf,
  USD_CHANNEL,
} from '../support/shop.ts';
import { POISONS, type Poison, poisoned, seeded } from './poison.ts';

export const SHARDS = 4;

/** One thing that happens to one of the merchants. */
export type Step =
  | {
      kind: 'payin';
      m: number;
      ref: string;
      minor: bigint;
      digest: string;
      usd: boolean;
      late: boolean;
    }
  | { kind: 'payout'; m: number; ref: string; minor: bigint }
  | {
      kind: 'refund';
      m: number;
      ref: string;
      of: string;
      minor: bigint;
      operation: 'refund' | 'void';
    }
  | { kind: 'events'; m: number; of: string; fact: number; key: string }
  | { kind: 'verdict'; m: number; of: string; verdict: number; leaseNo: number }
  | { kind: 'expire' | 'settle'; m: number; of: string }
  | { kind: 'poison'; m: number; poison: Poison };

const m = fc.nat(2);
const ref = fc.constantFrom('a', 'b', 'c', 'd');
const minor = fc.constantFrom(1n, 4_000n, 10_000n, 12_000n);

const facts = [...FACTS, paid(12_000n, 'P2'), paid(10_000n, 'P3', 'USD/2')];
const verdicts: readonly Verdict[] = [
  ...FACTS,
  { kind: 'doubt', reason: 'timeout' },
  { kind: 'not_executed', reason: 'refused' },
];

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('payin'),
      m,
      ref,
      minor,
      digest: fc.constantFrom('d0', 'd1'),
      usd: fc.boolean(),
      late: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('payout'), m, ref, minor }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('refund'),
      m,
      ref,
      of: ref,
      minor,
      operation: fc.constantFrom('refund', 'refund', 'void'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('events'),
      m,
      of: ref,
      fact: fc.nat(facts.length - 1),
      key: fc.constantFrom('E1', 'E2', 'E3', 'E4', 'E5'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('verdict'),
      m,
      of: ref,
      verdict: fc.nat(verdicts.length - 1),
      leaseNo: fc.constantFrom(0, 5),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'settle'), m, of: ref }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('poison'), m, poison: fc.constantFrom(...POISONS) }),
  },
) as fc.Arbitrary<Step>;

export const stories = fc.array(steps, { minLength: 10, maxLength: 60 });

/** A command and what the oracle made of it. */
export interface Reported {
  readonly command: Command<unknown>;
  readonly answer: { readonly value: unknown } | { readonly refused: true };
}

export interface Story {
  readonly lanes: MemoryLanes;
  readonly reported: readonly Reported[];
  readonly merchants: readonly Merchant[];
}

let stories_ = 0;

/**
 * Lets a story happen in memory, one step after the other. What the commands were can then be read
 * to real lanes. Each story has merchants of its own: two in one shard, one in another.
 */
export async function happen(list: readonly Step[]): Promise<Story> {
  stories_ += 1;
  const nowMs = Date.now() + stories_ * 1_000;
  const merchants = [1, 5, 2].map((bucket) =>
    merchantOf(bucket, { id: merchantId(bucket, stories_), latePolicy: 'accept' }),
  );
  const lanes = new MemoryLanes(SHARDS, () => new Date(nowMs + 1));
  const reported: Reported[] = [];
  const recording = {
    shardCount: SHARDS,
    async submit<A>(command: Command<A>): Promise<A> {
      const kept = command as Command<unknown>;
      try {
        const value = await lanes.submit(command);
        reported.push({ command: kept, answer: { value } });
        return value;
      } catch (error) {
        reported.push({ command: kept, answer: { refused: true } });
        throw error;
      }
    },
  };
  const fee = { ...FREE, ratePpm: 25_000n };
  const deps = shopOf({
    lanes: recording,
    reader: lanes.reader,
    merchants,
    nowMs: () => nowMs,
    node: stories_ % 30,
    // Settled by the sweep as soon as it comes: the day agreed is yesterday.
    terms: { PAY: { fee, settle: -1 }, OUT: { fee, settle: 0 } },
  });
  for (const merchant of merchants) await recording.submit(seeded(deps, merchant, SHARDS));
  for (const step of list) await take(step, deps, merchants, lanes);
  return { lanes, reported, merchants };
}

function merchantId(bucket: number, story: number): bigint {
  return merchantOf(bucket).id + (BigInt(story) << 24n);
}

async function take(
  step: Step,
  deps: Deps,
  merchants: readonly Merchant[],
  lanes: MemoryLanes,
): Promise<void> {
  const merchant = merchants[step.m] as Merchant;
  const ask = (request: Parameters<typeof handle>[2]) =>
    handle(deps, { appId: merchant.id, ip: CALLER_IP }, request);
  switch (step.kind) {
    case 'payin': {
      const channel = step.usd ? USD_CHANNEL : PAYIN_CHANNEL;
      const { digest, minor: amountMinor } = step;
      const expiryMinutes = step.late ? -1_000 : 1_000;
      await ask(payinRequest(step.ref, { channel, digest, amountMinor, expiryMinutes }));
      return;
    }
    case 'payout':
      await ask(payoutRequest(step.ref, { amountMinor: step.minor }));
      return;
    case 'refund': {
      const payin = { kind: 'merchantRef', scope: 'order', merchantRef: step.of } as const;
      await ask(
        refundRequest(step.ref, payin, { amountMinor: step.minor, operation: step.operation }),
      );
      return;
    }
    case 'poison': {
      const shard = shardOfBucket(merchant.bucket, SHARDS);
      await deps.lanes.submit(poisoned(step.poison, deps, merchant, shard)).catch(() => undefined);
      return;
    }
    default: {
      const name = { merchantId: merchant.id, mode: 'live', scope: 'order' } as const;
      const order = await lanes.reader.orderByRef({ ...name, merchantRef: step.of });
      if (order !== null) await touch(step, deps, order, lanes);
    }
  }
}

/** What happens to an order that is there. */
async function touch(
  step: Extract<Step, { of: string; kind: 'events' | 'verdict' | 'expire' | 'settle' }>,
  deps: Deps,
  order: Order,
  lanes: MemoryLanes,
): Promise<void> {
  switch (step.kind) {
    case 'events': {
      const reference = referenceOf({ orderId: order.id, n: 1, operation: order.kind });
      const fact = facts[step.fact] as (typeof facts)[number];
      const eventKey = `${step.key} ${order.id}`;
      await applyProviderEvent(deps, SOURCE, { reference, eventKey, fact });
      return;
    }
    case 'verdict': {
      const dispatch = lanes.rows.dispatches.get(`${order.id} 1`) as Dispatch | undefined;
      if (dispatch === undefined) return;
      const leased = { ...dispatch, leaseNo: step.leaseNo };
      await applyVerdict(deps, leased, order.parentId, verdicts[step.verdict] as Verdict);
      return;
    }
    case 'expire':
      await expireOrder(deps, order.id);
      return;
    case 'settle':
      await settleOrder(deps, order.id);
      return;
  }
}
