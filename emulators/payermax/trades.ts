/** Trades: orderAndPay, orderQuery, cancel, and what their states allow (sections 2 and 3). */
import { randomUUID } from 'node:crypto';
import { outcomeOfSubject } from './cards.ts';
import { countryOf, countryWith } from './methods.ts';
import { convert, printMoney } from './money.ts';
import { reportCancel, reportTrade } from './notifications.ts';
import {
  type Body,
  invalid,
  listIn,
  moneyIn,
  numberOf,
  objectIn,
  optionalObject,
  optionalText,
  Refusal,
  textIn,
  urlIn,
} from './refusal.ts';
import { tradeView } from './views.ts';
import {
  add,
  now,
  type Payment,
  record,
  serial,
  stampOf,
  type Trade,
  type World,
} from './world.ts';

/** An order closes no sooner and no later than this, whatever is asked. */
const CLOSES_AFTER_S = { min: 1_800, max: 86_400 };
/** Time for an answer to overtake its notification, as it mostly does. */
const REPORT_AFTER_MS = 5;
/** What must be there of an object as soon as it is there at all. */
const INNER = {
  goodsDetails: { goodsId: 64, goodsName: 128, quantity: 16, price: 20 },
  shippingInfo: {
    ...{ firstName: 64, lastName: 64, phoneNo: 32, email: 255, address1: 1024, city: 64 },
    ...{ country: 2, zipCode: 32 },
  },
  billingInfo: { email: 255, address1: 1024, city: 64, country: 2 },
} as const;

export function createTrade(world: World, data: Body): object {
  const integrate = textIn(data, 'integrate', 16);
  if (integrate !== 'Hosted_Checkout' && integrate !== 'Direct_Payment') {
    throw invalid('integrate', 'an unknown word');
  }
  const trade = tradeOf(world, data);
  const direct = integrate === 'Direct_Payment' ? directPayment(data, trade) : null;
  if (world.trades.has(keyOf(trade.outTradeNo))) {
    throw new Refusal('ORDER_REPEAT', 'The order number was used before.');
  }
  world.trades.set(keyOf(trade.outTradeNo), trade);
  world.timers.later(closingMs(data), () => close(world, trade));
  const { outTradeNo, tradeToken, status } = trade;
  if (direct !== null) {
    payDirectly(world, trade, direct);
    return { outTradeNo, tradeToken, status: trade.status };
  }
  return { redirectUrl: cashierUrl(world, trade), outTradeNo, tradeToken, status };
}

export function queryTrade(world: World, data: Body): object {
  return tradeView(tradeByNumber(world, textIn(data, 'outTradeNo', 64)), 'query');
}

/**
 * Closes an order that nobody has paid; of one that has ended it says how. After the Java client:
 * `outTradeNo` and `reason` in, `outTradeNo`, `closedTime` and `status` out.
 */
export function closeTrade(world: World, data: Body): object {
  optionalText(data, 'reason', 256);
  const trade = tradeByNumber(world, textIn(data, 'outTradeNo', 64));
  if (trade.status === 'PENDING') end(world, trade, 'CLOSED', 'The order was closed.');
  const { outTradeNo, status, completedAt } = trade;
  return { outTradeNo, closedTime: completedAt?.toISOString() ?? '', status };
}

/** Documented for authorised payments; here also for an order that nobody has paid yet. */
export function cancelTrade(world: World, data: Body): object {
  const requestId = textIn(data, 'requestId', 64);
  const known = world.cancels.get(requestId.toLowerCase());
  if (known !== undefined) return known;
  const trade = tradeByNumber(world, textIn(data, 'outTradeNo', 64));
  if (trade.status === 'CLOSED' || trade.status === 'FAILED') {
    throw new Refusal('ORDER_CLOSED', 'The order is closed.');
  }
  const isPaid = trade.status === 'SUCCESS';
  if (!isPaid) end(world, trade, 'CLOSED', 'The order was cancelled.');
  const at = `${now(world).toISOString().slice(0, 19)} +0000`;
  const answer = {
    cancelNo: `${stampOf(now(world))}ED${serial(12)}`,
    requestId,
    outTradeNo: trade.outTradeNo,
    status: isPaid ? 'FAILED' : 'SUCCESS',
    createdTime: at,
    succeededTime: isPaid ? null : at,
    failedTime: isPaid ? at : null,
    errorCode: isPaid ? 'ORDER_STATUS_INVALID' : null,
    errorMsg: isPaid ? 'The order is paid.' : null,
  };
  world.cancels.set(requestId.toLowerCase(), answer);
  if (!isPaid) reportCancel(world, answer, trade.notifyUrl);
  return answer;
}

