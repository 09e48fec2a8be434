/** The form by which a payment that came without an order is booked as a merchant's. */

import { paymentIn } from '../../app/book-report.ts';
import type { Money } from '../../domain/money.ts';
import { caseBook } from '../../operator/commands/case-book.ts';
import type { CaseView } from '../../ports/core.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

/** What a report's payment may be booked as. */
export interface Bookable {
  readonly amount: Money;
  readonly apps: readonly parts.Option[];
  readonly channels: readonly parts.Option[];
}

/** Null: the case is of no report, or its report is of no payment. */
export async function bookableOf(deps: ConsoleDeps, one: CaseView): Promise<Bookable | null> {
  if (one.kind !== 'unattributed' || one.state === 'closed') return null;
  const report = await deps.keptReports.byId(one.orderId);
  const fact = report === null ? null : paymentIn(report);
  if (report === null || fact === null) return null;
  const snapshot = deps.snapshot.current();
  const mode = snapshot.accountMode(report.source);
  const apps = snapshot
    .merchants()
    .flatMap(({ id, name }) => snapshot.appsOf(id).map((app) => ({ app, name })))
    .filter(({ app }) => mode === null || app.mode === mode);
  const channels = snapshot
    .channels()
    .filter(({ kind, asset }) => kind === 'payin' && asset === fact.amount.asset);
  return {
    amount: fact.amount,
    apps: apps.map(({ app, name }) => [String(app.id), `${name}: ${app.publicId} (${app.mode})`]),
    channels: channels.map(({ code, name }) => [code, `${code}: ${name}`]),
  };
}

export function bookForm(
  one: CaseView,
  { amount, apps, channels }: Bookable,
  context: PageContext,
): SafeHtml | null {
  if (!context.may('move_money')) return null;
  const { t, typed, problem } = context;
  const words = t.bookings;
  const wrong = (name: string) => (problem?.field === name ? problem.why : null);
  const to = parts.at(['cases', String(one.orderId), one.kind, 'book']);
  const evidence = { name: 'evidence', label: t.exits.evidence, hint: t.exits.evidenceHint };
  return parts.section(
    words.title,
    html`<p>${words.lead(parts.amountText(amount, context))}</p>
${parts.postForm(
  context,
  to,
  html`${parts.hidden('key', one.key)}
${parts.select('app', words.app, apps, typed.app ?? '', wrong('app'))}
${parts.select('channel', words.channel, channels, typed.channel ?? '', wrong('channel'))}
${parts.field({ ...evidence, value: typed.evidence ?? '', required: true })}
${parts.area({ name: 'reason', label: t.exits.reason, value: typed.reason ?? '', rows: 2 })}
${parts.passwordField(context)}${parts.moneyButton(words.book, context)}`,
)}`,
  );
}

export const bookReportAction = actionOf(caseBook, {
  path: '/cases/:id/:kind/book',
  screen: '/cases/:id/:kind',
  input: ({ params }, form) => ({ ...form, ...params, key: form.key ?? '' }),
  answer: () => ({ done: 'case_posted', go: ['cases'] }),
});
