/** A browser's side of the console, without a browser: cookies, tokens, forms. */
import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { PASSWORD } from './world.ts';

type Texts = Readonly<Record<string, string>>;

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  json<T = Record<string, unknown>>(): T;
}

/** One browser: it keeps cookies and sends what a browser sends with a form of our page. */
export interface Visitor {
  readonly cookies: Map<string, string>;
  /** The token of the last page that had a form. */
  csrf: string;
  get(url: string, headers?: Texts): Promise<Reply>;
  /** Posts a form; `headers` replace what a browser would send, '' takes a header away. */
  post(url: string, form?: Texts, headers?: Texts): Promise<Reply>;
  signIn(login: string, password?: string): Promise<Reply>;
}

export function visitor(
  server: FastifyInstance,
  origin = 'http://console.example',
  ip = '192.0.2.9',
  site = 'console',
): Visitor {
  const cookies = new Map<string, string>();
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    headers: Texts,
    payload: string | null,
  ): Promise<Reply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const given = { host: new URL(origin).host, ...(cookie === '' ? {} : { cookie }), ...headers };
    const all = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    const reply = await server.inject({
      method,
      url,
      headers: all,
      remoteAddress: ip,
      ...(payload === null ? {} : { payload }),
    });
    for (const { name, value, maxAge } of reply.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, value);
    }
    const token = /name="csrf" value="([^"]+)"/.exec(reply.body)?.[1];
    if (token !== undefined) self.csrf = token;
    const { statusCode: status, body, headers: reported } = reply;
    return { status, body, headers: reported, json: () => JSON.parse(body) };
  };
  const self: Visitor = {
    cookies,
    csrf: '',
    get: (url, headers = {}) => send('GET', url, headers, null),
    post(url, form = {}, headers = {}) {
      const payload = new URLSearchParams({ csrf: self.csrf, ...form }).toString();
      const defaults = {
        origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      };
      return send('POST', url, { ...defaults, ...headers }, payload);
    },
    async signIn(login, password = PASSWORD) {
      await self.get(`/${site}/sign-in`);
      const reply = await self.post(`/${site}/sign-in`, { login, password });
      if (reply.status === 303)
        await self.get(site === 'console' ? '/console/account' : '/portal/test/account');
      return reply;
    },
  };
  return self;
}

export async function signedIn(
  { server }: { readonly server: FastifyInstance },
  login: string,
): Promise<Visitor> {
  const ann = visitor(server);
  await ann.signIn(login);
  return ann;
}

/** What a redirect says when it is followed. */
export async function flash(ann: Visitor, reply: Reply): Promise<string> {
  assert.equal(reply.status, 303);
  const page = await ann.get(String(reply.headers.location));
  return /class="flash flash-good">([^<]*)/.exec(page.body)?.[1] ?? '';
}

/** Why something was refused, as the page says it. */
export const problemOf = ({ body }: Reply) =>
  (/class="flash flash-bad">(.*?)<\/p>/.exec(body)?.[1] ?? '').replace(/<[^>]*>/g, '');
