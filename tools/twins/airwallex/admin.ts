/** Handles of the twin itself, for tests and people: faults, knobs, journal. Not Airwallex's. */
import type { FastifyInstance } from 'fastify';
import { sharedAdminRoutes } from '../shared/admin.ts';
import { printMoney } from './money.ts';
import { send } from './payment-routes.ts';
import type { World } from './world.ts';

export function adminRoutes(app: FastifyInstance, world: World): void {
  sharedAdminRoutes(app, world.faults, 'webhooks', world.webhooks);

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
