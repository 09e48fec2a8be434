/**
 * The one place where HTML is put together. `html` escapes everything that is not already
 * `SafeHtml`, takes only checked addresses in links, and refuses positions in which escaping would
 * not help (no quotes, event handlers): those are programmer errors and throw.
 */
import { isSafeUrl, type SafeUrl } from './safe-url.ts';

class MadeHtml {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Markup made by `html`; it cannot be made from a string. */
export type SafeHtml = MadeHtml;

export type Piece = SafeHtml | SafeUrl | string | number | null | readonly SafeHtml[];

/** Tagged template: ``html`<p>${name}</p>` ``. `null` prints nothing, a list prints its items. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): SafeHtml {
  let text = literals[0] ?? '';
  pieces.forEach((piece, index) => {
    checkPosition(literals[index] ?? '', piece);
    text += print(piece) + (literals[index + 1] ?? '');
  });
  return new MadeHtml(text);
}

function print(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof MadeHtml) return piece.toString();
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  if (isSafeUrl(piece)) return escaped(piece.toString());
  return piece.map((item) => item.toString()).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n]/gu, '\uFFFD')
    .replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? '');
}

function checkPosition(before: string, piece: Piece): void {
  if (/=\s*$/.test(before)) throw new Error('html: an attribute value needs quotes');
  if (/\s(?:on\w+|style|srcdoc)\s*=\s*["'][^"']*$/i.test(before)) {
    throw new Error('html: no values in handlers, styles or srcdoc');
  }
  const link = /\s(?:href|src|action|formaction)\s*=\s*"([^"]*)$/i.exec(before);
  if (link !== null && (link[1] !== '' || !isSafeUrl(piece))) {
    throw new Error('html: a link takes one checked address');
  }
}
