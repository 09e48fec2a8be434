/**
 * What a connector hands to the conformance suite, from `fixtures/harness.ts` in its folder:
 * sample intents, and the provider's side of the conversation, written from the provider's
 * documents and not with the connector's own code.
 */
import type { Verdict } from '../domain/dispatch.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type {
  Credentials,
  Intent,
  QueryAnswer,
  RawCallback,
  UpstreamReply,
  UpstreamRequest,
} from './contract.ts';

/** A complete reply of the provider. */
export type Response = Extract<UpstreamReply, { kind: 'response' }>;

interface SampleIntent {
  readonly title: string;
  readonly intent: Intent;
}

/** An answer to a create, and what it proves. */
export interface SampleVerdict extends SampleIntent {
  readonly reply: Response;
  readonly verdict: Verdict;
}

/** An answer to a query, and what it reports. */
export interface SampleAnswer extends SampleIntent {
  readonly reply: Response;
  readonly answer: QueryAnswer;
}

/** A body that the provider sends, and what it reports. */
export interface SampleCallback {
  readonly title: string;
  readonly body: string;
  readonly events: readonly ProviderEvent[];
}

/** Callbacks (their bodies) about one order, and the answer to a query after all of them. */
export interface SameStory extends SampleIntent {
  readonly callbacks: readonly string[];
  readonly reply: Response;
}

export interface ConnectorHarness {
  /** The newest version. */
  readonly credentials: Credentials;
  /** An older version of the same account, with other secrets. */
  readonly previous: Credentials;
  /** Another account's. */
  readonly unrelated: Credentials;
  /** The clock at which the samples are fresh. */
  readonly nowMs: number;
  /** From the login step; null where there is none. */
  readonly token: string | null;
  /** How old a callback may be; null where the provider does not stamp its callbacks. */
  readonly callbackWindowMs: number | null;
  /** Names among the secrets that are ids and no secrets: every request shows them. */
  readonly shownSettings: readonly string[];
  /** Headers of a callback that are signed or are the signature, the latter first. */
  readonly signedHeaders: readonly [signature: string, ...others: string[]];
  /** Callbacks must name the account that they are for: those that name nobody are refused. */
  readonly namesReceiver?: true;
  /** What a closing names its order by: our reference, or the provider's id. */
  readonly closesBy: 'reference' | 'upstreamId';
  /** At least one per operation, and one per method. */
  readonly intents: readonly SampleIntent[];
  readonly verdicts: readonly SampleVerdict[];
  readonly answers: readonly SampleAnswer[];
  readonly callbacks: readonly SampleCallback[];
  readonly stories: readonly SameStory[];

  /** A good answer to the create, with this status word instead of its own if one is given. */
  created(intent: Intent, word?: string): Response;
  /** A good answer to the query, likewise. */
  queried(intent: Intent, word?: string): Response;
  /** The provider's reading of a request; throws if it would refuse it, or the signature fails. */
  referenceIn(request: UpstreamRequest, credentials: Credentials): string;
  /** A callback as the provider signs it with these credentials. */
  callback(body: string | Uint8Array, credentials: Credentials, nowMs: number): RawCallback;
}
