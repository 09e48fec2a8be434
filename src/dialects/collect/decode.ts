/** Verified fields to the core's request, checked in the order of the spec's error table. */
import type { Channel, FieldName } from '../../domain/channel.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { CreatePayin, MerchantRequest } from '../../domain/request.ts';
import { type AmountForm, MAJOR_WITHOUT_POINT, parseAmount } from '../../wire/amount.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Verified, View } from '../contract.ts';
import { type CollectRequest, type Fields, textOf } from './codec.ts';
import { FIELDS, type FieldSpec, type Operation } from './routes.ts';
import { ASSET_SETTING } from './settings.ts';

type Decoded<T> = { readonly ok: true; readonly value: T } | Refused;
type CreateOperation = 'collect_create' | 'pay_create';

/** One name space for both kinds: `/order/query` takes nothing but `orderId`. */
const SCOPE = 'order';

const ORDER_ID = /^[!-~]{1,32}$/;
const CONTROL = /\p{Cc}/u;
const TEXT_CHARS_MAX = 256;
const URL_CHARS_MAX = 1024;

/** `"100"`, `"100.00"`, `100.00`: at most two decimals whatever the currency (seed 002). */
const AMOUNT: AmountForm = {
  unit: 'major',
  print: 'fixed',
  maxDecimals: 2,
  tokens: ['string', 'number'],
};

/** What the merchant asks, or why it cannot be asked; a refusal names the wire's field. */
export function decodeRequest(
  { parsed, app }: Verified<CollectRequest>,
  operation: Operation,
  view: View,
): Decoded<MerchantRequest> {
  switch (operation) {
    case 'collect_create':
    case 'pay_create':
      return decodeCreate(parsed, operation, view);
    case 'order_query': {
      const merchantRef = textOf(parsed.fields, 'orderId');
      const key = { by: 'merchantRef', scope: SCOPE, merchantRef } as const;
      return { ok: true, value: { do: 'query_order', key, kinds: ['payin', 'payout'] } };
    }
    case 'order_balance':
      return {
        ok: true,
        value: { do: 'query_balance', asset: app.settings[ASSET_SETTING] ?? null },
      };
  }
}

function decodeCreate(
  { fields, keyId }: CollectRequest,
  operation: CreateOperation,
  view: View,
): Decoded<MerchantRequest> {
  const kind = operation === 'collect_create' ? 'payin' : 'payout';
  const channel = view.channel(textOf(fields, 'payCode'), kind);
  if (channel === null) return refuse('channel_unavailable', 'payCode');
  const amount = decodeAmount(textOf(fields, 'amount'), channel);
  if (!amount.ok) return amount;
  const merchantRef = textOf(fields, 'orderId');
  if (!ORDER_ID.test(merchantRef)) {
    return refuse('invalid_field', 'orderId', 'at most 32 printable ASCII characters, no blanks');
  }
  const refusal = checkValues(fields, operation);
  if (refusal !== null) return refusal;
  const order = {
    channel,
    scope: SCOPE,
    merchantRef,
    digest: digestOf(fields, operation),
    amountMinor: amount.value,
    // The notice is signed with the key that the merchant used, see notification.ts.
    metadata: keyId === null ? {} : { keyId },
    notifyUrl: textOf(fields, 'notifyUrl'),
    onRepeat: 'refuse',
    wait: 'none',
    fields: coreFields(fields, operation, channel),
  } as const;
  if (kind === 'payout') return { ok: true, value: { ...order, do: 'create_payout' } };
  const returnUrl = textOf(fields, 'callbackUrl') || null;
  return { ok: true, value: { ...order, do: 'create_payin', returnUrl, expiryMinutes: null } };
}

function decodeAmount(text: string, channel: Channel): Decoded<bigint> {
  const form = channel.decimalsAllowed ? AMOUNT : MAJOR_WITHOUT_POINT;
  const amount = parseAmount(text, channel.asset, form);
  if (!amount.ok) return refuse('amount_invalid', 'amount', amount.error.reason);
  const { minor } = amount.value;
  if (minor === 0n) return refuse('amount_invalid', 'amount', 'the amount is zero');
  return { ok: true, value: minor };
}

/** Length and characters only; what a field must look like stands in the channel's rules. */
function checkValues(fields: Fields, operation: CreateOperation): Refused | null {
  for (const spec of FIELDS[operation]) {
    const value = textOf(fields, spec.name);
    if (value === '') continue;
    const fault = spec.form === 'url' ? urlFault(value) : textFault(value);
    if (fault !== null) return refuse('invalid_field', spec.name, fault);
  }
  return null;
}

function textFault(value: string): string | null {
  if (CONTROL.test(value)) return 'it holds a control character';
  return value.length > TEXT_CHARS_MAX ? `longer than ${TEXT_CHARS_MAX} characters` : null;
}

function urlFault(value: string): string | null {
  if (value.length > URL_CHARS_MAX) return `longer than ${URL_CHARS_MAX} characters`;
  if (!/^https?:\/\//i.test(value)) return 'it must begin with http:// or https://';
  if (/[\s\p{Cc}\\]/u.test(value) || !URL.canParse(value)) return 'it is not a URL';
  // The address guard would refuse every push to such an address.
  const { username, password } = new URL(value);
  return username === '' && password === '' ? null : 'it holds a user name or a password';
}

function coreFields(
  fields: Fields,
  operation: CreateOperation,
  channel: Channel,
): CreatePayin['fields'] {
  const core: Partial<Record<FieldName, string>> = {};
  for (const spec of FIELDS[operation]) {
    const name = meaningOf(spec, channel);
    const value = textOf(fields, spec.name);
    if (name !== undefined && value !== '') core[name] = value;
  }
  return core;
}

/** Seed 002 puts tax number, key type, IFSC or bank code into `remark`, by country. */
function meaningOf({ means }: FieldSpec, channel: Channel): FieldName | undefined {
  const declared = means.find((name) => channel.fields.some((rule) => rule.name === name));
  return declared ?? means.at(-1);
}

/** What was asked, in the operation's own fields: blanks and unknown fields make no difference. */
function digestOf(fields: Fields, operation: CreateOperation): string {
  const asked = FIELDS[operation]
    .filter(({ name }) => name !== 'sign')
    .map(({ name }) => textOf(fields, name));
  return sha256Hex(JSON.stringify([operation, ...asked]));
}
