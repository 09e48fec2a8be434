/**
 * Handles of the emulator itself, for tests and people: faults, knobs, journal. Not Airwallex's.
 */
import type { FastifyInstance } from 'fastify';
import { bodyOf, sharedAdminRoutes } from '../shared/admin.ts';
import { reportRoutes } from '../shared/report-routes.ts';
import { printMoney } from './money.ts';
import { idOf, moneyIn, send } from './payment-routes.ts';
import { intentById } from './payments.ts';
import { REPORTS } from './report.ts';
import type { World } from './world.ts';

export function adminRoutes(app: FastifyInstance, world: World): void {
  reportRoutes(app, world, REPORTS);
  sharedAdminRoutes(app, world.faults, 'webhooks', world.webhooks);

  /** All tokens end now: the next call with one is refused. */
  app.post('/emulator/tokens/expire', (_request, reply) => {
    world.tokens.clear();
    send(reply, 200, {});
  });

  /** The card's bank will let less through than was asked for. */
  app.put('/emulator/intents/:id/captures', (request, reply) => {
    const intent = intentById(world, idOf(request));
    const { currency } = intent.amount;
    intent.captures = moneyIn({ ...bodyOf(request), currency });
    send(reply, 200, {});
  });

  /** What was made under a reference. */
  app.get('/emulator/orders/:reference', (request, reply) => {
    const { reference } = request.params as { readonly reference: string };
    const orders = ordersOf(world);
    send(reply, 200, { orders: orders.filter((one) => one.reference === reference) });
  });

  app.get('/emulator/journal', (_request, reply) => {
    const { calls, logins, webhooks, repeats } = world;
    const movements = world.movements.map(({ amount, feeMinor, ...rest }) => ({
      ...rest,
      amount: printMoney(amount),
      fee: printMoney({ ...amount, minor: feeMinor }),
    }));
    const { deliveries, waiting } = webhooks;
    const orders = ordersOf(world);
    send(reply, 200, { movements, calls, logins, deliveries, waiting, orders, repeats });
  });
}

/** All that was made here, under the reference that its maker gave it. */
function ordersOf({ intents, transfers }: World) {
  return [
    ...[...intents.values()].map(({ id, orderId: reference, status }) => {
      return { kind: 'payment', reference, id, status };
    }),
    ...[...transfers.values()].map(({ id, sent: { reference }, status }) => {
      return { kind: 'transfer', reference, id, status };
    }),
  ];
}
