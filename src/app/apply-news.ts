/**
 * A verified report from upstream: counted once, applied once, recorded even if it moves nothing.
 */
import type { Command } from '../domain/decision.ts';
import { type Dispatch, parseReference, referenceOf } from '../domain/dispatch.ts';
import { caseOf } from '../domain/effect.ts';
import { bucketOf, type Id, madeAtMs, shardOf } from '../domain/id.ts';
import { type Disputed, type Fact, movementKey, type News } from '../domain/news.ts';
import type { Order } from '../domain/order.ts';
import { arrivalOf, arrivalScope, arrive } from '../domain/payment-code.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import {
  answered,
  applyEvent,
  applyLeft,
  balanceKeysOf,
  isAnswer,
  settingOf,
} from './apply-fact.ts';
import type { Deps } from './deps.ts';

/** `too_early`: not stored, for what it is about was not told yet; it must be told again. */
export type NewsResult = 'applied' | 'ignored' | 'repeat' | 'unknown_order' | 'too_early';

/**
 * What is known of the dispatch that the news is of, where it matters: was the order ever sent to
 * this account, and has its payer chosen another way to pay since?
 */
type Acquaintance = 'not_asked' | 'was_sent_there' | 'earlier_choice' | 'stranger';

/**
 * Applies news of one connector account: to the order that its reference names, else to the one
 * that the account knows by an id of the provider's. Resolves after COMMIT, so the caller may
 * acknowledge it then; rejects when nothing is known to be stored, and the provider must tell it
 * again.
 */
export async function applyNews(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>,
  source: AccountKey,
  news: News,
): Promise<NewsResult> {
  const told = await applyReferred(deps, source, news);
  if (told !== 'unknown_order') return told;
  for (const providerId of news.providerIds ?? []) {
    const reference = await referenceAt(deps, source, providerId);
    if (reference !== null) return await applyReferred(deps, source, { ...news, reference });
  }
  return told;
}

/** The reference that an account has of what it knows by an id of its own. */
async function referenceAt(
  { reader }: Pick<Deps, 'reader'>,
  source: AccountKey,
  providerId: string,
): Promise<string | null> {
  const order = await reader.orderByProviderId(source, providerId);
  if (order === null) return null;
  const made = (await reader.dispatchesOf(order.id)).findLast(
    (dispatch) => dispatch.operation !== 'close' && isSameAccount(dispatch, source),
  );
  // A payment that arrived at a code was not sent by us, and is known by its own id alone.
  return made === undefined ? `${order.id}` : referenceOf(made);
}

async function applyReferred(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>,
  source: AccountKey,
  news: News,
): Promise<NewsResult> {
  const target = parseReference(news.reference);
  if (target === null) return 'unknown_order';
  const { fact } = news;
  if (fact.kind === 'dispute') return await applyDispute(deps, source, news, fact, target.orderId);
  const told: OrderNews = { ...news, fact };
  if (target.of === 'code') return await applyCodeNews(deps, source, told, target);
  const isRefund = target.of === 'refund';
  const parentId = isRefund ? (await deps.reader.orderById(target.orderId))?.parentId : null;
  return await tell(deps, source, told, target, parentId ?? null);
}

/** News that moves an order itself. */
type OrderNews = News & { readonly fact: Fact };

/** A report about a dispute: recorded with its order, once. */
async function applyDispute(
  deps: Pick<Deps, 'lanes'>,
  { connector, account }: AccountKey,
  { eventKey: key }: News,
  { dispute }: Disputed,
  orderId: Id,
): Promise<NewsResult> {
  return await deps.lanes.submit<NewsResult>({
    shard: shardOf(orderId, deps.lanes.shardCount),
    news: { source: `${connector}/${account}`, key, orderId },
    orderIds: [orderId],
    balanceKeys: () => [],
    decide(rows) {
      if (!rows.firstTold) return { changes: {}, answer: 'repeat' };
      const newsNote = `dispute ${dispute.ref}: ${dispute.words}`;
      const isKnown = rows.order(orderId) !== null;
      return { changes: { newsNote }, answer: isKnown ? 'ignored' : 'unknown_order' };
    },
  });
}

/** Applies news to the order itself. */
async function tell(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader'>,
  source: AccountKey,
  news: OrderNews,
  target: { orderId: Id; n: number },
  parentId: Id | null = null,
): Promise<NewsResult> {
  const offer = (known: Acquaintance) =>
    deps.lanes.submit(newsCommand(deps, source, news, target, parentId, known));
  const told = await offer('not_asked');
  if (told !== 'elsewhere') return told;
  // Hardly ever: the order is with another account now, or its payer may choose. Dispatches are
  // only added to, so what is read here holds.
  const dispatches = await deps.reader.dispatchesOf(target.orderId);
  return (await offer(acquaintanceOf(dispatches, source, target.n))) as NewsResult;
}

