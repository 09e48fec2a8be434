/** The payer's pages: `/pay/:token`, its status, its QR picture, and the files they need. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Clock,
  Overloaded,
  type PayLinks,
  type Reader,
  type SnapshotSource,
  Unavailable,
} from '../../app/ports.ts';
import { type Asset, sendAsset } from '../asset.ts';
import { type Assets, loadAssets } from './assets.ts';
import { PAGE_HEADERS } from './headers.ts';
import { chooseLocale, type Locale } from './locale.ts';
import { notePage, payPage } from './page.ts';
import { qrPng } from './qr.ts';
import { type CashierView, cashierView } from './view.ts';

export interface CashierDeps {
  readonly reader: Pick<Reader, 'orderById'>;
  readonly snapshot: SnapshotSource;
  readonly payLinks: PayLinks;
  readonly clock: Clock;
}

/** Answer of `GET /pay/:token/status`. */
interface CashierStatus {
  readonly state: CashierView['state'];
  readonly instructionsReady: boolean;
  readonly expiresInMs: number | null;
}

/** Adds the cashier's routes, with headers and error pages of their own. */
export async function registerCashier(fastify: FastifyInstance, deps: CashierDeps): Promise<void> {
  const assets = loadAssets();
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(PAGE_HEADERS);
    });
    scope.setErrorHandler((error, request, reply) => {
      const ours = error instanceof Unavailable || error instanceof Overloaded;
      if (!ours) request.log.error({ err: error }, 'cashier');
      reply.code(ours ? 503 : 500);
      return sendTrouble(request, reply, assets);
    });
    scope.get('/pay/:token', (request, reply) => sendPage(request, reply, deps, assets));
    scope.get('/pay/:token/status', (request, reply) => sendStatus(request, reply, deps));
    scope.get('/pay/:token/qr.png', (request, reply) => sendPicture(request, reply, deps, assets));
    for (const asset of Object.values(assets) as Asset[]) {
      scope.get(asset.url.toString(), (request, reply) => sendAsset(request, reply, asset));
    }
  });
}

/**
 * The view behind a link. A link that is not ours and an order that is not there are one answer.
 * A forged token ends in `payLinks.read`, before any read of the database: whoever guesses tokens
 * learns nothing from the time, and costs nothing.
 */
async function viewOf(token: string, deps: CashierDeps): Promise<CashierView | null> {
  const orderId = deps.payLinks.read(token);
  const order = orderId === null ? null : await deps.reader.orderById(orderId);
  if (order === null || order.kind !== 'payin') return null;
  const snapshot = deps.snapshot.current();
  const merchant = snapshot.merchant(order.merchantId);
  const app = snapshot.app(order.appId);
  const channel = snapshot.channel(order.channel);
  if (merchant === null || app === null || channel === null) return null;
  return cashierView({ order, merchant, channel, mode: app.mode, nowMs: deps.clock.nowMs() });
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const token = tokenOf(request);
  const view = await viewOf(token, deps);
  if (view === null) return sendNotFound(request, reply, assets);
  return sendHtml(reply, payPage(view, { locale: localeOf(request), assets, token }));
}

async function sendStatus(request: FastifyRequest, reply: FastifyReply, deps: CashierDeps) {
  const view = await viewOf(tokenOf(request), deps);
  if (view === null) return reply.code(404).send({ error: 'not_found' });
  const status: CashierStatus = {
    state: view.state,
    instructionsReady: view.instructions !== null,
    expiresInMs: view.expiresInMs,
  };
  return reply.send(status);
}

async function sendPicture(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const steps = (await viewOf(tokenOf(request), deps))?.instructions;
  const png = steps?.kind === 'qr' ? await qrPng(steps.payload) : null;
  if (png === null) return sendNotFound(request, reply, assets);
  return reply
    .type('image/png')
    .header('content-disposition', 'attachment; filename="payment-code.png"')
    .send(png);
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply, assets: Assets) {
  const locale = localeOf(request);
  const frame = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply.code(404), notePage(locale.messages.notFound, 'not-found', frame));
}

function sendTrouble(request: FastifyRequest, reply: FastifyReply, assets: Assets) {
  const locale = localeOf(request);
  const frame = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply, notePage(locale.messages.trouble, 'trouble', frame));
}

function sendHtml(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').header('vary', 'accept-language').send(page);
}

function tokenOf(request: FastifyRequest): string {
  return (request.params as { readonly token: string }).token;
}

function localeOf(request: FastifyRequest): Locale {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  return chooseLocale(lang, request.headers['accept-language']);
}
