/** Codes that many payments arrive at: made, looked at, listed, cancelled. */
import { refuse } from '../../domain/refusal.ts';
import type {
  CloseOrder,
  CreateCode,
  CreatePayin,
  ListChildren,
  OrderKey,
  QueryOrder,
} from '../../domain/request.ts';
import { parseDay } from '../../wire/day.ts';
import { parseTimestampMs, ZONE_MINUTES } from './codec.ts';
import {
  type Ask,
  amountIn,
  checkMobile,
  coreFields,
  countryOf,
  type Decoded,
  digestOf,
  echoed,
  missing,
  notifyUrlIn,
  ofPath,
  textIn,
} from './decode-ask.ts';
import { channelIn, decodePayment, noChannel } from './decode-payment.ts';
import { SCOPES } from './routes.ts';

/** `form`: of a regional call, which has names of its own for what comes of it. */
export function decodeCode(ask: Ask, form: 'qr' | 'va' | null): Decoded<CreateCode> {
  const found = channelIn(ask, 'reuse');
  if (!found.ok) return found;
  const refusal = checkMobile(ask, found.value.country);
  if (refusal !== null) return refusal;
  const amountMinor = fixedAmountIn(ask);
  if (!amountMinor.ok) return amountMinor;
  const expiresAt = expiryIn(ask);
  if (!expiresAt.ok) return expiresAt;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  return {
    ok: true,
    value: {
      do: 'create_code',
      channel: found.value.channel,
      scope: SCOPES.code,
      merchantRef: textIn(ask, 'mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: { ...echoed(ask, 'channelCode', 'mobile'), ...(form === null ? {} : { form }) },
      notifyUrl: notifyUrl.value,
      onRepeat: 'refuse',
      // The answer shows the number or QR text.
      wait: 'instructions',
      fields: coreFields(ask),
      minMinor: null,
      maxMinor: null,
      single: false,
      expiresAt: expiresAt.value,
    },
  };
}

/** 0: whatever the payer pays. */
function fixedAmountIn(ask: Ask): Decoded<bigint> {
  return textIn(ask, 'amount') === '' ? { ok: true, value: 0n } : amountIn(ask, 'amount');
}

function expiryIn(ask: Ask): Decoded<Date | null> {
  const text = textIn(ask, 'expireTime');
  if (text === '') return { ok: true, value: null };
  const ms = parseTimestampMs(text);
  if (ms === null) return refuse('invalid_field', 'expireTime', 'milliseconds are due');
  return { ok: true, value: new Date(ms) };
}

/** The regional call for a QR: for one payment or for many, as the channel is. */
export function decodeQr(ask: Ask): Decoded<CreatePayin | CreateCode> {
  const once = channelIn(ask, 'once');
  if (!once.ok) return decodeCode(ask, 'qr');
  if (textIn(ask, 'amount') === '') return missing('amount', 'a code for one payment needs it');
  if (once.value.channel.method !== 'qr') return noChannel('channelCode');
  const made = decodePayment(ask);
  if (!made.ok) return made;
  return { ok: true, value: { ...made.value, metadata: { ...made.value.metadata, form: 'qr' } } };
}

function codeKey(ask: Ask): OrderKey {
  return { by: 'merchantRef', scope: SCOPES.code, merchantRef: textIn(ask, 'mchOrderId') };
}

export function decodeDetail(ask: Ask): Decoded<QueryOrder> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  return {
    ok: true,
    value: { do: 'query_order', key: codeKey(ask), kinds: ['code'], ...ofPath(ask) },
  };
}

export function decodeCancel(ask: Ask): Decoded<CloseOrder> {
  const found = channelIn(ask, 'reuse');
  if (!found.ok) return found;
  const channel = found.value.channel.code;
  return { ok: true, value: { do: 'close_order', key: codeKey(ask), kinds: ['code'], channel } };
}

/** Days of one answer, both ends included (our choice). */
const LIST_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

export function decodePayments(ask: Ask): Decoded<ListChildren> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const [first, last] = [dayIn(ask, 'startDate'), dayIn(ask, 'endDate')];
  const days = (last.to.getTime() - first.from.getTime()) / DAY_MS;
  if (days < 1) return refuse('invalid_field', 'endDate', 'it lies before startDate');
  if (days > LIST_DAYS_MAX) {
    return refuse('invalid_field', 'endDate', `at most ${LIST_DAYS_MAX} days at once`);
  }
  return {
    ok: true,
    value: {
      do: 'list_children',
      parent: codeKey(ask),
      parentFilter: { kinds: ['code'], ...ofPath(ask) },
      kind: 'payin',
      within: { from: first.from, to: last.to },
    },
  };
}

/** A day that the field table has let through. */
function dayIn(ask: Ask, name: string): { readonly from: Date; readonly to: Date } {
  const day = parseDay(textIn(ask, name), ZONE_MINUTES);
  if (!day.ok) throw new TypeError(`${name} was not checked`);
  return day.value;
}
