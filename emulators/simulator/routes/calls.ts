/** Who calls /v1, whether the call is let in, and the note that is taken of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { drop, hang, refusalAnswer, sendAnswer, UNAVAILABLE } from '../answers.ts';
import type { Fault } from '../faults.ts';
import type { CallOutcome } from '../journal.ts';
import { authenticate, HEADER } from '../signature.ts';
import type { World } from '../world.ts';
import { bodyBytes } from './http.ts';

const callers = new WeakMap<FastifyRequest, string>();

/** The account that signed this call. */
export function callerOf(request: FastifyRequest): string {
  const account = callers.get(request);
  if (account === undefined) throw new Error('a /v1 handler ran without authentication');
  return account;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

type Note = {
  readonly outcome: CallOutcome;
  readonly reference?: string;
  readonly id?: string;
  readonly faults?: readonly Fault[];
};

/** Writes down what became of a call. */
export function noteCall(world: World, request: FastifyRequest, note: Note): void {
  world.journal.call({
    account: callers.get(request) ?? '',
    method: request.method,
    path: request.url,
    reference: note.reference ?? '',
    outcome: note.outcome,
    id: note.id ?? '',
    faults: (note.faults ?? []).map(({ name }) => name),
  });
}

/** Latency and outage, then who calls. Leaves the reply sent or taken when the call ends here. */
export async function admit(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { latencyMs, down } = world.knobs;
  if (latencyMs > 0) await sleep(latencyMs);
  if (down !== false) {
    noteCall(world, request, { outcome: 'unavailable' });
    if (down === 'drop') drop(reply);
    else if (down === 'hang') hang(reply, world.timers);
    else sendAnswer(reply, UNAVAILABLE);
    return;
  }
  const signed = {
    method: request.method,
    path: request.url,
    body: bodyBytes(request),
    account: header(request, HEADER.account),
    timestamp: header(request, HEADER.timestamp),
    signature: header(request, HEADER.signature),
  };
  const caller = authenticate(signed, world.accounts, Date.now());
  if (caller.ok) {
    callers.set(request, caller.account.id);
    return;
  }
  noteCall(world, request, { outcome: 'refused' });
  sendAnswer(reply, refusalAnswer(caller));
}
