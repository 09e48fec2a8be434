/** What an operator may make of a channel, its terms and its routes. */
import type { Channel, CodeData, FeeRule, FieldName, Route, TermsRow } from '../domain/channel.ts';
import {
  isCalendarId,
  isZone,
  type SettleTerms,
  TERMS_DAYS_MAX,
} from '../domain/settlement-day.ts';
import { CHECKS, isKnownCheck } from '../fields/check-field.ts';
import { FIELD_NAMES } from '../fields/check-fields.ts';

/** What a channel can ask for, and the checks that it can name. */
export const FIELD_CHOICES: {
  readonly names: readonly FieldName[];
  readonly checks: typeof CHECKS;
} = { names: FIELD_NAMES, checks: CHECKS };

/** The first thing that is wrong: where, under the core's name for it, and a sentence's end. */
export interface Problem {
  readonly field: string;
  readonly why: string;
}

const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,80}$/u;
/** A month: an unpaid order longer than that is forgotten. */
const EXPIRY_MINUTES_MAX = 43_200;
/** Longer than any bank's number; shorter is guessed too easily, or used up. */
const VA_LENGTH_MAX = 30;
const VA_UNIQUE_DIGITS_MIN = 6;
/** The database counts weights and priorities in 16 bits. */
const ORDER_MAX = 32_767;
/** A year: longer, no provider gives money back. */
const REFUND_DAYS_MAX = 365;

/** Methods by which many payments can arrive at one code. */
const REUSABLE = ['qr', 'va', 'bank_transfer', 'bill'];

/** Null: the channel can be used as it is. */
export function channelProblem(channel: Channel): Problem | null {
  const { name, limits, kind, method, expiryMinutes, abilities } = channel;
  if (!NAME.test(name.trim())) return invalid('name', 'must have 1 to 80 characters');
  if (limits.minMinor <= 0n) return invalid('min', 'must be above zero');
  if (limits.maxMinor < limits.minMinor) return invalid('max', 'must not be below the smallest');
  if (limits.dayMinor !== undefined && limits.dayMinor < limits.minMinor) {
    return invalid('day', 'must not be below the smallest');
  }
  if (limits.openMax === 0) return invalid('open_max', 'must be above zero');
  if (abilities.refund.windowDays > REFUND_DAYS_MAX) {
    return invalid('refund.windowDays', `must be at most ${REFUND_DAYS_MAX}`);
  }
  if (abilities.static && !REUSABLE.includes(method)) {
    return invalid('static', `is nothing that the method ${method} can be`);
  }
  if (kind === 'payin' && expiryMinutes === 0 && !abilities.static) {
    return invalid('expiry', 'must be above zero, but for codes that are paid many times');
  }
  if (kind === 'payout' && expiryMinutes !== 0) return invalid('expiry', 'must be 0 for payouts');
  if (expiryMinutes > EXPIRY_MINUTES_MAX) {
    return invalid('expiry', `must be at most ${EXPIRY_MINUTES_MAX}`);
  }
  return fieldsProblem(channel) ?? codeProblem(channel.codeData);
}

function fieldsProblem({ fields }: Channel): Problem | null {
  const bad = fields.find(({ check }) => !isKnownCheck(check));
  return bad === undefined ? null : invalid(`check:${bad.name}`, `is no check: ${bad.check}`);
}

function codeProblem(data: CodeData | undefined): Problem | null {
  if (data === undefined) return null;
  const { bank, vaPrefix, vaLength } = data;
  if (bank !== null && !NAME.test(bank)) return invalid('bank', 'must have 1 to 80 characters');
  if (vaPrefix !== null && !/^[0-9]{1,20}$/.test(vaPrefix)) {
    return invalid('va_prefix', 'must have 1 to 20 digits');
  }
  if (vaLength === null) return null;
  const least = (vaPrefix?.length ?? 0) + VA_UNIQUE_DIGITS_MIN;
  return vaLength < least || vaLength > VA_LENGTH_MAX
    ? invalid('va_length', `must be from ${least} to ${VA_LENGTH_MAX}`)
    : null;
}

/** `others`: the channel's terms so far. New terms begin now or later, and each at its own time. */
export function termsProblem(
  terms: TermsRow,
  others: readonly TermsRow[],
  nowMs: number,
): Problem | null {
  const { fee, settle, effectiveFrom, merchantId } = terms;
  const unordered = feeProblem(fee);
  if (unordered !== null) return unordered;
  const undue = settleProblem(settle);
  if (undue !== null) return undue;
  if (effectiveFrom.getTime() < nowMs) return invalid('from', 'must not be in the past');
  const duplicate = others.some(
    (one) =>
      one.merchantId === merchantId && one.effectiveFrom.getTime() === effectiveFrom.getTime(),
  );
  return duplicate ? invalid('from', 'has terms already: withdraw those first') : null;
}

/** What a due day can be counted by; fields as people are asked for them. */
function settleProblem(settle: SettleTerms): Problem | null {
  const most = typeof settle === 'number' ? settle : 'n' in settle ? settle.n : 0;
  if (most > TERMS_DAYS_MAX) return invalid('days', `must be at most ${TERMS_DAYS_MAX}`);
  if (typeof settle === 'number') return null;
  if (!isZone(settle.zone)) return invalid('settle_zone', 'must be a zone, such as Asia/Manila');
  if (settle.cutoff !== null && !CUTOFF.test(settle.cutoff)) {
    return invalid('settle_cutoff', 'must be a time, such as 18:00, or empty');
  }
  if (settle.kind === 'weekly' && !(settle.weekday >= 1 && settle.weekday <= 7)) {
    return invalid('settle_weekday', 'must be from 1 (Monday) to 7 (Sunday)');
  }
  if (settle.kind === 'monthly' && !(settle.day >= 1 && settle.day <= 31)) {
    return invalid('settle_day', 'must be from 1 to 31');
  }
  const odd = settle.calendars.find((id) => !isCalendarId(id));
  return odd === undefined ? null : invalid('settle_calendars', `${odd} is no calendar`);
}

const CUTOFF = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;

function feeProblem({ minMinor, maxMinor }: FeeRule): Problem | null {
  if (minMinor === null || maxMinor === null || minMinor <= maxMinor) return null;
  return invalid('fee_max', 'must not be below the least fee');
}

/** What a route is judged by. */
export interface RouteContext {
  /** Whether the connector can carry the channel's method. */
  readonly carries: boolean;
  /** Whether there are credentials for the account. */
  readonly hasAccount: boolean;
}

export function routeProblem(route: Route, { carries, hasAccount }: RouteContext): Problem | null {
  const { account, priority, weight, minMinor, maxMinor, enabled } = route;
  if (!carries) return invalid('connector', 'cannot take the method of this channel');
  if (!/^[\w.-]{1,64}$/.test(account)) {
    return invalid('account', 'must have 1 to 64 letters, digits, _ . or -');
  }
  if (enabled && !hasAccount) {
    return invalid('account', 'has no credentials: the route can only be kept closed');
  }
  if (priority > ORDER_MAX) return invalid('priority', `must be at most ${ORDER_MAX}`);
  if (weight < 1 || weight > ORDER_MAX) return invalid('weight', `must be from 1 to ${ORDER_MAX}`);
  if (minMinor !== null && maxMinor !== null && maxMinor < minMinor) {
    return invalid('max', 'must not be below the smallest');
  }
  return null;
}

function invalid(field: string, why: string): Problem {
  return { field, why };
}
