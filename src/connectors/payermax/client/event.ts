/** What PayerMax's notifications say, as a value (upstream notes, sections 4-6 and 10). */
import type { Money } from '../../../domain/money.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { sha256Hex } from '../../../wire/sha256.ts';
import {
  cut,
  idAt,
  objectAt,
  type ProviderError,
  type Read,
  readJsonObject,
  textAt,
  unread,
} from '../../read-json.ts';
import { TAKEN } from './reply.ts';
import {
  errorOf,
  moneyAt,
  type Resource,
  readResource,
  referenceAt,
  type Shape,
} from './resource.ts';

/** A payer's bank wants a payment back. */
export interface Dispute {
  readonly caseId: string;
  readonly reference: string;
  readonly tradeToken: string;
  readonly status: string;
  /** `WIN` or `FAIL`, from the merchant's side; empty while it is open. */
  readonly result: string;
  /** What it is about, in the order's own currency where that is reported. */
  readonly amount: Money | null;
  /** What PayerMax takes for the case itself; null: nothing, or it cannot be read. */
  readonly fee: Money | null;
  readonly reason: ProviderError | null;
  readonly network: string | null;
  /** Until when evidence may be given; null where it is not reported as RFC 3339. */
  readonly dueAt: Date | null;
}

/** A warning that a payment is fraudulent. It has no case, and no money moves. */
export interface Fraud {
  readonly reference: string;
  /** When PayerMax heard of it, in its own words. */
  readonly receivedAt: string;
}

export interface Event {
  /** Notifications have no number of their own. */
  readonly digest: string;
  readonly about:
    | { readonly kind: 'resource'; readonly resource: Resource; readonly wasTaken: boolean }
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'fraud'; readonly fraud: Fraud }
    | { readonly kind: 'other' };
}

/** Types of notifications, and what their data is. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['PAYMENT', 'payment'],
  ['PAYOUT', 'payout'],
  ['REFUND', 'refund'],
  ['CANCEL', 'cancel'],
]);

const FRAUD = 'FRAUD';

/** Four kinds of cases, all of one form. */
const DISPUTES: ReadonlySet<string> = new Set([
  'CHARGEBACK',
  'DISPUTE',
  FRAUD,
  'CUSTOMER COMPLAINT',
]);

const REASON_MAX = 200;
const NETWORK_MAX = 32;
const TIME_MAX = 32;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Reads a notification's body; refused when it does not even say what happened to what. */
export function readEvent(bytes: Uint8Array): Read<Event> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const type = textAt(json.value, 'notifyType');
  const data = objectAt(json.value, 'data');
  if (data === null) return unread('data is missing');
  const about = fraudIn(type, data) ?? aboutOf(type, json.value, data);
  if (!about.ok) return about;
  const digest = sha256Hex(Buffer.from(bytes).toString());
  return { ok: true, value: { digest, about: about.value } };
}

/** The schema of warnings has no type; they are known by naming no case. */
function fraudIn(type: string | null, data: JsonObject): Read<Event['about']> | null {
  const isFraud = type === null || type === '' || type === FRAUD;
  const reference = referenceAt(data, 'outTradeNo');
  const receivedAt = textAt(data, 'receiveDate');
  if (!isFraud || data.members.has('caseId') || receivedAt === null) return null;
  if (reference === null) return unread('a warning of fraud without its payment');
  const fraud = { reference, receivedAt: cut(receivedAt, TIME_MAX) };
  return { ok: true, value: { kind: 'fraud', fraud } };
}

function aboutOf(type: string | null, body: JsonObject, data: JsonObject): Read<Event['about']> {
  if (type === null) return unread('notifyType is missing');
  if (DISPUTES.has(type)) {
    const read = readDispute(data);
    return read.ok ? { ok: true, value: { kind: 'dispute', dispute: read.value } } : read;
  }
  const shape = SHAPES.get(type);
  if (shape === undefined) return { ok: true, value: { kind: 'other' } };
  const read = readResource(shape, data);
  if (!read.ok) return read;
  const code = textAt(body, 'code');
  // A payment that failed is reported with the reason in the envelope.
  const failure = code === TAKEN ? read.value.failure : errorOf(code, textAt(body, 'msg'));
  const resource = { ...read.value, failure };
  return { ok: true, value: { kind: 'resource', resource, wasTaken: code === TAKEN } };
}

/** A case, as notifications and answers have it. */
export function readDispute(data: JsonObject): Read<Dispute> {
  const caseId = idAt(data, 'caseId');
  const reference = referenceAt(data, 'outTradeNo');
  const tradeToken = idAt(data, 'tradeToken');
  const status = textAt(data, 'status');
  if (caseId === null || reference === null || tradeToken === null || status === null) {
    return unread('a case without its number, payment or status');
  }
  const dispute = {
    caseId,
    reference,
    tradeToken,
    status,
    result: textAt(data, 'caseResult') ?? '',
    amount: disputedIn(data),
    fee: moneyAt(data, 'fee', 'currency'),
    network: cut(textAt(data, 'cardOrg') ?? '', NETWORK_MAX) || null,
    dueAt: timeOf(textAt(data, 'expirationDate') ?? ''),
    reason: errorOf(
      textAt(data, 'reasonCode'),
      cut(textAt(data, 'reasonMessage') ?? '', REASON_MAX),
    ),
  };
  return { ok: true, value: dispute };
}

function timeOf(text: string): Date | null {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms);
}

/**
 * What was really frozen for the case, its own fee aside. That may be in another currency than the
 * payment's; then what ought to be frozen is reported in the payment's.
 */
function disputedIn(data: JsonObject): Money | null {
  const traded = textAt(data, 'tradeCurrency');
  const isElsewhere = traded !== null && textAt(data, 'currency') !== traded;
  const isStated = isElsewhere && textAt(data, 'originTradeCurrency') === traded;
  return isStated
    ? moneyAt(data, 'originTradeAmount', 'originTradeCurrency')
    : moneyAt(data, 'amount', 'currency');
}
