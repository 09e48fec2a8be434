/** `/api/v1/pa/payment_disputes`, and the sandbox's helpers for them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import { checkToken } from './auth.ts';
import { moveDispute, openDispute, playStory } from './disputes.ts';
import { idOf, moneyIn, send, within } from './payment-routes.ts';
import { intentById } from './payments.ts';
import { invalid, optionalText, Refusal, textIn } from './refusal.ts';
import { playPayment } from './stories.ts';
import { SIMULATION } from './transfer-routes.ts';
import { disputeView } from './views.ts';
import type { Dispute, Intent, World } from './world.ts';

const ID_MAX = 64;
/** A page of the list. */
const DISPUTES_MAX = 1000;
const DISPUTES = `${SIMULATION}/pa/payment_disputes`;
/** Each stage, and the one that it can be taken on to. */
const NEXT: Readonly<Record<string, string>> = {
  RFI: 'CHARGEBACK',
  PRE_CHARGEBACK: 'CHARGEBACK',
  CHARGEBACK: 'PRE_ARBITRATION',
  PRE_ARBITRATION: 'ARBITRATION',
};
const DECISIONS: Readonly<Record<string, string>> = { MERCHANT: 'WON', CUSTOMER: 'LOST' };

function disputeOf(world: World, request: FastifyRequest): Dispute {
  const dispute = world.disputes.get(idOf(request));
  if (dispute === undefined) throw new Refusal(404, 'resource_not_found', 'no such dispute');
  return dispute;
}

function paidUnder(world: World, reference: string): Intent {
  const paid = [...world.intents.values()].find(
    ({ orderId, status }) => orderId === reference && status === 'SUCCEEDED',
  );
  if (paid === undefined) throw new Refusal(404, 'resource_not_found', 'nothing paid there');
  return paid;
}

function madeUnder(world: World, reference: string): Intent {
  const made = [...world.intents.values()].find(({ orderId }) => orderId === reference);
  if (made === undefined) throw new Refusal(404, 'resource_not_found', 'no such order');
  return made;
}

function timeIn(text: string | null): Date | undefined {
  if (text === null) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid('due_at', 'no time');
  return at;
}

export function disputeRoutes(app: FastifyInstance, world: World): void {
  app.get('/api/v1/pa/payment_disputes/:id', (request, reply) => {
    checkToken(request, world);
    send(reply, 200, disputeView(world, disputeOf(world, request)));
  });

  /** Query and page as the provider's SDK has them; `page` is the id that the next begins with. */
  app.get('/api/v1/pa/payment_disputes', (request, reply) => {
    checkToken(request, world);
    const query = request.query as Readonly<Record<string, string>>;
    const isWithin = within(query, 'updated_at');
    const found = [...world.disputes.values()].filter(({ updatedAt }) => isWithin(updatedAt));
    const from = Math.max(
      0,
      found.findIndex(({ id }) => id === query.page),
    );
    const size = Math.min(Number.parseInt(query.size ?? '10', 10) || 10, DISPUTES_MAX);
    const items = found.slice(from, from + size).map((dispute) => disputeView(world, dispute));
    send(reply, 200, { items, page_after: found[from + size]?.id ?? '', page_before: '' });
  });

  app.post(`${DISPUTES}/create`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const intent = intentById(world, textIn(body, 'payment_intent_id', ID_MAX));
    const { amount } = body;
    const { currency } = intent.amount;
    const dueAt = timeIn(optionalText(body, 'due_at', 32));
    const reasonCode = optionalText(body, 'reason_code', 32);
    const dispute = openDispute(world, intent, {
      amount: amount === undefined ? intent.amount : moneyIn({ ...body, currency }),
      stage: optionalText(body, 'stage', 32) ?? 'CHARGEBACK',
      ...(reasonCode !== null && { reasonCode }),
      ...(dueAt !== undefined && { dueAt }),
    });
    send(reply, 200, disputeView(world, dispute));
  });

  app.post(`${DISPUTES}/:id/escalate`, (request, reply) => {
    checkToken(request, world);
    const dispute = disputeOf(world, request);
    const stage = NEXT[dispute.stage];
    if (stage === undefined) {
      throw new Refusal(400, 'invalid_status_for_operation', 'it is at its last stage');
    }
    moveDispute(world, dispute, { stage, status: 'REQUIRES_RESPONSE' });
    send(reply, 200, disputeView(world, dispute));
  });

  /** `in_favor_of` as documented; `status` is any word, of the emulator's own. */
  app.post(`${DISPUTES}/:id/resolve`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const dispute = disputeOf(world, request);
    const favour = optionalText(body, 'in_favor_of', 16);
    const status = favour === null ? textIn(body, 'status', 16) : DECISIONS[favour];
    if (status === undefined) throw invalid('in_favor_of', 'MERCHANT or CUSTOMER');
    const { currency } = dispute.amount;
    const decided = body.amount === undefined ? {} : { amount: moneyIn({ ...body, currency }) };
    moveDispute(world, dispute, { status, ...decided });
    send(reply, 200, disputeView(world, dispute));
  });

  ownRoutes(app, world);
}

/** The emulator's own, without a token. */
function ownRoutes(app: FastifyInstance, world: World): void {
  /** A bank's steps one by one: about the payment of a reference. */
  app.post('/emulator/disputes', (request, reply) => {
    const body = bodyOf(request);
    const intent = paidUnder(world, textIn(body, 'order', ID_MAX));
    const { currency } = intent.amount;
    const amount = body.amount === undefined ? intent.captured : moneyIn({ ...body, currency });
    const stage = optionalText(body, 'stage', 32) ?? 'CHARGEBACK';
    send(reply, 200, disputeView(world, openDispute(world, intent, { amount, stage })));
  });

  app.post('/emulator/disputes/:id', (request, reply) => {
    const body = bodyOf(request);
    const dispute = disputeOf(world, request);
    const { currency } = dispute.amount;
    const stage = optionalText(body, 'stage', 32);
    moveDispute(world, dispute, {
      status: textIn(body, 'status', 32),
      ...(stage !== null && { stage }),
      ...(body.amount !== undefined && { amount: moneyIn({ ...body, currency }) }),
    });
    send(reply, 200, disputeView(world, dispute));
  });

  /** What a payer or a bank does: `{"order":"<reference>","story":"dispute_won"}`. */
  app.post('/emulator/stories', (request, reply) => {
    const body = bodyOf(request);
    const [reference, story] = [textIn(body, 'order', ID_MAX), textIn(body, 'story', 32)];
    if (!playPayment(world, madeUnder(world, reference), story)) {
      const isPlayed = playStory(world, paidUnder(world, reference), story);
      if (!isPlayed) throw invalid('story', 'no such story here');
    }
    send(reply, 200, {});
  });
}
