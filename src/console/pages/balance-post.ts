/** The form for postings on a merchant's balance. */
import { ADJUSTMENT_REASONS, POSTINGS } from '../../domain/balance-posting.ts';
import { balancePost } from '../../operator/commands/balance-post.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** `assets`: those that the merchant has a balance in. */
export function balancePostForm(
  merchantId: bigint,
  assets: readonly string[],
  context: PageContext,
): SafeHtml | null {
  if (!context.may('move_money')) return null;
  const { t, typed } = context;
  const words = t.postings;
  const named = <Word extends string>(
    all: readonly Word[],
    names: Readonly<Record<Word, string>>,
  ) => all.map((word) => [word, names[word]] as const);
  const evidence = { name: 'evidence', label: t.exits.evidence, hint: t.exits.evidenceHint };
  const amount = { name: 'amount', label: words.amount, hint: words.amountHint };
  const asset = typed.asset ?? assets[0] ?? '';
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(merchantId), 'post']),
    html`<p>${words.lead}</p>
${parts.select('posting', words.posting, named(POSTINGS, words.kinds), typed.posting ?? 'credit')}
${parts.select('mode', t.merchants.mode, named(['live', 'test'], t.mode), typed.mode ?? 'live')}
${parts.field({ name: 'asset', label: t.balances.asset, value: asset, required: true })}
${parts.field({ ...amount, value: typed.amount ?? '', inputmode: 'decimal' })}
${parts.select('adjustment', words.adjustment, named(ADJUSTMENT_REASONS, words.adjustments), typed.adjustment ?? 'correction')}
${parts.field({ ...evidence, value: typed.evidence ?? '', required: true })}
${parts.area({ name: 'reason', label: t.exits.reason, value: typed.reason ?? '', rows: 2 })}
${parts.passwordField(context)}${parts.moneyButton(t.exits.post, context)}`,
  );
  return parts.fold(words.title, form, typed.posting !== undefined);
}

export const balancePostAction = actionOf(balancePost, {
  path: '/merchants/:id/post',
  screen: '/merchants/:id',
  input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
  answer: () => ({ done: 'case_posted' }),
});
