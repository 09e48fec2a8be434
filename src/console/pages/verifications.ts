/** Payers who show who they are: those that wait for a decision, and one with what was shown. */
import { parseId } from '../../domain/id.ts';
import { isFinal, type Order } from '../../domain/order.ts';
import {
  type PhotoPart,
  VERIFICATION_REASONS,
  type VerificationReading,
  type VerificationStage,
} from '../../domain/verification.ts';
import { verificationDecide, verificationErase } from '../../operator/commands/verifications.ts';
import { mayDo } from '../../operator/roles.ts';
import type { Erasure } from '../../ports/verification.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { ConsoleDeps } from '../deps.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';
import { hidePersonal } from './personal.ts';

const LIST_MAX = 200;

/** A picture's own address, below `/console`. */
export const PHOTO_PATH = '/verifications/:id/photos/:part';

interface Line {
  readonly order: Order;
  readonly merchant: string;
  readonly stage: VerificationStage;
}

interface ListModel {
  readonly filter: 'review' | 'all';
  readonly lines: readonly Line[];
}

export const verificationsScreen: Screen<ListModel> = {
  path: '/verifications',
  ability: 'look',
  async load(deps, { query, operator }) {
    const filter = query.state === 'all' ? 'all' : 'review';
    const orders = await deps.verificationList.list(filter, LIST_MAX);
    return { filter, lines: orders.map((one) => lineOf(deps, hidePersonal(one, operator.role))) };
  },
  page: ({ filter, lines }, context) => ({
    title: context.t.nav.verifications,
    body: html`${parts.pageHead(context.t.nav.verifications, context.t.verifications.lead)}
${parts.tabs(context.t.verifications.stage, [
  {
    label: context.t.verifications.review,
    url: parts.at(['verifications']),
    current: filter === 'review',
  },
  {
    label: context.t.all,
    url: parts.at(['verifications'], { state: 'all' }),
    current: filter === 'all',
  },
])}
<div class="card">${list(lines, context)}</div>
${parts.moreNote(lines.length === LIST_MAX, context)}`,
  }),
};

function lineOf(deps: ConsoleDeps, order: Order): Line {
  const merchant = deps.snapshot.current().merchant(order.merchantId)?.name;
  const stage = order.verification?.stage ?? 'created';
  return { order, merchant: merchant ?? String(order.merchantId), stage };
}

function list(lines: readonly Line[], context: PageContext): SafeHtml {
  const { t } = context;
  const columns: readonly parts.Column<Line>[] = [
    {
      head: t.verifications.title,
      cell: ({ order: { id, merchantRef } }) =>
        parts.stack(
          html`<a class="id" href="${parts.at(['verifications', String(id)])}">${String(id)}</a>`,
          parts.code(merchantRef),
        ),
    },
    { head: t.verifications.stage, cell: (line) => stageBadge(line, context) },
    {
      head: t.orders.merchant,
      cell: ({ merchant, order }) =>
        html`${parts.text(merchant)} ${parts.modeBadge(order.mode, context)}`,
    },
    {
      head: t.verifications.user,
      cell: ({ order }) => parts.text(order.fields['payer.userId'] ?? null),
    },
    {
      head: t.verifications.document,
      cell: ({ order }) => parts.code(order.verification?.document ?? null),
    },
    { head: t.cases.opened, cell: ({ order }) => parts.time(order.createdAt) },
  ];
  return parts.table(columns, lines, context);
}

const TONES: Readonly<Record<VerificationStage, parts.Tone>> = {
  created: 'plain',
  capturing: 'calm',
  submitted: 'calm',
  review: 'warn',
  passed: 'good',
  failed: 'bad',
  expired: 'plain',
};

function stageBadge({ stage }: Pick<Line, 'stage'>, { t }: PageContext): SafeHtml {
  return parts.badge(t.verifications.stages[stage], TONES[stage]);
}

// ---------------------------------------------------------------------------------------------

interface OneModel extends Line {
  /** Null: nothing is known, or the role may not know it. */
  readonly reading: VerificationReading | null;
  readonly photos: readonly PhotoPart[];
  readonly erasure: Erasure | null;
}

export const verificationScreen: Screen<OneModel> = {
  path: '/verifications/:id',
  ability: 'look',
  async load(deps, { params, operator }) {
    const id = parseId(params.id ?? '');
    const order = id === null ? null : await deps.reader.orderById(id);
    if (order?.kind !== 'verification') return null;
    const isShown = mayDo(operator.role, 'read_personal');
    const { verification } = order;
    return {
      ...lineOf(deps, hidePersonal(order, operator.role)),
      reading: isShown ? await deps.verifications.readingOf(order.id) : null,
      photos: isShown && verification?.isErased !== true ? (verification?.parts ?? []) : [],
      erasure: await deps.verifications.erasureOf(order.id),
    };
  },
  page: (model, context) => ({
    title: context.t.verifications.title,
    body: html`<header class="page-head"><div>
<h1>${context.t.verifications.title} ${stageBadge(model, context)}</h1>
<p>${parts.text(model.merchant)} ${parts.modeBadge(model.order.mode, context)}</p></div></header>
${parts.section(context.t.order.facts, facts(model, context))}
${parts.section(context.t.verifications.photos, photos(model, context))}
${context.may('read_personal') ? parts.section(context.t.verifications.reading, reading(model, context)) : null}
${model.stage === 'review' && context.may('decide_verification') ? decideForm(model, context) : null}
${eraseForm(model, context)}`,
  }),
};

