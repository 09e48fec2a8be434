/** How each object looks on the wire, in answers and notifications alike. */
import { convert, printMoney } from './money.ts';
import type { Dispute, Payment, Payout, Refund, Trade } from './world.ts';

export function tradeView(trade: Trade, to: 'query' | 'notification'): object {
  const { failure, payment, completedAt } = trade;
  const completeTime = completedAt?.toISOString();
  return {
    outTradeNo: trade.outTradeNo,
    tradeToken: trade.tradeToken,
    totalAmount: trade.amount,
    currency: trade.amount.currency,
    country: trade.country,
    status: trade.status,
    ...(completeTime === undefined ? {} : { completeTime }),
    ...(trade.reference === null ? {} : { reference: trade.reference }),
    paymentDetails: payment === null ? [] : [detailOf(payment)],
    ...(payment === null
      ? {}
      : {
          channelNo: `DMCP${trade.tradeToken.slice(1)}`,
          thirdChannelNo: `3rd${trade.tradeToken.slice(-8)}`,
          cashierCountry: trade.country,
        }),
    ...(to === 'notification'
      ? {}
      : {
          createTime: trade.createdAt.toISOString(),
          resultCode: failure?.code ?? '',
          resultMsg: failure?.msg ?? '',
        }),
  };
}

function detailOf({ paymentMethodType, targetOrg, card, payAmount, exchangeRate }: Payment) {
  return {
    paymentMethodType,
    ...(targetOrg === '' ? {} : { targetOrg }),
    payAmount,
    payCurrency: payAmount.currency,
    exchangeRate,
    ...(card === null ? {} : { cardInfo: card }),
  };
}

export function refundView(refund: Refund): object {
  return {
    outRefundNo: refund.outRefundNo,
    refundTradeNo: refund.refundTradeNo,
    outTradeNo: refund.trade.outTradeNo,
    refundAmount: refund.amount,
    refundCurrency: refund.amount.currency,
    status: refund.status,
    resultMsg: refund.resultMsg,
    refundFinishTime: refund.finishedAt?.toISOString() ?? '',
  };
}

export function payoutView(payout: Payout): object {
  const { response } = payout;
  const trade = { amount: printMoney(payout.amount), currency: payout.amount.currency };
  const { rate } = convert(payout.amount, payout.amount.currency);
  const moved = { ...trade, exchangeRate: rate, fee: '0', feeCurrency: trade.currency };
  return {
    outTradeNo: payout.outTradeNo,
    tradeNo: payout.tradeNo,
    status: payout.status,
    transactionUtcTime: timeOf(payout.createdAt),
    payFinishTime: timeOf(payout.finishedAt),
    bounceBackTime: timeOf(payout.bouncedAt),
    trade,
    source: moved,
    destination: moved,
    reference: payout.reference ?? '',
    responseCode: response?.code ?? '',
    responseMsg: response?.msg ?? '',
  };
}

export function disputeView(dispute: Dispute): object {
  const { caseId, trade, amount, fee, status, result } = dispute;
  const disputed = printMoney(amount);
  const { currency } = amount;
  return {
    caseId,
    outTradeNo: trade.outTradeNo,
    tradeToken: trade.tradeToken,
    amount: disputed,
    currency,
    fee: printMoney(fee),
    totalAmount: printMoney({ ...amount, minor: amount.minor + fee.minor }),
    tradeAmount: printMoney(trade.amount),
    tradeCurrency: currency,
    originTradeAmount: disputed,
    originTradeCurrency: currency,
    tradeCountry: trade.country,
    reasonCode: '4842',
    reasonMessage: 'Late Presentment',
    expirationDate: dispute.expiresAt.toISOString(),
    status,
    ...(result === '' ? {} : { caseResult: result }),
  };
}

/** `2023-03-08T10:22:05 +0000`: note the space. */
function timeOf(at: Date | null): string {
  return at === null ? '' : at.toISOString().replace(/\.\d{3}Z$/, ' +0000');
}
