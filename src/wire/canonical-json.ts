import type { JsonObject, JsonValue } from './json-value.ts';

/**
 * How a compact JSON text is written.
 * - `sort`: object members as they stand, sorted at the top only, or sorted at every depth. Sorting
 *   is by byte; arrays are never reordered.
 * - `escape`: only what JSON demands; also `/` as `\/`; or that and all but ASCII as `\uXXXX` in
 *   lower-case hexadecimal, which is what PHP's `json_encode` writes by default.
 */
export interface JsonForm {
  readonly sort: 'none' | 'top' | 'all';
  readonly escape: 'plain' | 'slash' | 'slash-and-unicode';
}

/** As the value stands, nothing escaped that need not be: the form to send. */
export const COMPACT: JsonForm = { sort: 'none', escape: 'plain' };

/**
 * The readings of "fields sorted by ASCII, turned into a JSON string" that a signer may have made,
 * likeliest first (recharge-order API, section 2, variants 2 to 5; variant 1 is the raw body).
 */
const SORTED_FORMS: readonly JsonForm[] = [
  { sort: 'top', escape: 'plain' },
  { sort: 'all', escape: 'plain' },
  { sort: 'top', escape: 'slash' },
  { sort: 'all', escape: 'slash' },
  { sort: 'top', escape: 'slash-and-unicode' },
  { sort: 'all', escape: 'slash-and-unicode' },
];

/** Writes a value as compact JSON. Number text is kept, integer-like names stay where they sort. */
export function writeJson(value: JsonValue, form: JsonForm = COMPACT): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'number':
      return value.text;
    case 'string':
      return quote(value.value, form);
    case 'array': {
      const inner = innerForm(form);
      return `[${value.items.map((item) => writeJson(item, inner)).join(',')}]`;
    }
    case 'object':
      return writeObject(value, form);
  }
}

/**
 * The texts that a signer may have signed for this body, each once: the body itself, then the
 * sorted forms. Lazy, so a verifier stops at the first that fits; most bodies give two or three.
 * An object with a non-ASCII name that would be sorted is refused, as languages order those
 * differently (UTF-16 units, bytes, code points).
 */
export function* signedTexts(body: string, value: JsonObject): Generator<string, void, void> {
  const given = new Set([body]);
  yield body;
  for (const form of SORTED_FORMS) {
    if (!isSortable(value, form.sort)) continue;
    const text = writeJson(value, form);
    if (given.has(text)) continue;
    given.add(text);
    yield text;
  }
}

/** False if a name that would be sorted is not ASCII. */
function isSortable(value: JsonValue, sort: JsonForm['sort']): boolean {
  if (sort === 'none') return true;
  if (value.kind === 'object') {
    for (const [name, member] of value.members) {
      if (!isAscii(name) || !isSortable(member, innerSort(sort))) return false;
    }
  }
  return value.kind !== 'array' || value.items.every((item) => isSortable(item, innerSort(sort)));
}

/** True if every character is ASCII, so that byte order and UTF-16 order are the same. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

function writeObject(value: JsonObject, form: JsonForm): string {
  const members = [...value.members];
  if (form.sort !== 'none') members.sort(byName);
  const inner = innerForm(form);
  const written = members.map(
    ([name, member]) => `${quote(name, form)}:${writeJson(member, inner)}`,
  );
  return `{${written.join(',')}}`;
}

function byName(a: readonly [string, JsonValue], b: readonly [string, JsonValue]): number {
  return a[0] < b[0] ? -1 : 1;
}

function innerSort(sort: JsonForm['sort']): JsonForm['sort'] {
  return sort === 'top' ? 'none' : sort;
}

function innerForm(form: JsonForm): JsonForm {
  return form.sort === 'top' ? { sort: innerSort(form.sort), escape: form.escape } : form;
}

const BEYOND_ASCII = /[\u0080-\uffff]/g;

function quote(text: string, form: JsonForm): string {
  const plain = JSON.stringify(text);
  if (form.escape === 'plain') return plain;
  const slashed = plain.replaceAll('/', '\\/');
  if (form.escape === 'slash') return slashed;
  return slashed.replace(BEYOND_ASCII, unicodeEscape);
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
