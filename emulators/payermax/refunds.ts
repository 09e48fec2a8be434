/** Refunds of paid trades: whole or in parts, never more than what was paid (section 5). */
import { reportRefund } from './notifications.ts';
import { type Body, moneyIn, numberOf, optionalText, Refusal, textIn, urlIn } from './refusal.ts';
import { keyOf, tradeByNumber, tradeByToken } from './trades.ts';
import { refundView } from './views.ts';
import {
  add,
  balanceOf,
  negative,
  now,
  type Refund,
  record,
  serial,
  stampOf,
  type Trade,
  type World,
} from './world.ts';

const WINDOW_MS = 180 * 86_400_000;

export function createRefund(world: World, data: Body): object {
  const outRefundNo = numberOf(data, 'outRefundNo', 64);
  const amount = moneyIn(data, 'refundAmount', 'refundCurrency');
  optionalText(data, 'comments', 512);
  const notifyUrl = optionalText(data, 'refundNotifyUrl', 256);
  const trade = tradeIn(world, data);
  if (world.refunds.has(keyOf(outRefundNo))) {
    throw new Refusal('ORDER_REPEAT', 'The refund number was used before.');
  }
  if (amount.currency !== trade.amount.currency) {
    throw new Refusal('CURRENCY_INVALID', 'refundCurrency is not that of the order');
  }
  const { completedAt } = trade;
  if (trade.status !== 'SUCCESS' || completedAt === null) {
    throw new Refusal('REFUND_FAILED', 'The order is not paid.');
  }
  if (now(world).getTime() - completedAt.getTime() > WINDOW_MS) {
    throw new Refusal('REFUND_FAILED', 'The order was paid more than 180 days ago.');
  }
  if (trade.refundedMinor + amount.minor > trade.amount.minor) {
    throw new Refusal('AMOUNT_LIMIT', 'More than what was paid and not refunded.');
  }
  if (amount.minor > balanceOf(world, 'ACQUIRING', amount.currency)) {
    throw new Refusal('REFUND_INSUFFICIENT_BALANCE', 'The balance does not cover the refund.');
  }
  const refund: Refund = {
    outRefundNo,
    refundTradeNo: `${stampOf(now(world))}TI${serial(12)}`,
    trade,
    amount,
    notifyUrl: notifyUrl === null ? null : urlIn(notifyUrl, 'refundNotifyUrl'),
    status: 'REFUND_PENDING',
    resultMsg: '',
    finishedAt: null,
  };
  trade.refundedMinor += amount.minor;
  world.refunds.set(keyOf(outRefundNo), refund);
  const { settleAfterMs = 0 } = world.options;
  if (settleAfterMs !== null) {
    world.timers.later(settleAfterMs, () => settleRefund(world, refund, 'REFUND_SUCCESS'));
  }
  const { refundTradeNo, status } = refund;
  return { outRefundNo, tradeOrderNo: trade.tradeToken, refundTradeNo, status };
}

export function queryRefund(world: World, data: Body): object {
  const outRefundNo = optionalText(data, 'outRefundNo', 64);
  const byNumber = outRefundNo === null ? undefined : world.refunds.get(keyOf(outRefundNo));
  const refundTradeNo = outRefundNo === null ? textIn(data, 'refundTradeNo', 64) : null;
  const refund =
    byNumber ?? [...world.refunds.values()].find((one) => one.refundTradeNo === refundTradeNo);
  if (refund === undefined) throw new Refusal('ORDER_NOT_EXIST', 'The refund does not exist.');
  return refundView(refund);
}

/** The payer's bank took it, or would not. */
export function settleRefund(
  world: World,
  refund: Refund,
  status: 'REFUND_SUCCESS' | 'REFUND_FAILED',
): void {
  if (refund.status !== 'REFUND_PENDING') return;
  const { outRefundNo: reference, refundTradeNo: id, amount, trade } = refund;
  const payment = { id: trade.tradeToken, reference: trade.outTradeNo };
  refund.status = status;
  refund.finishedAt = now(world);
  if (status === 'REFUND_SUCCESS') {
    add(world, 'ACQUIRING', negative(amount));
    record(world, { reference, id, what: 'refunded', amount, payment });
  } else {
    refund.trade.refundedMinor -= amount.minor;
    refund.resultMsg = 'The bank refused the refund.';
  }
  reportRefund(world, refund);
}

function tradeIn(world: World, data: Body): Trade {
  const outTradeNo = optionalText(data, 'outTradeNo', 64);
  return outTradeNo === null
    ? tradeByToken(world, textIn(data, 'tradeToken', 64))
    : tradeByNumber(world, outTradeNo);
}
