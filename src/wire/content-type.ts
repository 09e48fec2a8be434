/** How a body is encoded, as far as this platform reads it. */
export type ContentType =
  | { readonly kind: 'json' }
  | { readonly kind: 'form' }
  | { readonly kind: 'multipart'; readonly boundary: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const JSON_TYPE = /^(?:(?:application|text)\/(?:x-)?json|application\/[a-z0-9.-]+\+json)$/;
const UTF8_CHARSET = /^(?:utf-?8|us-ascii|ascii)$/i;
// RFC 2046 section 5.1.1: 1 to 70 of these characters, the last one not a blank.
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;
const MAX_HEADER_CHARS = 256;

/**
 * Reads a Content-Type header tolerantly: any letter case, optional blanks, parameters that do not
 * matter, a trailing `;`. Not tolerated, since two readers could differ: two types in one header, a
 * charset other than UTF-8, a parameter sent twice, a missing or malformed boundary.
 */
export function parseContentType(header: string | undefined): ContentType {
  if (header === undefined || header.trim() === '') return unknown('no Content-Type');
  if (header.length > MAX_HEADER_CHARS) return unknown('an overlong Content-Type');
  const [first = '', ...rest] = splitParameters(header);
  const type = first.toLowerCase();
  if (!MEDIA_TYPE.test(type)) return unknown('not a media type');
  const parameters = readParameters(rest);
  if (parameters === undefined) return unknown('a malformed Content-Type parameter');
  const charset = parameters.get('charset');
  if (charset !== undefined && !UTF8_CHARSET.test(charset)) return unknown('charset is not UTF-8');
  if (JSON_TYPE.test(type)) return { kind: 'json' };
  if (type === 'application/x-www-form-urlencoded') return { kind: 'form' };
  if (type !== 'multipart/form-data') return unknown('not JSON and not a form');
  const boundary = parameters.get('boundary');
  if (boundary === undefined || !BOUNDARY.test(boundary)) {
    return unknown('multipart without a usable boundary');
  }
  return { kind: 'multipart', boundary };
}

function unknown(reason: string): ContentType {
  return { kind: 'unknown', reason };
}

/** Splits at `;` outside double quotes; blanks around each piece go. */
function splitParameters(header: string): string[] {
  const pieces: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < header.length; at += 1) {
    const char = header[at];
    if (char === '"') quoted = !quoted;
    if (char === ';' && !quoted) {
      pieces.push(header.slice(start, at).trim());
      start = at + 1;
    }
  }
  pieces.push(header.slice(start).trim());
  return pieces;
}

function readParameters(pieces: readonly string[]): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const piece of pieces) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    if (equals < 1) return undefined;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const value = unquote(piece.slice(equals + 1).trim());
    if (value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function unquote(value: string): string | undefined {
  if (!value.includes('"')) return value;
  const inner = /^"([^"\\]*)"$/.exec(value);
  return inner?.[1];
}
