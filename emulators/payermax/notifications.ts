/** Notifications: how each looks, and when each is sent again (sections 4-7 and 10). */
import { Notifier } from '../shared/notifier.ts';
import { printMoney, writeJson } from './money.ts';
import { signerOf, unrelated } from './signing.ts';
import { disputeView, payoutView, refundView, tradeView } from './views.ts';
import { type Dispute, now, type Payout, type Refund, type Trade, type World } from './world.ts';

/** The published steps of payouts; those of payments are not published, so these serve for both. */
const WAITS_MS = [30_000, 300_000, 600_000, 3_600_000, 43_200_000];
/** The only answer that ends the repeats. */
const TAKEN = '{"msg":"Success","code":"SUCCESS"}';

export function notificationsOf(
  { notifyUrl, notificationWaitsMs = WAITS_MS, payermaxPrivateKey }: World['options'],
  later: (afterMs: number, work: () => void) => void,
): Notifier {
  const ours = signerOf(payermaxPrivateKey);
  const other = unrelated();
  return new Notifier(notifyUrl ?? null, {
    waitsMs: notificationWaitsMs,
    later,
    headers: (body, forged) => ({ sign: (forged ? other : ours).sign(body) }),
    forge: (body) => body.replaceAll(/"totalAmount":[0-9.]+/g, '"totalAmount":9999.99'),
    isTaken: (http, answer) => http === 200 && answer === TAKEN,
  });
}

/** Of a failed payment the envelope says why. */
export function reportTrade(world: World, trade: Trade): void {
  const { failure } = trade;
  const { code, msg } = failure ?? { code: 'APPLY_SUCCESS', msg: 'Success.' };
  report(world, 'PAYMENT', { code, msg }, tradeView(trade, 'notification'), trade.notifyUrl);
}

export function reportRefund(world: World, refund: Refund): void {
  report(world, 'REFUND', GOOD, refundView(refund), refund.notifyUrl);
}

export function reportPayout(world: World, payout: Payout): void {
  report(world, 'PAYOUT', GOOD, payoutView(payout), payout.notifyUrl);
}

/** Of a closing that was done. */
export function reportCancel(world: World, answer: object, url: string | null): void {
  report(world, 'CANCEL', GOOD, answer, url);
}

export function applyDispute(world: World, dispute: Dispute): void {
  report(world, dispute.type, GOOD, disputeView(dispute), dispute.trade.notifyUrl);
}

/** A warning: its schema has no type, no code, and no case. */
export function reportFraud(world: World, trade: Trade): void {
  const { appId, merchantNo } = world.options;
  const at = now(world).toISOString();
  const data = {
    merchantNo,
    outTradeNo: trade.outTradeNo,
    tradeAmount: printMoney(trade.amount),
    tradeCurrency: trade.amount.currency,
    tradeCreateTime: trade.createdAt.toISOString(),
    receiveDate: at,
    outUserId: '',
  };
  const body = { version: '1.0', keyVersion: '1', appId, merchantNo, notifyTime: at, data };
  world.notifications.report('FRAUD', writeJson(body), trade.notifyUrl);
}

const GOOD = { code: 'APPLY_SUCCESS', msg: 'Success.' };

function report(
  world: World,
  notifyType: string,
  { code, msg }: { readonly code: string; readonly msg: string },
  data: object,
  url: string | null,
): void {
  const { appId, merchantNo } = world.options;
  const notifyTime = now(world).toISOString().replace('Z', '+00:00');
  const body = { code, msg, keyVersion: '1', appId, merchantNo, notifyTime, notifyType, data };
  const { status = '' } = data as { readonly status?: string };
  world.notifications.report(`${notifyType} ${status}`, writeJson(body), url);
}
