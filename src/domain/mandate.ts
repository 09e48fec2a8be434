/**
 * A mandate: a payer's permission to be debited without being asked again. The payer agrees on a
 * page of the provider; from then on payins name it, until payer, merchant or provider end it.
 */
import { accept, contradiction, type Effect, ignored, notify } from './effect.ts';
import type { Failure, Order, OrderState } from './order.ts';
import type { OrderEventType } from './order-event.ts';
import type { PayinEvent } from './payin.ts';

type Move = 'open' | 'activate' | 'fail' | 'end' | 'expire' | 'close' | 'ignore' | 'contradict';

/** Rows: where the mandate is. Columns: what is reported. Every cell is a decision. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<PayinEvent['kind'], Move>>>> = {
  created: row('activate', 'fail', 'end', 'expire', 'close'),
  pending: row('activate', 'fail', 'end', 'expire', 'close'),
  active: row('ignore', 'end', 'end', 'expire', 'close'),
  // Agreed to after it had ended here: a person should know that the payer thinks it lives.
  closed: row('contradict', 'ignore', 'ignore', 'ignore', 'ignore'),
  expired: row('contradict', 'ignore', 'ignore', 'ignore', 'ignore'),
  failed: row('contradict', 'ignore', 'ignore', 'ignore', 'ignore'),
  paid: row('ignore', 'ignore', 'ignore', 'ignore', 'ignore'),
  reversed: row('ignore', 'ignore', 'ignore', 'ignore', 'ignore'),
};

function row(
  activated: Move,
  declined: Move,
  ended: Move,
  expire: Move,
  close: Move,
): Readonly<Record<PayinEvent['kind'], Move>> {
  return {
    accepted: 'open',
    activated,
    declined,
    ended,
    expired: expire,
    expire,
    close,
    paid: 'contradict',
    paid_by_hand: 'ignore',
    reversed: 'contradict',
    cancelled: 'contradict',
    verified: 'contradict',
    unclear: 'ignore',
  };
}

/** Applies one event to a mandate. Total: every state and event has an answer. */
export function advanceMandate(order: Order, event: PayinEvent, at: Date): Effect {
  const move = MOVES[order.state][event.kind];
  switch (move) {
    case 'open':
      return event.kind === 'accepted' ? accept(order, event) : ignored(order, event.kind);
    case 'activate': {
      if (event.kind !== 'activated') return ignored(order, event.kind);
      const upstreamId = event.upstreamId ?? order.upstreamId;
      const { expiresAt } = event;
      return notified({ ...order, state: 'active', upstreamId, expiresAt }, 'mandate.active', at);
    }
    case 'fail': {
      const failure = event.kind === 'declined' ? event.failure : REFUSED;
      return notified({ ...order, state: 'failed', failure, finalAt: at }, 'mandate.failed', at);
    }
    case 'end': {
      const by = event.kind === 'ended' ? event.by : 'provider';
      return over(order, 'closed', { code: 'closed', text: `ended by the ${by}`, by }, at);
    }
    case 'expire':
      return over(order, 'expired', { code: 'expired', text: 'its time is over' }, at);
    case 'close':
      return over(order, 'closed', CLOSED, at);
    case 'contradict':
      return contradiction(order, `${event.kind} while the mandate is ${order.state}`);
    case 'ignore':
      return ignored(
        order,
        event.kind === 'unclear'
          ? `unclear: ${event.reason}`
          : `${event.kind} while ${order.state}`,
      );
  }
}

const REFUSED: Failure = { code: 'declined', text: 'the payer did not agree' };
const CLOSED: Failure = { code: 'closed', text: 'ended by the merchant', by: 'merchant' };

/** One that was never agreed to has failed; one that was in use has ended. */
function over(order: Order, state: OrderState, failure: Failure, at: Date): Effect {
  const event = order.state === 'active' ? 'mandate.ended' : 'mandate.failed';
  return notified({ ...order, state, failure, finalAt: at }, event, at);
}

function notified(next: Order, event: OrderEventType, at: Date): Effect {
  const { order, events } = notify(next, event, at);
  return { order, entries: [], events, cases: [], note: null };
}