/** Refused when there is none; the case of letters does not matter. */
export function tradeByNumber(world: World, outTradeNo: string): Trade {
  const trade = world.trades.get(keyOf(outTradeNo));
  if (trade === undefined) throw new Refusal('ORDER_NOT_EXIST', 'The order does not exist.');
  return trade;
}

export function tradeByToken(world: World, tradeToken: string): Trade {
  const trade = [...world.trades.values()].find((one) => one.tradeToken === tradeToken);
  if (trade === undefined) throw new Refusal('ORDER_NOT_EXIST', 'The order does not exist.');
  return trade;
}

export function keyOf(number: string): string {
  return number.toLowerCase();
}

/** The payer has paid: the money is there, and the merchant is notified. */
export function pay(world: World, trade: Trade, payment: Payment): void {
  trade.status = 'SUCCESS';
  trade.payment = payment;
  trade.underWay = null;
  trade.completedAt = now(world);
  const { outTradeNo: reference, tradeToken: id, amount } = trade;
  const { feeMinor } = record(world, { reference, id, what: 'paid', amount });
  add(world, 'ACQUIRING', { ...amount, minor: amount.minor - feeMinor });
  world.timers.later(REPORT_AFTER_MS, () => reportTrade(world, trade));
}

/** The end of a trade that was not paid. */
export function end(world: World, trade: Trade, status: 'FAILED' | 'CLOSED', msg: string): void {
  trade.status = status;
  trade.failure = { code: 'PAYMENT_FAILED', msg };
  trade.underWay = null;
  trade.completedAt = now(world);
  world.timers.later(REPORT_AFTER_MS, () => reportTrade(world, trade));
}

/** The order has reached its closing time. */
export function close(world: World, trade: Trade): void {
  if (trade.status !== 'PENDING') return;
  if (trade.hasFailed) end(world, trade, 'FAILED', 'The payment failed.');
  else end(world, trade, 'CLOSED', 'The order was not paid in time.');
}

/** The payment that a payer makes with a method, in the money of the country. */
export function paymentBy(
  trade: Trade,
  countryCode: string,
  paymentMethodType: string,
  targetOrg: string,
): Payment {
  const country = countryOf(countryCode);
  const method = country?.methods.find(
    (one) => one.paymentMethodType === paymentMethodType && one.targetOrg === targetOrg,
  );
  if (country === null || method === undefined) {
    throw new Refusal('PAYMENT_METHOD_NOT_EXIST', 'This way to pay is not offered.');
  }
  const { amount, rate } = convert(trade.amount, country.currency);
  return { ...method, card: null, payAmount: amount, exchangeRate: rate };
}

function tradeOf(world: World, data: Body): Trade {
  const amount = moneyIn(data, 'totalAmount', 'currency');
  const subject = textIn(data, 'subject', 256);
  if (/^\d+$/.test(subject)) throw invalid('subject', 'digits only');
  const at = now(world);
  const notifyUrl = optionalText(data, 'notifyUrl', 256);
  textIn(data, 'userId', 64);
  checkInner(data);
  return {
    outTradeNo: numberOf(data, 'outTradeNo', 64),
    tradeToken: `T${stampOf(at)}${serial(9)}`,
    token: randomUUID().replaceAll('-', ''),
    amount,
    subject,
    country: countryIn(data) ?? countryWith(amount.currency),
    language: optionalText(data, 'language', 16) ?? 'en',
    reference: optionalText(data, 'reference', 512),
    frontCallbackUrl: urlIn(textIn(data, 'frontCallbackUrl', 1024), 'frontCallbackUrl'),
    notifyUrl: notifyUrl === null ? null : urlIn(notifyUrl, 'notifyUrl'),
    chosen: chosenIn(data),
    status: 'PENDING',
    failure: null,
    underWay: null,
    hasFailed: false,
    isWaiting: false,
    payment: null,
    refundedMinor: 0n,
    createdAt: at,
    completedAt: null,
  };
}