function acquaintanceOf(
  dispatches: readonly Dispatch[],
  source: AccountKey,
  n: number,
): Acquaintance {
  if (!dispatches.some((dispatch) => isSameAccount(dispatch, source))) return 'stranger';
  const isEarlier = dispatches.some((one) => one.operation === 'payin' && one.n > n);
  return isEarlier ? 'earlier_choice' : 'was_sent_there';
}

/** Ends or opens an order, and moves no money: a payer's earlier choice no longer may. */
function isAboutChoice({ choices }: Order, { kind }: Fact): boolean {
  return choices !== null && (kind === 'accepted' || kind === 'declined' || kind === 'expired');
}

/** News of a code: of itself, of a payment that arrived, or of one that was taken back. */
async function applyCodeNews(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>,
  source: AccountKey,
  news: OrderNews,
  target: { orderId: Id; n: number },
): Promise<NewsResult> {
  const { fact } = news;
  if (fact.kind !== 'paid' && fact.kind !== 'reversed') {
    return await tell(deps, source, news, target);
  }
  const code = await deps.reader.orderById(target.orderId);
  if (code?.kind !== 'code' || !isSameAccount(code, source)) {
    return await tell(deps, source, news, target);
  }
  if (fact.kind === 'paid') {
    return await deps.lanes.submit(arrivalCommand(deps, source, code, fact));
  }
  const ref = fact.payment?.ref ?? '';
  const payin = await deps.reader.orderByRef(code.merchantId, arrivalScope(code.id), ref);
  if (payin === null) return 'too_early';
  return await tell(deps, source, news, { orderId: payin.id, n: 1 });
}

/**
 * A payment that arrived at a code becomes a payin under the provider's reference of the payment:
 * told again, the reference is taken and nothing happens.
 */
function arrivalCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'ids'>,
  source: AccountKey,
  { id: codeId, shard, ...code }: Order,
  fact: Extract<Fact, { kind: 'paid' }>,
): Command<NewsResult> {
  const snapshot = deps.snapshot.current();
  const id = deps.ids.next(bucketOf(codeId));
  const claim = arrivalOf({ id: codeId, shard, ...code }, fact, id, new Date(madeAtMs(id)));
  const key = movementKey(codeId, fact) as string;
  return {
    shard,
    claim,
    news: { source: `${source.connector}/${source.account}`, key, orderId: id },
    orderIds: [codeId],
    balanceKeys: () => balanceKeysOf(claim, fact),
    decide(rows, at) {
      if (rows.claim?.won !== true) return { changes: {}, answer: 'repeat' };
      const now = rows.order(codeId) as Order;
      const { payin, code: next } = arrive(now, claim, fact, settingOf(rows, claim, snapshot), at);
      return {
        changes: {
          orders: [payin.order, ...(next === now ? [] : [next])],
          entries: payin.entries,
          notices: payin.notices,
          cases: payin.cases,
          ...(payin.note === null ? {} : { newsNote: payin.note }),
        },
        answer: payin.note === null ? 'applied' : 'ignored',
      };
    },
  };
}

function newsCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  source: AccountKey,
  news: OrderNews,
  { orderId, n }: { orderId: Id; n: number },
  parentId: Id | null,
  known: Acquaintance,
): Command<NewsResult | 'elsewhere'> {
  const snapshot = deps.snapshot.current();
  const key = movementKey(orderId, news.fact) ?? news.eventKey;
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    news: { source: `${source.connector}/${source.account}`, key, orderId },
    orderIds: parentId === null ? [orderId] : [orderId, parentId],
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), news.fact),
    decide(rows, at) {
      const order = rows.order(orderId);
      if (!rows.firstTold) return { changes: {}, answer: 'repeat' };
      if (order === null)
        return { changes: { newsNote: 'unknown order' }, answer: 'unknown_order' };
      // Without its payin beside it a refund cannot be moved: only `R…` references lock both.
      if (order.kind === 'refund' && parentId === null) {
        return { changes: { newsNote: "not this refund's reference" }, answer: 'ignored' };
      }
      const isThere = isSameAccount(order, source);
      const isOfChoice = isAboutChoice(order, news.fact);
      if ((!isThere || isOfChoice) && known === 'not_asked') {
        return { changes: {}, answer: 'elsewhere', untold: true };
      }
      if (isOfChoice && known === 'earlier_choice') {
        return { changes: { newsNote: 'of an earlier choice of the payer' }, answer: 'ignored' };
      }
      if (!isThere && known === 'stranger') {
        const detail = `${news.fact.kind} from ${source.connector}/${source.account}`;
        const cases = [caseOf(order, 'contradiction', news.eventKey, detail)];
        return { changes: { cases, newsNote: 'from another provider' }, answer: 'ignored' };
      }
      const changes = isThere
        ? applyEvent(rows, order, news.fact, snapshot, at)
        : applyLeft(rows, order, source, news.fact, snapshot, at);
      const dispatchUpdates = isAnswer(news.fact)
        ? [answered(orderId, n, at, `news: ${news.fact.kind}`)]
        : [];
      return {
        changes: { ...changes, dispatchUpdates },
        answer: changes.newsNote === undefined ? 'applied' : 'ignored',
      };
    },
  };
}
