/** Texts as literals of programming languages, and literals and variables put together. */
import type { Part, Variable } from './plan.ts';

/** `"…"` with the escapes that C and its family have in common. */
export function doubleQuoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** `'…'` where only the backslash and the quote are escaped. */
export function singleQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** `'…'` of a shell, in which nothing is escaped. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export interface Joining {
  quote(text: string): string;
  name(variable: Variable): string;
  /** Between the parts: ` + `. */
  readonly joint: string;
}

/** An expression for a text: literals and variables, joined as the language does. */
export function joined(parts: readonly Part[], { quote, name, joint }: Joining): string {
  if (parts.length === 0) return quote('');
  return parts
    .map((part) => (typeof part === 'string' ? quote(part) : name(part.variable)))
    .join(joint);
}
