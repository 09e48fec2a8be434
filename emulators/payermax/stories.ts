/**
 * Payments that are not what was ordered, as payers make them, on order. Not PayerMax's: it takes
 * one payment of a number, so a second one is another trade under the same number.
 */
import { invalid } from './refusal.ts';
import { end, keyOf, pay, paymentBy } from './trades.ts';
import { now, serial, stampOf, type Trade, type World } from './world.ts';

/** Until the end of a trade is on its way. */
const AFTER_THE_END_MS = 20;

const STORIES: ReadonlyMap<string, (world: World, trade: Trade) => void> = new Map([
  ['paid_twice', (world: World, trade: Trade) => payAgain(world, trade, trade.amount.minor)],
  ['paid_in_parts', payInParts],
  ['paid_late', payLate],
]);

/** Plays a payer's story about a trade; false: there is none of that name. */
export function playPayment(world: World, trade: Trade, name: string): boolean {
  const story = STORIES.get(name);
  if (story === undefined) return false;
  const isPaid = trade.status === 'SUCCESS';
  if (isPaid !== (name === 'paid_twice')) {
    throw invalid('order', isPaid ? 'the trade is paid already' : 'the trade is not paid yet');
  }
  story(world, trade);
  return true;
}

/** Half of what was ordered comes, then the rest. */
function payInParts(world: World, trade: Trade): void {
  const { currency, minor } = trade.amount;
  const half = minor / 2n;
  const first: Trade = { ...trade, amount: { currency, minor: half } };
  world.trades.set(keyOf(trade.outTradeNo), first);
  payTrade(world, first);
  payAgain(world, trade, minor - half);
}

/** It is closed, for its time is over, and then the money comes. */
function payLate(world: World, trade: Trade): void {
  end(world, trade, 'CLOSED', 'The order was not paid in time.');
  const late = () => world.notifications.afterwards(() => payTrade(world, trade));
  world.timers.later(AFTER_THE_END_MS, late);
}

function payAgain(world: World, trade: Trade, minor: bigint): void {
  const { currency } = trade.amount;
  const tradeToken = `T${stampOf(now(world))}${serial(9)}`;
  payTrade(world, { ...trade, tradeToken, status: 'PENDING', amount: { currency, minor } });
}

function payTrade(world: World, trade: Trade): void {
  trade.failure = null;
  pay(world, trade, paymentBy(trade, trade.country, 'CARD', ''));
}
