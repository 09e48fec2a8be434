/** Withdrawals: asked for by one, approved by another above the merchant's limit. */
import { randomBytes } from 'node:crypto';
import type { Claimed } from '../../app/claim.ts';
import { createWithdrawal, type WithdrawalRequest } from '../../app/create-withdrawal.ts';
import { parseId } from '../../domain/id.ts';
import { isAsset } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { bankFor, takesTwo, type WithdrawalTerms } from '../../domain/withdrawal.ts';
import { parsePercent } from '../../wire/percent.ts';
import { doneBy } from '../actor.ts';
import {
  type Done,
  type Failed,
  failed,
  failedField,
  type Input,
  type OperatorCommand,
} from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import {
  type Read,
  readId,
  readMerchant,
  readMoney,
  readMoneyOrNone,
  readWholeOrNone,
} from '../input.ts';
import { ofBeneficiary } from '../member-rule.ts';

const REFERENCE = /^[\w.-]{1,64}$/;

/** Made with the form: a form sent twice is one withdrawal. */
export function newWithdrawalRef(): string {
  return `WD${randomBytes(10).toString('hex').toUpperCase()}`;
}

type Asked = Omit<WithdrawalRequest, 'by'>;

/** Inputs: `beneficiary`, `amount`, `ref`. */
export const withdrawalMake: OperatorCommand<Asked, Order> = {
  name: 'withdrawal.make',
  ability: 'move_money',
  member: ofBeneficiary('withdraw'),
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject: ({ beneficiary = '' }) => `beneficiary ${beneficiary}`,
  async isSmall(deps, input) {
    const asked = await readAsked(deps, input);
    return asked.ok && !takesTwo(asked.value.terms, asked.value.amountMinor);
  },
  async check(deps, _actor, input) {
    const asked = await readAsked(deps, input);
    if (!asked.ok) return asked;
    const { beneficiary, amountMinor, reference } = asked.value;
    const { merchantId, mode, asset, name, account } = beneficiary;
    const merchant = deps.snapshot.current().merchant(merchantId)?.name ?? '';
    const facts = { merchant, mode, name, account, reference };
    const money = { orderId: null, asset, amountMinor: String(amountMinor), finding: null };
    return { ok: true, value: asked.value, summary: { ...money, evidence: '', facts } };
  },
  async execute(run, asked) {
    const outcomeOf = (answer: unknown): Done<Order> | Failed => {
      const claimed = answer as Claimed;
      if (claimed.kind === 'refused') {
        const { code, field, detail } = claimed.refused.refusal;
        if (code === 'insufficient_balance') return failed('not_covered', 'too_much');
        return failedField(field ?? 'amount', detail ?? code);
      }
      return { ok: true, result: claimed.order, detail: `${asked.reference} ${claimed.order.id}` };
    };
    const deps = { ...run.deps, lanes: run.lanes(outcomeOf) };
    return outcomeOf(await createWithdrawal(deps, { ...asked, by: doneBy(run.actor) }));
  },
};

async function readAsked(
  deps: Pick<OperatorDeps, 'withdrawals'>,
  input: Input,
): Promise<Read<Asked>> {
  const id = parseId(input.beneficiary ?? '');
  const beneficiary = id === null ? null : await deps.withdrawals.beneficiary(id);
  if (beneficiary === null) return failed('not_found');
  const { merchantId, mode, asset } = beneficiary;
  const amount = readMoney(input, 'amount', asset);
  if (!amount.ok) return amount;
  const reference = (input.ref ?? '').trim();
  if (!REFERENCE.test(reference)) return failed('form_stale');
  return {
    ok: true,
    value: {
      ...{ beneficiary, reference, amountMinor: amount.value },
      terms: await termsOf(deps, merchantId, asset),
      bank: bankFor(await deps.withdrawals.banks(), mode, asset),
    },
  };
}

export async function termsOf(
  { withdrawals }: Pick<OperatorDeps, 'withdrawals'>,
  merchantId: Order['merchantId'],
  asset: string,
): Promise<WithdrawalTerms | null> {
  return (await withdrawals.terms(merchantId)).find((one) => one.asset === asset) ?? null;
}

