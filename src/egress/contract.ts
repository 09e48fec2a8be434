import type { RefusalReason } from './address-guard.ts';

export type EgressMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type EgressRequest = {
  readonly method: EgressMethod;
  readonly url: string;
  /** Framing and hop-by-hop headers (host, content-length, connection, …) are not the caller's. */
  readonly headers: Readonly<Record<string, string>>;
  /** Must not be changed until the result is there. */
  readonly body: Uint8Array | null;
  /** Total time, from `send` to the last byte of the reply. */
  readonly timeoutMs: number;
  /** More than this many body bytes are dropped together with the connection. */
  readonly maxResponseBytes: number;
  /** Longest wait until the request can be written: free connection, DNS, TCP and TLS together. */
  readonly connectTimeoutMs?: number;
};

/** Why nothing was sent although the address was allowed. */
export type NotSentReason =
  | 'dns_failed'
  | 'connection_refused'
  | 'connect_timeout'
  | 'connect_failed'
  | 'tls_failed'
  | 'origin_busy'
  | 'closed';

/** What was seen after the request had begun to leave. */
export type UnknownReason =
  | 'timeout'
  | 'connection_reset'
  | 'connection_closed'
  | 'broken_reply'
  | 'connection_lost';

/**
 * What one HTTP attempt taught us. Only `refused` and `not_sent` prove that the peer did not act:
 * not one byte of the request was written. `unknown` is doubt and must be treated as such.
 * - `refused`: our own guard said no; the same request will be refused again.
 * - `response`: a complete reply, or its first `maxResponseBytes` with `truncated`. Header names
 *   are lower case, repeated ones joined by `, `. The body is as sent (never decompressed).
 */
export type EgressResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      readonly truncated: boolean;
      readonly ms: number;
    }
  | {
      readonly kind: 'refused';
      readonly reason: RefusalReason | 'request_malformed';
      /** Safe to show to a merchant. */
      readonly detail: string;
    }
  | { readonly kind: 'not_sent'; readonly reason: NotSentReason }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason; readonly ms: number };

/** One line of log or metrics per call of `send`; holds no path, header or body. */
export type AttemptInfo = {
  /** Host, and port unless it is the scheme's own; null if the URL was not even readable. */
  readonly host: string | null;
  readonly method: EgressMethod;
  readonly kind: EgressResult['kind'];
  readonly reason: string | null;
  readonly status: number | null;
  readonly ms: number;
};

export type Egress = {
  /** Makes at most one HTTP attempt. Every outcome is a value; never rejects. */
  send(request: EgressRequest): Promise<EgressResult>;
  /** Takes no more requests, waits for those under way, closes all sockets. */
  close(): Promise<void>;
};
