/** An operator's word on an order that its provider has not ended: on its page, and its case's. */
import { isByBank } from '../../app/resolve-case.ts';
import { isOutgoing } from '../../domain/payout.ts';
import { caseResolve } from '../../operator/commands/case-resolve.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { SafeUrl } from '../../web/safe-url.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';
import type { OrderModel } from './order-model.ts';

type Finding = 'paid' | 'failed' | 'returned';

/** A form for each word that can be said. `hidden`: what else the form is to send. */
export function resolveForms(
  to: SafeUrl,
  findings: readonly Finding[],
  hidden: SafeHtml | null,
  context: PageContext,
): SafeHtml | null {
  if (!context.may('settle_doubt')) return null;
  const { t } = context;
  const forms = findings.map((finding) => html`<div>${form(to, finding, hidden, context)}</div>`);
  return parts.section(
    t.cases.resolve,
    html`<p>${t.cases.resolveLead}</p><div class="columns">${forms}</div>`,
  );
}

function form(to: SafeUrl, finding: Finding, hidden: SafeHtml | null, context: PageContext) {
  const { t, typed } = context;
  const isPaid = finding === 'paid';
  const [label, hint] = isPaid
    ? [t.cases.reference, t.cases.referenceHint]
    : [t.cases.proof, t.cases.proofHint];
  const value = typed.finding === finding ? (typed.evidence ?? '') : '';
  const amount = { name: 'amount', label: t.cases.amount, hint: t.cases.amountHint };
  return parts.postForm(
    context,
    to,
    html`<h3>${t.cases[finding]}</h3>${hidden}${parts.hidden('finding', finding)}
${parts.field({ name: 'evidence', label, hint, value })}
${isPaid ? parts.field({ ...amount, value: typed.amount ?? '', inputmode: 'decimal' }) : null}
${parts.passwordField(context)}
${parts.moneyButton(t.cases[finding], context)}`,
  );
}

/** For whatever is open, and payins not paid: folded, for the provider's word is better. */
export function resolveOrder({ order }: OrderModel, context: PageContext): SafeHtml | null {
  const findings = findingsOf(order);
  if (findings.length === 0 || (order.account === null && !isByBank(order))) return null;
  const to = parts.at(['orders', String(order.id), 'resolve']);
  const forms = resolveForms(to, findings, null, context);
  if (forms === null) return null;
  const isTyped = context.typed.finding !== undefined;
  return html`<section class="card">${parts.fold(context.t.cases.resolve, forms, isTyped)}</section>`;
}

function findingsOf(order: OrderModel['order']): readonly Finding[] {
  const { kind, state } = order;
  if (state === 'paid' && isByBank(order)) return ['returned'];
  const isOpen = state === 'created' || state === 'pending';
  if (kind === 'payin') return isOpen || (state !== 'paid' && state !== 'reversed') ? ['paid'] : [];
  return isOpen && isOutgoing(order) ? ['paid', 'failed'] : [];
}

export const resolveCaseAction = actionOf(caseResolve, {
  path: '/cases/:id/:kind/resolve',
  screen: '/cases/:id/:kind',
  input: ({ params }, typed) => ({ ...typed, ...params, key: typed.key ?? '' }),
  answer: ({ orderId }) => ({ done: 'case_resolved', go: ['orders', String(orderId)] }),
});

export const resolveOrderAction = actionOf(caseResolve, {
  path: '/orders/:id/resolve',
  screen: '/orders/:id',
  answer: () => ({ done: 'order_resolved' }),
});
