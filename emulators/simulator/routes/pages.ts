/** Payers' pages: what they open, and what their forms do. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import { decideCard } from '../cards.ts';
import { parseMajor } from '../money.ts';
import { Html, sendPage } from '../pages/html.ts';
import type { BankAppKind, Payable, Result } from '../pages/payer.ts';
import * as page from '../pages/payer.ts';
import { STYLE } from '../pages/style.ts';
import { isWholeQr } from '../schemes.ts';
import type { PayWish } from '../settle.ts';
import { failPayment, pay, whyNotPayable } from '../settle.ts';
import type { Payment } from '../types.ts';
import { isPushMethod } from '../types.ts';
import { verifyPayment } from '../verify.ts';
import type { World } from '../world.ts';
import { bodyBytes } from './http.ts';

function formOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(bodyBytes(request).toString('utf8'));
}

function payableOf(world: World, request: FastifyRequest): Payable | undefined {
  const { id } = request.params as { id: string };
  const order = world.orders.byId(id);
  return order?.kind === 'payment' || order?.kind === 'code' ? order : undefined;
}

function sendUnknown(reply: FastifyReply) {
  return sendPage(reply, page.notePage('Not found', 'There is no such payment here.'), 404);
}

async function qrPicture(payload: string): Promise<Html> {
  // Made from our own payload by a library that writes only paths: safe to put in as it is.
  return new Html(await QRCode.toString(payload, { type: 'svg', margin: 2 }));
}

async function sendTransferPage(
  reply: FastifyReply,
  order: Payable,
  problem?: string,
  http = 200,
): Promise<void> {
  const { instructions, method } = order;
  if (!isPushMethod(method)) throw new Error(`no number to pay into for ${method}`);
  const picture = instructions.kind === 'qr' ? await qrPicture(instructions.payload) : undefined;
  sendPage(reply, page.transferPage(order, method, problem, picture), http);
}

/** The page an open order is paid on, with what went wrong before. */
function sendPayPage(
  reply: FastifyReply,
  order: Payable,
  problem?: string,
  http = 200,
): Promise<void> | void {
  if (order.kind === 'code' || isPushMethod(order.method)) {
    return sendTransferPage(reply, order, problem, http);
  }
  if (order.method === 'direct_debit') {
    const text = 'Your bank is being asked. You have agreed to this before: nothing is to be done.';
    return sendPage(reply, page.notePage('On its way', text), http);
  }
  const show = order.method === 'card' ? page.cardPage : page.walletPage;
  sendPage(reply, show(order, problem), http);
}

/** How a payment ended, in words. Undefined for what can still be paid. */
function resultOf(order: Payable): Result | undefined {
  if (order.status === 'succeeded') {
    return { good: true, heading: 'Paid', text: 'Thank you. The merchant has been notified.' };
  }
  if (order.status === 'used') {
    return { good: true, heading: 'Paid', text: 'This code was paid, and takes no more.' };
  }
  if (order.status === 'pending' || order.status === 'active') return undefined;
  const headings = {
    failed: 'Not paid',
    expired: 'Expired',
    closed: 'Closed',
    reversed: 'Taken back',
  } as const;
  const text = order.failure?.text ?? 'This payment is over.';
  return { good: false, heading: headings[order.status], text };
}

function show(world: World, request: FastifyRequest, reply: FastifyReply) {
  const order = payableOf(world, request);
  if (!order) return sendUnknown(reply);
  const result = resultOf(order);
  const stillPayable = whyNotPayable(order, {}) === undefined;
  if (result && !stillPayable) return sendPage(reply, page.resultPage(order, result));
  return sendPayPage(reply, order);
}

/** Pays and shows how it went; what the payer may mend is said on the same page. */
async function payAndShow(
  world: World,
  reply: FastifyReply,
  order: Payable,
  wish: PayWish,
): Promise<void> {
  const refused = await verifyPayment(world, order, wish);
  const paid = refused ?? pay(world, order, wish);
  if (paid.ok) {
    await paid.delivery;
    const text = 'Thank you. The merchant is being notified.';
    return sendPage(reply, page.resultPage(order, { good: true, heading: 'Paid', text }));
  }
  if (whyNotPayable(order, wish) === undefined) {
    return sendPayPage(reply, order, paid.text, paid.http);
  }
  const result = { good: false, heading: 'Not paid', text: paid.text };
  sendPage(reply, page.resultPage(order, resultOf(order) ?? result), paid.http);
}

/** The short address of a WeChat payment leads to its page. */
function shortLink(world: World, request: FastifyRequest, reply: FastifyReply) {
  const { hex } = request.params as { hex: string };
  const payment = world.orders.byId(`pay_${hex}`);
  if (payment?.kind !== 'payment' || payment.instructions.kind !== 'redirect') {
    return sendUnknown(reply);
  }
  return payment.instructions.wechatpay === undefined
    ? sendUnknown(reply)
    : reply.redirect(`/p/${payment.id}`, 302);
}

