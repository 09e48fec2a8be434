/** The payer's pages: `/pay/:token`, its status, its QR picture, and the files they need. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Channel } from '../domain/channel.ts';
import type { Id } from '../domain/id.ts';
import { isFinal, type Order } from '../domain/order.ts';
import type { Refused } from '../domain/refusal.ts';
import {
  type Clock,
  type GroupLinks,
  Overloaded,
  type PayLinks,
  type Reader,
  type SnapshotSource,
  Unavailable,
} from '../ports/core.ts';
import { type Asset, sendAsset } from '../web/asset.ts';
import { qrPng } from '../web/qr.ts';
import { takeRawBodies } from '../web/raw-bodies.ts';
import { ownPath } from '../web/safe-url.ts';
import { type Assets, loadAssets } from './assets.ts';
import { CHOOSING_POLICY, PAGE_HEADERS } from './headers.ts';
import { chooseLocale, type Locale } from './locale.ts';
import { notePage, type PlacesView, payPage, placesPage } from './page.ts';
import { type CashierView, cashierView } from './view.ts';

export interface CashierDeps {
  readonly reader: Pick<Reader, 'orderById'>;
  readonly snapshot: SnapshotSource;
  readonly payLinks: PayLinks;
  readonly clock: Clock;
  readonly checkout: Checkout;
  readonly groupLinks: GroupLinks;
  /** The codes of the group that a code belongs to, oldest first. */
  groupOf(codeId: Id): Promise<readonly Order[]>;
}

/** Orders whose payer chooses how to pay. */
export interface Checkout {
  choicesOf(order: Order): readonly Channel[];
  choose(order: Order, code: string): Promise<{ readonly ok: true } | Refused>;
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
    takeRawBodies(scope);
    scope.setErrorHandler((error, request, reply) => {
      if (isTheirs(error)) return sendNotFound(request, reply, assets);
      const ours = error instanceof Unavailable || error instanceof Overloaded;
      if (!ours) request.log.error({ err: error }, 'cashier');
      reply.code(ours ? 503 : 500);
      return sendTrouble(request, reply, assets);
    });
    scope.get('/pay/:token', (request, reply) => sendPage(request, reply, deps, assets));
    scope.post('/pay/:token/choose', { bodyLimit: CHOICE_BYTES_MAX }, (request, reply) => {
      return sendChosen(request, reply, deps, assets);
    });
    scope.get('/b/:token', (request, reply) => sendPlaces(request, reply, deps, assets));
    scope.get('/pay/:token/status', (request, reply) => sendStatus(request, reply, deps));
    scope.get('/pay/:token/qr.png', (request, reply) => sendPicture(request, reply, deps, assets));
    for (const asset of Object.values(assets) as Asset[]) {
      scope.get(asset.url.toString(), (request, reply) => sendAsset(request, reply, asset));
    }
  });
}

/** The name of a channel is short. */
const CHOICE_BYTES_MAX = 1024;

/** What cannot be read of a request is the visitor's, and no trouble of ours. */
function isTheirs(error: unknown): boolean {
  const { statusCode } = error as { readonly statusCode?: number };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500;
}

/**
 * The view behind a link. A link that is not ours and an order that is not there are one answer.
 * A forged token ends in `payLinks.read`, before any read of the database: whoever guesses tokens
 * learns nothing from the time, and costs nothing.
 */
async function viewOf(
  token: string,
  deps: CashierDeps,
  asked = false,
): Promise<CashierView | null> {
  const order = await orderOf(token, deps);
  if (order === null) return null;
  const snapshot = deps.snapshot.current();
  const merchant = snapshot.merchant(order.merchantId);
  const app = snapshot.app(order.appId);
  const channel = snapshot.channel(order.channel);
  const choices = order.choices === null ? [] : deps.checkout.choicesOf(order);
  if (merchant === null || app === null || (channel === null && order.choices === null))
    return null;
  const { mode } = app;
  const utcOffset = app.settings.utcOffset ?? '+08:00';
  const nowMs = deps.clock.nowMs();
  return cashierView({ order, merchant, channel, choices, asked, mode, utcOffset, nowMs });
}

async function orderOf(token: string, deps: CashierDeps): Promise<Order | null> {
  const orderId = deps.payLinks.read(token);
  const order = orderId === null ? null : await deps.reader.orderById(orderId);
  return order?.kind === 'payin' || order?.kind === 'code' ? order : null;
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const token = tokenOf(request);
  const { choose } = request.query as Readonly<Record<string, unknown>>;
  const view = await viewOf(token, deps, choose === '1');
  if (view === null) return sendNotFound(request, reply, assets);
  if (view.state === 'choosing') reply.header('content-security-policy', CHOOSING_POLICY);
  return sendHtml(reply, payPage(view, { locale: localeOf(request), assets, token }));
}

/**
 * The payer's choice, and back to the page, which shows what became of it: what to do now, or the
 * ways to pay once more when this one is not to be had.
 */
async function sendChosen(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const token = tokenOf(request);
  const order = await orderOf(token, deps);
  if (order === null || order.choices === null) return sendNotFound(request, reply, assets);
  const body = Buffer.isBuffer(request.body) ? request.body.toString('latin1') : '';
  const code = new URLSearchParams(body).get('channel') ?? '';
  const chosen = await deps.checkout.choose(order, code);
  const again = chosen.ok ? {} : { choose: '1' };
  const page = ownPath(['pay', token], { ...again, lang: localeOf(request).tag });
  return reply.redirect(page.toString(), 303);
}

/**
 * The places where a bill can be paid. `only=0.2` shows some of them, by their place among the
 * codes of the group, which are only added to.
 */
async function sendPlaces(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const { token } = request.params as { readonly token: string };
  const { only } = request.query as Readonly<Record<string, unknown>>;
  const view = await placesOf(token, typeof only === 'string' ? only : '', deps);
  if (view === null) return sendNotFound(request, reply, assets);
  const query = typeof only === 'string' ? { only } : {};
  const context = { locale: localeOf(request), assets, token, path: ['b', token], query };
  return sendHtml(reply, placesPage(view, context));
}

async function placesOf(
  token: string,
  only: string,
  deps: CashierDeps,
): Promise<PlacesView | null> {
  const codeId = deps.groupLinks.read(token);
  const codes = codeId === null ? [] : await deps.groupOf(codeId);
  const [first] = codes;
  const snapshot = deps.snapshot.current();
  const merchant = first === undefined ? null : snapshot.merchant(first.merchantId);
  const app = first === undefined ? null : snapshot.app(first.appId);
  if (merchant === null || app === null) return null;
  const wanted = only.split('.').filter((place) => /^[0-9]{1,3}$/.test(place));
  const places = codes
    .filter((_, place) => wanted.length === 0 || wanted.includes(`${place}`))
    .filter(({ state, instructions }) => !isFinal(state) && instructions !== null)
    .flatMap(({ id, channel }) => {
      const name = snapshot.channel(channel)?.name;
      const url = deps.payLinks.urlOf(id);
      return name === undefined ? [] : [{ name, token: url.slice(url.lastIndexOf('/') + 1) }];
    });
  if (places.length === 0) return null;
  const orderRef = first?.merchantRef ?? '';
  return { merchantName: merchant.name, orderRef, testMode: app.mode === 'test', places };
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
  const context = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply.code(404), notePage(locale.messages.notFound, 'not-found', context));
}

function sendTrouble(request: FastifyRequest, reply: FastifyReply, assets: Assets) {
  const locale = localeOf(request);
  const context = { locale, assets, token: tokenOf(request) };
  return sendHtml(reply, notePage(locale.messages.trouble, 'trouble', context));
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
