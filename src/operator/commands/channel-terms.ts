/** Fees: rows from a date on, for all merchants or for one. */
import { termsProblem } from '../../app/check-channel.ts';
import type { DisputeTerms, TermsRow } from '../../domain/channel.ts';
import { FREE } from '../../domain/fee.ts';
import { parseId } from '../../domain/id.ts';
import type { Asset } from '../../domain/money.ts';
import { type SettleTerms, settleText } from '../../domain/settlement-day.ts';
import { parsePercent, printPercent } from '../../wire/percent.ts';
import { failedField, type Input } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readChoice, readMoney, readMoneyOrNone, readWhole } from '../input.ts';
import { editCommand } from './channel-edit.ts';

/** `hours`: so many days after the payment, to the hour. */
export const SETTLE_KINDS = ['hours', 'business', 'natural', 'weekly', 'monthly'] as const;
export const TRADE_DAYS = ['following', 'same'] as const;

export const channelTerms = editCommand('channel.terms', (details, input, deps) => {
  const { asset, code } = details.channel;
  const nowMs = deps.clock.nowMs();
  const fee = readFee(input, asset);
  if (!fee.ok) return fee;
  const refundFee = readFeeOrNone(input, 'refund', asset);
  if (!refundFee.ok) return refundFee;
  const dispute = readDispute(input, asset);
  if (!dispute.ok) return dispute;
  const settle = readSettle(input);
  if (!settle.ok) return settle;
  const merchantId = readMerchant(input.merchant ?? '', deps);
  if (!merchantId.ok) return merchantId;
  const effectiveFrom = readFrom(input.from ?? '', nowMs);
  if (!effectiveFrom.ok) return effectiveFrom;
  const terms = {
    ...{ merchantId: merchantId.value, channelCode: code, effectiveFrom: effectiveFrom.value },
    ...{ fee: fee.value, settle: settle.value },
    ...(refundFee.value && { refundFee: refundFee.value }),
    ...(dispute.value && { dispute: dispute.value }),
  };
  const problem = termsProblem(terms, details.terms, nowMs);
  if (problem !== null) return failedField(problem.field, problem.why);
  const { ratePpm, fixedMinor } = fee.value;
  const detail = `${printPercent(ratePpm)} % + ${fixedMinor} ${asset}, ${settleText(terms.settle)}, merchant ${merchantId.value ?? 'all'}, from ${effectiveFrom.value.toISOString()}`;
  return { change: { kind: 'terms', terms }, detail };
});

function readFee(input: Input, asset: Asset): Read<TermsRow['fee']> {
  const rate = parsePercent((input.rate ?? '').trim());
  if (!rate.ok) return failedField('rate', rate.error.reason);
  const fixed = readMoney(input, 'fixed', asset);
  if (!fixed.ok) return fixed;
  const min = readMoneyOrNone(input, 'fee_min', asset);
  if (!min.ok) return min;
  const max = readMoneyOrNone(input, 'fee_max', asset);
  if (!max.ok) return max;
  const [fixedMinor, minMinor, maxMinor] = [fixed.value, min.value, max.value];
  return { ok: true, value: { ratePpm: rate.value, fixedMinor, minMinor, maxMinor } };
}

/**
 * `days` alone: so many times 24 hours. With `settle_kind` a calendar decides; `days` is then the
 * number of business or natural days, and `settle_weekday` or `settle_day` what weekly and monthly
 * ones are paid on.
 */
function readSettle(input: Input): Read<SettleTerms> {
  const kind = readChoice(input, 'settle_kind', SETTLE_KINDS, 'hours');
  if (!kind.ok) return kind;
  if (kind.value === 'hours') return readWhole(input, 'days');
  const trade = readChoice(input, 'settle_trade', TRADE_DAYS, 'following');
  if (!trade.ok) return trade;
  const trading = {
    zone: (input.settle_zone ?? '').trim(),
    cutoff: (input.settle_cutoff ?? '').trim() || null,
    calendars: (input.settle_calendars ?? '').split(/[\s,]+/).filter((id) => id !== ''),
    trade: trade.value,
  };
  if (kind.value === 'weekly') {
    const weekday = readWhole(input, 'settle_weekday');
    return weekday.ok ? settled({ kind: 'weekly', weekday: weekday.value, ...trading }) : weekday;
  }
  if (kind.value === 'monthly') {
    const day = readWhole(input, 'settle_day');
    return day.ok ? settled({ kind: 'monthly', day: day.value, ...trading }) : day;
  }
  const n = readWhole(input, 'days');
  return n.ok ? settled({ kind: kind.value, n: n.value, ...trading }) : n;
}

const settled = (value: SettleTerms): Read<SettleTerms> => ({ ok: true, value });

/** Nothing typed: refunds, or disputes, cost nothing. */
function readFeeOrNone(
  input: Input,
  of: 'refund' | 'dispute',
  asset: Asset,
): Read<TermsRow['fee'] | null> {
  const rateText = (input[`${of}_rate`] ?? '').trim();
  const fixed = readMoneyOrNone(input, `${of}_fixed`, asset);
  if (!fixed.ok) return fixed;
  if (rateText === '' && fixed.value === null) return { ok: true, value: null };
  const rate = parsePercent(rateText === '' ? '0' : rateText);
  if (!rate.ok) return failedField(`${of}_rate`, rate.error.reason);
  const fixedMinor = fixed.value ?? 0n;
  return { ok: true, value: { ratePpm: rate.value, fixedMinor, minMinor: null, maxMinor: null } };
}

/** Null: a dispute costs nothing, and the payment's own fee stays. */
function readDispute(input: Input, asset: Asset): Read<DisputeTerms | null> {
  const fee = readFeeOrNone(input, 'dispute', asset);
  if (!fee.ok) return fee;
  const refundedWhenWon = input.dispute_fee_refunded === 'yes';
  const refundsFee = input.payment_fee_refunded === 'yes';
  if (refundedWhenWon && fee.value === null) {
    return failedField(
      'dispute_fee_refunded',
      'needs a fee that can come back: send dispute_fixed',
    );
  }
  const isNone = fee.value === null && !refundsFee;
  const value = isNone ? null : { fee: fee.value ?? FREE, refundedWhenWon, refundsFee };
  return { ok: true, value };
}

function readMerchant(text: string, { snapshot }: OperatorDeps): Read<bigint | null> {
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

export const termsWithdraw = editCommand('channel.terms_withdraw', (details, input, deps) => {
  const row = details.terms.find(({ id }) => String(id) === input.terms);
  if (row === undefined) return failedField('terms', 'are not there');
  if (row.effectiveFrom.getTime() <= deps.clock.nowMs()) {
    return failedField('terms', 'have begun: orders may have been made by them');
  }
  return { change: { kind: 'terms_withdrawn', id: row.id }, detail: `terms ${row.id}` };
});
