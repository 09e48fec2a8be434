/** Handles of the emulator itself, for tests and people. Not PayerMax's. */
import type { FastifyInstance } from 'fastify';
import { bodyOf, sharedAdminRoutes } from '../shared/admin.ts';
import { NumberText } from '../shared/money.ts';
import { reportRoutes } from '../shared/report-routes.ts';
import { disputeRoutes } from './dispute-routes.ts';
import { printMoney, writeJson } from './money.ts';
import { payoutByNumber, turnPayout } from './payouts.ts';
import { settleRefund } from './refunds.ts';
import { invalid, Refusal, textIn } from './refusal.ts';
import { REPORTS } from './report.ts';
import { close, keyOf, tradeByNumber } from './trades.ts';
import type { Payout, World } from './world.ts';

const PAYOUT_WORDS: readonly Payout['status'][] = ['SUCCESS', 'FAILED', 'BOUNCEBACK'];

const numberOf = (request: { readonly params: unknown }) =>
  (request.params as { readonly number: string }).number;

export function adminRoutes(app: FastifyInstance, world: World): void {
  reportRoutes(app, world, REPORTS);
  sharedAdminRoutes(app, world.faults, 'notifications', world.notifications);
  outcomeRoutes(app, world);
  disputeRoutes(app, world);

  /** Puts the emulator's clock forward or back. */
  app.put('/emulator/clock', (request, reply) => {
    const { offsetMs } = bodyOf(request);
    if (!(offsetMs instanceof NumberText)) throw invalid('offsetMs', 'no number');
    world.clockOffsetMs = Number.parseInt(offsetMs.text, 10);
    reply.send('{}');
  });

  /** What was made under a reference. */
  app.get('/emulator/orders/:reference', (request, reply) => {
    const { reference } = request.params as { readonly reference: string };
    const orders = ordersOf(world);
    reply.send(writeJson({ orders: orders.filter((one) => one.reference === reference) }));
  });

  app.get('/emulator/journal', (_request, reply) => {
    const { calls, notifications, repeats } = world;
    const movements = world.movements.map(({ amount, feeMinor, ...rest }) => ({
      ...rest,
      amount: printMoney(amount),
      fee: printMoney({ ...amount, minor: feeMinor }),
    }));
    const { deliveries, waiting } = notifications;
    const orders = ordersOf(world);
    reply.send(writeJson({ movements, calls, deliveries, waiting, orders, repeats }));
  });
}

/** All that was made here, under the number that its maker gave it. */
function ordersOf({ trades, payouts }: World) {
  return [
    ...[...trades.values()].map(({ outTradeNo: reference, tradeToken: id, status }) => {
      return { kind: 'payment', reference, id, status };
    }),
    ...[...payouts.values()].map(({ outTradeNo: reference, tradeNo: id, status }) => {
      return { kind: 'payout', reference, id, status };
    }),
  ];
}

/** What payers, banks and time do, on order. */
function outcomeRoutes(app: FastifyInstance, world: World): void {
  app.post('/emulator/trades/:number/close', (request, reply) => {
    close(world, tradeByNumber(world, numberOf(request)));
    reply.send('{}');
  });

  app.post('/emulator/refunds/:number', (request, reply) => {
    const refund = world.refunds.get(keyOf(numberOf(request)));
    if (refund === undefined) throw new Refusal('ORDER_NOT_EXIST', 'no such refund');
    const isGood = textIn(bodyOf(request), 'status', 16) === 'REFUND_SUCCESS';
    settleRefund(world, refund, isGood ? 'REFUND_SUCCESS' : 'REFUND_FAILED');
    reply.send('{}');
  });

  app.post('/emulator/payouts/:number', (request, reply) => {
    const word = textIn(bodyOf(request), 'status', 16);
    const status = PAYOUT_WORDS.find((one) => one === word);
    if (status === undefined) throw invalid('status', 'an unknown word');
    turnPayout(world, payoutByNumber(world, numberOf(request)), status);
    reply.send('{}');
  });
}
