/** What all calls have in common: what they are asked with, channels, amounts, ids. */
import type { Channel, ChannelKind } from '../../../domain/channel.ts';
import type { Asset } from '../../../domain/money.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import { MINOR_INTEGER, parseAmount } from '../../../wire/amount.ts';
import { writeJson } from '../../../wire/canonical-json.ts';
import { type JsonValue, jsonObject, jsonString } from '../../../wire/json-value.ts';
import { sha256Hex } from '../../../wire/sha256.ts';
import type { Field } from '../../contract.ts';
import { keptOf } from '../../kit/family/asks.ts';
import type { FamilyFlags } from '../../kit/family/calls.ts';
import { coreFields } from '../../kit/fields.ts';
import { type Ask, type Operation, operationsFor } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import type { BodyForm } from '../codec.ts';
import type { Code } from '../status-codes.ts';

/** What the calls of this API say of themselves beyond what all operations do. */
export interface CallFlags extends FamilyFlags<Code> {
  /** Left out: flat. */
  readonly form?: BodyForm;
  /** Fields that have a code of their own where they are missing. */
  readonly blanks?: ReadonlyMap<string, Code>;
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
  ekyc: 'open-api-ph.ekyc',
} as const;

/** The channel of a code of this API, for one payment or for many; refused if there is none. */
export function channelIn(
  { view }: PhAsk,
  code: string,
  fits: (channel: Channel) => boolean,
  kind: ChannelKind = 'payin',
): Result<Channel> {
  const channel = view.channel(code, kind);
  if (channel !== null && fits(channel)) return ok(channel);
  return refuse('channel_unavailable', 'channelCode', 'is not a channel of this call');
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

/** The signature does not distinguish `1` from `"1"`, so neither does the digest. */
function asText(value: JsonValue): JsonValue {
  return value.kind === 'string' ? value : jsonString(writeJson(value));
}

/** Kept with an order to be given back as it was sent; blank ones are left out. */
export function kept(ask: PhAsk, ...names: readonly string[]) {
  return keptOf(ask, [...names, 'appName', 'remark']);
}
