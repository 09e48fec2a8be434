/** Handles of the emulator itself, for tests and people. Not PayerMax's. */
import type { FastifyInstance } from 'fastify';
import { bodyOf, sharedAdminRoutes } from '../shared/admin.ts';
import { NumberText } from '../shared/money.ts';
import { parseMoney, printMoney, writeJson } from './money.ts';
import { tellDispute, tellFraud } from './notices.ts';
import { payoutByNumber, turnPayout } from './payouts.ts';
import { settleRefund } from './refunds.ts';
import { invalid, optionalText, Refusal, textIn } from './refusal.ts';
import { close, keyOf, tradeByNumber } from './trades.ts';
import { disputeView } from './views.ts';
import {
  add,
  type Dispute,
  negative,
  now,
  type Payout,
  serial,
  stampOf,
  type World,
} from './world.ts';

const PAYOUT_WORDS: readonly Payout['status'][] = ['SUCCESS', 'FAILED', 'BOUNCEBACK'];

const numberOf = (request: { readonly params: unknown }) =>
  (request.params as { readonly number: string }).number;

export function adminRoutes(app: FastifyInstance, world: World): void {
  sharedAdminRoutes(app, world.faults, 'notices', world.notices);
  outcomeRoutes(app, world);
  disputeRoutes(app, world);

  /** Puts the emulator's clock forward or back. */
  app.put('/twin/clock', (request, reply) => {
    const { offsetMs } = bodyOf(request);
    if (!(offsetMs instanceof NumberText)) throw invalid('offsetMs', 'no number');
    world.clockOffsetMs = Number.parseInt(offsetMs.text, 10);
    reply.send('{}');
  });

  /** What was made under a reference. */
  app.get('/twin/orders/:reference', (request, reply) => {
    const { reference } = request.params as { readonly reference: string };
    const orders = ordersOf(world);
    reply.send(writeJson({ orders: orders.filter((one) => one.reference === reference) }));
  });

  app.get('/twin/journal', (_request, reply) => {
    const { calls, notices, repeats } = world;
    const movements = world.movements.map(({ amount, ...rest }) => ({
      ...rest,
      amount: printMoney(amount),
    }));
    const { deliveries, waiting } = notices;
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
  app.post('/twin/trades/:number/close', (request, reply) => {
    close(world, tradeByNumber(world, numberOf(request)));
    reply.send('{}');
  });

  app.post('/twin/refunds/:number', (request, reply) => {
    const refund = world.refunds.get(keyOf(numberOf(request)));
    if (refund === undefined) throw new Refusal('ORDER_NOT_EXIST', 'no such refund');
    const isGood = textIn(bodyOf(request), 'status', 16) === 'REFUND_SUCCESS';
    settleRefund(world, refund, isGood ? 'REFUND_SUCCESS' : 'REFUND_FAILED');
    reply.send('{}');
  });

  app.post('/twin/payouts/:number', (request, reply) => {
    const word = textIn(bodyOf(request), 'status', 16);
    const status = PAYOUT_WORDS.find((one) => one === word);
    if (status === undefined) throw invalid('status', 'an unknown word');
    turnPayout(world, payoutByNumber(world, numberOf(request)), status);
    reply.send('{}');
  });
}

/** What a case costs, where the call does not say. */
const CASE_FEE = '15';

/**
 * A payer's bank wants a payment, or a part of it, back: its amount is frozen until the end, and a
 * fee for the case with it.
 */
function disputeRoutes(app: FastifyInstance, world: World): void {
  app.post('/twin/disputes', (request, reply) => {
    const body = bodyOf(request);
    const trade = tradeByNumber(world, textIn(body, 'outTradeNo', 64));
    if (trade.status !== 'SUCCESS') throw new Refusal('PARAMS_INVALID', 'the trade is not paid');
    const text = optionalText(body, 'amount', 20);
    const amount = text === null ? trade.amount : parseMoney(text, trade.amount.currency);
    if (amount === null || amount.minor <= 0n) throw invalid('amount', 'no amount');
    const fee = parseMoney(optionalText(body, 'fee', 20) ?? CASE_FEE, trade.amount.currency);
    if (fee === null || fee.minor < 0n) throw invalid('fee', 'no amount');
    const dispute: Dispute = {
      fee,
      caseId: `O${stampOf(now(world))}${serial(12)}`,
      trade,
      amount,
      type: optionalText(body, 'type', 32) ?? 'CHARGEBACK',
      status: 'DISPUTE_INQUIRY',
      result: '',
    };
    world.disputes.set(dispute.caseId, dispute);
    freeze(world, dispute, 1n);
    tellDispute(world, dispute);
    reply.send(writeJson(disputeView(dispute)));
  });

  /** Somebody warns that a trade is fraudulent. No money moves. */
  app.post('/twin/frauds', (request, reply) => {
    tellFraud(world, tradeByNumber(world, textIn(bodyOf(request), 'outTradeNo', 64)));
    reply.send('{}');
  });

  app.post('/twin/disputes/:number', (request, reply) => {
    const dispute = world.disputes.get(numberOf(request));
    if (dispute === undefined) throw new Refusal('ORDER_NOT_EXIST', 'no such case');
    const body = bodyOf(request);
    dispute.status = textIn(body, 'status', 32);
    endDispute(world, dispute, optionalText(body, 'result', 8) ?? '');
    tellDispute(world, dispute);
    reply.send(writeJson(disputeView(dispute)));
  });
}

/** Amount and fee of a case from one account to the other, or back (-1). */
function freeze(world: World, { amount, fee }: Dispute, sign: 1n | -1n): void {
  const total = { ...amount, minor: sign * (amount.minor + fee.minor) };
  add(world, 'FREEZE', total);
  add(world, 'ACQUIRING', negative(total));
}

/** The first result holds: the frozen money goes to the payer, or back. */
function endDispute(world: World, dispute: Dispute, result: string): void {
  if (dispute.result !== '' || result === '') return;
  const { caseId: id, trade, amount, fee } = dispute;
  dispute.result = result;
  if (result === 'WIN') {
    freeze(world, dispute, -1n);
    return;
  }
  for (const gone of [amount, fee]) add(world, 'FREEZE', negative(gone));
  world.movements.push({ reference: trade.outTradeNo, id, what: 'charged_back', amount });
}
