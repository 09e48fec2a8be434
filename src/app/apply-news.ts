/**
 * A verified report from upstream: counted once, applied once, recorded even if it moves nothing.
 */
import type { Command } from '../domain/decision.ts';
import { parseReference } from '../domain/dispatch.ts';
import { caseOf } from '../domain/effect.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { movementKey, type News } from '../domain/news.ts';
import type { Order } from '../domain/order.ts';
import { answered, applyEvent, balanceKeysOf, isAnswer } from './apply-fact.ts';
import type { Deps } from './deps.ts';

export type NewsResult = 'applied' | 'ignored' | 'repeat' | 'unknown_order';

/** The provider's account that the news came from. */
export interface NewsSource {
  readonly connector: string;
  readonly account: string;
}

/**
 * Applies news of one connector account. Resolves after COMMIT, so the caller may acknowledge it
 * then; rejects when nothing is known to be stored, and the provider must tell it again.
 */
export async function applyNews(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader'>,
  source: NewsSource,
  news: News,
): Promise<NewsResult> {
  const target = parseReference(news.reference);
  if (target === null) return 'unknown_order';
  const parentId = target.isRefund ? (await deps.reader.orderById(target.orderId))?.parentId : null;
  return await deps.lanes.submit(newsCommand(deps, source, news, target, parentId ?? null));
}

function newsCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  source: NewsSource,
  news: News,
  { orderId, n }: { orderId: Id; n: number },
  parentId: Id | null,
): Command<NewsResult> {
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
      if (!isFrom(order, source)) {
        const detail = `${news.fact.kind} from ${source.connector}/${source.account}`;
        const cases = [caseOf(order, 'contradiction', news.eventKey, detail)];
        return { changes: { cases, newsNote: 'from another provider' }, answer: 'ignored' };
      }
      const changes = applyEvent(rows, order, news.fact, snapshot, at);
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

function isFrom(order: Order, source: NewsSource): boolean {
  return order.connector === source.connector && order.account === source.account;
}
