import { accept, type Parsed, refuse } from './parsed.ts';

/**
 * EMVCo merchant-presented QR payloads: two digits of id, two digits of length in characters, the
 * value; `00` first, a CRC in `63` last. The national schemes are in `qr-profiles.ts`.
 */

/** One data object as read; the value of a template is read by `parseEmvFields`. */
export interface EmvField {
  readonly id: string;
  readonly value: string;
}

/** One data object to write: a value, or the objects of a template. */
export type EmvNode = readonly [id: string, value: string | readonly EmvNode[]];

/** The longest payload that the standard allows. */
const MAX_CHARS = 512;
const MAX_VALUE_CHARS = 99;
const FORMAT = '00';
const CRC = '63';
const CRC_AT_END = /^6304[0-9A-Fa-f]{4}$/;
const TWO_DIGITS = /^[0-9]{2}$/;

/** Fewest and most characters of the top-level objects that have limits of their own. */
const LIMITS: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ['00', [2, 2]],
  ['01', [2, 2]],
  ['52', [4, 4]],
  ['53', [3, 3]],
  ['54', [1, 13]],
  ['55', [2, 2]],
  ['56', [1, 13]],
  ['57', [1, 5]],
  ['58', [2, 2]],
  ['59', [1, 25]],
  ['60', [1, 15]],
  ['61', [1, 10]],
]);

/**
 * CRC-16 as the standard has it (polynomial 1021, start FFFF, not reflected), over the UTF-8 bytes,
 * in four upper-case hexadecimal digits. `123456789` gives `29B1`.
 */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    }
    crc &= 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * Writes a payload, its objects in the given order, and closes it with the CRC. What `parseEmv`
 * would not read back is refused with the same reasons.
 */
export function buildEmv(nodes: readonly EmvNode[]): Parsed<string> {
  const body = writeNodes(nodes, '$');
  if (!body.ok) return body;
  const open = `${body.value}${CRC}04`;
  const payload = open + crc16(open);
  const readBack = parseEmv(payload);
  return readBack.ok ? accept(payload) : readBack;
}

/**
 * Reads a payload into its top-level objects, in order, without the CRC. Accepted: a CRC in either
 * letter case, objects of unknown meaning. Refused: a wrong CRC, an id that comes twice, a length
 * that does not fit, an object out of its limits, more than 512 characters. Never throws.
 */
export function parseEmv(payload: string): Parsed<readonly EmvField[]> {
  if (payload.length > MAX_CHARS) return refuse(`longer than ${MAX_CHARS} characters`, MAX_CHARS);
  const end = payload.length - 8;
  if (end < 0 || !CRC_AT_END.test(payload.slice(end))) {
    return refuse('the payload does not end with a CRC in object 63', Math.max(end, 0));
  }
  if (crc16(payload.slice(0, -4)) !== payload.slice(-4).toUpperCase()) {
    return refuse('the CRC does not match the payload', payload.length - 4);
  }
  const fields = parseEmvFields(payload.slice(0, end));
  if (!fields.ok) return fields;
  if (fields.value[0]?.id !== FORMAT) return refuse('the payload does not start with object 00');
  for (const { id, value } of fields.value) {
    if (id === CRC) return refuse('a CRC before the end', 0, `$.${CRC}`);
    const [min, max] = LIMITS.get(id) ?? [1, MAX_VALUE_CHARS];
    const length = [...value].length;
    if (length < min || length > max) return refuse('a value out of its limits', 0, `$.${id}`);
  }
  return fields;
}

/** Reads a row of objects, such as the value of a template. Refused as in `parseEmv`. */
export function parseEmvFields(text: string, path = '$'): Parsed<readonly EmvField[]> {
  // Lengths count characters, which UTF-16 units are not for all of Unicode.
  const chars = [...text];
  const fields: EmvField[] = [];
  const ids = new Set<string>();
  for (let at = 0; at < chars.length; ) {
    const id = chars.slice(at, at + 2).join('');
    const length = chars.slice(at + 2, at + 4).join('');
    if (!TWO_DIGITS.test(id)) return refuse('an id of two digits is expected here', at, path);
    const fieldPath = `${path}.${id}`;
    if (!TWO_DIGITS.test(length))
      return refuse('a length of two digits is expected', at, fieldPath);
    const start = at + 4;
    const end = start + Number.parseInt(length, 10);
    if (end === start) return refuse('an empty value', at, fieldPath);
    if (end > chars.length) return refuse('a length beyond the end', at, fieldPath);
    if (ids.has(id)) return refuse('an id that comes twice', at, fieldPath);
    ids.add(id);
    fields.push({ id, value: chars.slice(start, end).join('') });
    at = end;
  }
  return accept(fields);
}

/** The value of an object, or undefined if it is absent. */
export function emvValue(fields: readonly EmvField[], id: string): string | undefined {
  return fields.find((field) => field.id === id)?.value;
}

function writeNodes(nodes: readonly EmvNode[], path: string): Parsed<string> {
  let text = '';
  for (const [id, content] of nodes) {
    const fieldPath = `${path}.${id}`;
    if (!TWO_DIGITS.test(id)) return refuse('an id is two digits', 0, fieldPath);
    const written =
      typeof content === 'string' ? accept(content) : writeTemplate(content, fieldPath);
    if (!written.ok) return written;
    const value = written.value;
    const length = [...value].length;
    if (length > MAX_VALUE_CHARS) return refuse('a value of more than 99 characters', 0, fieldPath);
    if (!isPrintable(value)) return refuse('a control character or lone surrogate', 0, fieldPath);
    text += id + String(length).padStart(2, '0') + value;
  }
  return accept(text);
}

function writeTemplate(nodes: readonly EmvNode[], path: string): Parsed<string> {
  const written = writeNodes(nodes, path);
  if (!written.ok) return written;
  const readBack = parseEmvFields(written.value, path);
  return readBack.ok ? written : readBack;
}

function isPrintable(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}
