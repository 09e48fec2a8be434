/** What a merchant said before money was taken at one of its codes. */
import type { PaymentCheckView } from '../../ports/payment-check.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';

export function paymentCheckTable(
  checks: readonly PaymentCheckView[],
  context: PageContext,
): SafeHtml {
  const { paymentCheck: words } = context.t;
  const columns: readonly parts.Column<PaymentCheckView>[] = [
    {
      head: words.asked,
      cell: ({ askedAt, source }) => parts.stack(parts.time(askedAt), parts.code(source)),
    },
    { head: words.amount, cell: ({ amount }) => parts.amount(amount, context), look: 'number' },
    { head: words.answer, cell: (check) => answerBadge(check, context) },
    {
      head: words.why,
      cell: ({ reason, detail }) =>
        html`${reason === null ? '' : words.reason[reason]} ${parts.text(detail)}`,
      look: 'wide',
    },
    { head: words.took, cell: ({ tookMs }) => parts.text(tookMs === null ? null : `${tookMs} ms`) },
  ];
  return parts.table(columns, checks, context);
}

function answerBadge({ collect }: PaymentCheckView, { t }: PageContext): SafeHtml {
  if (collect === null) return parts.badge(t.paymentCheck.none, 'warn');
  return collect
    ? parts.badge(t.paymentCheck.collect, 'good')
    : parts.badge(t.paymentCheck.refuse, 'bad');
}
