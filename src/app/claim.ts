/**
 * Claiming a merchant's order reference: the common beginning of payins, payouts and refunds. One
 * reference is one order, for ever; a repeat is answered by the dialect's rule, never executed.
 */
import type { Channel, Route, Terms } from '../domain/channel.ts';
import type { Changes, Command, Decision, Rows } from '../domain/decision.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import { type Id, shardOfBucket } from '../domain/id.ts';
import type { App, Merchant } from '../domain/merchant.ts';
import type { Order, OrderKind } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreatePayin, CreatePayout, CreateRefund, Outcome } from '../domain/request.ts';
import type { Caller, Deps } from './deps.ts';
import { Overloaded } from './ports.ts';

type Create = CreatePayin | CreatePayout | CreateRefund;

/** What became of a claim inside the transaction. */
export type Claimed =
  | { readonly is: 'created'; readonly order: Order; readonly dispatch: Dispatch }
  | { readonly is: 'refused'; readonly refused: Refused }
  | { readonly is: 'repeat'; readonly order: Order };

/** Merchant and app behind a verified call, both active. */
export function callerOf(
  deps: Deps,
  caller: Caller,
): { ok: true; app: App; merchant: Merchant } | Refused {
  const snapshot = deps.snapshot.current();
  const app = snapshot.app(caller.appId);
  if (app === null) return refuse('unknown_app');
  const merchant = snapshot.merchant(app.merchantId);
  if (merchant === null || app.status !== 'active' || merchant.status !== 'active') {
    return refuse('app_disabled');
  }
  return { ok: true, app, merchant };
}

export interface Proposal {
  readonly kind: OrderKind;
  readonly app: App;
  readonly merchant: Merchant;
  readonly channel: Channel;
  readonly terms: Terms;
  readonly route: Route;
  readonly request: Create;
  readonly fields: Readonly<Record<string, string>>;
  readonly returnUrl: string | null;
  readonly parentId: Id | null;
  readonly expiryMinutes: number | null;
}

/** The order as it shall stand if its reference is free. Refunds take over the payin's asset. */
export function propose(deps: Deps, proposal: Proposal): Order {
  const { app, merchant, channel, route, request } = proposal;
  const nowMs = deps.clock.nowMs();
  const id = deps.ids.next(merchant.bucket);
  return {
    id,
    shard: shardOfBucket(merchant.bucket, deps.lanes.shardCount),
    merchantId: merchant.id,
    appId: app.id,
    kind: proposal.kind,
    scope: request.scope,
    merchantRef: request.merchantRef,
    digest: request.digest,
    channel: channel.code,
    asset: channel.asset,
    amountMinor: request.amountMinor,
    paidMinor: 0n,
    feeMinor: 0n,
    refundedMinor: 0n,
    state: 'created',
    corrected: false,
    failure: null,
    connector: route.connector,
    account: route.account,
    upstreamId: null,
    paymentRef: null,
    bankRef: null,
    parentId: proposal.parentId,
    terms: proposal.terms,
    fields: proposal.fields,
    echo: request.echo,
    instructions: null,
    notifyUrl: request.notifyUrl ?? defaultUrl(app, proposal.kind),
    returnUrl: proposal.returnUrl,
    noticeCount: 0,
    createdAt: new Date(nowMs),
    expiresAt:
      proposal.expiryMinutes === null ? null : new Date(nowMs + proposal.expiryMinutes * 60_000),
    finalAt: null,
    settleAt: null,
  };
}

function defaultUrl(app: App, kind: OrderKind): string | null {
  return kind === 'payout' ? (app.payoutNotifyUrl ?? app.notifyUrl) : app.notifyUrl;
}

/** The first dispatch of an order: committed with it, sent afterwards. */
export function firstDispatch(order: Order): Dispatch {
  return {
    shard: order.shard,
    orderId: order.id,
    n: 1,
    operation: order.kind,
    connector: order.connector as string,
    account: order.account as string,
    state: 'ready',
    leaseNo: 0,
    queryCount: 0,
    nextAt: order.createdAt,
  };
}

/**
 * A command that claims `order` and, when the reference was free, decides by `onWon`. A lost claim
 * that holds our very id is our own commit whose answer got lost: it is answered as made.
 */
export function claimCommand(
  order: Order,
  rest: Pick<Command<Claimed>, 'orderIds' | 'balanceKeys'>,
  onWon: (rows: Rows, at: Date) => { changes: Changes; refused?: Refused },
): Command<Claimed> {
  const dispatch = firstDispatch(order);
  return {
    shard: order.shard,
    claim: order,
    ...rest,
    decide(rows, at): Decision<Claimed> {
      const claim = rows.claim as NonNullable<Rows['claim']>;
      if (!claim.won) {
        if (claim.order.id !== order.id) {
          return { changes: {}, answer: { is: 'repeat', order: claim.order } };
        }
        const refused = refusedAtClaim(claim.order);
        if (refused !== null) return { changes: {}, answer: { is: 'refused', refused } };
        return { changes: {}, answer: { is: 'created', order: claim.order, dispatch } };
      }
      const { changes, refused } = onWon(rows, at);
      return refused === undefined
        ? { changes, answer: { is: 'created', order: rows.order(order.id) ?? order, dispatch } }
        : { changes, answer: { is: 'refused', refused } };
    },
  };
}

/** Our own claim, committed without an answer, may have been a refusal: then it still is one. */
function refusedAtClaim({ kind, failure }: Order): Refused | null {
  if (failure?.code === 'insufficient_balance') return refuse('insufficient_balance');
  if (kind === 'refund' && failure?.code === 'limit_exceeded') {
    return refuse('not_supported', undefined, failure.text);
  }
  return null;
}

/** Runs a claim and answers as the dialect wants it: repeats, overload, upstream's word. */
export async function runClaim(
  deps: Deps,
  command: Command<Claimed>,
  request: Create,
): Promise<Outcome> {
  let claimed: Claimed;
  try {
    claimed = await deps.lanes.submit(command);
  } catch (error) {
    return refuse(error instanceof Overloaded ? 'overloaded' : 'internal');
  }
  if (claimed.is === 'refused') return claimed.refused;
  if (claimed.is === 'repeat') return repeated(deps, claimed.order, request);
  if (request.wait === 'none') return created(deps, claimed.order);
  await deps.dispatchNow.run(claimed.dispatch, INSTRUCTIONS_WITHIN_MS);
  const order = (await deps.reader.orderById(claimed.order.id)) ?? claimed.order;
  if (order.state !== 'failed') return created(deps, order);
  return refuse('upstream_declined', undefined, order.failure?.text);
}

/** How long a merchant's call may wait for upstream's first word. */
const INSTRUCTIONS_WITHIN_MS = 8_000;

function repeated(deps: Deps, order: Order, request: Create): Outcome {
  const same = order.digest === request.digest;
  if (same && request.onRepeat === 'return_first') return created(deps, order);
  return refuse('duplicate_order', undefined, same ? 'the same request' : 'another request');
}

function created(deps: Deps, order: Order): Outcome {
  return { ok: true, is: 'created', order, payUrl: deps.payLinks.urlOf(order.id) };
}
