/** Handles of the twin itself, for tests and people: faults, knobs, journal. Not Airwallex's. */
import type { FastifyInstance } from 'fastify';
import { isFaultKind } from './faults.ts';
import { NumberText, printMoney } from './money.ts';
import { bodyOf, send } from './payment-routes.ts';
import { invalid, textIn } from './refusal.ts';
import type { World } from './world.ts';

export function adminRoutes(app: FastifyInstance, world: World): void {
  app.post('/twin/faults', (request, reply) => {
    const { kind, when, times } = bodyOf(request);
    if (!isFaultKind(kind)) throw invalid('kind', 'an unknown fault');
    world.faults.add({
      on: textIn(bodyOf(request), 'on', 256),
      kind,
      when: when === 'before' ? 'before' : 'after',
      times: times instanceof NumberText ? Number.parseInt(times.text, 10) : 1,
    });
    send(reply, 200, {});
  });

  app.delete('/twin/faults', (_request, reply) => {
    world.faults.clear();
    send(reply, 200, {});
  });

  app.put('/twin/webhooks', (request, reply) => {
    const { knobs } = world.webhooks;
    const { url, copies, forged, delayMs, withheld } = bodyOf(request);
    if (typeof url === 'string') knobs.url = url;
    if (copies instanceof NumberText) knobs.copies = Number.parseInt(copies.text, 10);
    if (delayMs instanceof NumberText) knobs.delayMs = Number.parseInt(delayMs.text, 10);
    if (typeof forged === 'boolean') knobs.forged = forged;
    if (typeof withheld === 'boolean') knobs.withheld = withheld;
    send(reply, 200, knobs);
  });

  app.post('/twin/webhooks/release', (request, reply) => {
    world.webhooks.release(bodyOf(request).reversed === true);
    send(reply, 200, {});
  });

  app.post('/twin/webhooks/resend', (_request, reply) => {
    world.webhooks.resend();
    send(reply, 200, {});
  });

  /** All tokens end now: the next call with one is refused. */
  app.post('/twin/tokens/expire', (_request, reply) => {
    world.tokens.clear();
    send(reply, 200, {});
  });

  app.get('/twin/journal', (_request, reply) => {
    const { calls, logins, webhooks } = world;
    const movements = world.movements.map(({ amount, ...rest }) => ({
      ...rest,
      amount: printMoney(amount),
    }));
    send(reply, 200, { movements, calls, logins, deliveries: webhooks.deliveries });
  });
}
