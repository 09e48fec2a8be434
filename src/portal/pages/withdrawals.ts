/** What is withdrawn to beneficiaries of the merchant, and what it has sent to top up. */
import type { Order } from '../../domain/order.ts';
import type { Receipt } from '../../domain/topup.ts';
import type { Beneficiary, WithdrawalTerms } from '../../domain/withdrawal.ts';
import { beneficiaryAdd, beneficiaryBlock } from '../../operator/commands/beneficiaries.ts';
import { topUpReference } from '../../operator/commands/top-ups.ts';
import { newWithdrawalRef, withdrawalMake } from '../../operator/commands/withdrawals.ts';
import type { BankAccount } from '../../ports/withdrawal.ts';
import * as parts from '../../screens/parts.ts';
import {
  bankTable,
  beneficiaryForm,
  beneficiaryTable,
  keptText,
  receiptTable,
  SHOWN_MAX,
  withdrawalTable,
  withdrawForm,
} from '../../screens/withdrawals.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { WaitingRequest } from '../deps.ts';
import { orderLink } from '../order-link.ts';
import type { PageContext } from '../page-context.ts';
import { type Ask, actionOf, type Form, type Screen } from '../screen.ts';

interface Model {
  readonly withdrawals: readonly Order[];
  readonly beneficiaries: readonly Beneficiary[];
  readonly terms: readonly WithdrawalTerms[];
  readonly receipts: readonly Receipt[];
  readonly references: readonly { readonly asset: string; readonly reference: string }[];
  readonly banks: readonly BankAccount[];
  readonly channels: readonly string[];
  readonly ref: string;
  readonly waiting: readonly WaitingRequest[];
}

const ALL = { kind: 'withdrawal', state: null, from: null, until: null } as const;

export const withdrawalsScreen: Screen<Model> = {
  path: '/withdrawals',
  ability: 'withdraw',
  async load(own) {
    const { rows } = await own.queries.orders(ALL, null, SHOWN_MAX);
    const [beneficiaries, terms, receipts, references, banks] = await Promise.all([
      own.money.beneficiaries(),
      own.money.terms(),
      own.money.receipts(SHOWN_MAX),
      own.money.references(),
      own.money.banks(),
    ]);
    const channels = own.money.channels();
    return {
      ...{ withdrawals: rows, beneficiaries, terms, receipts, references, banks, channels },
      ref: newWithdrawalRef(),
      waiting: await own.money.waiting(),
    };
  },
  page(model, context) {
    const words = context.t.withdrawals;
    const { beneficiaries, withdrawals, receipts, ref } = model;
    const to = context.at(['withdrawals', 'make']);
    return {
      title: words.title,
      body: html`${parts.pageHead(words.title, words.lead)}
${parts.section(
  context.t.kind.withdrawal,
  html`${withdrawForm(beneficiaries, ref, to, submit(words.make, context), context)}
${withdrawalTable(withdrawals, context, ({ id }) => orderLink(id, context))}`,
)}
${waitingPart(model, context)}
${parts.section(
  words.beneficiaries,
  html`${sweepNotes(model, context)}${beneficiaryTable(beneficiaries, context, context.at(['withdrawals', 'block']))}
${beneficiaryForm(html``, model.channels, context.at(['withdrawals', 'beneficiaries']), submit(words.add, context), context)}`,
)}
${parts.section(words.topUps, topUps(model, context))}
${parts.section(words.receipts, receiptTable(receipts, context))}`,
    };
  },
};

/** What opens a way to real money waits for a second person here. */
function submit(label: string, { waits, t }: PageContext): SafeHtml {
  return waits ? parts.button(t.approvals.ask, 'primary') : parts.button(label, 'primary');
}

/** What an operator has to approve yet, as long as that may be. */
function waitingPart({ waiting }: Model, context: PageContext): SafeHtml | null {
  if (waiting.length === 0) return null;
  const { t } = context;
  const columns: readonly parts.Column<WaitingRequest>[] = [
    {
      head: t.approvals.what,
      cell: ({ action }) => html`${t.approvals.actions[action] ?? action}`,
    },
    {
      head: t.withdrawals.beneficiary,
      cell: ({ summary: { facts = {} } }) =>
        parts.stack(html`<bdi>${facts.name ?? ''}</bdi>`, parts.code(facts.account ?? '')),
      look: 'wide',
    },
    {
      head: t.approvals.amount,
      cell: ({ summary: { asset, amountMinor } }) =>
        asset === null || amountMinor === null
          ? parts.text(null)
          : parts.amount({ asset, minor: BigInt(amountMinor) }, context),
      look: 'number',
    },
    { head: t.approvals.asked, cell: ({ askedAt }) => parts.time(askedAt) },
    { head: t.approvals.until, cell: ({ expiresAt }) => parts.time(expiresAt) },
  ];
  return parts.section(t.withdrawals.waiting, parts.table(columns, waiting, context));
}

function sweepNotes({ terms, beneficiaries }: Model, { t }: PageContext): SafeHtml {
  const notes = terms.flatMap(({ asset, sweep }) => {
    const to = beneficiaries.find(({ id }) => id === sweep?.beneficiaryId);
    if (sweep === null || to === undefined) return [];
    const kept = keptText(asset, sweep.keepMinor);
    return [html`<p class="hint">${t.withdrawals.sweepText(`${to.name} ${to.account}`, kept)}</p>`];
  });
  return html`${notes}`;
}

function topUps({ references, banks }: Model, context: PageContext): SafeHtml {
  const words = context.t.withdrawals;
  const own = references.map(({ asset, reference }) => {
    const open = banks.filter((one) => one.asset === asset);
    return html`${parts.facts([[`${words.reference} (${asset})`, parts.code(reference)]])}
${bankTable(open, context)}`;
  });
  const missing = [...new Set(banks.map(({ asset }) => asset))].filter(
    (asset) => !references.some((one) => one.asset === asset),
  );
  const forms = missing.map((asset) =>
    parts.postForm(
      context,
      context.at(['withdrawals', 'reference']),
      html`${parts.hidden('asset', asset)}${parts.button(`${words.makeReference}: ${asset}`)}`,
    ),
  );
  return html`<p>${words.topUpLead}</p>${own}${forms}`;
}

/** Whose it is, the member and the page say, whatever a form does. */
const ofMember = ({ member, mode }: Ask, form: Form) => ({
  ...form,
  merchant: `${member.merchantId}`,
  mode,
});

export const withdrawAction = actionOf(withdrawalMake, {
  path: '/withdrawals/make',
  screen: '/withdrawals',
  input: (_ask, form) => form,
  answer: () => ({ done: 'withdrawn' }),
});

export const addBeneficiaryAction = actionOf(beneficiaryAdd, {
  path: '/withdrawals/beneficiaries',
  screen: '/withdrawals',
  input: ofMember,
  answer: () => ({ done: 'beneficiary_added' }),
});

export const blockBeneficiaryAction = actionOf(beneficiaryBlock, {
  path: '/withdrawals/block',
  screen: '/withdrawals',
  input: (_ask, form) => form,
  answer: () => ({ done: 'beneficiary_blocked' }),
});

export const referenceAction = actionOf(topUpReference, {
  path: '/withdrawals/reference',
  screen: '/withdrawals',
  input: ofMember,
  answer: () => ({ done: 'reference_made' }),
});
