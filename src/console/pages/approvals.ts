/** Money by hand that one operator has asked for and another approves, rejects or lets expire. */

import { parseId } from '../../domain/id.ts';
import { approvalReject } from '../../operator/commands/approvals.ts';
import {
  beneficiaryAdd,
  beneficiaryReveal,
  type RevealedAccount,
} from '../../operator/commands/beneficiaries.ts';
import { approve } from '../../operator/registry.ts';
import type { Approval, ApprovalState } from '../../ports/approval.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import { fieldLabel } from '../i18n/field-label.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actorOf } from '../run-action.ts';
import { type Ask, actionOf, type Screen } from '../screen.ts';

const LIST_MAX = 100;
interface Line extends Omit<Approval, 'params' | 'form' | 'sealed'> {
  readonly own: boolean;
  /** Why it can no longer be carried out as it was asked for; null: it can. */
  readonly changed: string | null;
  /** What ids of the request stand for, by the fact that has them. */
  readonly names: Readonly<Record<string, string>>;
}

interface Approvals {
  readonly which: 'waiting' | 'all';
  readonly approvals: readonly Line[];
}

export const approvalsScreen: Screen<Approvals> = {
  path: '/approvals',
  ability: 'approve',
  async load(deps, ask) {
    const which = ask.query.state === 'all' ? 'all' : 'waiting';
    const found = await deps.approvals.list(which, LIST_MAX);
    const approvals = await Promise.all(found.map((one) => lineOf(deps, ask, one)));
    return { which, approvals };
  },
  page: ({ which, approvals }, context) => ({
    title: context.t.nav.approvals,
    body: html`${parts.pageHead(context.t.nav.approvals, context.t.approvals.lead)}
${parts.tabs(context.t.orders.state, [
  {
    label: context.t.approvals.waiting,
    url: parts.at(['approvals']),
    current: which === 'waiting',
  },
  {
    label: context.t.all,
    url: parts.at(['approvals'], { state: 'all' }),
    current: which === 'all',
  },
])}
${
  which === 'all' || approvals.length === 0
    ? html`<div class="card">${history(approvals, context)}</div>`
    : html`<div class="people">${approvals.map((one) => card(one, context))}</div>`
}
${parts.moreNote(approvals.length === LIST_MAX, context)}`,
  }),
};

async function lineOf(deps: ConsoleDeps, ask: Ask, approval: Approval): Promise<Line> {
  const { params: _, form: __, sealed: ___, ...line } = approval;
  const waits = approval.state === 'waiting';
  const changed = waits ? await deps.whyChanged(actorOf(ask, {}), approval) : null;
  const names = namesIn(deps, approval.summary.facts ?? {});
  return { ...line, own: approval.makerId === ask.operator.id, changed, names };
}

/** Merchants and apps of a request, as people know them. */
function namesIn({ snapshot }: ConsoleDeps, facts: Readonly<Record<string, string>>) {
  const { merchant: merchantId, merchants, app: appId } = facts;
  const directory = snapshot.current();
  const nameOf = (text: string) => directory.merchant(parseId(text) ?? 0n)?.name ?? '';
  const app = directory.app(parseId(appId ?? '') ?? 0n);
  const named = (merchants ?? '').split(/[\s,]+/).map(nameOf);
  const owner = app === null ? '' : (directory.merchant(app.merchantId)?.name ?? '');
  const all = {
    merchant: nameOf(merchantId ?? ''),
    merchants: named.filter((name) => name !== '').join(', '),
    app: app === null ? '' : `${owner}, ${app.dialect} ${app.publicId} (${app.mode})`,
  };
  return Object.fromEntries(Object.entries(all).filter(([, name]) => name !== ''));
}

/** What a form has for itself alone. */
const OF_FORMS: ReadonlySet<string> = new Set(['part', 'revision']);

const TONE: Readonly<Record<ApprovalState, parts.Tone>> = {
  waiting: 'warn',
  approved: 'calm',
  done: 'good',
  failed: 'bad',
  rejected: 'plain',
  withdrawn: 'plain',
  expired: 'plain',
};

function stateBadge(state: ApprovalState, { t }: PageContext): SafeHtml {
  return parts.badge(t.approvals.states[state], TONE[state]);
}

function whatOf({ action, summary }: Line, { t }: PageContext): string {
  const { finding } = summary;
  const word = t.approvals.actions[action] ?? action;
  return finding === null ? word : `${word}: ${t.approvals.findings[finding]}`;
}

function amountOf({ summary: { asset, amountMinor } }: Line, context: PageContext): SafeHtml {
  if (asset === null || amountMinor === null) return parts.text(null);
  return parts.amount({ asset, minor: BigInt(amountMinor) }, context);
}

