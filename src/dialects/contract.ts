/**
 * What a dialect is: one published merchant API, both directions. Everything here is pure: bytes,
 * keys and the clock are handed in, and no default exists, so that forgetting `verify` is a type
 * error. Adding a dialect is one folder and a line in each registry; its folder is made of the kit.
 */

import type { SettingSpec } from '../domain/app-setting.ts';
import type { Channel, ChannelKind, FieldName } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import type { App, AppKey, KeySpec } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import type { OrderEvent, OrderEventType } from '../domain/order-event.ts';
import type { PaymentQuestion } from '../domain/payment-check.ts';
import type { Refusal, Refused } from '../domain/refusal.ts';
import type { ReportLine, ReportOf, ReportTotal } from '../domain/report.ts';
import type { MerchantRequest, Outcome } from '../domain/request.ts';
import type { SignedOnce } from '../domain/signed-once.ts';
import type { JsonValue } from '../wire/json-value.ts';

/** A request as it came from the socket; the body is never parsed before the dialect does. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** What the `:names` of the path hold, decoded once. */
  readonly pathParams: Readonly<Record<string, string>>;
  /** Query string without `?`. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly ip: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a value is written on the wire, and what is wrong with one that is not. */
export interface ValueForm {
  readonly type: 'text' | 'whole number' | 'decimal' | 'boolean' | 'list' | 'object';
  /** The JSON tokens that may hold it; where texts are all there is, `string`. */
  readonly tokens: readonly JsonValue['kind'][];
  /** Fewest and most: characters of a text or number, members of a list. Null: not limited here. */
  readonly min: number | null;
  readonly max: number | null;
  /** What the text looks like, in a word that documentation can use: `url`, `date`. */
  readonly format: string | null;
  /** Of an object, or of each object in a list. */
  readonly fields?: readonly Field[];
  /** Of a list of texts: what each must be. */
  readonly words?: RegExp;
  /** Why a text of the right length is not of this form; null if it is. */
  fault(text: string, token: 'string' | 'number'): string | null;
}

/** A field of an operation. */
export interface Field {
  /** As on the wire, case-sensitive. */
  readonly name: string;
  /** In what is signed (the body; of a GET, the query), or a `:name` of the path. */
  readonly in: 'payload' | 'path';
  readonly required: boolean;
  readonly form: ValueForm;
  /** Core fields it can stand for: the first that the channel declares, else the last. */
  readonly means: readonly FieldName[];
  /** What a merchant's developer reads. */
  readonly description: string;
}

/** A member of an object that we send. */
export interface MemberInfo {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'object' | 'list';
  readonly description: string;
  /** True: left out where there is nothing to say. */
  readonly optional: boolean;
  /** What becomes of a text that an order may not have; left out: it is always there. */
  readonly blank?: 'left out' | 'null';
  /** Of an object, or of the objects in a list. */
  readonly members?: readonly MemberInfo[];
}

export interface AnswerInfo {
  readonly type: 'object' | 'list';
  readonly members: readonly MemberInfo[];
}

/** What an operation is to those who do not serve it: routes, documentation, tests, tools. */
export interface OperationInfo {
  readonly name: string;
  readonly title: string;
  readonly method: 'GET' | 'POST';
  /** In Fastify's syntax. */
  readonly paths: readonly string[];
  /** In the order of the published table. */
  readonly fields: readonly Field[];
  /** What it may ask of the core. */
  readonly requests: readonly MerchantRequest['kind'][];
  /** `nothing`: published without a signature, so it may read what is no secret and no more. */
  readonly signs: 'fields' | 'nothing';
  /** What it answers, by the kind of outcome. */
  readonly answers: Readonly<Partial<Record<OutcomeKind, AnswerInfo>>>;
}

export type OutcomeKind = Extract<Outcome, { ok: true }>['kind'];

/** A failure as it is answered to merchants. */
export interface ErrorInfo {
  readonly code: string;
  readonly message: string;
}

/** An unverified claim of who is calling: good only to find the keys. */
export interface Identified<T> {
  readonly publicId: string;
  readonly parsed: T;
}

declare const verifiedBrand: unique symbol;

/** What was signed, proven to come from the app. Made by `kit/define.ts` alone. */
export interface Verified<T> {
  readonly parsed: T;
  readonly app: App;
  readonly [verifiedBrand]: true;
}

/** Data that decoding needs: the catalogue by the dialect's own codes. */
export interface View {
  channel(code: string, kind: ChannelKind): Channel | null;
  /** All that the dialect has a code for in a country (ISO 3166), open or not. */
  channels(kind: ChannelKind, country: string): readonly Channel[];
}

/** What a provider's page says of the payment when it sends the browser back. Proves nothing. */
export type VisitOutcome = 'failed';

/**
 * A page that the published API names as the place where the payer's browser comes back to. It is
 * no operation: nothing on it is signed, and what its query says of a payment is not believed.
 */
