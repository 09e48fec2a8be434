/** POST /pay: plays the payer of any order, by whatever name it is known. For tests and demos. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answers.ts';
import type { Fields } from '../fields.ts';
import { agree, refuseMandate } from '../mandates.ts';
import { parseMajor } from '../money.ts';
import type { PayWish } from '../settle.ts';
import { failPayment, finishTransfer, pay, whyNotPayable } from '../settle.ts';
import type {
  Code,
  Failure,
  Mandate,
  Order,
  Payment,
  Payout,
  Refund,
  Refusal,
  Verification,
} from '../types.ts';
import { refuse } from '../types.ts';
import { pass, reject } from '../verifications.ts';
import { verifyPayment } from '../verify.ts';
import type { World } from '../world.ts';
import { readBody, sendRefusal, whyNotLocal } from './http.ts';

const WAIT_MS = 10_000;

type PayRequest = {
  readonly name: string;
  /** Major units as people write them; '' = what is due. */
  readonly amount: string;
  readonly amountMinor: bigint | undefined;
  readonly again: boolean;
  readonly late: boolean;
  readonly force: boolean;
  /** The payer says no. */
  readonly refuse: boolean;
  /** Of the payer, for whoever is asked before; '' = not known. */
  readonly phone: string;
};

function payRequest(fields: Fields): PayRequest {
  return {
    name: fields.text('order', 512),
    amount: fields.text('amount', 40, 'optional'),
    amountMinor: fields.optionalMinor('amountMinor'),
    again: fields.flag('again'),
    late: fields.flag('late'),
    force: fields.flag('force'),
    refuse: fields.flag('refuse'),
    phone: fields.text('phone', 20, 'optional'),
  };
}

function isOpen(order: Order): boolean {
  if (order.kind === 'code') return order.status === 'active';
  return order.status === 'pending' || order.status === 'processing';
}

/** Of several orders with one name, the one a payer would mean: open first, then the newest. */
function meant(orders: readonly Order[]): Order | undefined {
  const byAge = orders.toReversed();
  const open = byAge.filter(isOpen);
  return open.find(({ kind }) => kind !== 'refund') ?? open[0] ?? byAge[0];
}

/**
 * Waits for an order that can still be paid: the platform may be about to send it, or another try.
 */
async function findOrder(world: World, name: string): Promise<Order | undefined> {
  const find = () => meant(world.orders.byAnyName(name));
  const usable = () => {
    const order = find();
    return order && order.status !== 'failed' ? order : undefined;
  };
  return (await world.orders.waitFor(usable, WAIT_MS)) ?? find();
}

/** The amount the payer chose; undefined = what is due. */
function chosenAmount(wish: PayRequest, asset: string): { minor: bigint | undefined } | Refusal {
  if (wish.amount === '') return { minor: wish.amountMinor };
  const minor = parseMajor(wish.amount, asset);
  return minor === undefined
    ? refuse(400, 'invalid_request', `amount does not fit ${asset}; write it like "100.50"`)
    : { minor };
}

async function payIn(
  world: World,
  order: Payment | Code,
  request: PayRequest,
): Promise<Record<string, unknown> | Refusal> {
  const amount = chosenAmount(request, order.asset);
  if ('ok' in amount) return amount;
  const wish: PayWish = {
    again: request.again,
    late: request.late,
    force: request.force,
    ...(amount.minor === undefined ? {} : { amountMinor: amount.minor }),
  };
  const { id, asset } = order;
  const obstacle = whyNotPayable(order, wish);
  const before = order.arrivals.at(-1);
  if (obstacle?.code === 'already_paid' && before) {
    const amountMinor = before.amountMinor.toString();
    return { paid: true, id, paymentId: before.id, amountMinor, asset, already: true };
  }
  const refused = await verifyPayment(world, order, { ...wish, payerPhone: request.phone });
  if (refused) return refused;
  const paid = pay(world, order, wish);
  if (!paid.ok) return paid;
  const { arrival, delivery } = paid;
  const amountMinor = arrival.amountMinor.toString();
  const callback = await delivery;
  return { paid: true, id, paymentId: arrival.id, amountMinor, asset, utr: arrival.utr, callback };
}

async function payOut(
  world: World,
  order: Payout | Refund,
): Promise<Record<string, unknown> | Refusal> {
  const callback = await finishTransfer(world, order);
  const { id, asset, failure, status, paidMinor, utr } = order;
  if (status === 'failed') return refuse(409, failure?.code ?? 'failed', failure?.text ?? '');
  const moved = { paid: true, id, amountMinor: paidMinor.toString(), asset, utr };
  return callback === undefined ? { ...moved, already: true } : { ...moved, callback };
}

/** The payer agrees to a mandate. */
async function payAgrees(
  world: World,
  mandate: Mandate,
): Promise<Record<string, unknown> | Refusal> {
  const { id } = mandate;
  if (mandate.status === 'active') return { agreed: true, id, already: true };
  const agreed = agree(world, mandate);
  return 'ok' in agreed ? agreed : { agreed: true, id, callback: await agreed };
}

const NO: Failure = { code: 'payer_refused', text: 'the payer said no' };

/** Whoever looks at the pictures says yes. */
async function passes(
  world: World,
  verification: Verification,
): Promise<Record<string, unknown> | Refusal> {
  const { id } = verification;
  if (verification.status === 'passed') return { passed: true, id, already: true };
  const callback = await pass(world, verification);
  return callback === undefined
    ? refuse(409, verification.status, `this is ${verification.status} already`)
    : { passed: true, id, callback };
}

const UNLIKE: Failure = { code: 'face_mismatch', text: 'the faces are not one' };

/** The payer refuses a payment or a mandate; of a verification it is the verdict. */
async function payerRefuses(
  world: World,
  order: Order,
): Promise<Record<string, unknown> | Refusal> {
  const notified =
    order.kind === 'payment'
      ? failPayment(world, order, NO)
      : order.kind === 'mandate'
        ? refuseMandate(world, order)
        : order.kind === 'verification'
          ? reject(world, order, UNLIKE)
          : undefined;
  if (notified === undefined) return refuse(409, 'not_refusable', 'there is nothing to say no to');
  return { refused: true, id: order.id, callback: await notified };
}

function playOn(world: World, order: Order, request: PayRequest) {
  if (request.refuse) return payerRefuses(world, order);
  if (order.kind === 'mandate') return payAgrees(world, order);
  if (order.kind === 'verification') return passes(world, order);
  const transfer = order.kind === 'payout' || order.kind === 'refund';
  return transfer ? payOut(world, order) : payIn(world, order, request);
}

async function play(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const foreign = whyNotLocal(request);
  if (foreign) return sendRefusal(reply, foreign);
  const body = readBody(request, payRequest);
  if (!body.ok) return sendRefusal(reply, body);
  const order = await findOrder(world, body.value.name);
  if (!order) {
    const text = `no order with the name ${body.value.name} came here within ${WAIT_MS / 1000} s`;
    return sendRefusal(reply, refuse(404, 'not_found', text));
  }
  const result = await playOn(world, order, body.value);
  if ('ok' in result) return sendRefusal(reply, result as Refusal);
  sendAnswer(reply, { http: 200, body: result });
}

export function payRoutes(app: FastifyInstance, world: World): void {
  app.post('/pay', (request, reply) => play(world, request, reply));
}
