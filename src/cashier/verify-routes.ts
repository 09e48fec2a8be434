/** The steps of a verification: the kind of document, each picture, and that it is all. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StepResult } from '../app/verify.ts';
import type { Id } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import type { Photo } from '../ports/verification.ts';
import { readMultipart } from '../web/multipart.ts';
import { ownPath } from '../web/safe-url.ts';
import { type ImageFault, type ImageLimits, readImage } from '../wire/image/image.ts';
import type { Assets } from './assets.ts';
import type { CashierDeps } from './deps.ts';
import { CAPTURING_HEADERS } from './headers.ts';
import type { PhotoProblem } from './i18n/messages.ts';
import { localeOf, sendHtml, sendNotFound, sendTrouble, tokenOf } from './sending.ts';
import { verifyPage } from './verify-page.ts';
import { partNamed, type VerifyView, verifyView } from './verify-view.ts';

/** A phone's picture; the page makes it smaller where there is script. */
const PHOTO_BYTES_MAX = 5 * 1024 * 1024;
/** The form around it. */
const FORM_BYTES = 16 * 1024;
const STEP_BYTES_MAX = 1_024;
/** What a document can be read from, and what it may cost to open: 40 megapixels. */
const LIMITS: ImageLimits = { sideMin: 240, sideMax: 8_192, pixelsMax: 40_000_000 };
/** Pictures in memory at once; whoever comes then is asked to try again. */
const UPLOADS_MAX = 24;
/** Of one link: nobody who has one keeps others from sending. */
const UPLOADS_OF_ONE_MAX = 2;

/** Adds the routes beside the payment's own: the page itself is shared. */
export function registerVerifySteps(
  scope: FastifyInstance,
  deps: CashierDeps,
  assets: Assets,
): void {
  const uploads = uploadSemaphore();
  const step =
    (act: (order: Order, request: FastifyRequest) => Promise<StepResult>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const order = await verificationOf(request, deps);
      if (order === null) return sendNotFound(request, reply, assets);
      await act(order, request);
      return back(request, reply);
    };
  scope.post(
    '/pay/:token/document',
    { bodyLimit: STEP_BYTES_MAX },
    step((order, request) =>
      deps.verifying.chooseDocument(
        order,
        new URLSearchParams(textOf(request)).get('document') ?? '',
      ),
    ),
  );
  scope.post(
    '/pay/:token/submit',
    { bodyLimit: STEP_BYTES_MAX },
    step((order) => deps.verifying.submit(order)),
  );
  // Who comes by this address, from a page that reports a problem, is brought to the page itself.
  scope.get('/pay/:token/photo', (request, reply) => back(request, reply));
  scope.post(
    '/pay/:token/photo',
    {
      bodyLimit: PHOTO_BYTES_MAX + FORM_BYTES,
      // Before the body is read: it may be what fills the memory.
      onRequest: async (request, reply) => {
        const orderId = deps.payLinks.read(tokenOf(request));
        if (orderId === null) return await sendNotFound(request, reply, assets);
        if (!uploads.take(orderId)) return await sendTrouble(request, reply.code(503), assets);
        reply.raw.once('close', () => uploads.free(orderId));
        return undefined;
      },
      errorHandler: async (error, request, reply) => {
        if ((error as { statusCode?: number }).statusCode !== 413) throw error;
        return await sendProblem(request, reply, deps, assets, '', 'too_large');
      },
    },
    (request, reply) => sendPhoto(request, reply, deps, assets),
  );
}

/** Who is sending a picture now. */
function uploadSemaphore() {
  const held = new Map<Id, number>();
  let all = 0;
  return {
    take(orderId: Id): boolean {
      const own = held.get(orderId) ?? 0;
      if (all >= UPLOADS_MAX || own >= UPLOADS_OF_ONE_MAX) return false;
      held.set(orderId, own + 1);
      all += 1;
      return true;
    },
    free(orderId: Id): void {
      const left = (held.get(orderId) ?? 1) - 1;
      if (left === 0) held.delete(orderId);
      else held.set(orderId, left);
      all -= 1;
    },
  };
}

/** The page of a verification at a moment. */
export function sendVerifyPage(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
  order: Order,
  { asked, problem }: { readonly asked: string; readonly problem: PhotoProblem | null },
) {
  const view = viewOf(deps, order, asked, problem);
  if (view === null) return sendNotFound(request, reply, assets);
  reply.headers(CAPTURING_HEADERS);
  const context = { locale: localeOf(request), assets, token: tokenOf(request) };
  return sendHtml(reply, verifyPage(view, context));
}

function viewOf(
  deps: CashierDeps,
  order: Order,
  asked: string,
  problem: PhotoProblem | null,
): VerifyView | null {
  const snapshot = deps.snapshot.current();
  const merchant = snapshot.merchant(order.merchantId);
  const app = snapshot.app(order.appId);
  const plan = deps.verifying.planOf(order);
  if (merchant === null || app === null || plan === null) return null;
  const { mode } = app;
  return verifyView({ order, plan, merchant, mode, nowMs: deps.clock.nowMs(), asked, problem });
}

/** What the page's script asks: where it is now. */
export function verifyStatus(deps: CashierDeps, order: Order) {
  const view = viewOf(deps, order, '', null);
  return view === null
    ? null
    : { state: view.state, instructionsReady: false, expiresInMs: view.expiresInMs };
}

async function sendPhoto(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
) {
  const order = await verificationOf(request, deps);
  if (order === null) return await sendNotFound(request, reply, assets);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const form = readMultipart(request.headers['content-type'], body);
  const name = form?.find((each) => each.name === 'part')?.bytes.toString('latin1') ?? '';
  const part = partNamed(name);
  const file = form?.find((each) => each.name === 'photo')?.bytes;
  if (part === null || file === undefined || file.length === 0) {
    return await sendProblem(request, reply, deps, assets, name, 'missing');
  }
  const photo = readPhoto(file);
  if ('fault' in photo) return await sendProblem(request, reply, deps, assets, name, photo.fault);
  await deps.verifying.addPhoto(order, part, photo);
  return back(request, reply);
}

/** The picture with nothing but its pixels, or why it is none that can be used. */
function readPhoto(bytes: Uint8Array): Photo | { readonly fault: ImageFault } {
  if (bytes.length > PHOTO_BYTES_MAX) return { fault: 'too_large' };
  const image = readImage(bytes, LIMITS);
  return image.ok ? image.value : { fault: image.fault };
}

async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CashierDeps,
  assets: Assets,
  asked: string,
  problem: PhotoProblem,
) {
  const order = await verificationOf(request, deps);
  if (order === null) return await sendNotFound(request, reply, assets);
  reply.code(422);
  return await sendVerifyPage(request, reply, deps, assets, order, { asked, problem });
}

/** To the page, which shows what is next: whatever the step came to, it stands in the order. */
function back(request: FastifyRequest, reply: FastifyReply) {
  const page = ownPath(['pay', tokenOf(request)], { lang: localeOf(request).tag });
  return reply.redirect(page.toString(), 303);
}

async function verificationOf(request: FastifyRequest, deps: CashierDeps): Promise<Order | null> {
  const orderId = deps.payLinks.read(tokenOf(request));
  const order = orderId === null ? null : await deps.reader.orderById(orderId);
  return order?.kind === 'verification' ? order : null;
}

function textOf({ body }: FastifyRequest): string {
  return Buffer.isBuffer(body) ? body.toString('latin1') : '';
}