/**
 * Inputs: `merchant`, `asset`; `fee_rate` (per cent), `fee_fixed`; `min`; `alone`, up to which one
 * person is enough; `day_max`, the most of a day (left out: no limit); `sweep_to` (a beneficiary;
 * left out: no sweep), `sweep_weekday` (1 to 7; left out: each day), `sweep_keep`.
 */
export const withdrawalTerms: OperatorCommand<WithdrawalTerms, WithdrawalTerms> = {
  name: 'withdrawal.terms',
  ability: 'manage_merchants',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject: ({ merchant = '' }) => `merchant ${merchant}`,
  async check(deps, _actor, input) {
    const merchant = readMerchant(deps, input);
    if (!merchant.ok) return merchant;
    const asset = (input.asset ?? '').trim();
    if (!isAsset(asset)) return failedField('asset', 'must be a currency and scale such as PHP/2');
    const money = readAmounts(input, asset);
    if (!money.ok) return money;
    const rateText = (input.fee_rate ?? '').trim();
    const rate = parsePercent(rateText === '' ? '0' : rateText);
    if (!rate.ok) return failedField('fee_rate', rate.error.reason);
    const sweep = await readSweep(deps, input, merchant.value.id, asset);
    if (!sweep.ok) return sweep;
    const { fixedMinor, minMinor, aloneMinor, dayMaxMinor } = money.value;
    const fee = { ratePpm: rate.value, fixedMinor, minMinor: null, maxMinor: null };
    const terms = { fee, minMinor, aloneMinor, dayMaxMinor, sweep: sweep.value };
    return { ok: true, value: { merchantId: merchant.value.id, asset, ...terms } };
  },
  execute: (run, terms) =>
    run.commit(async ({ withdrawals }) => {
      await withdrawals.setTerms(terms);
      const { asset, aloneMinor, sweep } = terms;
      const swept = sweep === null ? 'no sweep' : `sweep to ${sweep.beneficiaryId}`;
      const detail = `${asset}: one person up to ${aloneMinor}, ${swept}`;
      return { ok: true, result: terms, after: terms, detail };
    }),
};

function readAmounts(input: Input, asset: string) {
  const fixed = readMoneyOrNone(input, 'fee_fixed', asset);
  if (!fixed.ok) return fixed;
  const min = readMoneyOrNone(input, 'min', asset);
  if (!min.ok) return min;
  if (min.value === 0n) return failedField('min', 'must be above zero');
  const alone = readMoneyOrNone(input, 'alone', asset);
  if (!alone.ok) return alone;
  const dayMax = readMoneyOrNone(input, 'day_max', asset);
  if (!dayMax.ok) return dayMax;
  if (dayMax.value === 0n) return failedField('day_max', 'must be above zero, or empty');
  const value = {
    dayMaxMinor: dayMax.value,
    fixedMinor: fixed.value ?? 0n,
    minMinor: min.value ?? 1n,
    aloneMinor: alone.value ?? 0n,
  };
  return { ok: true as const, value };
}

async function readSweep(
  { withdrawals }: Pick<OperatorDeps, 'withdrawals'>,
  input: Input,
  merchantId: Order['merchantId'],
  asset: string,
): Promise<Read<WithdrawalTerms['sweep']>> {
  if ((input.sweep_to ?? '').trim() === '') return { ok: true, value: null };
  const id = readId(input, 'sweep_to');
  if (!id.ok) return id;
  const to = await withdrawals.beneficiary(id.value);
  const fits = to?.merchantId === merchantId && to.asset === asset && to.blockedAt === null;
  if (!fits) return failedField('sweep_to', 'must be a beneficiary of the merchant and currency');
  const weekday = readWholeOrNone(input, 'sweep_weekday');
  if (!weekday.ok) return weekday;
  if (weekday.value !== null && (weekday.value < 1 || weekday.value > 7)) {
    return failedField('sweep_weekday', 'must be from 1 (Monday) to 7 (Sunday), or empty');
  }
  const keep = readMoneyOrNone(input, 'sweep_keep', asset);
  if (!keep.ok) return keep;
  const sweep = { beneficiaryId: id.value, weekday: weekday.value, keepMinor: keep.value ?? 0n };
  return { ok: true, value: sweep };
}
