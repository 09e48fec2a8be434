/** What payers' banks do with trades, on order. Not PayerMax's. */
import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import { moveCase, openCase, playStory } from './disputes.ts';
import { parseMoney, writeJson } from './money.ts';
import { reportFraud } from './notifications.ts';
import { type Body, invalid, optionalText, Refusal, textIn } from './refusal.ts';
import { playPayment } from './stories.ts';
import { tradeByNumber } from './trades.ts';
import { disputeView } from './views.ts';
import type { Trade, World } from './world.ts';

/** What a case costs, where the call does not say. */
const CASE_FEE = '15';

function paidTrade(world: World, body: Body, name: string): Trade {
  const trade = tradeByNumber(world, textIn(body, name, 64));
  if (trade.status !== 'SUCCESS') throw new Refusal('PARAMS_INVALID', 'the trade is not paid');
  return trade;
}

export function disputeRoutes(app: FastifyInstance, world: World): void {
  app.post('/emulator/disputes', (request, reply) => {
    const body = bodyOf(request);
    const trade = paidTrade(world, body, 'outTradeNo');
    const { currency } = trade.amount;
    const text = optionalText(body, 'amount', 20);
    const amount = text === null ? trade.amount : parseMoney(text, currency);
    if (amount === null || amount.minor <= 0n) throw invalid('amount', 'no amount');
    const fee = parseMoney(optionalText(body, 'fee', 20) ?? CASE_FEE, currency);
    if (fee === null || fee.minor < 0n) throw invalid('fee', 'no amount');
    const due = optionalText(body, 'dueAt', 32);
    if (due !== null && Number.isNaN(Date.parse(due))) throw invalid('dueAt', 'no time');
    const type = optionalText(body, 'type', 32);
    const dispute = openCase(world, trade, {
      ...{ amount, fee },
      ...(type !== null && { type }),
      ...(due !== null && { dueAt: new Date(due) }),
    });
    reply.send(writeJson(disputeView(dispute)));
  });

  /** Somebody warns that a trade is fraudulent. No money moves. */
  app.post('/emulator/frauds', (request, reply) => {
    reportFraud(world, tradeByNumber(world, textIn(bodyOf(request), 'outTradeNo', 64)));
    reply.send('{}');
  });

  app.post('/emulator/disputes/:number', (request, reply) => {
    const { number } = request.params as { readonly number: string };
    const dispute = world.disputes.get(number);
    if (dispute === undefined) throw new Refusal('ORDER_NOT_EXIST', 'no such case');
    const body = bodyOf(request);
    moveCase(world, dispute, textIn(body, 'status', 32), optionalText(body, 'result', 8) ?? '');
    reply.send(writeJson(disputeView(dispute)));
  });

  /** What a payer or a bank does, in one go: `{"order":"<number>","story":"dispute_won"}`. */
  app.post('/emulator/stories', (request, reply) => {
    const body = bodyOf(request);
    const story = textIn(body, 'story', 32);
    const trade = tradeByNumber(world, textIn(body, 'order', 64));
    if (!playPayment(world, trade, story)) {
      const isPlayed = playStory(world, paidTrade(world, body, 'order'), story);
      if (!isPlayed) throw invalid('story', 'no such story here');
    }
    reply.send('{}');
  });
}
