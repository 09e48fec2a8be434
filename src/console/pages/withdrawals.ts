/** Withdrawals and receipts of all merchants; and of one, whom it is paid to. */
import { parseId } from '../../domain/id.ts';
import type { Order } from '../../domain/order.ts';
import type { Receipt } from '../../domain/topup.ts';
import type { Beneficiary } from '../../domain/withdrawal.ts';
import { beneficiaryAdd, beneficiaryBlock } from '../../operator/commands/beneficiaries.ts';
import { bankReceive, receiptDecide } from '../../operator/commands/top-ups.ts';
import { newWithdrawalRef, withdrawalMake } from '../../operator/commands/withdrawals.ts';
import type { BankAccount } from '../../ports/withdrawal.ts';
import {
  bankTable,
  beneficiaryForm,
  beneficiaryTable,
  receiptTable,
  SHOWN_MAX,
  withdrawalTable,
  withdrawForm,
} from '../../screens/withdrawals.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

interface All {
  readonly withdrawals: readonly Order[];
  readonly receipts: readonly Receipt[];
  readonly banks: readonly BankAccount[];
  readonly names: Readonly<Record<string, string>>;
}

const NOTHING = { mode: null, state: null, from: null, until: null } as const;
const ofMerchant = (merchantId: bigint | null) =>
  ({ ...NOTHING, kind: 'withdrawal', merchantId }) as const;

export const withdrawalsScreen: Screen<All> = {
  path: '/withdrawals',
  ability: 'look',
  async load({ queries, topUps, withdrawals, snapshot }) {
    const { rows } = await queries.orders(ofMerchant(null), null, SHOWN_MAX);
    const receipts = await topUps.receipts(
      { state: null, merchantId: null, mode: null },
      SHOWN_MAX,
    );
    const open = receipts.filter(({ state }) => state === 'open');
    const others = receipts.filter(({ state }) => state !== 'open');
    const all = snapshot.current().merchants();
    const names = Object.fromEntries(all.map(({ id, name }) => [`${id}`, name]));
    const banks = await withdrawals.banks();
    return { withdrawals: rows, receipts: [...open, ...others], banks, names };
  },
  page({ withdrawals, receipts, banks, names }, context) {
    const words = context.t.withdrawals;
    const merchant = (id: bigint | null) =>
      id === null
        ? html``
        : html`<a href="${parts.at(['merchants', `${id}`, 'withdrawals'])}"><bdi>${names[`${id}`] ?? `${id}`}</bdi></a>`;
    const whose: parts.Column<Order> = {
      head: words.merchant,
      cell: ({ merchantId, mode }) =>
        parts.stack(merchant(merchantId), parts.modeBadge(mode, context)),
    };
    const decided: parts.Column<Receipt> = {
      head: words.merchant,
      cell: (one) => (one.state === 'open' ? decideForm(one, context) : merchant(one.merchantId)),
      look: 'wide',
    };
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.leadOfAll)}
<div class="card">${withdrawalTable(withdrawals, context, orderLink, [whose])}</div>
${parts.section(
  words.receipts,
  html`${receiveForm(banks, context)}${receiptTable(receipts, context, [decided])}`,
)}
${parts.section(
  words.banks,
  banks.length === 0 ? html`<p class="nothing">${words.noBank}</p>` : bankTable(banks, context),
)}`,
    };
  },
};

const orderLink = ({ id }: Order) =>
  html`<a class="id" href="${parts.at(['orders', String(id)])}">${String(id)}</a>`;

function receiveForm(banks: readonly BankAccount[], context: PageContext): SafeHtml | null {
  if (banks.length === 0 || !context.may('move_money')) return null;
  const { t, typed, problem } = context;
  const words = t.withdrawals;
  const of = (name: string, label: string, required = true) => ({
    ...{ name, label, required, value: typed[name] ?? '' },
    wrong: problem?.field === name ? problem.why : null,
  });
  const choices = banks.map(({ code, bankName, asset }) => [code, `${bankName} ${asset}`] as const);
  const form = parts.postForm(
    context,
    parts.at(['withdrawals', 'receive']),
    html`<p>${words.receiveLead}</p>${parts.select('bank', words.bank, choices, typed.bank ?? '')}
