/** Fees: rows from a date on, for all merchants or for one. */
import { termsProblem } from '../../../app/check-channel.ts';
import { parseId } from '../../../domain/id.ts';
import type { Asset } from '../../../domain/money.ts';
import type { ChannelDetails } from '../../../ports/operator.ts';
import { html, type SafeHtml } from '../../../web/safe-html.ts';
import { parsePercent, printPercent } from '../../../wire/percent.ts';
import type { ConsoleDeps } from '../../deps.ts';
import type { PageContext } from '../../page-context.ts';
import * as parts from '../../parts.ts';
import { type Form, failedField } from '../../screen.ts';
import {
  editAction,
  editForm,
  type Fields,
  fieldsOf,
  type Read,
  readMoney,
  readMoneyOrNone,
  readWhole,
} from './form.ts';
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
    {
      head: label('days'),
      cell: ({ settleAfterDays }) => t.catalogue.days(String(settleAfterDays)),
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
${fields.whole('days', null, { required })}</div>
${model.channel.kind === 'payout' ? null : refundFields(fields, asset, context)}`,
  });
}

function refundFields(fields: Fields, asset: Asset, { t }: PageContext): SafeHtml {
  const { optional: hint } = t.catalogue.hints;
  return html`<div class="columns">${fields.text('refund_rate', '', { inputmode: 'decimal', hint })}
${fields.money('refund_fixed', null, asset, { hint })}</div>`;
}

// ---------------------------------------------------------------------------------------------

export const addTermsAction = editAction('channel.terms', 'terms', (details, form, deps) => {
  const { asset, code } = details.channel;
  const nowMs = deps.clock.nowMs();
  const fee = readFee(form, asset);
  if (!fee.ok) return fee;
  const refundFee = readRefundFee(form, asset);
  if (!refundFee.ok) return refundFee;
  const settleAfterDays = readWhole(form, 'days');
  if (!settleAfterDays.ok) return settleAfterDays;
  const merchantId = readMerchant(form.merchant ?? '', deps);
  if (!merchantId.ok) return merchantId;
  const effectiveFrom = readFrom(form.from ?? '', nowMs);
  if (!effectiveFrom.ok) return effectiveFrom;
  const terms = {
    ...{ merchantId: merchantId.value, channelCode: code, effectiveFrom: effectiveFrom.value },
    ...{ fee: fee.value, settleAfterDays: settleAfterDays.value },
    ...(refundFee.value === null ? {} : { refundFee: refundFee.value }),
  };
  const problem = termsProblem(terms, details.terms, nowMs);
  if (problem !== null) return failedField(problem.field, problem.why);
  const { ratePpm, fixedMinor } = fee.value;
  const detail = `${printPercent(ratePpm)} % + ${fixedMinor} ${asset}, T+${terms.settleAfterDays}, merchant ${merchantId.value ?? 'all'}, from ${effectiveFrom.value.toISOString()}`;
  return { change: { kind: 'terms', terms }, detail };
});

function readFee(form: Form, asset: Asset): Read<Row['fee']> {
  const rate = parsePercent((form.rate ?? '').trim());
  if (!rate.ok) return failedField('rate', rate.error.reason);
  const fixed = readMoney(form, 'fixed', asset);
  if (!fixed.ok) return fixed;
  const min = readMoneyOrNone(form, 'fee_min', asset);
  if (!min.ok) return min;
  const max = readMoneyOrNone(form, 'fee_max', asset);
  if (!max.ok) return max;
  const [fixedMinor, minMinor, maxMinor] = [fixed.value, min.value, max.value];
  return { ok: true, value: { ratePpm: rate.value, fixedMinor, minMinor, maxMinor } };
}

/** Nothing typed: refunds cost nothing. */
function readRefundFee(form: Form, asset: Asset): Read<Row['fee'] | null> {
  const rateText = (form.refund_rate ?? '').trim();
  const fixed = readMoneyOrNone(form, 'refund_fixed', asset);
  if (!fixed.ok) return fixed;
  if (rateText === '' && fixed.value === null) return { ok: true, value: null };
  const rate = parsePercent(rateText === '' ? '0' : rateText);
  if (!rate.ok) return failedField('refund_rate', rate.error.reason);
  const fixedMinor = fixed.value ?? 0n;
  return { ok: true, value: { ratePpm: rate.value, fixedMinor, minMinor: null, maxMinor: null } };
}

function readMerchant(text: string, { snapshot }: ConsoleDeps): Read<bigint | null> {
  if (text === '') return { ok: true, value: null };
  const id = parseId(text);
  return id === null || snapshot.current().merchant(id) === null
    ? failedField('merchant', 'is not known')
    : { ok: true, value: id };
}

/** Nothing and today are now: what has passed of the day cannot be changed any more. */
function readFrom(text: string, nowMs: number): Read<Date> {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (text === '' || text === today) return { ok: true, value: new Date(nowMs) };
  const at = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && at.toISOString().startsWith(text);
  return isDay ? { ok: true, value: at } : failedField('from', 'must be a day, such as 2027-01-31');
}

export const withdrawTermsAction = editAction(
  'channel.terms_withdraw',
  'terms/withdraw',
  (details, form, deps) => {
    const row = details.terms.find(({ id }) => String(id) === form.terms);
    if (row === undefined) return failedField('terms', 'are not there');
    if (row.effectiveFrom.getTime() <= deps.clock.nowMs()) {
      return failedField('terms', 'have begun: orders may have been made by them');
    }
    return { change: { kind: 'terms_withdrawn', id: row.id }, detail: `terms ${row.id}` };
  },
);
