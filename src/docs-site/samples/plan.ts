/**
 * What a sample program does, before it is written in a language: the text that it signs, and what
 * it sends. Values that must be new at each run are variables in it.
 */
import type { Example } from '../examples.ts';

/** Literal text, or a variable of the program. */
export type Part = string | { readonly variable: Variable };
export type Variable = 'now' | 'orderId' | 'sign' | 'text';

export interface Plan {
  readonly scheme: 'rsa' | 'md5';
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** What is signed. */
  readonly text: readonly Part[];
  readonly sends: /** `{appId, sign, param}`, `param` being the text as a JSON string. */
    | { readonly kind: 'envelope'; readonly appId: string }
    /** A body with the signature in it. */
    | { readonly kind: 'body'; readonly body: readonly Part[] }
    /** The text is the body, the signature a header. */
    | { readonly kind: 'header' }
    /** The query of a GET, to which the signature is added. */
    | { readonly kind: 'query'; readonly query: string };
  /** The form of `now`; null: the program has no such variable. */
  readonly now: 'ms' | 'iso' | null;
  readonly hasOrderId: boolean;
  /** Finished, for those who look at bytes. */
  readonly example: Example;
}

export interface PlanOptions {
  readonly scheme: Plan['scheme'];
  readonly wrapping: 'envelope' | 'flat' | 'header';
  readonly origin: string;
  /** It makes something: its id is used once. */
  readonly makes: boolean;
}

/** Fields that name what is made; each is another one at each run. */
const IDS = [
  ...['mchOrderId', 'orderId', 'mchRefundOrderId', 'mchVoidOrderId', 'requestId'],
  'idempotencyId',
];

/** The plan of an example. Null for one that is not signed. */
export function planOf(example: Example, options: PlanOptions): Plan | null {
  const { signed, method, path, query, body } = example;
  if (signed === null) return null;
  const { scheme, wrapping, origin, makes } = options;
  // The secret stands as `***` at the end of what is shown.
  const bare = scheme === 'md5' ? signed.replace(/&key=\*\*\*$/, '') : signed;
  const now = nowIn(bare);
  const values = makes ? idsIn(bare) : [];
  const split = (text: string) => partsOf(text, now, values);
  const text = split(bare);
  const has = (variable: Variable) =>
    text.some((part) => typeof part === 'object' && part.variable === variable);
  const whole = {
    ...{ scheme, example, text, url: origin + path },
    now: has('now') ? (now?.includes('T') === true ? ('iso' as const) : ('ms' as const)) : null,
    hasOrderId: has('orderId'),
  };
  if (method === 'GET') {
    const bareQuery = query.replace(/(?:^|&)sign=[^&]*/, '');
    return { ...whole, method, sends: { kind: 'query', query: bareQuery } };
  }
  const posted = { ...whole, method: 'POST' as const };
  if (wrapping === 'header') return { ...posted, sends: { kind: 'header' } };
  const json = JSON.parse(body) as Record<string, unknown>;
  if (json.param === bare) {
    return { ...posted, sends: { kind: 'envelope', appId: String(json.appId) } };
  }
  const given = JSON.stringify(json.sign);
  const at = body.indexOf(given);
  const [before, after] = [body.slice(0, at + 1), body.slice(at + given.length - 1)];
  const sent = [...split(before), { variable: 'sign' } as const, ...split(after)];
  return { ...posted, sends: { kind: 'body', body: sent } };
}

/** The signed time of an example: milliseconds since 1970, or a text with a zone. */
function nowIn(text: string): string | null {
  return /"?timestamp"?[=:]"?([\dT:.+-]+Z?)/.exec(text)?.[1] ?? null;
}

function idsIn(text: string): readonly string[] {
  return IDS.flatMap((name) => {
    const found = new RegExp(`(?:"${name}":"|(?:^|&)${name}=)([A-Za-z0-9_-]+)`).exec(text);
    return found?.[1] === undefined ? [] : [found[1]];
  });
}

function partsOf(text: string, now: string | null, ids: readonly string[]): readonly Part[] {
  const marks = [...(now === null ? [] : [now]), ...ids].filter((each) => text.includes(each));
  if (marks.length === 0) return text === '' ? [] : [text];
  const escaped = marks.map((each) => each.replace(/[.+]/g, '\\$&'));
  return text
    .split(new RegExp(`(${escaped.join('|')})`))
    .filter((part) => part !== '')
    .map((part): Part => {
      if (part === now) return { variable: 'now' };
      return ids.includes(part) ? { variable: 'orderId' } : part;
    });
}
