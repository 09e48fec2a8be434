/**
 * Claiming a merchant's order reference: the common beginning of payins, payouts and refunds. One
 * reference is one order, for ever; a repeat is answered by the dialect's rule, never executed.
 */
import type { Channel, Route, Terms } from '../domain/channel.ts';
import type { Changes, Command, Decision, QuotaUse, Rows } from '../domain/decision.ts';
import { bornLeased, type Dispatch, firstDispatch } from '../domain/dispatch.ts';
import { shardOfBucket } from '../domain/id.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import {
  type CodeRule,
  type Failure,
  isFinal,
  type Order,
  type OrderKind,
} from '../domain/order.ts';
import { refusedAtOnce } from '../domain/payout.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { Created, MerchantRequest } from '../domain/request.ts';
import { Overloaded, type SendingPromise } from '../ports/core.ts';
import type { CallingApp } from './caller.ts';
import type { Deps } from './deps.ts';
import { failed } from './failure.ts';
import { isReachable } from './find-order.ts';

/** Every request that claims a reference. */
type Create = Extract<MerchantRequest, { readonly merchantRef: string }>;

/** What became of a claim inside the transaction. */
export type Claimed =
  | { readonly kind: 'created'; readonly order: Order; readonly dispatch: Dispatch }
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'repeat'; readonly order: Order };

export interface OrderDraft {
  readonly kind: OrderKind;
  readonly app: App;
  readonly merchant: Merchant;
  readonly channel: Pick<Channel, 'code' | 'asset'>;
  readonly terms: Terms;
  /** Null: upstream is not asked until the payer has chosen a channel. */
  readonly route: Pick<Route, 'connector' | 'account'> | null;
  readonly request: Pick<Create, 'scope' | 'merchantRef' | 'digest' | 'metadata' | 'notifyUrl'> & {
    readonly amountMinor: bigint;
  };
  readonly fields: Readonly<Record<string, string>>;
  readonly returnUrl: string | null;
  readonly parent: Order | null;
  readonly code?: CodeRule;
  readonly choices?: readonly string[];
  readonly expiresAt: Date | null;
}

/** What a draft is made with. */
export type DraftDeps = Pick<Deps, 'ids' | 'routing' | 'lanes' | 'clock'>;

/** The order as it shall stand if its reference is free. Refunds take over the payin's asset. */
export function draftOrder(deps: DraftDeps, draft: OrderDraft): Order {
  const { app, merchant, channel, route, request, parent } = draft;
  const id = deps.ids.next(merchant.bucket);
  if (route !== null) deps.routing.take(route, id);
  return {
    id,
    shard: shardOfBucket(merchant.bucket, deps.lanes.shardCount),
    merchantId: merchant.id,
    appId: app.id,
    mode: (draft.kind === 'refund' ? parent?.mode : null) ?? app.mode,
    kind: draft.kind,
    scope: request.scope,
    merchantRef: request.merchantRef,
    digest: request.digest,
    channel: channel.code,
    asset: channel.asset,
    amountMinor: request.amountMinor,
    paidMinor: 0n,
    feeMinor: 0n,
    refundedMinor: 0n,
    refundingMinor: 0n,
    refundedFeeMinor: 0n,
    pendingMinor: 0n,
    disputedMinor: 0n,
    lostMinor: 0n,
    voided: false,
    state: 'created',
    corrected: false,
    failure: null,
    connector: route?.connector ?? null,
    account: route?.account ?? null,
    upstreamId: null,
    dispatchN: 1,
    leftDispatches: [],
    partPayments: [],
    paymentRef: null,
    bankRef: null,
    parentId: parent?.id ?? null,
    parent: parent === null ? null : { kind: parent.kind, ref: parent.merchantRef },
    code: draft.code ?? null,
    choices: draft.choices ?? null,
    terms: draft.terms,
    fields: draft.fields,
    metadata: request.metadata,
    instructions: null,
    notifyUrl: request.notifyUrl ?? defaultUrl(app, draft.kind),
    returnUrl: draft.returnUrl,
    eventCount: 0,
    createdAt: new Date(deps.clock.nowMs()),
    expiresAt: draft.expiresAt,
    finalAt: null,
    settleAt: null,
    settleOn: null,
    batch: null,
  };
}

function defaultUrl(app: App, kind: OrderKind): string | null {
  return kind === 'payout' ? (app.payoutNotifyUrl ?? app.notifyUrl) : app.notifyUrl;
}

/** What a claim asks for beside its reference. `providerEvent`: the idempotency key. */
export interface ClaimParts
  extends Pick<Command<Claimed>, 'orderIds' | 'balanceKeys' | 'providerEvent' | 'quota'> {
  /** Why the order would be too much for the quota; null: it is not. */
  readonly exceeded?: (use: QuotaUse) => Refused | null;
}

/**
 * A command that claims `order` and, when the reference was free, decides by `onWon`. A lost claim
 * that holds our very id is our own commit whose answer got lost: it is answered as made. What is
 * refused for its key, its reference or a quota leaves nothing: neither of its names is used up.
 */
