/**
 * What a connector is: one upstream provider, pure. It builds requests and reads replies; the
 * shell does the I/O. An unknown word is doubt: never success, never failure. Adding a connector
 * is one folder and one line in `registry.ts`.
 */
import type { Channel } from '../domain/channel.ts';
import type { DispatchOperation, Verdict } from '../domain/dispatch.ts';
import type { Order, SentKind } from '../domain/order.ts';
import type { CheckAnswer, Inquiry } from '../domain/payment-check.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { PhotoPart } from '../domain/verification.ts';

/** One version of an account's credentials, decrypted; old versions stay for old orders. */
export interface Credentials {
  readonly account: string;
  readonly version: number;
  readonly baseUrl: string;
  readonly secrets: Readonly<Record<string, string>>;
}

/** The operations that few providers know. */
const SPECIAL = ['code', 'mandate', 'verification', 'continue', 'update'] as const;

/** What a provider does that knows nothing but payments and refunds. */
export type BasicOperation = Exclude<DispatchOperation, (typeof SPECIAL)[number]>;

/**
 * An operation in a connector of these alone. The shell asks no connector for what is not in
 * its `capabilities`, so another one is a defect.
 */
export function basic(operation: DispatchOperation): BasicOperation {
  const special = SPECIAL.find((each) => each === operation);
  if (special !== undefined) throw new Error(`not an operation of this connector: ${special}`);
  return operation as BasicOperation;
}

