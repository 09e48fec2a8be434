/** The payer's pages of a direct debit agreement: agree, refuse, look at it, end it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { agree, refuseMandate, revoke } from '../mandates.ts';
import { sendPage } from '../pages/html.ts';
import { agreePage, inUsePage, overPage } from '../pages/mandate.ts';
import { notePage } from '../pages/payer.ts';
import type { Mandate } from '../types.ts';
import type { World } from '../world.ts';

type Handler = (mandate: Mandate, reply: FastifyReply) => Promise<void> | void;

/** `justNow`: the payer has this moment decided, and is led back to the merchant. */
function show(mandate: Mandate, reply: FastifyReply, justNow = false, http = 200): void {
  if (mandate.status === 'pending') sendPage(reply, agreePage(mandate), http);
  else if (mandate.status === 'active') sendPage(reply, inUsePage(mandate, justNow), http);
  else sendPage(reply, overPage(mandate, justNow), http);
}

/** Registers the pages on the scope of the other pages. */
export function mandatePages(app: FastifyInstance, world: World): void {
  const of = (handle: Handler) => (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as { id: string };
    const mandate = world.orders.byId(id);
    if (mandate?.kind === 'mandate') return handle(mandate, reply);
    sendPage(reply, notePage('Not found', 'There is no such agreement here.'), 404);
  };
  app.get(
    '/m/:id',
    of((mandate, reply) => show(mandate, reply)),
  );
  app.post(
    '/m/:id/agree',
    of(async (mandate, reply) => {
      const agreed = agree(world, mandate);
      if ('ok' in agreed) return show(mandate, reply, true, agreed.http);
      await agreed;
      show(mandate, reply, true);
    }),
  );
  app.post(
    '/m/:id/refuse',
    of(async (mandate, reply) => {
      await refuseMandate(world, mandate);
      show(mandate, reply, true);
    }),
  );
  app.post(
    '/m/:id/revoke',
    of(async (mandate, reply) => {
      await revoke(world, mandate, 'payer');
      show(mandate, reply);
    }),
  );
}
