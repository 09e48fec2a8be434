/**
 * What a page is made of. Pages are built as blocks, and written from them as HTML, as Markdown and
 * as text to search in. Texts are inline Markdown: code, bold and links.
 */

/** A row of a table of fields or members. */
export interface FieldRow {
  readonly name: string;
  /** 0: of the object itself; 1 and more: inside the one above. */
  readonly depth: number;
  /** `string, 1 to 32 characters`. */
  readonly type: string;
  /** `required`, `signed`. */
  readonly marks: readonly string[];
  readonly meaning: string;
  readonly example: string | null;
}

export interface Sample {
  /** As the published site names the language. */
  readonly title: string;
  /** For fences and classes. */
  readonly id: string;
  readonly text: string;
  /** Our tests run it. */
  readonly isProved: boolean;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly id: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'fields'; readonly rows: readonly FieldRow[] }
  | { readonly kind: 'endpoint'; readonly method: string; readonly path: string }
  | {
      readonly kind: 'samples';
      readonly label: string;
      readonly samples: readonly Sample[];
      /** What the marks of the proved ones mean. */
      readonly remark: string;
    };

/** A page's content: what is read, and what stands beside it. */
export interface Content {
  /** The sentence below the title. */
  readonly lead: string;
  readonly main: readonly Block[];
  readonly side: readonly Block[];
}

export function heading(text: string, id = idOf(text)): Block {
  return { kind: 'heading', text, id };
}

/** An id for a heading: letters and digits of any script, joined by hyphens. */
export function idOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

export function paragraph(text: string): Block {
  return { kind: 'text', text };
}

export function code(language: string, text: string): Block {
  return { kind: 'code', language, text };
}
