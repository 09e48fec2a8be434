/** The payer's pages: `/pay/:token`, its status, its QR picture, and the files they need. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFinal, type Order } from '../domain/order.ts';
import { Overloaded, Unavailable } from '../ports/core.ts';
import { type Asset, sendAsset } from '../web/asset.ts';
import { qrPng } from '../web/qr.ts';
import { takeRawBodies } from '../web/raw-bodies.ts';
import { ownPath } from '../web/safe-url.ts';
import { type Assets, loadAssets } from './assets.ts';
import type { CashierDeps } from './deps.ts';
import { CHOOSING_POLICY, PAGE_HEADERS } from './headers.ts';
import { type PlacesView, payPage, placesPage } from './page.ts';
import { localeOf, sendHtml, sendNotFound, sendTrouble, tokenOf } from './sending.ts';
import { registerVerifySteps, sendVerifyPage, verifyStatus } from './verify-routes.ts';
import { type CashierView, cashierView } from './view.ts';

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
    registerVerifySteps(scope, deps, assets);
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
 * The order behind a link. A link that is not ours and an order that is not there are one answer.
 * A forged token ends in `payLinks.read`, before any read of the database: whoever guesses tokens
 * learns nothing from the time, and costs nothing.
 */
async function linkedOrder(token: string, deps: CashierDeps): Promise<Order | null> {
  const orderId = deps.payLinks.read(token);
  return orderId === null ? null : await deps.reader.orderById(orderId);
}

function viewOf(order: Order, deps: CashierDeps, asked = false): CashierView | null {
  if (order.kind !== 'payin' && order.kind !== 'code') return null;
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
  const order = await linkedOrder(token, deps);
  return order?.kind === 'payin' || order?.kind === 'code' ? order : null;
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const token = tokenOf(request);
  const { choose, step } = request.query as Readonly<Record<string, unknown>>;
  const order = await linkedOrder(token, deps);
  if (order?.kind === 'verification') {
    const about = { asked: typeof step === 'string' ? step : '', problem: null };
    return sendVerifyPage(request, reply, deps, assets, order, about);
  }
  const view = order === null ? null : viewOf(order, deps, choose === '1');
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
  const order = await linkedOrder(tokenOf(request), deps);
  const verification = order?.kind === 'verification' ? verifyStatus(deps, order) : null;
  if (verification !== null) return reply.send(verification);
  const view = order === null ? null : viewOf(order, deps);
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
  const order = await orderOf(tokenOf(request), deps);
  const steps = order === null ? null : viewOf(order, deps)?.instructions;
  const png = steps?.kind === 'qr' ? await qrPng(steps.payload) : null;
  if (png === null) return sendNotFound(request, reply, assets);
  return reply
    .type('image/png')
    .header('content-disposition', 'attachment; filename="payment-code.png"')
    .send(png);
}
