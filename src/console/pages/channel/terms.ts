/** Fees: rows from a date on, for all merchants or for one. */
import type { Asset } from '../../../domain/money.ts';
import { settleText } from '../../../domain/settlement-day.ts';
import {
  channelTerms,
  SETTLE_KINDS,
  TRADE_DAYS,
  termsWithdraw,
} from '../../../operator/commands/channel-terms.ts';
import type { ChannelDetails } from '../../../ports/operator.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { printPercent } from '../../../wire/percent.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { editActionOf, editForm, type Fields, fieldsOf } from './form.ts';
import type { ChannelModel } from './model.ts';

type Row = ChannelDetails['terms'][number];

export function termsCard(model: ChannelModel, context: PageContext): SafeHtml {
  const { t } = context;
  const inForce = rowsInForce(model.terms, context.nowMs);
  const { asset } = model.channel;
  const money = (minor: bigint | null) =>
    minor === null ? parts.text(null) : parts.amount({ asset, minor }, context);
  const label = (name: string) => t.catalogue.labels[name] ?? name;
  const columns: readonly parts.Column<Row>[] = [
    { head: label('merchant'), cell: (row) => whose(row, model, context), look: 'wide' },
    {
      head: label('rate'),
      cell: ({ fee }) => `${printPercent(fee.ratePpm)} %`,
      look: 'number',
    },
    { head: label('fixed'), cell: ({ fee }) => money(fee.fixedMinor), look: 'number' },
    { head: label('fee_min'), cell: ({ fee }) => money(fee.minMinor), look: 'number' },
    { head: label('fee_max'), cell: ({ fee }) => money(fee.maxMinor), look: 'number' },
    ...(model.terms.some(({ refundFee }) => refundFee !== undefined)
      ? [
          {
            head: t.kind.refund,
            cell: ({ refundFee }: Row) => feeText(refundFee, asset, context),
            look: 'number' as const,
          },
        ]
      : []),
    ...(model.terms.some(({ dispute }) => dispute !== undefined)
      ? [
          {
            head: t.disputes.title,
            cell: ({ dispute }: Row) => disputeText(dispute, asset, context),
          },
        ]
      : []),
    {
      head: label('days'),
      cell: ({ settle }) =>
        typeof settle === 'number' ? t.catalogue.days(String(settle)) : settleText(settle),
    },
    { head: label('from'), cell: ({ effectiveFrom }) => parts.time(effectiveFrom) },
    {
      head: t.orders.state,
      cell: (row) =>
        parts.stack(stateOf(row, inForce, context), withdrawForm(row, model, context) ?? html``),
    },
  ];
  return parts.section(
    t.catalogue.fees,
    html`<p class="hint">${t.catalogue.feesLead}</p>${parts.table(columns, model.terms, context)}
${addForm(model, context)}`,
  );
}

/** `1 % + 2.00`; nothing for refunds that cost nothing. */
function feeText(fee: Row['refundFee'], asset: Asset, context: PageContext): SafeHtml {
  if (fee === undefined) return parts.text(null);
  const fixed = parts.amountDigits({ asset, minor: fee.fixedMinor }, context);
  return html`${printPercent(fee.ratePpm)} % + ${fixed}`;
}

function disputeText(dispute: Row['dispute'], asset: Asset, context: PageContext): SafeHtml {
  if (dispute === undefined) return parts.text(null);
  const { labels } = context.t.catalogue;
  const backs = [
    ...(dispute.refundedWhenWon ? [labels.dispute_fee_refunded] : []),
    ...(dispute.refundsFee ? [labels.payment_fee_refunded] : []),
  ];
  return parts.stack(feeText(dispute.fee, asset, context), html`${backs.join('; ')}`);
}

/** Of each merchant, and of all, the latest row that has begun. */
function rowsInForce(rows: readonly Row[], nowMs: number): ReadonlySet<bigint> {
  const begun = rows.filter(({ effectiveFrom }) => effectiveFrom.getTime() <= nowMs);
  const each = Map.groupBy(begun, ({ merchantId }) => merchantId);
  return new Set([...each.values()].flatMap(([newest]) => (newest ? [newest.id] : [])));
}

