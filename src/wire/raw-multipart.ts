import { accept, type Parsed, pathStep, refuse } from './parsed.ts';
import { FORM_LIMITS, type Form, FormBuilder, type FormLimits } from './raw-form.ts';
import { decodeUtf8 } from './utf8.ts';

/**
 * Reads a `multipart/form-data` body of text fields (RFC 7578), whole and in memory.
 *
 * Our own reader rather than a streaming library: the body is at most 64 KiB and already here,
 * files are never wanted, and such libraries are lenient by design, while a signed body must mean
 * one thing only. Refused: a file part, a name sent twice, text before the first or after the last
 * delimiter, a header or encoding that is not expected, a length header that is wrong, a line that
 * begins like a delimiter and is none, bytes that are not UTF-8. Never throws.
 */
export function readMultipart(
  bytes: Uint8Array,
  boundary: string,
  limits: FormLimits = FORM_LIMITS,
): Parsed<Form> {
  if (bytes.length > limits.maxBytes) {
    return refuse(`the body is larger than ${limits.maxBytes} bytes`, limits.maxBytes);
  }
  return new MultipartReader(bytes, boundary, limits).read();
}

interface PartHeaders {
  readonly name: string;
  readonly length: number | undefined;
}

const PART_HEADER_LIMIT = 1024;
const DISPOSITION = /^form-data[ \t]*;[ \t]*name=(?:"([ !#-[\]-~]*)"|([!#-'*+.0-9A-Z^-z|~-]+))$/i;
const FILE_NAME = /;[ \t]*filename\*?[ \t]*=/i;
const TEXT_TYPE = /^text\/plain(?:[ \t]*;[ \t]*charset="?(?:utf-?8|us-ascii)"?)?$/i;
const IDENTITY_ENCODING = /^(?:7bit|8bit|binary)$/i;
const LENGTH = /^[0-9]{1,5}$/;

class MultipartReader {
  readonly #body: Buffer;
  readonly #delimiter: Buffer;
  readonly #builder: FormBuilder;

  constructor(bytes: Uint8Array, boundary: string, limits: FormLimits) {
    this.#body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#builder = new FormBuilder(limits);
  }

  read(): Parsed<Form> {
    const opening = this.#delimiter.subarray(2);
    if (!this.#body.subarray(0, opening.length).equals(opening)) {
      return refuse('the body does not start with the boundary');
    }
    let at = opening.length;
    while (!this.#has('--', at)) {
      const next = this.#part(at);
      if (!next.ok) return next;
      at = next.value;
    }
    const tail = at + 2;
    if (tail === this.#body.length) return accept(this.#builder.form);
    return this.#has('\r\n', tail) && tail + 2 === this.#body.length
      ? accept(this.#builder.form)
      : refuse('text after the last boundary', tail);
  }

  /** Reads the part whose delimiter ends at `at`; answers where the next delimiter ends. */
  #part(at: number): Parsed<number> {
    if (!this.#has('\r\n', at)) return refuse('a line break is expected after the boundary', at);
    const headersAt = at + 2;
    const headersEnd = this.#body.indexOf('\r\n\r\n', headersAt, 'latin1');
    if (headersEnd < 0) return refuse('the headers of a part do not end', headersAt);
    if (headersEnd - headersAt > PART_HEADER_LIMIT) {
      return refuse(`the headers of a part exceed ${PART_HEADER_LIMIT} bytes`, headersAt);
    }
    const lines = this.#body.toString('latin1', headersAt, headersEnd).split('\r\n');
    const headers = readPartHeaders(lines, headersAt);
    if (!headers.ok) return headers;
    return this.#content(headers.value, headersAt, headersEnd + 4);
  }

  #content(headers: PartHeaders, headersAt: number, from: number): Parsed<number> {
    const path = `$${pathStep(headers.name)}`;
    // The delimiter's own line break may be the last one of an empty part's headers.
    const end = this.#body.indexOf(this.#delimiter, from - 2);
    if (end < 0) return refuse('a part does not end with the boundary', from, path);
    if (end < from) return refuse('a part without an empty line after its headers', from, path);
    if (headers.length !== undefined && headers.length !== end - from) {
      return refuse('a Content-Length that differs from the content', headersAt, path);
    }
    const value = decodeUtf8(this.#body.subarray(from, end));
    if (!value.ok) return refuse('the value is not valid UTF-8', from + value.error.at, path);
    const reason = this.#builder.add(headers.name, value.value);
    if (reason !== undefined) return refuse(reason, headersAt, path);
    return accept(end + this.#delimiter.length);
  }

  #has(text: string, at: number): boolean {
    return this.#body.toString('latin1', at, at + text.length) === text;
  }
}

function readPartHeaders(lines: readonly string[], at: number): Parsed<PartHeaders> {
  const seen = new Set<string>();
  let name: string | undefined;
  let length: number | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const header = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (seen.has(header)) return refuse('a part header sent twice', at);
    seen.add(header);
    if (header === 'content-disposition') {
      if (FILE_NAME.test(value)) return refuse('files are not accepted', at);
      const match = DISPOSITION.exec(value);
      name = match?.[1] ?? match?.[2];
      if (name === undefined) return refuse('a Content-Disposition that names no field', at);
    } else if (header === 'content-length' && LENGTH.test(value)) {
      length = Number.parseInt(value, 10);
    } else if (!isPlainText(header, value)) {
      return refuse('a part header that a text field does not have', at);
    }
  }
  if (name === undefined) return refuse('a part without Content-Disposition', at);
  return accept({ name, length });
}

function isPlainText(header: string, value: string): boolean {
  if (header === 'content-type') return TEXT_TYPE.test(value);
  return header === 'content-transfer-encoding' && IDENTITY_ENCODING.test(value);
}
