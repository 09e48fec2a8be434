/** What all calls have in common: what they are asked with, channels, amounts, ids. */
import type { Channel, ChannelKind } from '../../../domain/channel.ts';
import type { Asset } from '../../../domain/money.ts';
import {
  type RefusalCode,
  type RefusalReason,
  type Refused,
  refuse,
} from '../../../domain/refusal.ts';
import { MINOR_INTEGER, parseAmount } from '../../../wire/amount.ts';
import { writeJson } from '../../../wire/canonical-json.ts';
import { parseDay } from '../../../wire/day.ts';
import { type JsonValue, jsonObject, jsonString } from '../../../wire/json-value.ts';
import { sha256Hex } from '../../../wire/sha256.ts';
import type { Field } from '../../contract.ts';
import { coreFields } from '../../kit/fields.ts';
import { type Ask, type Operation, operationsFor } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import { type BodyForm, ZONE_MINUTES } from '../codec.ts';
import type { Code } from '../status-codes.ts';

/** What the calls of this API say of themselves beyond what all operations do. */
export interface CallFlags {
  /** Left out: flat. */
  readonly form?: BodyForm;
  /** It changes something, so it takes no field of any other call. Left out: it may. */
  readonly isExact?: boolean;
  /** Codes that it answers otherwise than the other calls. */
  readonly codes?: Readonly<Partial<Record<RefusalCode, Code>>>;
  /** The same by what is behind a refusal. */
  readonly reasons?: Readonly<Partial<Record<RefusalReason, Code>>>;
  /** Fields that have a code of their own where they are missing. */
  readonly blanks?: ReadonlyMap<string, Code>;
  /** The core's words for fields that it calls otherwise. */
  readonly renamed?: ReadonlyMap<string, string>;
}

export type PhOperation = Operation<PhAsk> & CallFlags;

export interface PhAsk extends Ask {
  readonly fields: readonly Field[];
  /** What was sent, by its names; blank ones are not in it. */
  readonly sent: readonly (readonly [string, JsonValue])[];
}

/** Makes a call. */
export const call = operationsFor<PhAsk, CallFlags>();

export const ASSET: Asset = 'PHP/2';
export const COUNTRY = 'PH';

/** Name spaces of the merchant's ids: each product has its own (our reading). */
export const SCOPES = {
  payout: 'open-api-ph.payout',
  bill: 'open-api-ph.bill',
  qr: 'open-api-ph.qr',
  account: 'open-api-ph.account',
  web: 'open-api-ph.payment',
  refund: 'open-api-ph.refund',
  checkout: 'open-api-ph.checkout',
  mandate: 'open-api-ph.mandate',
  debit: 'open-api-ph.debit',
} as const;

export function missing(field: string): Refused {
  return refuse('missing_field', field);
}

/** The channel of a code of this API, for one payment or for many; refused if there is none. */
export function channelIn(
  { view }: PhAsk,
  code: string,
  fits: (channel: Channel) => boolean,
  kind: ChannelKind = 'payin',
): Result<Channel> {
  const channel = view.channel(code, kind);
  if (channel !== null && fits(channel)) return ok(channel);
  return refuse('channel_unavailable', 'channelCode', 'no such channel for this call');
}

/** Centavos within the request-wide range of a call, which comes before the channel's limits. */
export function amountIn(
  { text }: PhAsk,
  name: string,
  { min, max }: { readonly min: bigint; readonly max: bigint | null } = { min: 1n, max: null },
): Result<bigint> {
  const amount = parseAmount(text(name), ASSET, MINOR_INTEGER);
  if (!amount.ok) return refuse('amount_invalid', name, amount.error.reason);
  const { minor } = amount.value;
  if (minor < min) return outside(name, 'greater', min);
  return max !== null && minor > max ? outside(name, 'less', max) : ok(minor);
}

/** In the words that clients have seen. */
function outside(name: string, side: 'greater' | 'less', bound: bigint): Refused {
  return refuse('amount_invalid', name, `must be ${side} than or equal to ${bound}`);
}

/** Where to notify: as sent, else where the app says; null if neither says. */
export function notifyUrlIn({ app, text }: PhAsk, name: string): string | null {
  return text(name) || app.notifyUrl;
}

/** Seconds until something ends, as minutes; null if it was left out. */
export function expiryMinutesIn(
  { text }: PhAsk,
  { min, max }: { readonly min: number; readonly max: number },
): Result<number | null> {
  const sent = text('expireSeconds');
  if (sent === '') return ok(null);
  const seconds = /^[0-9]{1,7}$/.test(sent) ? Number.parseInt(sent, 10) : 0;
  if (seconds >= min && seconds <= max) return ok(seconds / 60);
  return refuse('invalid_field', 'expireSeconds', `must be between ${min} and ${max}`);
}

/** What the fields mean to the core. */
export function factsOf({ fields, text }: PhAsk) {
  return coreFields(fields, text);
}

/** The same for every spelling of the same values; when it was sent is no part of what is asked. */
export function digestOf({ sent }: PhAsk): string {
  const members = sent
    .filter(([name]) => name !== 'timestamp')
    .map(([name, value]) => [name, asText(value)] as const);
  return sha256Hex(writeJson(jsonObject(members), { sort: 'all', escape: 'plain' }));
}

/** The signature does not tell `1` from `"1"`, so neither does the digest. */
function asText(value: JsonValue): JsonValue {
  return value.kind === 'string' ? value : jsonString(writeJson(value));
}

/** Kept with an order to be given back as it was sent; blank ones are left out. */
export function kept(
  { text }: PhAsk,
  ...names: readonly string[]
): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = {};
  for (const name of [...names, 'appName', 'remark']) {
    if (text(name) !== '') metadata[name] = text(name);
  }
  return metadata;
}

/** Days of one answer, both ends included (our choice). */
const LIST_DAYS_MAX = 31;
const DAY_MS = 86_400_000;

/** The time from the first day to the last, both included. */
export function daysIn(ask: PhAsk): Result<{ readonly from: Date; readonly to: Date }> {
  const [first, last] = [dayIn(ask, 'startDate'), dayIn(ask, 'endDate')];
  const days = (last.to.getTime() - first.from.getTime()) / DAY_MS;
  if (days < 1) return refuse('invalid_field', 'endDate', 'must not be before startDate');
  if (days > LIST_DAYS_MAX) {
    return refuse('invalid_field', 'endDate', `must be within ${LIST_DAYS_MAX} days`);
  }
  return ok({ from: first.from, to: last.to });
}

/** A day that the table of fields has let through. */
function dayIn({ text }: PhAsk, name: string) {
  const day = parseDay(text(name), ZONE_MINUTES);
  if (!day.ok) throw new TypeError(`${name} was not checked`);
  return day.value;
}