export function claimCommand(
  order: Order,
  { exceeded, ...rest }: ClaimParts,
  onWon: (rows: Rows, at: Date) => { changes: Changes; refused?: Refused },
  dispatchAt: (at: Date) => Dispatch = () => firstDispatch(order),
): Command<Claimed> {
  return {
    shard: order.shard,
    claim: order,
    ...rest,
    decide(rows, at): Decision<Claimed> {
      const claim = rows.claim as NonNullable<Rows['claim']>;
      if (!claim.won) {
        if (claim.order.id !== order.id) {
          const answer: Claimed = rows.isFirstRecorded
            ? { kind: 'repeat', order: claim.order }
            : { kind: 'refused', refused: keyUsed() };
          return { changes: {}, answer, isDeferred: true };
        }
        const refused = refusedAtClaim(claim.order);
        if (refused !== null) return { changes: {}, answer: { kind: 'refused', refused } };
        const dispatch = dispatchAt(at);
        return { changes: {}, answer: { kind: 'created', order: claim.order, dispatch } };
      }
      const why = rows.isFirstRecorded ? overQuota(rows, exceeded) : keyUsed();
      if (why !== null) {
        return { changes: {}, answer: { kind: 'refused', refused: why }, isWithdrawn: true };
      }
      const { changes, refused } = onWon(rows, at);
      if (refused !== undefined) return { changes, answer: { kind: 'refused', refused } };
      const made = rows.order(order.id) ?? order;
      return { changes, answer: { kind: 'created', order: made, dispatch: dispatchAt(at) } };
    },
  };
}

function overQuota({ quotaUse }: Rows, exceeded: ClaimParts['exceeded']): Refused | null {
  return quotaUse === null ? null : (exceeded?.(quotaUse) ?? null);
}

/** Our own claim, committed without an answer, may have been a refusal: then it still is one. */
function refusedAtClaim({ failure }: Order): Refused | null {
  return failure?.refusal === undefined ? null : { ok: false, refusal: failure.refusal };
}

/** A claim that was won and comes to nothing: the reference is used up, the order has failed. */
export function refusedAs(
  refused: Refused,
  order: Order,
  at: Date,
): { changes: Changes; refused: Refused } {
  return { changes: { orders: [refusedAtOnce(order, refused.refusal, at)] }, refused };
}

/** Another order was made with this key: which one, the merchant knows. */
export function keyUsed(): Refused {
  return refuse(
    'duplicate_order',
    undefined,
    'the idempotency key was already used for another order',
    'idempotency_key',
  );
}

/** When an order that is made now expires: null for 0 minutes, which is never. */
export function expiryOf(deps: Pick<Deps, 'clock'>, minutes: number): Date | null {
  return minutes === 0 ? null : new Date(deps.clock.nowMs() + minutes * 60_000);
}

/**
 * Claims an order that moves no money of ours out, and sends it. Where the answer waits for
 * upstream's word, and its account can take one more, the dispatch is born leased: it is sent as
 * soon as it is committed. If this process ends in between it is asked about, as if it had been
 * sent; a payout would be in doubt for that, so it is leased after its commit.
 */
export async function claimAndSend(
  deps: Deps,
  who: CallingApp,
  order: Order,
  parts: ClaimParts,
  request: Create,
): Promise<Created | Refused> {
  const { connector, account } = order;
  const isAwaited = request.wait !== 'none' && connector !== null && account !== null;
  const promise = isAwaited ? deps.dispatchNow.promise({ connector, account }) : null;
  const first = firstDispatch(order);
  const dispatchAt = (at: Date) => (promise === null ? first : bornLeased(first, promise, at));
  const command = claimCommand(
    order,
    parts,
    (_rows, at) => ({ changes: { dispatches: [dispatchAt(at)] } }),
    dispatchAt,
  );
  try {
    return await runClaim(deps, who, command, request, promise);
  } finally {
    promise?.drop();
  }
}

/** Runs a claim and answers as the dialect wants it: repeats, overload, upstream's word. */
export async function runClaim(
  deps: Deps,
  who: CallingApp,
  command: Command<Claimed>,
  request: Create,
  promise: SendingPromise | null = null,
): Promise<Created | Refused> {
  if (deps.isListing?.() === true)
    return failed(deps, new Overloaded('a recovery reads lists'), '');
  let claimed: Claimed;
  try {
    claimed = await deps.lanes.submit(command);
  } catch (error) {
    return failed(deps, error, request.kind);
  }
  if (claimed.kind === 'refused') return claimed.refused;
  if (claimed.kind === 'repeat') return repeated(deps, who, claimed.order, request);
  if (request.wait === 'none') return created(deps, claimed.order);
  const { dispatch, order: made } = claimed;
  const born = promise === null ? undefined : { promise, order: made };
  const settled = await deps.dispatchNow.run(dispatch, INSTRUCTIONS_WITHIN_MS, born);
  const order = settled ?? (await deps.reader.orderById(made.id)) ?? made;
  if (order.state !== 'failed') return created(deps, order);
  return declinedBy(order.kind, order.failure);
}

/** Upstream's no to an order that was just made, or to a change of one. */
export function declinedBy(kind: OrderKind, failure: Failure | null): Refused {
  const reason =
    failure?.code === 'upstream_unavailable'
      ? 'upstream_unreachable'
      : failure?.code === 'insufficient_balance' && kind === 'payin'
        ? 'payer_balance'
        : undefined;
  return refuse('upstream_declined', undefined, failure?.text, reason);
}

/** How long a merchant's call may wait for upstream's first word. */
export const INSTRUCTIONS_WITHIN_MS = 8_000;

/**
 * A reference is used once by all apps of a merchant. Of an order that it does not reach, an app
 * hears that the reference is used and nothing else: neither whether it was the same request nor
 * what became of it.
 */
function repeated(deps: Deps, who: CallingApp, order: Order, request: Create): Created | Refused {
  const same = order.digest === request.digest && isReachable(deps, who, order);
  if (same && request.onRepeat === 'return_first') return created(deps, order);
  const isOpen = same && order.kind === 'refund' && !isFinal(order.state);
  const detail = same
    ? 'this request was already accepted: query it'
    : 'already used for a different request';
  return refuse('duplicate_order', undefined, detail, isOpen ? 'refund_repeat' : undefined);
}

function created(deps: Deps, order: Order): Created {
  return { ok: true, kind: 'created', order, payUrl: deps.payLinks.urlOf(order.id) };
}
