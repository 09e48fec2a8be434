/**
 * Strict standard base64 (RFC 4648 section 4): padded, one line, no bits left over, so that every
 * value has exactly one spelling. The URL alphabet is refused. `lineBreaks` lets CR and LF stand
 * anywhere, for keys pasted from a file; a signature must not use it, or it could be respelt.
 */
export function decodeBase64(text: string, options?: { lineBreaks: boolean }): Buffer | undefined {
  const line = options?.lineBreaks === true ? text.replace(/[\r\n]+/g, '') : text;
  const bytes = Buffer.from(line, 'base64');
  // Node skips what it does not know; writing the bytes again shows whether it skipped anything.
  return bytes.length > 0 && bytes.toString('base64') === line ? bytes : undefined;
}
