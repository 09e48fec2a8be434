import { JSON_FALSE, JSON_NULL, JSON_TRUE, type JsonValue } from './json-value.ts';
import { accept, type Parsed, pathStep, refuse } from './parsed.ts';
import { byteOffset, decodeUtf8, exceedsBytes } from './utf8.ts';

/** What a JSON text may cost. Sizes are UTF-8 bytes; depth counts nested arrays and objects. */
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
  readonly maxStringBytes: number;
  readonly maxNumberChars: number;
  /** Of all depths together: each costs as much as a small request's, whatever it holds. */
  readonly maxValues: number;
}

export const JSON_LIMITS: JsonLimits = {
  maxBytes: 64 * 1024,
  maxDepth: 16,
  maxKeys: 256,
  maxStringBytes: 4 * 1024,
  maxNumberChars: 32,
  maxValues: 1_024,
};

/**
 * Reads one JSON text from bytes, strictly (RFC 8259 and nothing beyond it), keeping number text.
 * Also refused: a byte order mark, duplicate keys (equal values or not), lone surrogates, U+0000
 * (no text column can hold it), and whatever exceeds the limits. Never throws.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = JSON_LIMITS): Parsed<JsonValue> {
  if (bytes.length > limits.maxBytes) {
    return refuse(`the body is larger than ${limits.maxBytes} bytes`, limits.maxBytes);
  }
  const text = decodeUtf8(bytes);
  return text.ok ? new Reader(text.value, limits).read() : text;
}

/** `readJson` for a text already decoded, such as a JSON text inside a JSON string. */
export function readJsonText(text: string, limits: JsonLimits = JSON_LIMITS): Parsed<JsonValue> {
  if (exceedsBytes(text, limits.maxBytes)) {
    return refuse(`the text is larger than ${limits.maxBytes} bytes`, limits.maxBytes);
  }
  if (!text.isWellFormed()) return refuse('the text holds a lone surrogate');
  return new Reader(text, limits).read();
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const LOWER_E = 0x65;
const LOWER_U = 0x75;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/**
 * A recursive descent over UTF-16 units. A failing method records the reason and place and answers
 * undefined; each caller on the way out adds its step to the path, so success pays nothing for it.
 * `charCodeAt` past the end is NaN, which fails every comparison: the end needs no test of its own.
 */
class Reader {
  readonly #text: string;
  readonly #limits: JsonLimits;
  #at = 0;
  #values = 0;
  #reason = '';
  #failedAt = 0;
  #path = '';

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  read(): Parsed<JsonValue> {
    const value = this.#document();
    if (value !== undefined) return accept(value);
    return refuse(this.#reason, byteOffset(this.#text, this.#failedAt), `$${this.#path}`);
  }

  #document(): JsonValue | undefined {
    if (this.#text.charCodeAt(0) === BYTE_ORDER_MARK) {
      return this.#fail('the text starts with a byte order mark');
    }
    this.#skipBlank();
    if (this.#at === this.#text.length) return this.#fail('the text is empty');
    const value = this.#value(0);
    if (value === undefined) return undefined;
    this.#skipBlank();
    return this.#at === this.#text.length ? value : this.#fail('text after the value');
  }

  #fail(reason: string, at = this.#at): undefined {
    this.#reason = reason;
    this.#failedAt = at;
    return undefined;
  }

  /** Moves to the next unit that is not white space, and answers it. */
  #skipBlank(): number {
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB) {
      at += 1;
      code = text.charCodeAt(at);
    }
    this.#at = at;
    return code;
  }

  #value(depth: number): JsonValue | undefined {
    this.#values += 1;
    if (this.#values > this.#limits.maxValues) {
      return this.#fail(`more than ${this.#limits.maxValues} values`);
    }
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) {
      const value = this.#string();
      return value === undefined ? undefined : { kind: 'string', value };
    }
    if (code === OPEN_BRACE) return this.#object(depth + 1);
    if (code === OPEN_BRACKET) return this.#array(depth + 1);
    if (code === MINUS || isDigit(code)) return this.#number();
    return this.#word();
  }

  #word(): JsonValue | undefined {
    const text = this.#text;
    if (text.startsWith('true', this.#at)) return this.#past(4, JSON_TRUE);
    if (text.startsWith('false', this.#at)) return this.#past(5, JSON_FALSE);
    if (text.startsWith('null', this.#at)) return this.#past(4, JSON_NULL);
    if (this.#at >= text.length) return this.#fail('the text ends where a value is expected');
    return this.#fail('a value is expected here');
  }

  #past(length: number, value: JsonValue): JsonValue {
    this.#at += length;
    return value;
  }

  #object(depth: number): JsonValue | undefined {
    if (depth > this.#limits.maxDepth) return this.#tooDeep();
    const members = new Map<string, JsonValue>();
    this.#at += 1;
    let code = this.#skipBlank();
    if (code === CLOSE_BRACE) return this.#past(1, { kind: 'object', members });
    for (;;) {
      if (code !== QUOTE) return this.#fail('a key in double quotes is expected here');
      const keyAt = this.#at;
      const key = this.#string();
      if (key === undefined) return undefined;
      const value = members.has(key)
        ? this.#fail('duplicate key', keyAt)
        : members.size >= this.#limits.maxKeys
          ? this.#fail(`more than ${this.#limits.maxKeys} keys in one object`, keyAt)
          : this.#member(depth);
      if (value === undefined) {
        this.#path = pathStep(key) + this.#path;
        return undefined;
      }
      members.set(key, value);
      code = this.#skipBlank();
      if (code === CLOSE_BRACE) return this.#past(1, { kind: 'object', members });
      if (code !== COMMA) return this.#fail('a comma or } is expected here');
      this.#at += 1;
      code = this.#skipBlank();
      if (code === CLOSE_BRACE) return this.#fail('a comma before }');
    }
  }

  #member(depth: number): JsonValue | undefined {
    if (this.#skipBlank() !== COLON) return this.#fail('a colon is expected here');
    this.#at += 1;
    this.#skipBlank();
    return this.#value(depth);
  }

  #array(depth: number): JsonValue | undefined {
    if (depth > this.#limits.maxDepth) return this.#tooDeep();
    const items: JsonValue[] = [];
    this.#at += 1;
    if (this.#skipBlank() === CLOSE_BRACKET) return this.#past(1, { kind: 'array', items });
    for (;;) {
      const item = this.#value(depth);
      if (item === undefined) {
        this.#path = `[${items.length}]${this.#path}`;
        return undefined;
      }
      items.push(item);
      const code = this.#skipBlank();
      if (code === CLOSE_BRACKET) return this.#past(1, { kind: 'array', items });
      if (code !== COMMA) return this.#fail('a comma or ] is expected here');
      this.#at += 1;
      if (this.#skipBlank() === CLOSE_BRACKET) return this.#fail('a comma before ]');
    }
  }

  #tooDeep(): undefined {
    return this.#fail(`nested deeper than ${this.#limits.maxDepth} levels`);
  }

  #number(): JsonValue | undefined {
    const start = this.#at;
    if (this.#text.charCodeAt(start) === MINUS) this.#at += 1;
    const leadingZero = this.#text.charCodeAt(this.#at) === ZERO;
    const whole = this.#digits();
    if (whole === 0) return this.#fail('a digit is expected here');
    if (leadingZero && whole > 1) return this.#fail('a number with a leading zero', start);
    if (this.#text.charCodeAt(this.#at) === POINT) {
      this.#at += 1;
      if (this.#digits() === 0) return this.#fail('a digit is expected after the point');
    }
    const code = this.#text.charCodeAt(this.#at);
    if (code === LOWER_E || code === UPPER_E) {
      this.#at += 1;
      const sign = this.#text.charCodeAt(this.#at);
      if (sign === PLUS || sign === MINUS) this.#at += 1;
      if (this.#digits() === 0) return this.#fail('a digit is expected in the exponent');
    }
    if (this.#at - start > this.#limits.maxNumberChars) {
      return this.#fail(`a number longer than ${this.#limits.maxNumberChars} characters`, start);
    }
    return { kind: 'number', text: this.#text.slice(start, this.#at) };
  }

  #digits(): number {
    const start = this.#at;
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at += 1;
    return this.#at - start;
  }

  /** Reads a string from its opening quote; the value without escapes needs no copy. */
  #string(): string | undefined {
    const text = this.#text;
    const open = this.#at;
    let at = open + 1;
    let code = text.charCodeAt(at);
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
      at += 1;
      code = text.charCodeAt(at);
    }
    if (code === QUOTE) return this.#closeString(text.slice(open + 1, at), open, at);
    return this.#escapedString(open, at);
  }

  #escapedString(open: number, firstStop: number): string | undefined {
    const text = this.#text;
    let value = text.slice(open + 1, firstStop);
    this.#at = firstStop;
    for (;;) {
      const from = this.#at;
      let code = text.charCodeAt(from);
      while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
        this.#at += 1;
        code = text.charCodeAt(this.#at);
      }
      value += text.slice(from, this.#at);
      if (code === QUOTE) return this.#closeString(value, open, this.#at);
      if (code !== BACKSLASH) {
        const ended = this.#at >= text.length;
        return this.#fail(ended ? 'the text ends inside a string' : 'a bare control character');
      }
      const unescaped = this.#escape();
      if (unescaped === undefined) return undefined;
      value += unescaped;
    }
  }

  #closeString(value: string, open: number, close: number): string | undefined {
    this.#at = close + 1;
    if (exceedsBytes(value, this.#limits.maxStringBytes)) {
      return this.#fail(`a string longer than ${this.#limits.maxStringBytes} bytes`, open);
    }
    return value;
  }

  #escape(): string | undefined {
    if (this.#text.charCodeAt(this.#at + 1) !== LOWER_U) {
      const value = SIMPLE_ESCAPES.get(this.#text.charAt(this.#at + 1));
      if (value === undefined) return this.#fail('an escape that JSON does not have');
      this.#at += 2;
      return value;
    }
    const high = this.#unicodeEscape(this.#at);
    if (high === undefined) return this.#fail('\\u must be followed by four hexadecimal digits');
    if (high === 0) return this.#fail('U+0000 cannot be part of a text');
    if (high < 0xd800 || high > 0xdfff) {
      this.#at += 6;
      return String.fromCharCode(high);
    }
    const low = high < 0xdc00 ? this.#unicodeEscape(this.#at + 6) : undefined;
    if (low === undefined || low < 0xdc00 || low > 0xdfff) return this.#fail('a lone surrogate');
    this.#at += 12;
    return String.fromCharCode(high, low);
  }

  #unicodeEscape(at: number): number | undefined {
    if (!this.#text.startsWith('\\u', at)) return undefined;
    const digits = this.#text.slice(at + 2, at + 6);
    return FOUR_HEX.test(digits) ? Number.parseInt(digits, 16) : undefined;
  }
}
