/** What is done with payments that are less or more than ordered, come late, or once more. */
import type { AmountRuleRow } from '../../domain/amount-rules.ts';
import {
  LATE_CHOICES,
  merchantRules,
  OVER_CHOICES,
  SECOND_CHOICES,
  SHORT_CHOICES,
} from '../../operator/commands/amount-rules.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import { printPercent } from '../../wire/percent.ts';
import type { ConsoleDeps } from '../deps.ts';
import { fieldLabel } from '../i18n/field-label.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf } from '../screen.ts';

export interface AmountRulesModel {
  readonly merchantId: bigint;
  /** Of all channels first. */
  readonly rows: readonly (AmountRuleRow & { readonly asset: string | null })[];
  readonly channels: readonly string[];
}

export function amountRulesOf(deps: ConsoleDeps, merchantId: bigint): AmountRulesModel {
  const snapshot = deps.snapshot.current();
  const rows = snapshot.amountRuleRows(merchantId).map((row) => {
    const channel = row.channelCode === null ? null : snapshot.channel(row.channelCode);
    return { ...row, asset: channel?.asset ?? null };
  });
  const payins = snapshot.channels().filter(({ kind }) => kind === 'payin');
  return {
    merchantId,
    rows: rows.sort((a, b) => ((a.channelCode ?? '') < (b.channelCode ?? '') ? -1 : 1)),
    channels: payins.map(({ code }) => code).sort(),
  };
}

export function amountRulesPart(model: AmountRulesModel, context: PageContext): SafeHtml {
  const { t } = context;
  const body = html`<p class="hint">${t.amountRules.lead}</p>
${model.rows.length === 0 ? null : rulesTable(model.rows, context)}${rulesForm(model, context)}`;
  return parts.section(t.amountRules.title, body);
}

type Row = AmountRulesModel['rows'][number];

function rulesTable(rows: readonly Row[], context: PageContext): SafeHtml {
  const { t } = context;
  const words = t.amountRules;
  const columns: readonly parts.Column<Row>[] = [
    {
      head: words.channel,
      cell: ({ channelCode }) => (channelCode === null ? words.all : parts.code(channelCode)),
    },
    { head: words.short, cell: ({ short }) => words.shorts[short ?? 'default'] },
    { head: words.tolerance, cell: (row) => toleranceText(row, context), look: 'number' },
    { head: words.over, cell: ({ over }) => words.overs[over ?? 'default'] },
    { head: words.late, cell: ({ late }) => words.lates[late ?? 'default'] },
    {
      head: words.lateHours,
      cell: ({ lateHours }) => (lateHours === null ? parts.text(null) : `${lateHours}`),
      look: 'number',
    },
    { head: words.second, cell: ({ second }) => words.seconds[second ?? 'default'] },
  ];
  return parts.table(columns, rows, context);
}

function toleranceText({ tolerancePpm, toleranceMinor, asset }: Row, context: PageContext) {
  const percent = `${printPercent(tolerancePpm)} %`;
  return asset === null || toleranceMinor === 0n
    ? percent
    : html`${percent}, ${parts.amount({ asset, minor: toleranceMinor }, context)}`;
}

function rulesForm({ merchantId, channels }: AmountRulesModel, context: PageContext) {
  if (!context.may('manage_merchants')) return null;
  const { t, typed, problem } = context;
  const words = t.amountRules;
  const isOpen = typed.part === 'amount_rules' && problem !== null;
  const value = (name: string) => (isOpen ? (typed[name] ?? '') : '');
  const wrong = (name: string) => (isOpen && problem.field === name ? problem.why : null);
  const field = (name: string, label: string, hint: string) =>
    parts.field({ name, label, hint, value: value(name), wrong: wrong(name) });
  const choice = <W extends string>(
    name: string,
    label: string,
    choices: readonly W[],
    said: Readonly<Record<W, string>>,
  ) =>
    parts.select(
      name,
      label,
      choices.map((word) => [word, said[word]] as const),
      value(name) || 'default',
      wrong(name),
    );
  const all = [['', words.all] as const, ...channels.map((code) => [code, code] as const)];
  const form = parts.postForm(
    context,
    parts.at(['merchants', String(merchantId), 'rules']),
    html`${parts.hidden('part', 'amount_rules')}<p>${words.replaces}</p>
<div class="columns">${parts.select('channel', words.channel, all, value('channel'), wrong('channel'))}
${choice('short', words.short, SHORT_CHOICES, words.shorts)}
${field('tolerance', fieldLabel('tolerance', t), words.toleranceHint)}
${field('tolerance_amount', fieldLabel('tolerance_amount', t), words.toleranceAmountHint)}
${choice('over', words.over, OVER_CHOICES, words.overs)}
${choice('late', words.late, LATE_CHOICES, words.lates)}
${field('late_hours', words.lateHours, words.lateHoursHint)}
${choice('second', words.second, SECOND_CHOICES, words.seconds)}</div>
${parts.passwordField(context)}
${parts.button(t.merchants.change, 'primary')}`,
  );
  return parts.fold(words.set, form, isOpen);
}

export const merchantRulesAction = actionOf(merchantRules, {
  path: '/merchants/:id/rules',
  screen: '/merchants/:id',
  input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
  answer: () => ({ done: 'merchant_changed' }),
});
