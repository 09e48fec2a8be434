/**
 * What a dialect is: one published merchant API, both directions. Everything here is pure: bytes,
 * keys and the clock are handed in, and no default exists, so that forgetting `verify` is a type
 * error. Adding a dialect is one folder and one line in `registry.ts`.
 */

import type { SettingSpec } from '../domain/app-setting.ts';
import type { Channel, ChannelKind } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import type { App, AppKey, KeySpec } from '../domain/merchant.ts';
import type { Order } from '../domain/order.ts';
import type { OrderEvent, OrderEventType } from '../domain/order-event.ts';
import type { Refusal, Refused } from '../domain/refusal.ts';
import type { ReportOf, ReportTotal } from '../domain/report.ts';
import type { MerchantRequest, Outcome } from '../domain/request.ts';

/** A request as it came from the socket; the body is never parsed before the dialect does. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
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

/** `path` in Fastify's syntax; several paths may lead to one operation. */
export interface DialectRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operation: string;
}

/** An unverified claim of who is calling: good only to find the keys. */
export interface Identified<T> {
  readonly publicId: string;
  readonly parsed: T;
}

declare const verifiedBrand: unique symbol;

/** What was signed, proven to come from the app. Made by `verified` alone. */
export interface Verified<T> {
  readonly parsed: T;
  readonly app: App;
  readonly [verifiedBrand]: true;
}

/** Marks a request as verified. Called in one place per dialect: where the signature held. */
export function verified<T>(identified: Identified<T>, app: App): Verified<T> {
  return { parsed: identified.parsed, app } as Verified<T>;
}

/** Data that decoding needs: the catalogue by the dialect's own codes. */
export interface View {
  channel(code: string, kind: ChannelKind): Channel | null;
  /** All that the dialect has a code for in a country (ISO 3166), open or not. */
  channels(kind: ChannelKind, country: string): readonly Channel[];
}

/**
 * A page that the published API names as the place where the payer's browser comes back to. It is
 * no operation: nothing on it is signed, and what its query says of a payment is not believed.
 */
export interface ReturnPage {
  /** Served by GET; Fastify's syntax. */
  readonly paths: readonly string[];
  /** Where a provider sends the browser of this order's payer: path and query on our server. */
  linkOf(order: Order): string;
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
  /** A final order; `reportedMinor` is the amount to show, negative for a refund. */
  row(order: Order): readonly string[];
  /** A closing line, one for each asset. */
  summary(total: ReportTotal): readonly string[];
}

/** The reports of a dialect whose published API has them. */
export interface Reports extends Readonly<Record<ReportOf, ReportTable>> {
  /** Its days begin so many minutes before those of UTC: 480 is UTC+8. */
  readonly zoneMinutes: number;
}

/** Bytes to send, the same at every attempt. */
export interface SignedNotification {
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a signature was built: for the console's explainer and `causeway verify`. */
export interface Explanation {
  /** The exact string that was signed, with every secret replaced by `***`. */
  readonly stringToSign: string;
  readonly given: string;
  readonly matches: boolean;
  /** The string that gives the signature received, where a known mistake explains it. */
  readonly signedInstead: string | null;
  /** Sentences that say what to look at, most likely cause first. */
  readonly hints: readonly string[];
}

/** `T`: the dialect's own parsed request. Method syntax on purpose: the registry holds them all. */
export interface Dialect<T = unknown> {
  readonly name: string;
  readonly title: string;
  readonly routes: readonly DialectRoute[];
  readonly limits: { readonly bodyBytesMax: number };
  /** Notification timetable: milliseconds from the event to each push. */
  readonly attemptAfterMs: readonly number[];
  /** Events that are pushed once, acknowledged or not; left out: none. */
  readonly attemptedOnce?: readonly OrderEventType[];
  /** How long one push may take. */
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
   * The answer in the dialect's envelope. `app` is null when nobody was identified; `nowMs`: for
   * envelopes that carry the time.
   */
  reply(outcome: Outcome, operation: string, app: App | null, nowMs: number): HttpReply;

  /** The merchant's word for a semantic field: `payer.taxId` -> `remark`. */
  wireField(refusal: Refusal, operation: string): string | null;

  /** Encodes and signs one notice; null when the dialect does not tell this event. */
  notification(
    event: OrderEvent,
    app: App,
    keys: readonly AppKey[],
  ): Promise<SignedNotification | null>;

  /** Left out: the payer comes back to the cashier. */
  readonly returnPage?: ReturnPage;

  /** Left out: the published API has no reports. */
  readonly reports?: Reports;

  /** Did the merchant acknowledge? `body`: the first 4 KiB as text. */
  acknowledged(reply: { readonly status: number; readonly body: string }): boolean;

  /** Explains a request's signature to its owner. Secrets never leave it. */
  explain(raw: RawRequest, operation: string, keys: readonly AppKey[]): Explanation | Refused;
}

/** A request as a merchant's program would send it, after the platform's own origin. */
export interface SignedCall {
  readonly method: 'GET' | 'POST';
  /** With its query string, where the dialect has one. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** With every secret replaced by `***`. */
  readonly stringToSign: string;
}

/** The merchant's side of a dialect, for people at a command line; programs use `client.ts`. */
export interface MerchantSide {
  readonly dialect: string;
  /**
   * Signs a JSON body, keeping its fields as they are written, with the first of the keys that is
   * for the operation. `nowMs` for dialects that sign a timestamp. Refused: a body or keys that
   * cannot be used.
   */
  sign(
    operation: string,
    body: Uint8Array,
    keys: readonly AppKey[],
    options: { readonly encoding: 'json' | 'form'; readonly nowMs: number },
  ): Promise<{ readonly ok: true; readonly value: SignedCall } | Refused>;
  /** Explains a notification's signature to whom it was sent. `told`: what it says, if it holds. */
  explainNotification(
    notification: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
    keys: readonly AppKey[],
  ): { readonly explanation: Explanation; readonly content: object | null } | Refused;
}
