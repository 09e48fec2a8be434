/** The payment page: cards are typed here, on the provider's side, and nowhere else. */
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import { printMoney } from './money.ts';
import { idOf, send } from './payment-routes.ts';
import { answerChallenge, createIntent, intentById } from './payments.ts';
import { Refusal, textIn } from './refusal.ts';
import { intentView } from './views.ts';
import { newId, type World } from './world.ts';

const FOLDER = new URL('./assets/', import.meta.url);
const ASSETS: Readonly<Record<string, string>> = {
  'checkout.js': 'text/javascript',
  'checkout.css': 'text/css',
};
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

export function pageRoutes(app: FastifyInstance, world: World): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    app.get(`/assets/${name}`, (_request, reply) => reply.type(type).send(text));
  }
  const checkout = readFileSync(new URL('checkout.html', FOLDER), 'utf8');
  const page = (reply: FastifyReply) => reply.headers(HEADERS).type('text/html').send(checkout);

  // `/#/standalone/checkout?…`: the script reads what stands behind `#`.
  app.get('/', (_request, reply) => page(reply));
  app.get('/3ds/:id', (_request, reply) => page(reply));

  app.get('/checkout/:id', (request, reply) => {
    const intent = intentById(world, idOf(request));
    const { client_secret: secret } = request.query as { readonly client_secret?: string };
    if (!intent.secrets.has(secret ?? '')) {
      throw new Refusal(401, 'unauthorized', 'The client secret does not fit the payment');
    }
    const { currency } = intent.amount;
    send(reply, 200, { status: intent.status, shown: `${currency} ${printMoney(intent.amount)}` });
  });

  app.post('/3ds/:id', (request, reply) => {
    const intent = intentById(world, idOf(request));
    answerChallenge(world, intent, textIn(bodyOf(request), 'otp', 8));
    send(reply, 200, intentView(intent, 'no_secret'));
  });

  app.get('/pay/:id', (request, reply) => {
    const link = world.links.get(idOf(request));
    if (link === undefined || !link.active || link.status === 'PAID') {
      throw new Refusal(404, 'resource_not_found', 'This payment link is not open');
    }
    const id = newId('order');
    const { amount } = link;
    const facts = {
      requestId: id,
      amount,
      orderId: id,
      returnUrl: null,
      linkId: link.id,
      metadata: {},
    };
    const intent = createIntent(world, facts);
    const { client_secret: secret } = intentView(intent, 'secret') as { client_secret: string };
    const query = new URLSearchParams({
      intent_id: intent.id,
      client_secret: secret,
      mode: 'payment',
    });
    reply.redirect(`${world.url}/#/standalone/checkout?${query}`);
  });
}
