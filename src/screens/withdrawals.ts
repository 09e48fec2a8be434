/** Withdrawals, beneficiaries and receipts, as console and portal show them. */
import { majorText } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import type { Receipt } from '../domain/topup.ts';
import { type Beneficiary, type BeneficiaryState, stateOf } from '../domain/withdrawal.ts';
import type { BankAccount } from '../ports/withdrawal.ts';
import { html, type SafeHtml } from '../web/safe-html.ts';
import type { SafeUrl } from '../web/safe-url.ts';
import type { PageContext } from './page-context.ts';
import * as parts from './parts.ts';

/** Of a list; more are found by narrowing it, or at the command line. */
export const SHOWN_MAX = 100;

export function withdrawalTable(
  rows: readonly Order[],
  context: PageContext,
  link: (order: Order) => SafeHtml,
  before: readonly parts.Column<Order>[] = [],
): SafeHtml {
  const { t } = context;
  const words = t.withdrawals;
  if (rows.length === 0) return html`<p class="nothing">${words.none}</p>`;
  const payee = ({ fields }: Order) =>
    parts.stack(
      parts.text(fields['beneficiary.name'] ?? null),
      parts.code(fields['beneficiary.account'] ?? null),
    );
  const columns: readonly parts.Column<Order>[] = [
    {
      head: context.t.kind.withdrawal,
      cell: (order) => parts.stack(link(order), parts.time(order.createdAt)),
      look: 'wide',
    },
    ...before,
    { head: words.to, cell: payee },
    {
      head: words.amount,
      cell: ({ asset, amountMinor }) => parts.amount({ asset, minor: amountMinor }, context),
      look: 'number',
    },
    {
      head: words.fee,
      cell: ({ asset, feeMinor }) => parts.amountDigits({ asset, minor: feeMinor }, context),
      look: 'number',
    },
    { head: words.bankRef, cell: ({ bankRef }) => parts.code(bankRef) },
    { head: '', cell: ({ state }) => parts.stateBadge(state, context) },
  ];
  return parts.table(columns, rows, context);
}

const TONES: Readonly<Record<BeneficiaryState, parts.Tone>> = {
  resting: 'calm',
  active: 'good',
  blocked: 'bad',
};

/** `blockUrl`: where a form stops paying one; null: this reader may not. */
export function beneficiaryTable(
  rows: readonly Beneficiary[],
  context: PageContext,
  blockUrl: SafeUrl | null,
): SafeHtml {
  const { t, nowMs } = context;
  const words = t.withdrawals;
  if (rows.length === 0) return html`<p class="nothing">${words.noBeneficiary}</p>`;
  const blockForm = (one: Beneficiary) =>
    blockUrl === null || one.blockedAt !== null
      ? null
      : parts.postForm(
          context,
          blockUrl,
          html`${parts.hidden('beneficiary', `${one.id}`)}${parts.button(words.block)}`,
        );
  const columns: readonly parts.Column<Beneficiary>[] = [
    {
      head: words.beneficiary,
      cell: ({ name, account }) => parts.stack(parts.text(name), parts.code(account)),
      look: 'wide',
    },
    {
      head: words.channel,
      cell: ({ channel, asset }) =>
        parts.stack(html`${channel ?? words.ourBank}`, parts.code(asset)),
    },
    {
      head: '',
      cell(one) {
        const state = stateOf(one, nowMs);
        return parts.badge(words.states[state], TONES[state]);
      },
    },
    { head: words.from, cell: ({ activeFrom }) => parts.time(activeFrom) },
    {
      head: words.by,
      cell: ({ addedBy, addedAt }) => parts.stack(parts.text(addedBy), parts.time(addedAt)),
    },
    { head: '', cell: (one) => blockForm(one) ?? '' },
  ];
  return parts.table(columns, rows, context);
}

/** The beneficiaries that may be paid now, as a choice. */
export function payable(
  rows: readonly Beneficiary[],
  nowMs: number,
): readonly (readonly [string, string])[] {
  return rows
    .filter((one) => stateOf(one, nowMs) === 'active')
    .map(({ id, name, account, asset }) => [`${id}`, `${name} ${account} (${asset})`]);
}