function countryIn(data: Body): string | null {
  const code = optionalText(data, 'country', 2);
  if (code === null) return null;
  if (countryOf(code) === null) throw new Refusal('COUNTRY_INVALID', 'country is not supported');
  return code;
}

/** A way to pay may be preselected, and needs the country then. */
function chosenIn(data: Body): Trade['chosen'] {
  const detail = optionalObject(data, 'paymentDetail');
  if (detail === null) return null;
  const type = optionalText(detail, 'paymentMethodType', 16);
  const org = optionalText(detail, 'targetOrg', 16);
  if (type === null) {
    if (org !== null) throw invalid('paymentMethodType', 'null');
    return null;
  }
  const code = countryIn(data);
  if (code === null) throw invalid('country', 'null');
  const offered = countryOf(code)?.methods ?? [];
  const fits = offered.some(
    (one) => one.paymentMethodType === type && (org === null || one.targetOrg === org),
  );
  if (!fits) throw new Refusal('PAYMENT_METHOD_NOT_EXIST', 'This way to pay is not offered.');
  return { type, org };
}

function checkInner(data: Body): void {
  const check = (object: Body, limits: Readonly<Record<string, number>>) => {
    for (const [name, max] of Object.entries(limits)) textIn(object, name, max);
  };
  for (const item of listIn(data, 'goodsDetails')) {
    check(objectIn({ goodsDetails: item }, 'goodsDetails'), INNER.goodsDetails);
  }
  for (const name of ['shippingInfo', 'billingInfo'] as const) {
    const object = optionalObject(data, name);
    if (object !== null) check(object, INNER[name]);
  }
}

function closingMs(data: Body): number {
  const text = optionalText(data, 'expireTime', 16);
  if (text !== null && !/^\d+$/.test(text)) throw invalid('expireTime', 'no number of seconds');
  const seconds = text === null ? CLOSES_AFTER_S.max : Number.parseInt(text, 10);
  return 1000 * Math.min(CLOSES_AFTER_S.max, Math.max(CLOSES_AFTER_S.min, seconds));
}

function cashierUrl({ url, options }: World, trade: Trade): string {
  const facts = new URLSearchParams({
    merchantId: options.merchantNo,
    merchantAppId: options.appId,
    country: trade.country,
    tradeToken: trade.tradeToken,
    language: trade.language,
    token: trade.token,
    amount: printMoney(trade.amount),
    currency: trade.amount.currency,
    frontCallbackUrl: trade.frontCallbackUrl,
  });
  return `${url}/index.html#/cashier/home?${facts}`;
}

/** How an order without a cashier is paid. */
function directPayment(data: Body, trade: Trade): Payment {
  textIn(data, 'terminalType', 16);
  const detail = objectIn(data, 'paymentDetail');
  const buyer = objectIn(detail, 'buyerInfo');
  textIn(buyer, 'clientIp', 64);
  textIn(buyer, 'userAgent', 1024);
  const type = textIn(detail, 'paymentMethodType', 16);
  return paymentBy(trade, trade.country, type, optionalText(detail, 'targetOrg', 16) ?? '');
}

/** The sandbox's rules: the subject's word first, then the amount in the country's money. */
function payDirectly(world: World, trade: Trade, payment: Payment): void {
  const outcome = outcomeOfSubject(trade.subject)?.kind ?? outcomeOfAmount(payment);
  if (outcome === 'paid') pay(world, trade, payment);
  else if (outcome === 'refused') end(world, trade, 'FAILED', 'The payment failed.');
  else trade.isWaiting = true;
}

const FAILING: ReadonlySet<string> = new Set(['15', '500', '1.12', '20000', '25000']);
const WAITING: ReadonlySet<string> = new Set(['6', '60', '600', '16000']);

function outcomeOfAmount({ payAmount }: Payment): 'paid' | 'refused' | 'pending' {
  const major = printMoney(payAmount).replace(/\.00$/, '');
  if (FAILING.has(major)) return 'refused';
  return WAITING.has(major) ? 'pending' : 'paid';
}
