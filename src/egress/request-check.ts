import type { EgressRequest } from './contract.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/iu;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;

// These decide where a message ends, whom it is for, or how the reply is packed. A caller's copy
// of data given by a merchant must not reach them.
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/**
 * Returns why the request cannot be put on the wire as it stands, or null. The sentence names the
 * header but never repeats its value.
 */
export function checkRequest(request: Pick<EgressRequest, 'method' | 'headers'>): string | null {
  if (!METHODS.has(request.method)) return 'This HTTP method is not supported.';
  for (const [name, value] of Object.entries(request.headers)) {
    if (!HEADER_NAME.test(name)) return 'A header name is not valid.';
    if (RESERVED_HEADERS.has(name.toLowerCase())) return `The header ${name} cannot be set.`;
    if (!HEADER_VALUE.test(value)) return `The value of the header ${name} is not valid.`;
  }
  return null;
}