/** `ref`: made with the page, so a form that is sent twice is one withdrawal. */
export function withdrawForm(
  rows: readonly Beneficiary[],
  ref: string,
  to: SafeUrl,
  submit: SafeHtml,
  context: PageContext,
): SafeHtml | null {
  const choices = payable(rows, context.nowMs);
  if (choices.length === 0) return null;
  const { t, typed } = context;
  const words = t.withdrawals;
  const form = parts.postForm(
    context,
    to,
    html`<p>${words.makeLead}</p>${parts.hidden('ref', typed.ref ?? ref)}
${parts.select('beneficiary', words.beneficiary, choices, typed.beneficiary ?? '')}
${parts.field({ name: 'amount', label: words.amount, value: typed.amount ?? '', inputmode: 'decimal', required: true })}
${parts.passwordField(context)}${submit}`,
  );
  return parts.fold(words.make, form, typed.ref !== undefined);
}

/** `hidden`: whose, and of which mode. `channels`: codes of payout channels. */
export function beneficiaryForm(
  hidden: SafeHtml,
  channels: readonly string[],
  to: SafeUrl,
  submit: SafeHtml,
  context: PageContext,
): SafeHtml {
  const { t, typed } = context;
  const words = t.withdrawals;
  const isOpen = typed.part === 'beneficiary';
  const of = (name: string, label: string, hint?: string) =>
    parts.field({
      ...{ name, label, value: isOpen ? (typed[name] ?? '') : '' },
      ...(hint === undefined ? {} : { hint }),
      wrong: isOpen && context.problem?.field === name ? context.problem.why : null,
    });
  const ways = [['', words.ourBank] as const, ...channels.map((code) => [code, code] as const)];
  const form = parts.postForm(
    context,
    to,
    html`<p>${words.addLead}</p>${hidden}${parts.hidden('part', 'beneficiary')}
${parts.select('channel', words.channel, ways, isOpen ? (typed.channel ?? '') : '')}
${of('asset', words.asset, words.assetHint)}
${of('name', words.name)}${of('account', words.account)}${of('bank_code', words.bankCode)}
<div class="columns">${of('account_type', words.accountType, words.where)}${of('phone', words.phone, words.where)}</div>
<div class="columns">${of('email', words.email, words.where)}${of('tax_id', words.taxId, words.where)}</div>
${parts.passwordField(context)}${submit}`,
  );
  return parts.fold(words.add, form, isOpen);
}

const RECEIPT_TONES: Readonly<Record<Receipt['state'], parts.Tone>> = {
  open: 'warn',
  matched: 'calm',
  credited: 'good',
  returned: 'plain',
};

export function receiptTable(
  rows: readonly Receipt[],
  context: PageContext,
  more: readonly parts.Column<Receipt>[] = [],
): SafeHtml {
  const words = context.t.withdrawals;
  if (rows.length === 0) return html`<p class="nothing">${words.noReceipt}</p>`;
  const columns: readonly parts.Column<Receipt>[] = [
    {
      head: words.lineRef,
      cell: ({ bank, bankRef }) => parts.stack(parts.code(bankRef), parts.text(bank)),
      look: 'wide',
    },
    { head: words.day, cell: ({ valueDate }) => valueDate },
    {
      head: words.sender,
      cell: ({ sender, text }) => parts.stack(parts.text(sender), parts.text(text)),
    },
    {
      head: words.amount,
      cell: ({ asset, amountMinor }) => parts.amount({ asset, minor: amountMinor }, context),
      look: 'number',
    },
    {
      head: '',
      cell: ({ state }) => parts.badge(words.receiptStates[state], RECEIPT_TONES[state]),
    },
    ...more,
  ];
  return parts.table(columns, rows, context);
}

export function bankTable(rows: readonly BankAccount[], context: PageContext): SafeHtml {
  const words = context.t.withdrawals;
  const columns: readonly parts.Column<BankAccount>[] = [
    {
      head: words.bank,
      cell: ({ bankName, asset }) => parts.stack(parts.text(bankName), parts.code(asset)),
      look: 'wide',
    },
    { head: words.holder, cell: ({ holder }) => parts.text(holder) },
    { head: words.number, cell: ({ number }) => parts.code(number) },
  ];
  return parts.table(columns, rows, context);
}

/** What is kept of a sweep, in words. */
export function keptText(asset: string, minor: bigint): string {
  return `${majorText({ asset, minor })} ${asset.split('/')[0]}`;
}

/** What the fields of the forms are called, which problems name. */
export function withdrawalLabels(words: PageContext['t']['withdrawals']) {
  return {
    ...{ beneficiary: words.beneficiary, amount: words.amount, reference: words.reference },
    ...{ channel: words.channel, asset: words.asset, name: words.name, account: words.account },
    ...{ bank_code: words.bankCode, account_type: words.accountType, phone: words.phone },
    ...{ email: words.email, tax_id: words.taxId, bank: words.bank, bank_ref: words.lineRef },
    ...{ day: words.day, text: words.text, sender: words.sender, to: words.decide },
  };
}