/** A picture, free of everything but its pixels. */
export interface IntentPhoto {
  readonly part: PhotoPart;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** An order as its provider knows it. */
export type SentOrder = Order & { readonly kind: SentKind };

/** Everything a request upstream is made of. */
export interface Intent {
  /**
   * `continue`: the second call of the create of `order`, whose `upstreamId` the first brought.
   * `update`: `order` is the code as it shall be. Its verdict is `accepted`, with instructions if
   * they are new, or `declined`; without an answer it is sent again under the same reference, so
   * only a provider has it where a repeat has one effect.
   */
  readonly operation: DispatchOperation;
  /**
   * Our name for this dispatch: letters, digits and `_`, at most 23 characters. A second call goes
   * by the first one's.
   */
  readonly reference: string;
  readonly order: SentOrder;
  readonly channel: Channel;
  readonly merchantName: string;
  /** Where the provider shall report to; sent where it takes the address with each order. */
  readonly callbackUrl: string;
  /** Where the payer's browser shall return to: our own page. */
  readonly returnUrl: string;
  /** The same for a payment that failed, where a provider distinguishes the two. */
  readonly failUrl: string;
  /**
   * The order that this is about, and the reference that the provider knows it by: a refund's payin
   * (or the code that the payin arrived at), a debit's mandate, what is to be changed or closed.
   */
  readonly about: { readonly order: Order; readonly reference: string } | null;
  /**
   * The order, sealed by us: kept by a provider that can, and given back in its list. The same
   * order has the same; left out where nothing is sealed. Sealed when it is called for, which
   * costs a tenth of a millisecond: most providers have no place for it.
   */
  readonly seal?: () => string;
  /** Of a verification that is sent: what the payer has shown. */
  readonly photos?: readonly IntentPhoto[];
}

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * What became of an HTTP attempt. `not_sent` is proof that no byte of the request left;
 * `unknown` is everything after that, a timeout included.
 */
export type UpstreamReply =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      readonly truncated: boolean;
    }
  | { readonly kind: 'not_sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The answer to a status query. */
export type QueryAnswer =
  | { readonly kind: 'events'; readonly events: readonly ProviderEvent[] }
  /** Upstream says that the reference does not exist. */
  | { readonly kind: 'not_found' }
  | { readonly kind: 'pending' }
  /** It was not asked: the provider finds it by its own id alone, which is not known. */
  | { readonly kind: 'unasked'; readonly reason: string }
  | { readonly kind: 'doubt'; readonly reason: string };

/** Asking how one dispute stands, by the provider's id of it. */
export interface DisputeQueries {
  build(
    ref: string,
    credentials: Credentials,
    nowMs: number,
    token: string | null,
  ): UpstreamRequest;
  /** What the answer reports of that very dispute; null: nothing that counts. */
  read(ref: string, reply: UpstreamReply, credentials: Credentials): ProviderEvent | null;
  /** Left out: the provider has no list, and a dispute is found by its callbacks alone. */
  readonly list?: ChangedList<DisputePage>;
}

/** Asking what of an account was made or has changed, page by page. */
export interface ChangedList<Page> {
  /** Made or changed from `fromMs` on. `page`: what the answer before named; null: the first. */
  build(
    fromMs: number,
    page: string | null,
    credentials: Credentials,
    nowMs: number,
    token: string | null,
  ): UpstreamRequest;
  /** What stands there, and the next page; null: no answer that counts. */
  read(reply: UpstreamReply, credentials: Credentials): Page | null;
}

export interface DisputePage {
  readonly events: readonly ProviderEvent[];
  /** Null: it was the last page. */
  readonly next: string | null;
}

/** A report that the provider makes of an account as a file, and how it is read. */
export interface ShippedReport {
  /** `settlement`: what people choose it by. */
  readonly name: string;
  /** A column map (docs/reconciliation.md) without what is the operator's: `from`, `costs`. */
  readonly map: Readonly<Record<string, unknown>>;
}

export interface OrderPage {
  readonly orders: readonly ListedOrder[];
  /** Null: it was the last page. */
  readonly next: string | null;
}

/** What a provider has, as its list names it. What became of it is asked of each by itself. */
export interface ListedOrder {
  readonly operation: DispatchOperation;
  readonly reference: string;
  readonly upstreamId: string;
  readonly madeAtMs: number;
  /** What we sealed for it; null: nothing. */
  readonly seal: string | null;
  /** For people: what it is, how much, and how it stands. */
  readonly text: string;
}

/** A callback as it came from the socket. */
export interface RawCallback {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * What a callback that proves nothing names: something that is worth asking about. It moves
 * nothing; the answer to our own query does.
 */
export interface Question {
  /** Ours, as the callback has it; '': none. */
  readonly reference: string;
  /** The provider's id of it; null: none. */
  readonly upstreamId: string | null;
}

declare const authenticBrand: unique symbol;

/** A callback proven to come from the provider. Made by `authentic` alone. */
export interface Authentic {
  readonly raw: RawCallback;
  readonly account: string;
  readonly [authenticBrand]: true;
}

/** Marks a callback as authentic: called where the provider's signature held. */
export function authentic(raw: RawCallback, account: string): Authentic {
  return { raw, account } as Authentic;
}

/** A provider with a login step: the shell keeps the token, and asks again when it is refused. */
export interface Session {
  build(credentials: Credentials, nowMs: number): UpstreamRequest;
  read(
    reply: UpstreamReply,
    nowMs: number,
  ): { readonly token: string; readonly expiresAtMs: number } | { readonly error: string };
}

/** A repeat has one effect, however late it comes. */
export const FOR_EVER = Number.POSITIVE_INFINITY;

/**
 * Where a provider takes the address of its callbacks from: each order's request (`callbackUrl` of
 * the intent), a setting of the account there, which an operator enters by hand, or `both`.
 */
export type CallbackAddress = 'order' | 'account' | 'both';

/** One provider. What differs is whether its callbacks prove who sent them. */
export type Connector = SignedConnector | UnprovenConnector;

interface ConnectorBase {
  readonly name: string;
  readonly capabilities: {
    readonly operations: readonly DispatchOperation[];
    readonly methods: readonly string[];
    readonly callbackAddress: CallbackAddress;
    /**
     * Operations that the provider finds by its own id alone (`upstreamId` of the order). While
     * that is not known they are not asked about. All others are found by our reference.
     */
    readonly foundByIdAlone?: readonly DispatchOperation[];
    /**
     * Operations whose query, after they succeeded, also answers that the money went back since.
     * Only these are asked about once they are paid; left out: none.
     */
    readonly reversalsAnswered?: readonly DispatchOperation[];
  };
  /**
   * For how long after it was sent a repeated create with the same reference has one effect, in ms;
   * `FOR_EVER` where that has no end. Within this time it may be sent again on doubt; afterwards it
   * is only asked about, or a person decides. 0 or left out: never. A closing always may.
   */
  readonly idempotentForMs: Readonly<Partial<Record<DispatchOperation, number>>>;
  /**
   * How long "not found" must have been the answer before it proves that nothing was executed,
   * in ms; null or left out: it never does, a person decides (payouts).
   */
  readonly notFoundProvesAfterMs: Readonly<Partial<Record<DispatchOperation, number | null>>>;
  readonly timeoutMs: number;
  readonly session: Session | null;

  /** `nowMs` stamps the request; `token` comes from `session`. Throws never. */
  build(
    intent: Intent,
    credentials: Credentials,
    nowMs: number,
    token: string | null,
  ): UpstreamRequest;
  /**
   * What the reply to `build` proves. `not_sent` -> `not_executed`; unclear -> `doubt`.
   * `credentials` are those of the request: where a provider's pages are may depend on its address.
   */
  read(intent: Intent, reply: UpstreamReply, credentials: Credentials): Verdict;
  buildQuery(
    intent: Intent,
    credentials: Credentials,
    nowMs: number,
    token: string | null,
  ): UpstreamRequest;
  readQuery(intent: Intent, reply: UpstreamReply, credentials: Credentials): QueryAnswer;

  /** Left out: the provider has no list, and after a restore a person compares. */
  readonly orders?: ChangedList<OrderPage>;

  /** Left out: disputes are reported by callbacks alone. */
  readonly disputes?: DisputeQueries;
  /** Left out: its reports are read by maps that operators draft. */
  readonly reports?: readonly ShippedReport[];

  /** What the provider expects once its callback is safely stored, and otherwise. */
  callbackReply(stored: boolean): {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** A provider whose callbacks are signed: what they say counts. */
export interface SignedConnector extends ConnectorBase {
  readonly questionsIn?: never;
  /** Constant time, over the raw bytes, with every live version of the credentials. */
  verifyCallback(
    raw: RawCallback,
    credentials: readonly Credentials[],
    nowMs: number,
  ): Authentic | null;
  /** Left out: the provider asks nothing before it takes money. */
  readonly inquiries?: {
    /** Null: the callback is no question. */
    read(callback: Authentic): Inquiry | null;
    /** What the provider expects; whatever it cannot read is a no there too. */
    reply(answer: CheckAnswer): ReturnType<ConnectorBase['callbackReply']>;
  };
  /** Empty: authentic, but nothing that concerns an order. Null: cannot be read. */
  readCallback(callback: Authentic): readonly ProviderEvent[] | null;
}

/**
 * A provider whose callbacks anybody could have written: they only say what to ask about. Whatever
 * a callback may hold that nobody else knows (a token of the account) is checked in constant
 * time.
 */
export interface UnprovenConnector extends ConnectorBase {
  readonly verifyCallback?: never;
  readonly readCallback?: never;
  /** Empty: nothing that concerns an order. Null: not for this account, or it cannot be read. */
  questionsIn(raw: RawCallback, credentials: readonly Credentials[]): readonly Question[] | null;
}
