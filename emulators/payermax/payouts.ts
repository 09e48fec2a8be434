/** Payouts: paymentOrderPay, paymentOrderQry and the sandbox's results (sections 6 and 12). */

import { countryOf } from './methods.ts';
import { printMoney } from './money.ts';
import { reportPayout } from './notifications.ts';
import {
  type Body,
  invalid,
  moneyIn,
  numberOf,
  objectIn,
  optionalObject,
  optionalText,
  Refusal,
  textIn,
  urlIn,
} from './refusal.ts';
import { keyOf } from './trades.ts';
import { payoutView } from './views.ts';
import {
  add,
  balanceOf,
  negative,
  now,
  type Payout,
  record,
  serial,
  stampOf,
  type World,
} from './world.ts';

const LATIN_NAME = /^[A-Za-z ,.-]+$/;
const REMARK = /^[A-Za-z0-9 .-]*$/;

export function createPayout(world: World, data: Body): object {
  const outTradeNo = numberOf(data, 'outTradeNo', 63);
  if (countryOf(textIn(data, 'country', 2)) === null) {
    throw new Refusal('COUNTRY_INVALID', 'country is not supported');
  }
  const trade = objectIn(data, 'trade');
  textIn(trade, 'amount', 12);
  const amount = moneyIn(trade, 'amount', 'currency');
  checkPayee(objectIn(data, 'payeeInfo'));
  const remark = optionalText(data, 'remark', 255) ?? '';
  if (!REMARK.test(remark)) throw invalid('remark', 'of wrong characters');
  const notifyUrl = optionalText(data, 'notifyUrl', 255);
  const reference = optionalText(data, 'reference', 255);
  if (world.payouts.has(keyOf(outTradeNo))) {
    world.repeats.push(outTradeNo);
    throw new Refusal('ORDER_REPEAT', 'The order number was used before.');
  }
  if (amount.minor > balanceOf(world, 'DISBURSEMENT', amount.currency)) {
    throw new Refusal('BALANCE_INSUFFICIENT', 'The balance does not cover the payout.');
  }
  const payout: Payout = {
    outTradeNo,
    tradeNo: `${stampOf(now(world))}PO${serial(16)}`,
    amount,
    reference,
    notifyUrl: notifyUrl === null ? null : urlIn(notifyUrl, 'notifyUrl'),
    status: 'PENDING',
    response: null,
    createdAt: now(world),
    finishedAt: null,
    bouncedAt: null,
  };
  add(world, 'DISBURSEMENT', negative(amount));
  world.payouts.set(keyOf(outTradeNo), payout);
  execute(world, payout, resultOf(remark, printMoney(amount)));
  return { tradeNo: payout.tradeNo, outTradeNo, status: payout.status };
}

export function queryPayout(world: World, data: Body): object {
  return payoutView(payoutByNumber(world, textIn(data, 'outTradeNo', 63)));
}

export function payoutByNumber(world: World, outTradeNo: string): Payout {
  const payout = world.payouts.get(keyOf(outTradeNo));
  if (payout === undefined) throw new Refusal('ORDER_NOT_EXIST', 'The order does not exist.');
  return payout;
}

/** A payout's next state; money moves when it is paid, and when a paid one comes back. */
export function turnPayout(world: World, payout: Payout, status: Payout['status']): void {
  const { outTradeNo: reference, tradeNo: id, amount } = payout;
  const before = payout.status;
  if (before === status || (before !== 'PENDING' && status !== 'BOUNCEBACK')) return;
  payout.status = status;
  payout.finishedAt ??= now(world);
  if (status === 'SUCCESS') record(world, { reference, id, what: 'transferred', amount });
  if (status === 'FAILED') {
    add(world, 'DISBURSEMENT', amount);
    payout.response = { code: 'INVALID_ACCOUNT', msg: 'The account does not exist.' };
  }
  if (status === 'BOUNCEBACK') {
    add(world, 'DISBURSEMENT', amount);
    payout.bouncedAt = now(world);
    payout.response = { code: 'INVALID_ACCOUNT', msg: 'The bank sent it back.' };
    record(world, { reference, id, what: 'returned', amount });
  }
  reportPayout(world, payout);
}

/** The remark's word wins over the amount. */
function resultOf(remark: string, amount: string): Payout['status'] {
  if (remark === 'SUCCESS' || remark === 'FAILED' || remark === 'BOUNCEBACK') return remark;
  const major = amount.replace(/\.00$/, '');
  if (major === '110' || major === '11000') return 'FAILED';
  return major === '100' || major === '10000' ? 'PENDING' : 'SUCCESS';
}

function execute(world: World, payout: Payout, result: Payout['status']): void {
  const { settleAfterMs = 0 } = world.options;
  if (settleAfterMs === null || result === 'PENDING') return;
  world.timers.later(settleAfterMs, () => {
    if (result !== 'BOUNCEBACK') {
      turnPayout(world, payout, result);
      return;
    }
    turnPayout(world, payout, 'SUCCESS');
    world.timers.later(settleAfterMs, () => turnPayout(world, payout, 'BOUNCEBACK'));
  });
}

function checkPayee(payee: Body): void {
  const method = textIn(payee, 'paymentMethodType', 64);
  const targetOrg = optionalText(payee, 'targetOrg', 64);
  if (method === 'WALLET' && targetOrg === null) throw invalid('targetOrg', 'null');
  const type = optionalText(payee, 'payeeType', 16) ?? 'PERSONAL';
  if (type !== 'PERSONAL' && type !== 'CORPORATION') throw invalid('payeeType', 'an unknown word');
  textIn(objectIn(payee, 'accountInfo'), 'accountNo', 128);
  const bank = optionalObject(payee, 'bankInfo');
  if (bank !== null) optionalText(bank, 'bankCode', 64);
  const name = optionalObject(payee, 'name');
  if (name === null) return;
  for (const [part, max] of [
    ['firstName', 64],
    ['middleName', 64],
    ['lastName', 64],
    ['fullName', 512],
  ] as const) {
    const text = optionalText(name, part, max);
    if (text !== null && !LATIN_NAME.test(text)) throw invalid(part, 'of wrong characters');
  }
}