function stateOf(
  { id, effectiveFrom }: Row,
  inForce: ReadonlySet<bigint>,
  { t, nowMs }: PageContext,
): SafeHtml {
  if (effectiveFrom.getTime() > nowMs) return parts.badge(t.catalogue.toCome, 'calm');
  return inForce.has(id)
    ? parts.badge(t.catalogue.inForce, 'good')
    : parts.badge(t.catalogue.past, 'plain');
}

function whose({ merchantId }: Row, { names }: ChannelModel, { t }: PageContext): SafeHtml {
  if (merchantId === null) return html`${t.catalogue.everybody}`;
  const id = String(merchantId);
  return html`<a class="id" href="${parts.at(['merchants', id])}"><bdi>${names[id] || id}</bdi></a>`;
}

function withdrawForm(row: Row, model: ChannelModel, context: PageContext): SafeHtml | null {
  if (row.effectiveFrom.getTime() <= context.nowMs) return null;
  const id = String(row.id);
  const words = context.t.catalogue;
  return editForm(context, model, {
    part: `withdraw ${id}`,
    to: ['terms', 'withdraw'],
    title: words.withdraw,
    body: parts.hidden('terms', id),
    button: parts.button(words.withdraw, 'danger'),
  });
}

function addForm(model: ChannelModel, context: PageContext): SafeHtml | null {
  const { catalogue } = context.t;
  const { asset } = model.channel;
  const fields = fieldsOf(context, 'terms');
  const { optional: hint, rate, from } = catalogue.hints;
  const required = true;
  const merchants = [
    ['', catalogue.everybody] as const,
    ...model.merchants.map(({ id, name }) => [String(id), name] as const),
  ];
  return editForm(context, model, {
    part: 'terms',
    to: ['terms'],
    title: catalogue.addFee,
    body: html`<div class="columns">${fields.choice('merchant', merchants, '')}
${fields.text('from', '', { type: 'date', hint: from })}
${fields.text('rate', '', { inputmode: 'decimal', hint: rate, required })}
${fields.money('fixed', 0n, asset, { required })}
${fields.money('fee_min', null, asset, { hint })}
${fields.money('fee_max', null, asset, { hint })}
${fields.whole('days', null, { hint: catalogue.hints.days })}</div>
${settleFields(fields, context)}
${model.channel.kind === 'payout' ? null : givingBackFields(fields, asset, context)}`,
  });
}

/** When what was paid is due, where a calendar decides it. */
function settleFields(fields: Fields, { t }: PageContext): SafeHtml {
  const { settleKinds, tradeDays, hints } = t.catalogue;
  const kinds = SETTLE_KINDS.map((kind) => [kind, settleKinds[kind]] as const);
  const trades = TRADE_DAYS.map((day) => [day, tradeDays[day]] as const);
  const { optional: hint } = hints;
  return html`<div class="columns">${fields.choice('settle_kind', kinds, 'hours')}
${fields.text('settle_zone', '', { hint: 'Asia/Manila' })}
${fields.text('settle_cutoff', '', { hint })}
${fields.text('settle_calendars', '', { hint: 'PH' })}
${fields.whole('settle_weekday', null, { hint: hints.weekday })}
${fields.whole('settle_day', null, { hint: hints.monthDay })}
${fields.choice('settle_trade', trades, 'following')}</div>`;
}

/** What refunds and disputes cost, and what of it comes back. */
function givingBackFields(fields: Fields, asset: Asset, { t }: PageContext): SafeHtml {
  const { optional: hint } = t.catalogue.hints;
  return html`<div class="columns">${fields.text('refund_rate', '', { inputmode: 'decimal', hint })}
${fields.money('refund_fixed', null, asset, { hint })}
${fields.text('dispute_rate', '', { inputmode: 'decimal', hint })}
${fields.money('dispute_fixed', null, asset, { hint })}</div>
${fields.tick('dispute_fee_refunded', false)}
${fields.tick('payment_fee_refunded', false)}`;
}

export const addTermsAction = editActionOf(channelTerms, 'terms');
export const withdrawTermsAction = editActionOf(termsWithdraw, 'terms/withdraw');
