/** Forms with files (RFC 7578), from a body that is small enough to be in memory. */

export interface FormPart {
  readonly name: string;
  /** Null: a field, and no file. What a file is called is not believed. */
  readonly fileName: string | null;
  readonly bytes: Buffer;
}

const PARTS_MAX = 16;
const HEAD_BYTES_MAX = 2_048;
const BREAK = Buffer.from('\r\n\r\n');

/** Null: it is no such form, or not a whole one. */
export function readMultipart(
  contentType: string | undefined,
  body: Buffer,
): readonly FormPart[] | null {
  const boundary = boundaryIn(contentType ?? '');
  if (boundary === null) return null;
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first mark has no line before it.
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: FormPart[] = [];
  let at = bytes.indexOf(mark);
  while (at >= 0 && parts.length <= PARTS_MAX) {
    const from = at + mark.length;
    if (bytes.toString('latin1', from, from + 2) === '--') return parts;
    const to = bytes.indexOf(mark, from);
    const part = to < 0 ? null : partIn(bytes.subarray(from, to));
    if (part === null) return null;
    parts.push(part);
    at = to;
  }
  return null;
}

function boundaryIn(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? null;
}

/** From behind the mark: the rest of its line, the part's head, an empty line, its bytes. */
function partIn(bytes: Buffer): FormPart | null {
  const headEnd = bytes.indexOf(BREAK);
  if (headEnd < 0 || headEnd > HEAD_BYTES_MAX) return null;
  const head = bytes.toString('utf8', 0, headEnd);
  const [, disposition = ''] = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(head) ?? [];
  const name = parameterIn(disposition, 'name');
  if (name === null) return null;
  const fileName = parameterIn(disposition, 'filename');
  return { name, fileName, bytes: bytes.subarray(headEnd + BREAK.length) };
}

function parameterIn(disposition: string, name: string): string | null {
  return new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1] ?? null;
}
