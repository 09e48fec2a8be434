/** What the provider answers, as values; its words are left to `status.ts` (section 2). */
import { type Asset, isAsset, type Money } from '../../../domain/money.ts';
import type { Instructions, WechatCall } from '../../../domain/order.ts';
import type { VerificationReading } from '../../../domain/verification.ts';
import { readAmount } from '../../../wire/amount.ts';
import type { JsonObject, JsonValue } from '../../../wire/json-value.ts';
import type { UpstreamReply } from '../../contract.ts';
import {
  cut,
  idAt,
  itemsAt,
  objectAt,
  type ProviderError,
  type Read,
  readJsonReply,
  textAt,
  unread,
  urlAt,
} from '../../read-json.ts';
import { AMOUNT_FORM } from '../capabilities.ts';

/** Money that came in or went out, under the provider's id for this very movement. */
export interface Movement {
  readonly id: string;
  readonly amount: Money;
  readonly bankRef: string | null;
}

interface Arrival extends Movement {
  readonly isReversed: boolean;
}

/** A body with `status`: the order exists. A create's answer has only the first five facts. */
export interface OrderReply {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly instructions: Instructions | null;
  /** The provider says that the payer has nothing to do: a debit by a mandate. */
  readonly isDebit: boolean;
  readonly failure: ProviderError | null;
  /** `payment`, `payout`, `refund`, `code`, `mandate`. */
  readonly kind: string | null;
  /** What really moved, as the order's own movement: payouts and refunds. */
  readonly moved: Movement | null;
  /** Payments and codes: the arrivals. */
  readonly arrivals: readonly Arrival[];
  /** Mandates: whether the payer has ever agreed, and until when it may be used. */
  readonly wasAgreed: boolean;
  readonly validUntil: Date | null;
  /** Verifications: what was read from the pictures; null: nothing. */
  readonly reading: VerificationReading | null;
}

/** An order, or a refusal (a body with `error`: this call created nothing). */
export type Answer =
  | { readonly kind: 'order'; readonly http: number; readonly order: OrderReply }
  | { readonly kind: 'refusal'; readonly http: number; readonly error: ProviderError };

const TEXT_MAX = 256;
const NUMBER_MAX = 64;
const QR_MAX = 2048;
const SIGNATURE_MAX = 1024;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const AMOUNT = /^[1-9][0-9]{0,17}$/;

/** The answer to a create or a query; unreadable when it says nothing. */
export function readAnswer(reply: UpstreamReply): Read<Answer> {
  const json = readJsonReply(reply);
  if (!json.ok) return json;
  const { status: http, body } = json.value;
  const error = objectAt(body, 'error');
  const isOrder = body.members.has('status');
  if (body.members.has('error') === isOrder) return unread(`HTTP ${http}: no order and no error`);
  if (error !== null) return { ok: true, value: { kind: 'refusal', http, error: errorIn(error) } };
  const order = isOrder ? orderIn(body) : unread('the error is no object');
  return order.ok
    ? { ok: true, value: { kind: 'order', http, order: order.value } }
    : unread(`HTTP ${http}: ${order.reason}`);
}

/** A positive amount of minor units in a well-formed asset, each as it came; otherwise null. */
export function moneyIn(token: JsonValue | undefined, asset: string | null): Money | null {
  if (token?.kind !== 'string' || !AMOUNT.test(token.value)) return null;
  if (asset === null || !isAsset(asset)) return null;
  const amount = readAmount(token, asset, AMOUNT_FORM);
  return amount.ok ? amount.value : null;
}

/** `{code, text}`; empty where they are missing. */
export function errorIn(object: JsonObject): ProviderError {
  const code = cut(textAt(object, 'code') ?? '', TEXT_MAX);
  return { code, text: cut(textAt(object, 'text') ?? '', TEXT_MAX) };
}

/** A bank's reference; "" means that there is none yet. */
export function bankRefIn(object: JsonObject): string | null {
  const utr = textAt(object, 'utr');
  return utr === null || utr === '' ? null : cut(utr, NUMBER_MAX);
}

function orderIn(body: JsonObject): Read<OrderReply> {
  const id = idAt(body, 'id');
  const reference = textAt(body, 'reference');
  const status = textAt(body, 'status');
  if (id === null || reference === null || status === null) {
    return unread('id, reference or status is missing');
  }
  const asset = textAt(body, 'asset');
  const arrivals = arrivalsIn(body, asset);
  if (arrivals === null) return unread('a payment cannot be read');
  const failure = objectAt(body, 'failure');
  const amount = moneyIn(body.members.get('paidMinor'), asset);
  const value = {
    id,
    reference,
    status,
    instructions: instructionsIn(body),
    isDebit: kindOfInstructions(body) === 'debit',
    failure: failure === null ? null : errorIn(failure),
    kind: textAt(body, 'kind'),
    moved: amount === null ? null : { id, amount, bankRef: bankRefIn(body) },
    arrivals,
    wasAgreed: body.members.has('agreedAt'),
    validUntil: timeIn(body, 'validUntil'),
    reading: readingIn(body),
  };
  return { ok: true, value };
}

