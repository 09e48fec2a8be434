/** Building pages: everything put into a page is text, unless it is a page part itself. */
import type { FastifyReply } from 'fastify';

/** A piece of finished HTML. Only `html` makes one, so nothing unescaped gets in. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Part = string | Html | readonly Html[] | undefined;

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part !== 'string') return part.map(({ text }) => text).join('');
  return part.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** html`<p>${name}</p>`: texts are escaped, Html parts are not, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(render)));
}

/** Browsers may load our style sheet, send our forms, and nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const SAFE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

export type Page = {
  readonly title: string;
  readonly main: Html;
  /** Where the browser goes by itself after a moment. */
  readonly goesTo?: string;
};

const RETURN_AFTER_S = 3;

function document({ title, main, goesTo }: Page): Html {
  const refresh = goesTo
    ? html`<meta http-equiv="refresh" content="${`${RETURN_AFTER_S};url=${goesTo}`}">`
    : undefined;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}
<title>${title} - TEST provider</title>
<link rel="stylesheet" href="/assets/pages.css">
</head>
<body>
<p class="test" role="note"><strong>TEST</strong> No real money moves here</p>
<main>${main}</main>
<footer>Simulated payment provider</footer>
</body>
</html>
`;
}

export function sendPage(reply: FastifyReply, page: Page, http = 200): void {
  void reply
    .code(http)
    .headers(SAFE_HEADERS)
    .header('content-type', 'text/html; charset=utf-8')
    .send(document(page).text);
}
