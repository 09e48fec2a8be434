/**
 * What a dialect hands to the conformance suite, from `fixtures/harness.ts` in its folder: a
 * sample app, its keys, and the merchant's side of the conversation as its `client.ts` plays it.
 */
import type { Channel } from '../domain/channel.ts';
import type { App, AppKey } from '../domain/merchant.ts';
import type { OrderEvent } from '../domain/order-event.ts';
import type { MerchantRequest, Outcome } from '../domain/request.ts';
import type { HttpReply, RawRequest, SignedNotification, View } from './contract.ts';

/** One valid request. */
export interface SampleRequest {
  readonly title: string;
  readonly operation: string;
  /** What it decodes to. */
  readonly asks: MerchantRequest['kind'];
  /** Built and signed by the dialect's client with the app's first key of each purpose. */
  readonly raw: RawRequest;
}

/** A published example: bytes as printed, and whether its printed signature can be checked. */
export interface PublishedRequest {
  readonly title: string;
  readonly source: string;
  readonly operation: string;
  readonly raw: RawRequest;
}

/** One answer of the core, and the operation that it answers. */
export interface SampleOutcome {
  readonly operation: string;
  readonly outcome: Outcome;
}

export interface DialectHarness {
  readonly app: App;
  /** Live keys of the app, of all purposes. */
  readonly keys: readonly AppKey[];
  /** Keys of another merchant, of the same purposes. */
  readonly unrelatedKeys: readonly AppKey[];
  readonly view: View;
  /** The clock at which the samples are fresh. */
  readonly nowMs: number;
  readonly channels: readonly Channel[];
  /** At least one per operation. */
  readonly requests: readonly SampleRequest[];
  readonly published: readonly PublishedRequest[];
  /** Every successful outcome of every operation. */
  readonly outcomes: readonly SampleOutcome[];
  /** At least one that is sent, and of each kind that is not. */
  readonly events: readonly { readonly event: OrderEvent; readonly isSent: boolean }[];
  readonly acknowledgements: readonly {
    readonly status: number;
    readonly body: string;
    readonly acknowledged: boolean;
  }[];
  /** Text that must never be sent or shown. */
  readonly secrets: readonly string[];
  /**
   * Whether a body signed for `operation` must be taken at `other`, as the published API covers
   * neither path nor method and gives both the same fields. Left out: never.
   */
  readonly interchangeable?: (operation: string, other: string) => boolean;
  /** Headers besides the body that carry what is signed or the signature. */
  readonly signedHeaders: readonly string[];

  /** The dialect's own reading of a reply; throws if it is not well formed. */
  readReply(reply: HttpReply): { readonly success: boolean; readonly text: string };
  /** The merchant's verification of a notification with the client; `keys` are the app's. */
  verifyNotification(notification: SignedNotification, keys: readonly AppKey[]): boolean;
}
