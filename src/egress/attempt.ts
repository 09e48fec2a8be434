import type { Dispatcher } from 'undici';
import { failureAfterSending, failureBeforeSending } from './classify-error.ts';
import type { EgressRequest, EgressResult } from './contract.ts';

type Controller = Dispatcher.DispatchController;
type ReplyHeaders = Readonly<Record<string, string | string[] | undefined>>;

function joinHeaders(headers: ReplyHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

/**
 * Follows one request through undici and settles once. Its whole point is the line between
 * "nothing was written" and "perhaps": undici calls `onRequestStart` right before it writes the
 * first byte, so a failure before that call proves non-execution, and one after it proves nothing.
 *
 * The deadline is our own timer. undici's cannot replace it: they restart with every dripping
 * byte, and an AbortSignal does not interrupt connecting.
 */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly #settle: (result: EgressResult) => void;
  readonly #maxResponseBytes: number;
  readonly #deadlineAt: number;
  readonly #startedAt: number;
  #timer: NodeJS.Timeout;
  #settled = false;
  #controller: Controller | null = null;
  #status = 0;
  #headers: ReplyHeaders = {};
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(request: EgressRequest, settle: (result: EgressResult) => void) {
    this.#settle = settle;
    this.#maxResponseBytes = request.maxResponseBytes;
    this.#startedAt = performance.now();
    this.#deadlineAt = this.#startedAt + request.timeoutMs;
    const untilWritten = Math.min(request.timeoutMs, request.connectTimeoutMs ?? request.timeoutMs);
    this.#timer = setTimeout(() => this.#onTimeout(), untilWritten);
  }

  /** Throwing here makes undici drop the request unwritten and keep the connection. */
  onRequestStart(controller: Controller): void {
    if (this.#settled) throw new Error('given up while waiting for a connection');
    // undici should never start a request twice. If it ever does, the first attempt may have been
    // executed: the second must not leave.
    if (this.#controller !== null) throw new Error('second attempt');
    this.#controller = controller;
    clearTimeout(this.#timer);
    const leftMs = Math.max(0, this.#deadlineAt - performance.now());
    this.#timer = setTimeout(() => this.#onTimeout(), leftMs);
  }

  onResponseStart(_controller: Controller, status: number, headers: ReplyHeaders): void {
    // Also called for interim replies (1xx): the last call is the final reply's.
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    const leftBytes = this.#maxResponseBytes - this.#size;
    this.#size += Math.min(chunk.length, leftBytes);
    this.#chunks.push(chunk.length > leftBytes ? chunk.subarray(0, leftBytes) : chunk);
    if (chunk.length <= leftBytes) return;
    this.#finish(this.#response(true));
    controller.abort(new Error('reply too large'));
  }

  onResponseEnd(): void {
    this.#finish(this.#response(false));
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#finish(
      this.#controller === null
        ? failureBeforeSending(error)
        : failureAfterSending(error, this.#elapsedMs()),
    );
  }

  #onTimeout(): void {
    if (this.#controller === null) {
      this.#finish({ kind: 'not_sent', reason: 'connect_timeout' });
      return;
    }
    this.#finish({ kind: 'unknown', reason: 'timeout', ms: this.#elapsedMs() });
    this.#controller.abort(new Error('deadline'));
  }

  #response(truncated: boolean): EgressResult {
    return {
      kind: 'response',
      status: this.#status,
      headers: joinHeaders(this.#headers),
      // A copy: the chunks are windows into large socket buffers.
      body: Buffer.concat(this.#chunks, this.#size),
      truncated,
      ms: this.#elapsedMs(),
    };
  }

  #elapsedMs(): number {
    return Math.round(performance.now() - this.#startedAt);
  }

  #finish(result: EgressResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#chunks = [];
    this.#settle(result);
  }
}
