/** A posting on a merchant's balance by a person's word, once by each document. */
import {
  type BalancePosting,
  postToBalance as post,
  postingNameOf,
} from '../domain/balance-posting.ts';
import type { Command, Decision } from '../domain/decision.ts';
import { shardOf } from '../domain/id.ts';
import type { Deps } from './deps.ts';

export type PostingResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'none' | 'too_much' };

const SOURCE = 'operator';

/** The same posting by the same document is answered as the first time. `by`: on whose word. */
export async function postToBalance(
  { lanes }: Pick<Deps, 'lanes'>,
  posting: BalancePosting,
  by: string,
  reason: string,
): Promise<PostingResult> {
  const { merchantId } = posting;
  const key = `${merchantId}:${postingNameOf(posting)}`;
  const command: Command<PostingResult> = {
    shard: shardOf(merchantId, lanes.shardCount),
    providerEvent: { source: SOURCE, key, orderId: merchantId },
    balanceKeys: () => [posting],
    holdsOf: [posting],
    decide(rows): Decision<PostingResult> {
      if (!rows.isFirstRecorded) return { changes: {}, answer: { ok: true } };
      const effect = post(posting, rows.balance(posting), rows.holds(posting));
      if (!effect.ok) return { changes: {}, answer: effect, isDeferred: true };
      const providerEventNote = `${by}: ${reason}`;
      return {
        changes: { entries: [effect.entry], holds: effect.holds, providerEventNote },
        answer: { ok: true },
      };
    },
  };
  return await lanes.submit(command);
}
