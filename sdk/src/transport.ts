/** One HTTP attempt, and what is certain after it. Never throws, never follows a redirect. */
import type { JsonObject } from '../../src/wire/json-value.ts';
import { type JsonLimits, readJson } from '../../src/wire/raw-json.ts';
import type { SignedRequest } from './protocol.ts';

/** What an attempt proves. `unknown`: the request may have been carried out. */
export type Attempt =
  | { readonly kind: 'answer'; readonly body: JsonObject; readonly requestId: string | null }
  | { readonly kind: 'not_sent'; readonly reason: string; readonly cause: unknown }
  | { readonly kind: 'unknown'; readonly reason: string; readonly cause?: unknown };

export interface Line {
  readonly fetch: typeof globalThis.fetch;
  /** Origin of the platform, without a slash behind. */
  readonly origin: string;
  readonly timeoutMs: number;
}

/** Lists of orders are the largest answers. */
const ANSWER: JsonLimits = {
  ...{ maxBytes: 8 * 1024 * 1024, maxDepth: 16, maxKeys: 1_024 },
  ...{ maxStringBytes: 1024 * 1024, maxNumberChars: 64, maxValues: 500_000 },
};

/** Errors of a connection that did not come about, so that nothing can have been sent. */
const BEFORE_SENDING = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
]);

export async function attempt(line: Line, request: SignedRequest): Promise<Attempt> {
  const { method, path, headers, body } = request;
  const signal = AbortSignal.timeout(line.timeoutMs);
  try {
    const response = await line.fetch(line.origin + path, {
      ...{ method, headers, signal, redirect: 'manual' },
      ...(method === 'GET' ? {} : { body }),
    });
    const bytes = await bytesOf(response);
    if (bytes === null) return unknown(`the answer is larger than ${ANSWER.maxBytes} bytes`);
    const read = response.status === 200 ? readJson(bytes, ANSWER) : null;
    if (read?.ok && read.value.kind === 'object') {
      return { kind: 'answer', body: read.value, requestId: response.headers.get('x-request-id') };
    }
    const form = read === null ? '' : ', and its body is no JSON object';
    return unknown(`HTTP ${response.status} is no answer of this API${form}: is baseUrl right?`);
  } catch (error) {
    return failureOf(error, signal, line.timeoutMs);
  }
}

function unknown(reason: string, cause?: unknown): Attempt {
  return { kind: 'unknown', reason, cause };
}

function failureOf(error: unknown, signal: AbortSignal, timeoutMs: number): Attempt {
  const cause = (error as { cause?: { code?: unknown } })?.cause;
  const code = String(cause?.code ?? '');
  if (BEFORE_SENDING.has(code)) {
    return { kind: 'not_sent', reason: `no connection to the platform: ${code}`, cause: error };
  }
  if (signal.aborted) return unknown(`no answer within ${timeoutMs} ms`, error);
  return unknown(`the connection ended before the answer${code && `: ${code}`}`, error);
}

async function bytesOf(response: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > ANSWER.maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
