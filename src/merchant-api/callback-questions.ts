/**
 * Callbacks of providers that do not sign them. Anybody may send one, so it changes nothing and
 * costs little: the order that it names is noted as one to ask about. The same name is not looked
 * up again within a second, but noted each time: the order may have been asked about in between.
 */
import { type QuestionDeps, questionedOrder } from '../app/raise-question.ts';
import type {
  Credentials,
  Question,
  RawCallback,
  UnprovenConnector,
} from '../connectors/contract.ts';
import type { Id } from '../domain/id.ts';
import type { AccountKey } from '../domain/routing.ts';
import { createFailureLimiter } from '../web/failure-limiter.ts';

/** Of one address: providers send some hundreds a minute at their best. */
const CALLBACKS_PER_MINUTE = 3_000;
/** Names in one callback; a provider sends one. */
const QUESTIONS_MAX = 8;
const REMEMBERED_MS = 1_000;
/** Names remembered at once; beyond it all are forgotten. */
const REMEMBERED_MAX = 10_000;

export type QuestionResult = 'raised' | 'nothing' | 'not_authentic' | 'too_many' | 'not_stored';

export interface QuestionIntake {
  /** Takes a callback from an address. Resolves after what it raises is stored. */
  take(
    connector: UnprovenConnector,
    source: AccountKey,
    raw: RawCallback,
    credentials: readonly Credentials[],
    ip: string,
  ): Promise<QuestionResult>;
}

export function createQuestionIntake(deps: QuestionDeps, nowMs: () => number): QuestionIntake {
  const limiter = createFailureLimiter(CALLBACKS_PER_MINUTE);
  const remembered = new Map<string, { found: Promise<Id | null>; untilMs: number }>();

  /** The order of a name, which is looked up unless this very name came a moment ago. */
  const orderOf = (source: AccountKey, question: Question): Promise<Id | null> => {
    const { reference, upstreamId } = question;
    const key = `${source.connector} ${source.account} ${reference} ${upstreamId}`;
    const known = remembered.get(key);
    if (known !== undefined && known.untilMs > nowMs()) return known.found;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    const found = questionedOrder(deps, source, question);
    found.catch(() => remembered.delete(key));
    remembered.set(key, { found, untilMs: nowMs() + REMEMBERED_MS });
    return found;
  };

  return {
    async take(connector, source, raw, credentials, ip) {
      if (limiter.isBlocked(ip, nowMs())) return 'too_many';
      limiter.count(ip, nowMs());
      const questions = credentials.length === 0 ? null : connector.questionsIn(raw, credentials);
      if (questions === null) return 'not_authentic';
      let result: QuestionResult = 'nothing';
      for (const question of questions.slice(0, QUESTIONS_MAX)) {
        try {
          const orderId = await orderOf(source, question);
          if (orderId === null) continue;
          const { upstreamId } = question;
          await deps.questions.raise({ orderId, source, upstreamId });
          result = 'raised';
        } catch (error) {
          deps.onFailure?.(error, `callback of ${source.connector}/${source.account}`);
          return 'not_stored';
        }
      }
      return result;
    },
  };
}
