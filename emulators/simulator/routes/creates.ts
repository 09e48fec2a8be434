/** Creating calls of every kind of order: idempotent by reference, spoiled as faults say. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../answers.ts';
import { drop, hang, refusalAnswer, sendAnswer, sendSpoiled } from '../answers.ts';
import type { Origin } from '../create.ts';
import type { FaultSubject } from '../fault-rules.ts';
import type { Fault } from '../faults.ts';
import { delayOf, FAULTS, findFault, magicFault } from '../faults.ts';
import type { Fields } from '../fields.ts';
import { contentDigest } from '../fields.ts';
import { begin } from '../running.ts';
import type { Order, OrderKind, Refusal } from '../types.ts';
import { refuse } from '../types.ts';
import { createdView } from '../views.ts';
import type { World } from '../world.ts';
import { subjectOf } from '../world.ts';
import { callerOf, noteCall } from './calls.ts';
import { readBody } from './http.ts';

type CommonInput = {
  readonly reference: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly amountMinor: bigint | undefined;
};

/** How one kind of order is made from a request. */
export type Maker<Input extends CommonInput> = {
  readonly kind: OrderKind;
  readonly http: 201 | 202;
  readonly read: (fields: Fields) => Input;
  readonly obstacle?: (account: string, input: Input) => Refusal | undefined;
  readonly make: (origin: Origin, input: Input) => Order;
};

function createdAnswer(world: World, order: Order, http: 201 | 202): Answer {
  const declined = findFault(order.faults, 'decline') !== undefined;
  return { http: declined ? 422 : http, body: createdView(world, order) };
}

/** The same reference again: the same answer for the same content, a conflict for other content. */
function repeat<Input extends CommonInput>(
  world: World,
  maker: Maker<Input>,
  known: Order,
  digest: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { reference, id } = known;
  if (known.contentDigest !== digest) {
    noteCall(world, request, { outcome: 'conflict', reference, id });
    const text = 'this reference was used with other content';
    sendAnswer(reply, refusalAnswer(refuse(409, 'reference_conflict', text)));
    return;
  }
  const faults = world.rules.take('create', subjectOf(known));
  noteCall(world, request, { outcome: 'replayed', reference, id, faults });
  void reply.header('x-sim-replayed', 'true');
  sendSpoiled(reply, createdAnswer(world, known, maker.http), faults, world.timers);
}

function faultsFor(world: World, subject: FaultSubject, input: CommonInput): Fault[] {
  const ruled = world.rules.take('create', subject);
  const { amountMinor, asset } = input;
  if (amountMinor === undefined || !world.knobs.magicAmounts) return ruled;
  const name = magicFault(amountMinor, asset);
  if (name === undefined) return ruled;
  // A connection dropped by amount is dropped once: the next try of the reference comes through.
  if (name === 'drop_connection_before_accept' && triedBefore(world, subject)) return ruled;
  const options = world.faultDefaults[name] ?? {};
  return [...ruled, { name, options }];
}

function triedBefore(world: World, { account, kind, reference }: FaultSubject): boolean {
  const key = `${account}|${kind}|${reference}`;
  if (world.droppedOnce.has(key)) return true;
  world.droppedOnce.add(key);
  return false;
}

/** A creating call: checked, made once per reference, answered as its faults say. */
export function createHandler<Input extends CommonInput>(world: World, maker: Maker<Input>) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const account = callerOf(request);
    const { kind } = maker;
    const body = readBody(request, maker.read);
    if (!body.ok) {
      noteCall(world, request, { outcome: 'refused' });
      return sendAnswer(reply, refusalAnswer(body));
    }
    const { value: input, object } = body;
    const { reference, order: platformOrder, merchantOrder } = input;
    const digest = contentDigest(object);
    const known = world.orders.byReference(account, kind, reference);
    if (known && world.knobs.idempotentCreates) {
      return repeat(world, maker, known, digest, request, reply);
    }
    const obstacle = maker.obstacle?.(account, input);
    if (obstacle) {
      noteCall(world, request, { outcome: 'refused', reference });
      return sendAnswer(reply, refusalAnswer(obstacle));
    }
    const named = { account, reference, order: platformOrder, merchantOrder };
    const faults = faultsFor(world, { operation: kind, kind, ...named }, input);
    const lost = findFault(faults, 'lost', 'drop_connection_before_accept');
    if (lost) {
      noteCall(world, request, { outcome: 'dropped', reference, faults });
      return lost.name === 'lost' ? hang(reply, world.timers, delayOf(lost)) : drop(reply);
    }
    const order = world.journal.together(() => {
      const made = maker.make({ account, contentDigest: digest, faults }, input);
      const outcome = made.status === 'failed' ? 'declined' : 'created';
      noteCall(world, request, { outcome, reference, id: made.id, faults });
      return made;
    });
    begin(world, order);
    const onCreate = faults.filter(({ name }) => FAULTS[name].point === 'create');
    sendSpoiled(reply, createdAnswer(world, order, maker.http), onCreate, world.timers);
  };
}
