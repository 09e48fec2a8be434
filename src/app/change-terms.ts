/** A merchant wants other limits or another end for a code in use. */
import type { Command } from '../domain/decision.ts';
import { type Dispatch, dispatchOf, nextUpdateN, UPDATES_MAX } from '../domain/dispatch.ts';
import { shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { isFinal } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { Created } from '../domain/request.ts';
import {
  askTerms,
  type CodeTerms,
  changedTerms,
  type FullTerms,
  isSameTerms,
  openChange,
  termsInForce,
} from '../domain/terms-change.ts';
import { declinedBy, INSTRUCTIONS_WITHIN_MS } from './claim.ts';
import { amountsProblem, endProblem, orderProblem } from './create-code.ts';
import type { Deps } from './deps.ts';
import { failed } from './failure.ts';

type ChangeDeps = Pick<
  Deps,
  'lanes' | 'snapshot' | 'reader' | 'clock' | 'dispatchNow' | 'payLinks' | 'onFailure'
>;

/** The terms that were asked for, and the dispatch that asks; null: they are in force already. */
type Asked = {
  readonly ok: true;
  readonly terms: FullTerms;
  readonly dispatch: Dispatch | null;
};

/**
 * Asks the provider of a code to change its terms, and waits for its answer. The same again, while
 * it has not answered, hears what became of the first. `domain/terms-change.ts` says what holds
 * until then.
 */
export async function changeTerms(
  deps: ChangeDeps,
  order: Order,
  terms: CodeTerms,
): Promise<Created | Refused> {
  const problem = termsProblem(deps, order, terms);
  if (problem !== null) return problem;
  let asked: Asked | Refused;
  try {
    asked = await deps.lanes.submit(asking(deps, order, terms));
  } catch (error) {
    return failed(deps, error, 'change_terms');
  }
  if (!asked.ok) return asked;
  const { dispatch } = asked;
  const settled =
    dispatch === null ? null : await deps.dispatchNow.run(dispatch, INSTRUCTIONS_WITHIN_MS);
  const now = settled ?? (await deps.reader.orderById(order.id)) ?? order;
  if (openChange(now) === null && isSameTerms(termsInForce(now), asked.terms)) {
    return { ok: true, kind: 'created', order: now, payUrl: deps.payLinks.urlOf(now.id) };
  }
  const { termsChange } = now;
  const isOurs = dispatch !== null && termsChange?.n === dispatch.n;
  if (isOurs && termsChange.refused !== null) return declinedBy(now.kind, termsChange.refused);
  return isFinal(now.state) ? ended(now) : NOT_CONFIRMED;
}

const NOT_CONFIRMED = refuse(
  'upstream_declined',
  undefined,
  'the provider has not confirmed the change yet; the same request again says what became of it',
  'upstream_unreachable',
);

/** New limits are checked as at the creation. */
function termsProblem(
  deps: Pick<Deps, 'snapshot' | 'clock'>,
  { channel: code }: Order,
  { minMinor, maxMinor, expiresAt }: CodeTerms,
): Refused | null {
  const channel = deps.snapshot.current().channel(code);
  if (channel === null) return refuse('channel_unavailable', 'channel', 'the channel is gone');
  const amounts = [minMinor ?? null, maxMinor ?? null];
  return amountsProblem(channel, amounts) ?? endProblem(deps, expiresAt ?? null);
}

function asking(
  { lanes }: Pick<Deps, 'lanes'>,
  { id }: Order,
  changes: CodeTerms,
): Command<Asked | Refused> {
  return {
    shard: shardOf(id, lanes.shardCount),
    orderIds: [id],
    dispatchesOf: [id],
    balanceKeys: () => [],
    decide(rows, at) {
      const order = rows.order(id);
      if (order === null) return { changes: {}, answer: refuse('not_found') };
      const dispatches = rows.dispatches(id);
      const terms = changedTerms(termsInForce(order), changes);
      const asked = (dispatch: Dispatch | null): Asked => ({ ok: true, terms, dispatch });
      const open = openChange(order);
      if (isFinal(order.state)) return { changes: {}, answer: ended(order) };
      if (open !== null) {
        const under = dispatches.find(({ n }) => n === open.n) ?? null;
        const answer = isSameTerms(open, terms) ? asked(under) : UNDER_WAY;
        return { changes: {}, answer };
      }
      if (isSameTerms(termsInForce(order), terms)) return { changes: {}, answer: asked(null) };
      const n = nextUpdateN(dispatches);
      const why = obstacle(order, terms);
      if (why !== null || n === null) return { changes: {}, answer: why ?? TOO_MANY };
      const dispatch = dispatchOf(order, n, 'update', at);
      const changed = askTerms(order, terms, n);
      return {
        changes: { rewritten: [changed], dispatches: [dispatch] },
        answer: asked(dispatch),
      };
    },
  };
}

function obstacle({ state }: Order, { minMinor, maxMinor }: FullTerms): Refused | null {
  if (state !== 'active') {
    const detail = 'the code can be changed once its provider has made it';
    return refuse('not_supported', undefined, detail, 'state');
  }
  return orderProblem(minMinor, maxMinor);
}

const TOO_MANY = refuse(
  'not_supported',
  undefined,
  `the code was changed ${UPDATES_MAX} times already`,
  'state',
);

const UNDER_WAY = refuse(
  'overloaded',
  undefined,
  'the provider has not answered an earlier change of this code yet; repeat it later',
);

function ended({ state }: Order): Refused {
  const detail = `the order is ${state} already and cannot be changed`;
  return refuse('not_supported', undefined, detail, 'ended');
}