function orderOf({ summary: { orderId } }: Line): SafeHtml {
  return orderId === null ? parts.text(null) : parts.orderLink(BigInt(orderId));
}

/** What the command says of itself, in words where there are any. */
function factsOf(
  { summary: { facts = {} }, names }: Line,
  { t }: PageContext,
): readonly parts.Fact[] {
  const labels: Readonly<Record<string, string>> = t.factNames;
  const ways = facts.side === 'loss' ? t.exits.lossWays : t.exits.ways;
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    way: ways,
    side: t.sides,
    kind: t.kind,
    mode: t.mode,
    posting: t.postings.kinds,
    adjustment: t.postings.adjustments,
    amount: { all: t.postings.all },
    fee: { yes: t.yes, no: t.no },
  };
  return Object.entries(facts)
    .filter(([name, value]) => value !== '' && !OF_FORMS.has(name))
    .map(([name, value]) => {
      const label = labels[name] ?? fieldLabel(name, t);
      const known = names[name];
      return known === undefined
        ? [label, parts.text(words[name]?.[value] ?? value)]
        : [label, html`<bdi>${known}</bdi> ${parts.code(value)}`];
    });
}

function card(one: Line, context: PageContext): SafeHtml {
  const { t } = context;
  const words = t.approvals;
  return html`<section class="card person request"><header><h2>${whatOf(one, context)}</h2></header>
${parts.facts([
  [words.amount, amountOf(one, context)],
  [words.order, orderOf(one)],
  [words.evidence, parts.text(one.summary.evidence)],
  ...factsOf(one, context),
  [words.by, parts.text(one.maker)],
  [words.asked, parts.time(one.askedAt)],
  [words.until, parts.time(one.expiresAt)],
])}
${revealed(one, context)}
${one.changed === null ? null : html`<p class="flash flash-warn">${words.changed}</p>`}
${one.own ? html`<p class="hint">${words.yours}</p>` : null}
${one.own || one.changed !== null ? null : decideForm(one, context)}
${rejectForm(one, context)}</section>`;
}

/** The whole account of a beneficiary, once it was asked for; that it was is on record. */
function revealed(one: Line, context: PageContext): SafeHtml | null {
  if (one.action !== beneficiaryAdd.name || one.state !== 'waiting' || !context.may('move_money'))
    return null;
  const { t, shown } = context;
  const made = shown as Partial<RevealedAccount> | null;
  if (made?.account !== undefined && made.approvalId === `${one.id}`) {
    return parts.facts([[t.approvals.wholeAccount, parts.code(made.account)]]);
  }
  return parts.postForm(context, to(one, 'reveal'), parts.button(t.approvals.reveal));
}

const to = ({ id }: Line, name: string) => parts.at(['approvals', String(id), name]);

function decideForm(one: Line, context: PageContext): SafeHtml {
  return parts.postForm(
    context,
    to(one, 'approve'),
    html`${parts.passwordField(context)}${parts.button(context.t.approvals.approve, 'danger')}`,
  );
}

function rejectForm(one: Line, context: PageContext): SafeHtml {
  const { t } = context;
  const word = one.own ? t.approvals.withdraw : t.approvals.reject;
  const form = parts.postForm(
    context,
    to(one, 'reject'),
    html`${parts.field({ name: 'note', label: t.approvals.note })}${parts.button(word)}`,
  );
  return parts.fold(word, form);
}

function history(approvals: readonly Line[], context: PageContext): SafeHtml {
  const words = context.t.approvals;
  const columns: readonly parts.Column<Line>[] = [
    { head: words.what, cell: (one) => whatOf(one, context) },
    { head: context.t.orders.state, cell: ({ state }) => stateBadge(state, context) },
    { head: words.amount, cell: (one) => amountOf(one, context), look: 'number' },
    { head: words.order, cell: orderOf },
    { head: words.by, cell: (one) => parts.stack(parts.text(one.maker), parts.time(one.askedAt)) },
    {
      head: words.decidedBy,
      cell: (one) => parts.stack(parts.text(one.checker), parts.time(one.decidedAt)),
    },
    { head: words.note, cell: ({ note }) => parts.text(note), look: 'wide' },
  ];
  return parts.table(columns, approvals, context);
}

export const approveAction = actionOf(approve, {
  path: '/approvals/:id/approve',
  screen: '/approvals',
  answer: () => ({ done: 'approved' }),
});

export const revealAction = actionOf(beneficiaryReveal, {
  path: '/approvals/:id/reveal',
  screen: '/approvals',
  answer: (account) => ({ shown: account }),
});

export const rejectAction = actionOf(approvalReject, {
  path: '/approvals/:id/reject',
  screen: '/approvals',
  answer: () => ({ done: 'rejected' }),
});