export interface ReturnPage {
  /** Served by GET; Fastify's syntax. */
  readonly paths: readonly string[];
  /** Where a provider sends the browser of this order's payer: path and query on our server. */
  linkOf(order: Order, outcome?: VisitOutcome): string;
  /** The order that a visit names; null if none. */
  orderIdOf(query: string): Id | null;
  /** Whether the visit knows the address that it wants to go to: the one stored with the order. */
  fits(order: Order, query: string): boolean;
}

/** `amount`: decimal text (`-1250.50`), a number where the file's format has numbers. */
export interface ReportColumn {
  readonly name: string;
  readonly holds: 'text' | 'amount';
}

/** The table of a report in the words of the API; a row has a cell per column. */
export interface ReportTable {
  /** First part of the file's name, letters only: `payment`. */
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  row(line: ReportLine): readonly string[];
  /** A closing line, one for each asset. */
  summary(total: ReportTotal): readonly string[];
}

/** The reports of a dialect whose published API has them. Their days are those of the books. */
export type Reports = Readonly<Record<ReportOf, ReportTable>>;

/** The call that asks a merchant before money is taken, in an API that has one. */
export interface PaymentCheck {
  /** How long the merchant may take; later is a no. */
  readonly timeoutMs: number;
  /** Where it is asked about payments of this order; null: it has not switched that on. */
  urlOf(app: App, order: Order): string | null;
  /** Encodes and signs the question. */
  ask(question: PaymentQuestion, app: App, keys: readonly AppKey[]): Promise<SignedNotification>;
  /** What it answered, with a word of why. Null: nothing that the API has. */
  read(reply: {
    readonly status: number;
    readonly body: string;
  }): { readonly collect: boolean; readonly detail: string } | null;
}

/** Bytes to send, the same at every attempt. */
export interface SignedNotification {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `T`: the dialect's own parsed request. Method syntax on purpose: the registry holds them all. */
export interface Dialect<T = unknown> {
  readonly name: string;
  readonly title: string;
  readonly operations: readonly OperationInfo[];
  /** Every failure that an answer can name. */
  readonly errors: readonly ErrorInfo[];
  readonly limits: { readonly bodyBytesMax: number };
  /**
   * Whether its published API asks merchants to compare what was paid with what they ordered.
   * Where it does not, an order is not reported as paid by less: that is held until the rest comes.
   */
  readonly saysToCompare: boolean;
  /** Notification timetable: milliseconds from the event to each attempt. */
  readonly attemptAfterMs: readonly number[];
  /** Events that are sent once, acknowledged or not; left out: none. */
  readonly attemptedOnce?: readonly OrderEventType[];
  /** How long one attempt may take. */
  readonly attemptTimeoutMs: number;
  /** The keys that its apps have, one of each purpose; `request` verifies what comes in. */
  readonly keys: readonly KeySpec[];
  /** What an app of this dialect can set, beside what every app can (`APP_SETTINGS`). */
  readonly settings: readonly SettingSpec[];

  /** Reads the body strictly and finds out who claims to call. */
  identify(raw: RawRequest, operation: string): { ok: true; value: Identified<T> } | Refused;

  /** Checks the signature with the app's live keys. `nowMs`: for signed timestamps. */
  verify(
    identified: Identified<T>,
    operation: string,
    app: App,
    keys: readonly AppKey[],
    nowMs: number,
  ): { ok: true; value: Verified<T> } | Refused;

  /** Field by field into the core's request; a wrong field is named as the wire names it. */
  decode(
    verified: Verified<T>,
    operation: string,
    view: View,
  ): { ok: true; value: MerchantRequest } | Refused;

  /**
   * What the request was signed by, where another operation could be asked for by the same text and
   * one of both changes something; null where none could, or where its text never ends.
   */
  signedOnce(verified: Verified<T>, operation: string, nowMs: number): SignedOnce | null;

  /**
   * The answer in the dialect's envelope. `app` is null when nobody was identified; `nowMs`: for
   * envelopes that carry the time.
   */
  reply(outcome: Outcome, operation: string, app: App | null, nowMs: number): HttpReply;

  /** The merchant's word for a semantic field: `payer.taxId` -> `remark`. */
  wireField(refusal: Refusal, operation: string): string | null;

  /** Encodes and signs one notification; null when the dialect does not send this event. */
  notification(
    event: OrderEvent,
    app: App,
    keys: readonly AppKey[],
  ): Promise<SignedNotification | null>;

  /** Left out: the payer comes back to the cashier. */
  readonly returnPage?: ReturnPage;

  /** Left out: the published API has no such call, and nobody is asked. */
  readonly paymentCheck?: PaymentCheck;

  /** Left out: the published API has no reports. */
  readonly reports?: Reports;

  /** Did the merchant acknowledge? `body`: the first 4 KiB as text. */
  acknowledged(reply: { readonly status: number; readonly body: string }): boolean;
}
