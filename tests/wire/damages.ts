/** Replies of a provider that went wrong. */
import { gzipSync } from 'node:zlib';
import type { UpstreamReply } from '../../src/connectors/contract.ts';
import type { Response } from '../../src/connectors/harness.ts';

/** What may happen to a good reply on its way, or instead of it. None of it proves anything. */
export const DAMAGES: Readonly<Record<string, (good: Response) => UpstreamReply>> = {
  'no reply in time': () => ({ kind: 'unknown', reason: 'timeout' }),
  'a cut connection': () => ({ kind: 'unknown', reason: 'connection_reset' }),
  ...Object.fromEntries(
    [302, 304, 307, 429, 500, 502, 503, 504].map((status) => [
      `the same body with HTTP ${status}`,
      (good: Response) => ({ ...good, status }),
    ]),
  ),
  'HTTP 502 and a web page': () => webPage(502),
  'HTTP 200 and a web page': () => webPage(200),
  'a good body that says it is a web page': (good) => ({
    ...good,
    headers: { ...good.headers, 'content-type': 'text/html' },
  }),
  'an empty body': (good) => withText(good, ''),
  'an empty object': (good) => withText(good, '{}'),
  'an array': (good) => withText(good, `[${textOf(good)}]`),
  null: (good) => withText(good, 'null'),
  NaN: (good) => withText(good, `{"zz":NaN,${textOf(good).slice(1)}`),
  'a duplicate key': (good) => withText(good, `{"zz":1,"zz":1,${textOf(good).slice(1)}`),
  'deep nesting': (good) =>
    withText(good, `{"zz":${'['.repeat(10_000)}${']'.repeat(10_000)},${textOf(good).slice(1)}`),
  'text after the value': (good) => withText(good, `${textOf(good)}{}`),
  'a byte order mark': (good) => withText(good, `\ufeff${textOf(good)}`),
  'bytes that are no text': (good) => ({ ...good, body: Buffer.concat([good.body, BAD_BYTES]) }),
  '10 MB, cut': (good) => ({ ...withText(good, padded(good).slice(0, 262_144)), truncated: true }),
  'a good body that says it was cut': (good) => ({ ...good, truncated: true }),
  '10 MB': (good) => withText(good, padded(good)),
  'a packed body': (good) => ({
    ...good,
    headers: { ...good.headers, 'content-encoding': 'gzip' },
    body: gzipSync(good.body),
  }),
};

const BAD_BYTES = Uint8Array.of(0xc3, 0x28);

function textOf({ body }: Response): string {
  return Buffer.from(body).toString();
}

function padded(good: Response): string {
  return `{"zz":"${'x'.repeat(10 * 1024 * 1024)}",${textOf(good).slice(1)}`;
}

function withText(good: Response, text: string): Response {
  return { ...good, body: Buffer.from(text) };
}

function webPage(status: number): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const body = Buffer.from('<!doctype html><h1>Hello</h1>');
  return { kind: 'response', status, headers, body, truncated: false };
}