/** A time as the provider writes it, RFC 3339 in UTC; null when it is none. */
export function timeIn(body: JsonObject, name: string): Date | null {
  const text = textAt(body, name);
  if (text === null || !TIME.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** What was read from the pictures of a verification; what has another form is left out. */
export function readingIn(body: JsonObject): VerificationReading | null {
  const given = objectAt(body, 'reading');
  if (given === null) return null;
  const text = (name: string) => shortAt(given, name, TEXT_MAX);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : null);
  const [score, live] = [given.members.get('faceScore'), given.members.get('isLive')];
  return {
    documentNumber: shortAt(given, 'documentNumber', NUMBER_MAX),
    fullName: text('fullName'),
    birthDate: day('birthDate'),
    gender: text('gender'),
    address: text('address'),
    documentExpiry: day('documentExpiry'),
    faceScore: score?.kind === 'number' ? scoreOf(score.text) : null,
    isLive: live?.kind === 'boolean' ? live.value : null,
  };
}

/** 0 to 100, with at most one decimal. */
function scoreOf(text: string): number | null {
  return /^(?:[0-9]{1,2}(?:\.[0-9])?|100(?:\.0)?)$/.test(text) ? Number(text) : null;
}

function kindOfInstructions(body: JsonObject): string | null {
  const given = objectAt(body, 'instructions');
  return given === null ? null : textAt(given, 'kind');
}

/** All arrivals; null when one of them cannot be read, for money must not be passed over. */
function arrivalsIn(body: JsonObject, asset: Asset | null): readonly Arrival[] | null {
  if (!body.members.has('payments')) return [];
  const items = itemsAt(body, 'payments')?.map((item) => arrivalIn(item, asset)) ?? [null];
  const arrivals = items.filter((arrival) => arrival !== null);
  return arrivals.length === items.length ? arrivals : null;
}

function arrivalIn(item: JsonValue, asset: Asset | null): Arrival | null {
  if (item.kind !== 'object') return null;
  const id = idAt(item, 'id');
  const amount = moneyIn(item.members.get('amountMinor'), asset);
  if (id === null || amount === null) return null;
  return { id, amount, bankRef: bankRefIn(item), isReversed: item.members.has('reversedAt') };
}

/** Null when there are none, or they are of no kind that we can show a payer. */
function instructionsIn(body: JsonObject): Instructions | null {
  const given = objectAt(body, 'instructions');
  if (given === null) return null;
  const page = urlAt(body, 'payerUrl');
  const more = page === null ? {} : { url: page };
  const [url, payload] = [urlAt(given, 'url'), shortAt(given, 'payload', QR_MAX)];
  const [bank, name] = [shortAt(given, 'bank', TEXT_MAX), shortAt(given, 'name', TEXT_MAX)];
  const number = shortAt(given, 'number', NUMBER_MAX);
  const account = shortAt(given, 'account', NUMBER_MAX);
  const biller = shortAt(given, 'biller', TEXT_MAX);
  switch (textAt(given, 'kind')) {
    case 'redirect':
      return url ? redirectIn(given, url) : null;
    case 'qr':
      return payload ? { kind: 'qr', payload, ...more } : null;
    case 'va':
      return bank && number && name ? { kind: 'va', bank, number, name, ...more } : null;
    case 'bank_transfer':
      return bank && account && name
        ? { kind: 'bank_transfer', bank, account, name, ...more }
        : null;
    case 'bill':
      return biller && number ? { kind: 'bill', biller, number, ...more } : null;
    default:
      return null;
  }
}

/** A page; `wechatpay` beside it is read whole, or nothing is: half a call would not pay. */
function redirectIn(given: JsonObject, url: string): Instructions | null {
  if (!given.members.has('wechatpay')) return { kind: 'redirect', url };
  const wechat = wechatIn(given);
  return wechat === null ? null : { kind: 'redirect', url, wechat };
}

function wechatIn(given: JsonObject): WechatCall | null {
  const call = objectAt(given, 'wechatpay');
  const shortUrl = urlAt(given, 'shortUrl');
  if (call === null || shortUrl === null || textAt(call, 'signType') !== 'RSA') return null;
  const prepayId = idAt(call, 'prepayId');
  const timeStamp = shortAt(call, 'timeStamp', NUMBER_MAX);
  const nonceStr = idAt(call, 'nonceStr');
  const pkg = shortAt(call, 'pkg', TEXT_MAX);
  const paySign = shortAt(call, 'paySign', SIGNATURE_MAX);
  if (prepayId === null || timeStamp === null || nonceStr === null) return null;
  // The package names the order that was prepared: anything else would pay for another one.
  if (pkg !== `prepay_id=${prepayId}` || paySign === null) return null;
  if (!/^[0-9]{1,12}$/.test(timeStamp) || !BASE64.test(paySign)) return null;
  return { shortUrl, prepayId, timeStamp, nonceStr, pkg, signType: 'RSA', paySign };
}

/** A text of 1 to `max` characters; longer ones are refused, for a cut number is a wrong number. */
function shortAt(object: JsonObject, name: string, max: number): string | null {
  const text = textAt(object, name);
  return text === null || text === '' || text.length > max ? null : text;
}
