/** The form by which what a case holds is posted to whose it is. */
import { EXIT_WAYS } from '../../domain/case-exit.ts';
import { caseExit } from '../../operator/commands/case-exit.ts';
import type { CaseView } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** What a case holds, or null when it holds nothing. */
export function heldAmount(
  { asset, heldMinor: minor }: Pick<CaseView, 'asset' | 'heldMinor'>,
  context: PageContext,
): SafeHtml | null {
  return asset === null || minor === 0n ? null : parts.amount({ asset, minor }, context);
}

export function exitForm(one: CaseView, context: PageContext): SafeHtml | null {
  const { asset, heldMinor } = one;
  if (asset === null || heldMinor === 0n || !context.may('move_money')) return null;
  const { t, typed } = context;
  const words = t.exits;
  const isLoss = heldMinor < 0n;
  const whole = { asset, minor: isLoss ? -heldMinor : heldMinor };
  const text = parts.amountText(whole, context);
  const ways: readonly parts.Option[] = isLoss
    ? Object.entries(words.lossWays)
    : EXIT_WAYS.map((way) => [way, words.ways[way]]);
  const to = parts.at(['cases', String(one.orderId), one.kind, 'exit']);
  const amount = { name: 'amount', label: words.amount, hint: words.amountHint };
  const target = { name: 'target', label: words.target, hint: words.targetHint };
  const evidence = { name: 'evidence', label: words.evidence, hint: words.evidenceHint };
  return parts.section(
    words.title,
    html`<p>${isLoss ? words.lossLead(text) : words.lead(text)}</p>
${parts.postForm(
  context,
  to,
  html`${parts.hidden('key', one.key)}
${parts.select('way', words.way, ways, typed.way ?? EXIT_WAYS[0])}
${isLoss ? null : parts.field({ ...target, value: typed.target ?? '', inputmode: 'numeric' })}
${parts.field({ ...amount, value: typed.amount ?? '', inputmode: 'decimal' })}
${isLoss ? null : parts.tick('fee', words.fee, typed.fee === 'yes')}
${parts.field({ ...evidence, value: typed.evidence ?? '', required: true })}
${parts.area({ name: 'reason', label: words.reason, value: typed.reason ?? '', rows: 2 })}
${parts.passwordField(context)}${parts.moneyButton(words.post, context)}`,
)}`,
  );
}

export const exitCaseAction = actionOf(caseExit, {
  path: '/cases/:id/:kind/exit',
  screen: '/cases/:id/:kind',
  input: ({ params }, form) => ({ ...form, ...params, key: form.key ?? '' }),
  answer: () => ({ done: 'case_posted', go: ['cases'] }),
});