function facts({ order }: OneModel, context: PageContext): SafeHtml {
  const { t } = context;
  const { verification } = order;
  const by = verification?.decidedBy ?? null;
  const reason = verification?.reason ?? null;
  return parts.facts([
    [t.order.title, parts.orderLink(order.id)],
    [t.verifications.user, parts.text(order.fields['payer.userId'] ?? null)],
    [t.verifications.document, parts.code(verification?.document ?? null)],
    [t.cases.opened, parts.time(order.createdAt)],
    [t.cases.closed, order.finalAt === null ? null : parts.time(order.finalAt)],
    [t.verifications.decidedBy, by === null ? null : html`${t.verifications.by[by]}`],
    [t.verifications.reason, reason === null ? null : html`${t.verifications.reasons[reason]}`],
  ]);
}

/** Loaded by the browser one by one, each with its row in the audit log. */
function photos({ order, photos: shown, erasure }: OneModel, context: PageContext): SafeHtml {
  const { verifications: words } = context.t;
  if (erasure !== null) {
    const count = parts.count(erasure.photos, context);
    return html`<p>${words.erased(count, erasure.by)} ${parts.time(erasure.at)}</p>`;
  }
  if (!context.may('read_personal')) return html`<p>${words.photosHidden}</p>`;
  const items = shown.map((part) => {
    const url = parts.at(['verifications', String(order.id), 'photos', part]);
    return html`<li><a href="${url}" target="_blank" rel="noopener"><img src="${url}" alt="${words.parts[part]}" loading="lazy"></a><span>${words.parts[part]}</span></li>`;
  });
  return items.length === 0
    ? html`<p class="nothing">${context.t.nothing}</p>`
    : html`<p class="hint">${words.photosLead}</p><ul class="photos">${items}</ul>`;
}

function reading({ reading: read }: OneModel, context: PageContext): SafeHtml {
  const { verifications: words } = context.t;
  if (read === null) return html`<p>${words.readingNone}</p>`;
  const names = Object.keys(words.read) as (keyof VerificationReading)[];
  return parts.facts(
    names.map((name) => {
      const value = read[name];
      const shown = value === true ? context.t.yes : value === false ? context.t.none : value;
      return [words.read[name], shown === null ? null : parts.text(String(shown))];
    }),
  );
}

function decideForm({ order }: OneModel, context: PageContext): SafeHtml {
  const { t, typed } = context;
  const words = t.verifications;
  const to = parts.at(['verifications', String(order.id), 'decide']);
  const note = { name: 'note', label: words.note, hint: words.noteHint, rows: 2 };
  const form = (verdict: 'pass' | 'fail', choice: SafeHtml | null) =>
    html`<div>${parts.postForm(
      context,
      to,
      html`<h3>${words[verdict]}</h3>${parts.hidden('verdict', verdict)}${choice}
${parts.area({ ...note, value: typed.verdict === verdict ? (typed.note ?? '') : '' })}
${parts.button(words[verdict], verdict === 'pass' ? 'primary' : 'danger')}`,
    )}</div>`;
  const reasons = VERIFICATION_REASONS.map((reason) => [reason, words.reasons[reason]] as const);
  const chosen = typed.reason ?? 'document_unreadable';
  return parts.section(
    words.decide,
    html`<p>${words.decideLead}</p><div class="columns">${form('pass', null)}
${form('fail', parts.select('reason', words.reason, reasons, chosen))}</div>`,
  );
}

/** Folded: it cannot be undone. */
function eraseForm({ order, erasure }: OneModel, context: PageContext): SafeHtml | null {
  const { t } = context;
  const isOpen = !isFinal(order.state);
  if (erasure !== null || isOpen || !context.may('decide_verification')) return null;
  const to = parts.at(['verifications', String(order.id), 'erase']);
  const form = parts.postForm(
    context,
    to,
    html`<p>${t.verifications.eraseLead}</p>${parts.passwordField(context)}
${parts.button(t.verifications.erase, 'danger')}`,
  );
  return html`<section class="card">${parts.fold(t.verifications.erase, form, context.problem !== null)}</section>`;
}

export const decideVerificationAction = actionOf(verificationDecide, {
  path: '/verifications/:id/decide',
  screen: '/verifications/:id',
  answer: () => ({ done: 'verification_decided' }),
});

export const eraseVerificationAction = actionOf(verificationErase, {
  path: '/verifications/:id/erase',
  screen: '/verifications/:id',
  answer: () => ({ done: 'verification_erased' }),
});
