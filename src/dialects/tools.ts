/**
 * The merchant's side of a dialect, for people at a command line or before the explainer; programs
 * use `client.ts`. Nothing that serves requests needs it.
 */
import type { AppKey } from '../domain/merchant.ts';
import type { Refused } from '../domain/refusal.ts';
import type { Explanation } from '../signatures/explanation.ts';
import type { OperationInfo, RawRequest } from './contract.ts';

export type { Explanation } from '../signatures/explanation.ts';

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

export interface DialectTools {
  readonly dialect: string;
  /** Explains a request's signature to its owner. Secrets never leave it. */
  explain(raw: RawRequest, operation: string, keys: readonly AppKey[]): Explanation | Refused;
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
  /**
   * Explains a notification's signature to whom it was sent. `content`: what it says, if it holds.
   */
  explainNotification(
    notification: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
    keys: readonly AppKey[],
  ): { readonly explanation: Explanation; readonly content: object | null } | Refused;
}

/** A request that somebody has, without the socket it came by. */
export interface GivenRequest {
  /** Left out or blank: the operation's first path. May have a query string behind it. */
  readonly path?: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The request as the socket would have given it. */
export function rawRequest(
  { method, paths }: Pick<OperationInfo, 'method' | 'paths'>,
  given: GivenRequest,
  ip = '127.0.0.1',
): RawRequest {
  const [path = '', query = ''] = (given.path || paths[0] || '').split(/\?(.*)/s);
  const { headers, body } = given;
  const pathParams = paths
    .map((pattern) => pathParamsOf(pattern, path))
    .find((each) => each !== null);
  return {
    method,
    path,
    pathParams: pathParams ?? {},
    query: given.query || query,
    headers,
    body,
    ip,
  };
}

/** What the `:names` of a pattern hold in a path; null if it is not a path of the pattern. */
export function pathParamsOf(
  pattern: string,
  path: string,
): Readonly<Record<string, string>> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  const fits =
    wanted.length === given.length &&
    wanted.every((step, at) => step === given[at] || (step.startsWith(':') && given[at] !== ''));
  if (!fits) return null;
  const named = wanted.flatMap((step, at) =>
    step.startsWith(':') ? [[step.slice(1), decoded(given[at] ?? '')] as const] : [],
  );
  return Object.fromEntries(named);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