<div class="columns">${parts.field(of('bank_ref', words.lineRef))}
${parts.field({ ...of('amount', words.amount), inputmode: 'decimal' })}</div>
<div class="columns">${parts.field({ ...of('day', words.day), type: 'date' })}
${parts.field(of('sender', words.sender, false))}</div>
${parts.field(of('text', words.text, false))}
${parts.passwordField(context)}${parts.moneyButton(words.receive, context)}`,
  );
  return parts.fold(words.receive, form, typed.bank_ref !== undefined);
}

function decideForm({ id }: Receipt, context: PageContext): SafeHtml {
  if (!context.may('move_money')) return html``;
  const { t, typed } = context;
  const words = t.withdrawals;
  const isOpen = typed.receipt === `${id}`;
  const given = (name: string) => (isOpen ? (typed[name] ?? '') : '');
  const { merchant, sender } = words.decideTo;
  const ways = [
    ['merchant', merchant],
    ['sender', sender],
  ] as const;
  const form = parts.postForm(
    context,
    parts.at(['withdrawals', 'decide']),
    html`${parts.hidden('receipt', `${id}`)}
${parts.select('to', words.decide, ways, given('to'))}
${parts.field({ name: 'merchant', label: words.merchantId, value: given('merchant'), inputmode: 'numeric' })}
${parts.field({ name: 'evidence', label: words.evidence, value: given('evidence'), required: true })}
${parts.passwordField(context)}${parts.moneyButton(words.decide, context)}`,
  );
  return parts.fold(words.decide, form, isOpen);
}

interface OfMerchant {
  readonly id: string;
  readonly name: string;
  readonly withdrawals: readonly Order[];
  readonly beneficiaries: readonly Beneficiary[];
  readonly channels: readonly string[];
  readonly ref: string;
}

export const merchantWithdrawalsScreen: Screen<OfMerchant> = {
  path: '/merchants/:id/withdrawals',
  ability: 'look',
  async load({ queries, withdrawals, snapshot }, { params }) {
    const id = parseId(params.id ?? '');
    const current = snapshot.current();
    const merchant = id === null ? null : current.merchant(id);
    if (merchant === null) return null;
    const { rows } = await queries.orders(ofMerchant(merchant.id), null, SHOWN_MAX);
    const payouts = current.channels().filter(({ kind, enabled }) => kind === 'payout' && enabled);
    return {
      ...{ id: `${merchant.id}`, name: merchant.name, withdrawals: rows },
      beneficiaries: await withdrawals.beneficiaries(merchant.id, null),
      channels: payouts.map(({ code }) => code),
      ref: newWithdrawalRef(),
    };
  },
  page({ id, name, withdrawals, beneficiaries, channels, ref }, context) {
    const words = context.t.withdrawals;
    const may = context.may('move_money');
    const url = (word: string) => parts.at(['merchants', id, 'withdrawals', word]);
    const make = parts.moneyButton(words.make, context);
    const add = parts.moneyButton(words.add, context);
    return {
      title: `${name}: ${words.title}`,
      body: html`${parts.pageHead(name, words.title)}
${parts.section(
  context.t.kind.withdrawal,
  html`${may ? withdrawForm(beneficiaries, ref, url('make'), make, context) : null}
${withdrawalTable(withdrawals, context, orderLink)}`,
)}
${parts.section(
  words.beneficiaries,
  html`${beneficiaryTable(beneficiaries, context, may ? url('block') : null)}
${may ? beneficiaryForm(modeChoice(context), channels, url('add'), add, context) : null}`,
)}`,
    };
  },
};

function modeChoice({ t, typed }: PageContext): SafeHtml {
  const modes = (['live', 'test'] as const).map((mode) => [mode, t.mode[mode]] as const);
  return parts.select('mode', t.merchants.mode, modes, typed.mode ?? 'live');
}

const ON_ALL = { screen: '/withdrawals' } as const;
const OF_ONE = { screen: '/merchants/:id/withdrawals' } as const;

export const withdrawalActions = [
  actionOf(bankReceive, {
    ...ON_ALL,
    path: '/withdrawals/receive',
    input: (_ask, form) => form,
    answer: () => ({ done: 'case_posted' }),
  }),
  actionOf(receiptDecide, {
    ...ON_ALL,
    path: '/withdrawals/decide',
    input: (_ask, form) => form,
    answer: () => ({ done: 'case_posted' }),
  }),
  actionOf(withdrawalMake, {
    ...OF_ONE,
    path: '/merchants/:id/withdrawals/make',
    input: (_ask, form) => form,
    answer: () => ({ done: 'withdrawn' }),
  }),
  actionOf(beneficiaryAdd, {
    ...OF_ONE,
    path: '/merchants/:id/withdrawals/add',
    input: ({ params }, form) => ({ ...form, merchant: params.id ?? '' }),
    answer: () => ({ done: 'beneficiary_added' }),
  }),
  actionOf(beneficiaryBlock, {
    ...OF_ONE,
    path: '/merchants/:id/withdrawals/block',
    input: (_ask, form) => form,
    answer: () => ({ done: 'beneficiary_blocked' }),
  }),
];
