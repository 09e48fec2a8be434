/** Requests, answers and notifications as bytes, made by tools/docs-site.ts by running dialects. */
import { readFileSync } from 'node:fs';

export interface Example {
  readonly method: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The text that was signed, secrets as `***`; null where nothing is. */
  readonly signed: string | null;
  readonly answer: string;
}

export interface NotificationExample {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signed: string;
}

export interface Examples {
  /** By operation. */
  readonly operations: Readonly<Record<string, Example>>;
  /** By notification and the operation whose order it reports: `payment:ph_payment_create`. */
  readonly notifications: Readonly<Record<string, NotificationExample>>;
}

export interface ExampleBook {
  /** The public pair that all examples are signed with, base64 of DER. */
  readonly keys: { readonly publicKey: string; readonly privateKey: string };
  readonly dialects: Readonly<Record<string, Examples>>;
}

export const EXAMPLES_FILE = new URL('./made/examples.json', import.meta.url);

export function loadExamples(): ExampleBook {
  return JSON.parse(readFileSync(EXAMPLES_FILE, 'utf8')) as ExampleBook;
}
