/** What all routes of the cashier do: read the link and the language, send a page. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Assets } from './assets.ts';
import { chooseLocale, type Locale } from './locale.ts';
import { notePage } from './page.ts';

export function sendNotFound(request: FastifyRequest, reply: FastifyReply, assets: Assets) {
  const locale = localeOf(request);
  const context = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply.code(404), notePage(locale.messages.notFound, 'not-found', context));
}

export function sendTrouble(request: FastifyRequest, reply: FastifyReply, assets: Assets) {
  const locale = localeOf(request);
  const context = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply, notePage(locale.messages.trouble, 'trouble', context));
}

export function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page);
}

export function tokenOf(request: FastifyRequest): string {
  return (request.params as { readonly token: string }).token;
}

export function localeOf(request: FastifyRequest): Locale {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  return chooseLocale(lang, request.headers['accept-language']);
}