/** A wallet or card payment by id; anything else is unknown to these forms. */
function linkPayment(world: World, request: FastifyRequest): Payment | undefined {
  const order = payableOf(world, request);
  if (order?.kind !== 'payment' || order.method === 'direct_debit') return undefined;
  return isPushMethod(order.method) ? undefined : order;
}

function confirm(world: World, request: FastifyRequest, reply: FastifyReply) {
  const payment = linkPayment(world, request);
  if (!payment || payment.method === 'card') return sendUnknown(reply);
  return payAndShow(world, reply, payment, {});
}

async function refusePayment(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const payment = linkPayment(world, request);
  if (!payment) return sendUnknown(reply);
  const failure = { code: 'payer_refused', text: 'You refused this payment.' };
  await failPayment(world, payment, failure);
  const result = { good: false, heading: 'Not paid', text: failure.text };
  sendPage(reply, page.resultPage(payment, resultOf(payment) ?? result));
}

function payByCard(world: World, request: FastifyRequest, reply: FastifyReply) {
  const payment = linkPayment(world, request);
  if (payment?.method !== 'card') return sendUnknown(reply);
  const form = formOf(request);
  const typed = {
    number: form.get('number') ?? '',
    expiry: form.get('expiry') ?? '',
    cvc: form.get('cvc') ?? '',
  };
  const decision = decideCard(typed, payment.amountMinor, payment.asset);
  if (!decision.ok) return sendPayPage(reply, payment, decision.failure.text, 422);
  return payAndShow(world, reply, payment, { card: decision.card });
}

function transfer(world: World, request: FastifyRequest, reply: FastifyReply) {
  const order = payableOf(world, request);
  if (!order || !isPushMethod(order.method)) return sendUnknown(reply);
  const form = formOf(request);
  const amountMinor = parseMajor((form.get('amount') ?? '').replaceAll(',', ''), order.asset);
  if (amountMinor === undefined) {
    return sendPayPage(reply, order, 'Write the amount with digits, such as 100.50.', 422);
  }
  // The amount suggested is what is due: then a fault may still change what really moves.
  const asSuggested = amountMinor === order.amountMinor;
  const wrongly = {
    again: form.get('again') === '1',
    late: form.get('late') === '1',
    force: form.get('force') === '1',
  };
  return payAndShow(world, reply, order, { ...wrongly, ...(asSuggested ? {} : { amountMinor }) });
}

/** A bank or scanning app: asks for the number, then shows whom it belongs to. */
function bankApp(world: World, kind: BankAppKind) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const { number } = request.query as { number?: string | string[] };
    if (typeof number !== 'string') return sendPage(reply, page.askNumberPage(kind));
    const plain = kind === 'qr' ? number.trim() : number.replace(/[\s-]/g, '');
    const order = world.orders.byNumber(plain);
    if (order?.method === kind) return showNumber(reply, order);
    const damaged = kind === 'qr' && !isWholeQr(plain);
    const problem = damaged
      ? 'This QR text is damaged: its check digits do not fit.'
      : 'Nobody here has this number.';
    return sendPage(reply, page.askNumberPage(kind, number.slice(0, 1024), problem), 404);
  };
}

function showNumber(reply: FastifyReply, order: Payable) {
  const obstacle = whyNotPayable(order, {});
  if (!obstacle) return sendPayPage(reply, order);
  const fallback = { good: false, heading: 'Not payable', text: obstacle.text };
  return sendPage(reply, page.resultPage(order, resultOf(order) ?? fallback));
}

/** Registers the pages on their own Fastify scope. */
export function pageRoutes(app: FastifyInstance, world: World): void {
  app.get('/', (_request, reply) => sendPage(reply, page.homePage()));
  app.get('/assets/pages.css', (_request, reply) => {
    void reply.header('content-type', 'text/css; charset=utf-8').send(STYLE);
  });
  app.get('/p/:id', (request, reply) => show(world, request, reply));
  app.get('/s/:hex', (request, reply) => shortLink(world, request, reply));
  app.post('/p/:id/confirm', (request, reply) => confirm(world, request, reply));
  app.post('/p/:id/refuse', (request, reply) => refusePayment(world, request, reply));
  app.post('/p/:id/card', (request, reply) => payByCard(world, request, reply));
  app.post('/p/:id/transfer', (request, reply) => transfer(world, request, reply));
  app.get('/va', bankApp(world, 'va'));
  app.get('/transfer', bankApp(world, 'bank_transfer'));
  app.get('/bill', bankApp(world, 'bill'));
  app.get('/qr', bankApp(world, 'qr'));
}
